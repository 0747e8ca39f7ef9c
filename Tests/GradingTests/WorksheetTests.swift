import Foundation
import Testing

@testable import UnrollGrading

/// The printed sheet has the tutorials' numbers, and the empty one none of its answers.
@Suite struct WorksheetTests {
  @Test func `the answers are the numbers of tutorial and exercises`() {
    let solved = Worksheet(isSolved: true).html
    let tutorial = [
      "0.8005", "0.5917", "0.8194", "1.0392", "0.6699", "0.2612", "0.0563", "0.5213", "0.6055",
      "0.9874",
    ]
    // Exercise 12, by hand.
    let hello = ["0.5743", "2.2370", "1.3632", "−0.2233", "−0.0478", "0.1396", "0.1412", "0.1391"]
    for number in tutorial + hello { #expect(solved.contains(">\(number)<"), "\(number)") }
  }

  @Test(arguments: 0...4)
  func `the empty sheet gives the same tasks and no answer`(seed: UInt64) {
    let (empty, solved) = (
      Worksheet(CourseVariant(seed)).html, Worksheet(CourseVariant(seed), isSolved: true).html
    )
    #expect(!empty.contains("class=\"answer\"") && !empty.contains(" answer\""))
    #expect(solved.components(separatedBy: "answer\"").count > 90)
    #expect(
      empty.components(separatedBy: "<tr>").count == solved.components(separatedBy: "<tr>").count)
    // Four digits are computed; what is given has fewer.
    #expect(empty.firstMatch(of: /[0-9]\.[0-9]{4}/) == nil)
    #expect(!solved.contains("nan") && !solved.contains("inf"))
  }

  @Test func `another term has other numbers`() {
    let sheets = (0...4).map { Worksheet(CourseVariant($0), isSolved: true).html }
    #expect(Set(sheets).count == sheets.count)
    #expect(sheets[3].contains("Variant 3"))
  }

  @Test func `a page needs nothing from elsewhere`() {
    let html = Worksheet().html
    for word in ["http", "<script", "src=", "@import"] { #expect(!html.contains(word), "\(word)") }
  }
}
