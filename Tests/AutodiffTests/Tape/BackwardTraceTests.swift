import Testing

@testable import UnrollAutodiff

@Suite struct BackwardTraceTests {
  @Test
  func `a value that is used twice collects its contributions from the last use to the first`() {
    let tape = Tape()
    let w = tape.variable(0.3, name: "w", dtype: .float64)
    _ = tape.gradient(of: w * 2 + w * -1, for: w)
    let moves = tape.backwardTrace()
    #expect(moves.map(\.line) == [3, 2, 1, 0])
    let parts = moves.flatMap(\.contributions)
    #expect(parts.map { $0.part.item() } == [1, 1, -1, 2])
    #expect(parts.suffix(2).map { $0.total.item() } == [-1, 1])
    #expect(moves[3].gradients[0]?.item() == 1)
    #expect(tape.count == 4, "nothing is recorded")
  }

  @Test func `a part is added where it belongs`() {
    let tape = Tape()
    let x = tape.variable(Tensor([[1, 2, 3, 4]], dtype: .float64), name: "x")
    let halves = split(x, into: 2)
    _ = tape.gradient(of: (halves[0] * 5).sum() + (halves[1] * 7).sum(), for: x)
    let cut = tape.backwardTrace().first { $0.line == 1 }
    #expect(cut?.gradients.map { $0?.elements } == [[5, 5], [7, 7]])
    #expect(cut?.contributions.map(\.place) == ["axis 1, 0..<2", "axis 1, 2..<4"])
    #expect(cut?.contributions.map { $0.total.elements } == [[5, 5, 0, 0], [5, 5, 7, 7]])
  }

  @Test func `rows that were looked up are named`() {
    let tape = Tape()
    let table = tape.variable(Tensor([[1, 2], [3, 4], [5, 6]], dtype: .float64))
    _ = tape.gradient(of: gather(table, [2, 0, 2]).sum(), for: table)
    let found = tape.backwardTrace().flatMap(\.contributions).first { $0.place != nil }
    #expect(found?.place == "rows 2, 0, 2")
    #expect(found?.total.elements == [1, 1, 0, 0, 2, 2])
  }

  @Test func `lines to which nothing comes back are left out`() {
    let tape = Tape()
    #expect(tape.backwardTrace().isEmpty)
    let x = tape.variable(2, name: "x")
    _ = exp(x)
    let y = x * x
    #expect(tape.backwardTrace().isEmpty, "nothing has been differentiated")
    _ = tape.gradient(of: y, for: x)
    let moves = tape.backwardTrace()
    #expect(moves.map(\.line) == [2, 0])
    #expect(moves[0].contributions.map(\.input) == [0, 1])
    #expect(moves[0].contributions.map { $0.total.item() } == [2, 4])
  }

  @Test func `lines name their operation, their places and their scopes`() {
    let tape = Tape()
    let x = tape.variable(Tensor([[1, 2]]), name: "x")
    _ = tape.scope("rnn") { tape.scope("step", 3) { split(x * 2, into: 2) } }
    let lines = tape.lines
    #expect(lines.map(\.title) == ["variable", "multiply by 2", "split 2 parts, axis 1"])
    #expect(lines[2].inputs == [1] && lines[2].outputs == 2..<4)
    #expect(lines[2].scopes == ["rnn", "step 3"] && lines[0].scopes.isEmpty)
    #expect(tape.name(at: 0) == "x" && tape.name(at: 1) == nil)
    #expect(tape.value(at: 3).elements == [4])
  }
}
