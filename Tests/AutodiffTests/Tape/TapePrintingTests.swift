import Testing
import UnrollAutodiff

@Suite struct TapePrintingTests {
  @Test func `a tape prints as a table`() {
    let tape = Tape()
    let x = tape.variable([[1, 2], [3, 4]], name: "x")
    _ = tanh(matmul(x, x)).sum()
    #expect(
      "\(tape)" == """
        #  name  operation      inputs  shape   value
        0  x     variable               [2, 2]
        1        matmul         %0, %0  [2, 2]
        2        tanh           %1      [2, 2]
        3        sum axes 0, 1  %2      []      4
        """)
  }

  @Test func `after a gradient the table shows its norms, and scopes where there are any`() {
    let tape = Tape()
    let x = tape.variable([3, 4], name: "x")
    let y = tape.scope("rnn") {
      tape.scope("step", 3) { x * x }
    }
    let loss = tape.scope("loss") { (0.5 * y).sum() }
    _ = tape.gradient(of: loss, for: x)
    // dx = x, so its norm is 5; the halves that reach y have the norm 0.5 √2.
    #expect(
      "\(tape)" == """
        #  name  operation        inputs  shape  value  gradient  scope
        0  x     variable                 [2]           |5|
        1        multiply         %0, %0  [2]           |0.7071|  rnn/step 3
        2        multiply by 0.5  %1      [2]           |1.414|   loss
        3        sum axes 0       %2      []     12.5   1         loss
        """)
  }

  @Test func `entries with many inputs or results are abbreviated`() {
    let tape = Tape()
    let x = tape.variable(.zeros([6, 2]))
    let parts = unstack(x)
    let y = stack(parts) + Variable([1, 2])
    _ = y .> x
    #expect(
      "\(tape)" == """
                 #  operation       inputs         shape
                 0  variable                       [6, 2]
        1, 2, …, 6  unstack axis 0  %0             [2]
                 7  stack axis 0    %1, %2, …, %6  [6, 2]
                 8  constant                       [2]
                 9  add             %7, %8         [6, 2]
                    greater         %9, %0
        """)
  }

  @Test func `what does not lead to the result has no gradient`() {
    let tape = Tape()
    let x = tape.variable([1, 2], name: "x")
    let unused = tape.variable([5], name: "unused")
    let y = x.sum()
    _ = exp(unused)
    _ = tape.gradient(of: y, for: x)
    #expect(
      "\(tape)" == """
        #  name    operation   inputs  shape  value  gradient
        0  x       variable            [2]           |1.414|
        1  unused  variable            [1]    5
        2          sum axes 0  %0      []     3      1
        3          exp         %1      [1]    148.4
        """)
  }

  @Test func `a table may show several numbers, and the entries with a name alone`() {
    let tape = Tape()
    let x = tape.variable([1.23456, -2], name: "x")
    let y = (x * x).sum().named("y")
    _ = tape.gradient(of: y, for: x)
    #expect(
      tape.table(numbers: 2) == """
        #  name  operation   inputs  shape  value     gradient
        0  x     variable            [2]    1.23, -2  |4.701|
        1        multiply    %0, %0  [2]    1.52, 4   |1.414|
        2  y     sum axes 0  %1      []     5.524     1
        """)
    #expect(
      tape.table(namedOnly: true) == """
        #  name  operation   shape  value  gradient
        0  x     variable    [2]           |4.701|
        2  y     sum axes 0  []     5.524  1
        """)
  }

  @Test func `an empty tape says so`() {
    #expect("\(Tape())" == "(an empty tape)")
  }

  @Test func `printing leaves the tape as it is`() {
    let tape = Tape()
    let x = tape.variable([1, 2], name: "x")
    let y = tanh(x).sum()
    let before = tape.gradient(of: y, for: x).value
    let (count, text) = (tape.count, "\(tape)")
    #expect(tape.count == count)
    #expect("\(tape)" == text)
    #expect(tape.gradient(of: y, for: x).value == before)
  }
}
