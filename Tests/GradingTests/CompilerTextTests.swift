import Foundation
import Testing

@testable import UnrollGrading

/// What is made of a compiler's complaints.
@Suite final class CompilerTextTests {
  private let file = FileManager.default.temporaryDirectory
    .appending(path: "text-\(UUID()).swift").path

  deinit { try? FileManager.default.removeItem(atPath: file) }

  private func text(_ source: String, _ said: [String]) throws -> String {
    try source.write(to: file)
    return CompilerText(
      said.map { "\(file):\($0)" }.joined(separator: "\n"), file: file, name: "A.swift"
    ).text
  }

  /// Lines that people write, with what the compiler of Swift 6.3 says of them, and a part of what we add.
  @Test(arguments: [
    (
      "let y = $0^2", "12: error: cannot convert value of type 'Int' to closure result", "pow(x, 2)"
    ),
    ("let y = $0**2", "9: error: no operator '**' is defined", "pow(x, 2)"),
    (
      "return x @ wx", "9: error: consecutive statements on a line must be separated",
      "matmul(a, b)"
    ),
    ("# the step", "2: error: extraneous whitespace between '#' and macro name", "begins with //"),
    ("z = x", "1: error: cannot find 'z' in scope", "let z = …"),
    ("let k = 2(x)", "9: error: cannot call value of non-function type 'Int'", "2 * (x + y)"),
    (
      "m(x.transposed())", "3: error: cannot call value of non-function type 'Matrix'",
      "Leave the ()"
    ),
    ("m(layer2(x))", "3: error: cannot call value of non-function type 'Matrix'", ""),
    ("m(a: x)", "2: error: extraneous argument label 'a:' in call", "Write the values alone"),
    ("step(x, h)", "5: error: missing argument labels 'x:h:' in call", "the names before"),
    ("m(x.T, wx)", "3: error: value of type 'Matrix' has no member 'T'", ".transposed"),
    ("len(x)", "1: error: cannot find 'len' in scope", ".count"),
    ("np.tanh(x)", "1: error: cannot find 'np' in scope", "Without np"),
    ("return x, h", "9: error: consecutive statements on a line", "return (a, b)"),
    ("return tanh(x)", "8: error: no exact matches in call to global function 'tanh'", "z.map"),
    (
      "n * 0.5",
      "3: error: binary operator '*' cannot be applied to operands of type 'Int' and 'Double'",
      "Double(n)"
    ),
    ("for i in 0..<3:", "15: error: expected '{' to start the body of for-each loop", "in braces"),
    ("if a and b { }", "6: error: expected '{' after 'if' condition", "&&"),
    ("for i in 0..3 { }", "11: error: cannot find operator '..' in scope", "0..<n"),
    ("2x", "2: error: 'x' is not a valid digit in integer literal", "2 * x"),
    ("x[0]", "3: error: missing argument for parameter #2 in subscript", "x.row(0)"),
    (
      "x += b // ^ and",
      "3: error: left side of mutating operator isn't mutable: 'x' is a 'let' constant", "var copy"
    ),
    ("matmull(x)", "1: error: cannot find 'matmull' in scope", "no matmull here"),
  ]) func `what was probably meant is said below`(line: String, said: String, advice: String) throws
  {
    let text = try text(line, ["1:" + said])
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "A.swift:1:" + said && lines[1] == line)
    if advice.isEmpty {
      #expect(lines.count == 3)
    } else {
      #expect(lines.count == 4 && lines.last?.contains(advice) == true, "\(text)")
    }
  }

  @Test func `a complaint a line, in order, and the rest is counted`() throws {
    let text = try text(
      (1...7).map { "line \($0)" }.joined(separator: "\n"),
      ["6:1: error: f", "2:3: error: b", "2:1: error: a", "2:1: error: a", "3:1: warning: w"]
        + [5, 4, 7].map { "\($0):2: error: e" })
    #expect(
      text == """
        A.swift:2:1: error: a
        line 2
        ^
        A.swift:4:2: error: e
        A.swift:5:2: error: e
        A.swift:6:1: error: f
        and 1 more line with errors
        """)
  }

  @Test func `that an expression is too long is said where nothing else is`() throws {
    let long = "1:1: error: the compiler is unable to type-check this expression in reasonable time"
    #expect(try text("a", [long]).contains("give parts of it names"))
    #expect(try !text("a\nb", [long, "2:1: error: b"]).contains("reasonable"))
    let missing = "1:1: error: type 'A' does not conform to protocol 'B'"
    #expect(try text("a", [missing]).contains("a property has no value to begin with"))
    #expect(try !text("a\nb", [missing, "2:1: error: b"]).contains("conform"))
  }

  @Test func `a type that is gone is asked for`() {
    let said = "/x/main.swift:3:13: error: cannot find 'RNNStep' in scope"
    let text = CompilerText(said, file: "/y/RNNStep.swift", name: "RNNStep.swift").text
    #expect(
      text == "RNNStep.swift: expected the type RNNStep, as the file had it in the beginning.")
  }
}
