import Testing
import UnrollAutodiff

@Suite struct NamedGraphTests {
  private let tape = Tape()

  private func lines() -> [String] {
    tape.namedGraph.map { "\($0.name): \($0.inputs.joined(separator: " "))" }
  }

  @Test func `what has no name belongs to the value that it is computed for`() {
    let x = tape.variable([[1, 2]], name: "x")
    let h = tape.variable([[3]], name: "h")
    let weights = tape.variable([[1], [1]])
    let a = tanh(matmul(x, weights) + h * 2 + h).named("a")
    _ = (a * x.sum()).named("b")
    #expect(lines() == ["x: ", "h: ", "a: x h", "b: x a"])
  }

  @Test func `the way back ends at the first name, and parts of a split go their own ways`() {
    let x = tape.variable([[1, 2, 3, 4]], name: "x")
    let parts = split(x, into: 2)
    let left = tanh(parts[0]).named("left")
    _ = (left + parts[1]).named("sum")
    _ = (left * left).named("square")
    #expect(lines() == ["x: ", "left: x", "sum: x left", "square: left"])
  }

  @Test func `a tape without names has no graph`() {
    _ = tanh(tape.variable([[1]]))
    #expect(tape.namedGraph == [])
  }
}
