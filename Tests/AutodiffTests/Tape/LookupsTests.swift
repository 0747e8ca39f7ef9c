import TestSupport
import Testing
import UnrollAutodiff

@Suite struct LookupsTests {
  private let tape = Tape()
  private let table: Variable

  init() { table = tape.variable(Tensor((0..<15).map(Double.init), shape: [5, 3])) }

  @Test func `lookups are all the places where rows were taken out, in order`() throws {
    let first: IntTensor = [4, 0, 4]
    let second = IntTensor([[1, 3], [3, 3]])
    let rows = [gather(table, first), gather(table, second)]
    _ = tanh(rows[0])
    let found = try #require(tape.lookups(in: table))
    #expect(found.map(\.indices) == [first, second])
    #expect(found.map(\.rows.value) == rows.map(\.value))
    #expect(found.map(\.rows.shape) == [[3, 3], [2, 2, 3]])
  }

  @Test func `a table that enters anything else, or nothing, has none`() {
    #expect(tape.lookups(in: table) == nil, "nothing")
    _ = gather(table, [1])
    #expect(tape.lookups(in: table)?.count == 1)
    _ = matmul(tape.variable(.ones([2, 5])), table)
    #expect(tape.lookups(in: table) == nil, "a product too")
  }

  @Test func `only tables have lookups, and on their own tape`() {
    for shape in [[5], [5, 2, 3]] as [Shape] {
      let other = tape.variable(.ones(shape))
      _ = gather(other, [1])
      #expect(tape.lookups(in: other) == nil)
    }
    _ = gather(table, [1])
    #expect(Tape().lookups(in: table) == nil)
    #expect(tape.lookups(in: Variable(.ones([5, 3]))) == nil)
  }

  @Test(arguments: [false, true])
  func `the gradients of the rows taken out are that of the table`(recorded: Bool) throws {
    let table = tape.variable(
      Tensor((0..<28).map { Double($0 % 5) - 1.5 }, shape: [7, 4], dtype: .float64))
    let rows = [gather(table, [6, 1, 6]), gather(table, IntTensor([[2, 1], [6, 3]]))]
    let loss = (rows[0] * rows[0] * rows[0]).sum() + tanh(rows[1]).sum()
    let lookups = try #require(tape.lookups(in: table))
    let found = tape.gradient(of: loss, for: lookups.map(\.rows), recorded: recorded)
    let gradient = RowGradient(
      table.shape, adding: zip(lookups, found).map { ($0.indices, $1.value) })
    let expected = tape.gradient(of: loss, for: table).value
    #expect(gradient.rows == [1, 2, 3, 6])
    #expect(difference(gradient.dense.elements, expected.elements, relative: 1e-15) == nil)
  }

  @Test func `a table from before a reset is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let table = tape.variable(.zeros([5, 3]))
      tape.reset()
      _ = tape.lookups(in: table)
    }
    expectSentence(result, "lookups: a variable of shape [5, 3] is stale")
  }
}
