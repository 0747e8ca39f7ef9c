import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("", "", 0),
    ("lab01", "lab10", 1), ("seed", "sede", 1), ("ca", "abc", 3),
  ])
  func `the edit distance counts letters changed`(_ a: String, _ b: String, _ distance: Int) {
    #expect(editDistance(a, b) == distance)
    #expect(editDistance(b, a) == distance)
  }

  @Test(arguments: [
    ("lab1", "lab01"), ("LAB01", "lab01"), ("lab10", "lab01"), ("claim", "claims"),
    ("cliams", "claims"),
    ("clai", "claims"), ("grad", "gradcheck"), ("xyzzy", nil), ("a", nil), ("", nil),
    ("laboratory", nil),
  ])
  func `the nearest command is suggested, and none when all are far`(
    _ word: String, _ expected: String?
  ) {
    #expect(suggestion(for: word, among: ["lab01", "lab02", "claims", "gradcheck"]) == expected)
  }

  @Test func `an option is recognised with one dash, two or none`() {
    for word in ["-seed", "--sed", "seed", "--see"] {
      #expect(suggestion(for: word, among: ["--seed", "--json"]) == "--seed")
    }
  }
}
