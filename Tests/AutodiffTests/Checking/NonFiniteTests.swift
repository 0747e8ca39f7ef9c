import Testing
import UnrollAutodiff

@Suite struct NonFiniteTests {
  @Test func `the first entry that is not finite is named, with its scope`() throws {
    let tape = Tape()
    let x = tape.variable([1, 0, 4], name: "x")
    let y = tape.scope("rnn") { tape.scope("step", 3) { log(x) } }
    _ = tanh(y - y)
    let origin = try #require(tape.firstNonFinite())
    #expect(origin.operation == "log")
    #expect(origin.scope == "rnn/step 3")
    #expect(origin.entry == 1)
    #expect(origin.value == "-inf")
    #expect("\(origin)" == "log in rnn/step 3 (tape entry 1, shape [3]) gave -inf")
  }

  @Test func `an input that is not finite is named by its own name`() throws {
    let tape = Tape()
    _ = tape.variable([1, .number(.nan)], name: "weights")
    #expect(
      "\(try #require(tape.firstNonFinite()))"
        == "variable weights (tape entry 0, shape [2]) gave nan")
  }

  @Test func `a tape of finite values has none`() {
    let tape = Tape()
    let x = tape.variable([1, 0, 4])
    _ = x.sum()
    _ = x[1..<1]
    #expect(tape.firstNonFinite() == nil)
  }
}
