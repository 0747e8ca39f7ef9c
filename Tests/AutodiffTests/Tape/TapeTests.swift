import TestSupport
import Testing
import UnrollAutodiff

@Suite struct TapeTests {
  @Test func `each operation on a variable adds one entry`() {
    let tape = Tape()
    #expect(tape.count == 0)
    let x = tape.variable([1, 2])
    let y = tanh(x)
    #expect(tape.count == 2)
    _ = x * y
    #expect(tape.count == 3)
  }

  @Test func `operations on constants alone are not recorded`() {
    let x = Variable([1, 2])
    let y = tanh(x * x) + 1
    #expect(x.tape == nil)
    #expect(y.tape == nil)
  }

  @Test func `a result of a variable and a constant lies on the variable's tape`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    #expect((Variable([3, 4]) * x).tape === tape)
    #expect((x * Variable([3, 4])).tape === tape)
    #expect(concatenate([Variable([3]), x]).tape === tape)
  }

  @Test func `without recording, results are constants`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let y = tape.withoutRecording {
      #expect(!tape.isRecording)
      return tanh(x)
    }
    #expect(tape.isRecording)
    #expect(y.tape == nil)
    #expect(y.value == tanh(x).value)
    #expect(unstackWithoutRecording(tape, x).allSatisfy { $0.tape == nil })
    let loss = (x * y).sum()
    #expect(tape.gradient(of: loss, for: x).value == y.value)
  }

  private func unstackWithoutRecording(_ tape: Tape, _ x: Variable) -> [Variable] {
    tape.withoutRecording { unstack(x) }
  }

  @Test func `recording begins again when the body throws, and inner bodies nest`() {
    struct Stop: Error {}
    let tape = Tape()
    #expect(throws: Stop.self) { try tape.withoutRecording { throw Stop() } }
    #expect(tape.isRecording)
    tape.withoutRecording {
      tape.withoutRecording {}
      #expect(!tape.isRecording)
    }
  }

  @Test func `scopes nest, and end when their body throws`() {
    struct Stop: Error {}
    let tape = Tape()
    let x = tape.variable([1, 2])
    tape.scope("rnn") {
      for step in 0..<2 { tape.scope("step", step) { _ = tanh(x) } }
      _ = exp(x)
    }
    #expect(throws: Stop.self) { try tape.scope("broken") { throw Stop() } }
    _ = sqrt(x)
    let scopes = "\(tape)".split(separator: "\n").dropFirst(2).map { line in
      line.split(separator: "]").dropFirst().joined().trimmingPrefix { $0 == " " }
    }
    #expect(scopes == ["rnn/step 0", "rnn/step 1", "rnn", ""])
  }

  @Test func `a reset ends all scopes`() {
    let tape = Tape()
    tape.scope("outer") {
      tape.scope("inner") { tape.reset() }
      _ = tape.variable([1, 2], name: "x")
    }
    #expect("\(tape)" == "#  name  operation  shape\n0  x     variable   [2]")
  }

  @Test func `a tape is freed with its last variable`() {
    weak var tape: Tape?
    do {
      let own = Tape()
      tape = own
      let x = own.variable([1, 2])
      let y = tanh(x * x).sum()
      _ = own.gradient(of: y, for: x, recorded: true)
    }
    #expect(tape == nil)
  }

  @Test func `the values of variables survive a reset`() {
    let tape = Tape()
    let x = tape.variable([1, 2])
    let y = x * x
    tape.reset()
    #expect(tape.count == 0)
    for step in 0..<3 {
      let z = tape.variable(Tensor([Double(step), 5]))
      _ = z + z
    }
    #expect(x.value == [1, 2])
    #expect(y.value == [1, 4])
  }

  @Test func `after a reset the tape records the same program again`() {
    let tape = Tape()
    func record() -> (String, Tensor) {
      let x = tape.variable([0.5, -1], name: "x")
      let y = tape.scope("layer", 0) { tanh(x).sum() }
      let gradient = tape.gradient(of: y, for: x).value
      return ("\(tape)", gradient)
    }
    let first = record()
    tape.reset()
    let second = record()
    #expect(first.0 == second.0)
    #expect(first.1 == second.1)
  }

  @Test func `a variable from before a reset is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable(.zeros([2, 3]))
      tape.reset()
      _ = tanh(x)
    }
    expectSentence(
      result,
      "tanh: a variable of shape [2, 3] is stale; its tape has been reset since it was made. "
        + "Make it again with tape.variable(_:)")
  }

  @Test func `a gradient for a variable from before a reset is refused`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let x = tape.variable([1, 2])
      let y = x.sum()
      tape.reset()
      _ = tape.gradient(of: y, for: x)
    }
    expectSentence(result, "gradient: a variable of shape [] is stale")
  }

  @Test func `variables of two tapes don't mix`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let (one, other) = (Tape(), Tape())
      _ = one.variable([1, 2]) * other.variable([3, 4])
    }
    expectSentence(
      result,
      "tape: an operation mixes variables of two tapes; put both on one tape, or pass a value as a "
        + "constant with Variable(x.value)")
  }

  @Test func `a million entries run backward and are freed`() {
    do {
      let tape = Tape()
      let x = tape.variable(Tensor(0.5, dtype: .float64))
      var y = x
      while tape.count < 1_000_000 { y = y * 1.000001 }
      let slope = tape.gradient(of: y, for: x).item()
      #expect(difference([slope], [y.item() / 0.5], relative: 1e-9) == nil)
    }
  }
}
