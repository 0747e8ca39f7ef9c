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
    #expect(
      "\(origin)" == "log in rnn/step 3 (tape entry 1, shape [3]) gave -inf, from inputs of 0 to 4")
  }

  @Test func `an input that is not finite is named by its own name`() throws {
    let tape = Tape()
    _ = tape.variable([1, .number(.nan)], name: "weights")
    #expect(
      "\(try #require(tape.firstNonFinite()))"
        == "variable weights (tape entry 0, shape [2]) gave nan")
  }

  @Test func `the first pullback that is not finite is named on the way back`() throws {
    let tape = Tape()
    let x = tape.variable([4, 0, 9], name: "x")
    let y = tape.scope("norm") { sqrt(x) }
    let loss = tanh(y).sum()
    #expect(tape.firstNonFinite() == nil)
    let origin = try #require(tape.firstNonFiniteGradient(of: loss))
    #expect(origin.direction == .backward)
    #expect(
      "\(origin)"
        == "the pullback of sqrt in norm (tape entry 1, shape [3]) gave inf, from inputs of 0 to 9")
    #expect(tape.firstNonFiniteGradient(of: y.sum() * 0) != nil)
    #expect(tape.firstNonFiniteGradient(of: (x * x).sum()) == nil)
  }

  @Test func `a tape of finite values has none`() {
    let tape = Tape()
    let x = tape.variable([1, 0, 4])
    _ = x.sum()
    _ = x[1..<1]
    #expect(tape.firstNonFinite() == nil)
  }
}
