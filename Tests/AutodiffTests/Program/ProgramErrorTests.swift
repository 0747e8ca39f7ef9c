import TestSupport
import Testing

@testable import UnrollAutodiff

/// What can't be made a program, and what a program can't be run with.
@Suite struct ProgramErrorTests {
  @Test func `an operation that programs don't know is named`() throws {
    let tape = Tape()
    let x = tape.variable(numbers([2, 3]))
    let error = #expect(throws: ProgramError.unknownOperation("max")) {
      try Program(tape, inputs: [x], results: [x.max()])
    }
    #expect(
      "\(try #require(error))"
        == "program: the tape holds max, which a program can't run; record every step on a tape instead"
    )
  }

  /// The pullbacks of such operations hold constants made of numbers: right at one point only.
  @Test func `gradients of what decides by value are refused, though it is not needed for them`() {
    let functions: [(String, (Variable) -> Variable)] = [
      ("abs", { abs($0) }), ("maximum", { maximum($0, $0 * $0) }),
      ("minimum", { minimum($0, $0 * $0) }), ("max", { $0.max(axis: 1) }),
    ]
    for (name, function) in functions {
      let tape = Tape()
      let x = tape.variable(numbers([2, 3]))
      let gradient = tape.gradient(of: function(x).sum(), for: x, recorded: true)
      #expect(throws: ProgramError.unknownOperation(name)) {
        try Program(tape, inputs: [x], results: [gradient])
      }
    }
  }

  @Test func `integers that are none of the program's inputs are refused`() throws {
    let tape = Tape()
    let x = tape.variable(numbers([4, 3]))
    let (indices, equal) = (IntTensor([2, 0]), IntTensor([2, 0]))
    let result = gather(x, indices)
    let error = #expect(throws: ProgramError.foreignIntegers(operation: "gather")) {
      try Program(tape, inputs: [x], integers: [equal], results: [result])
    }
    #expect("\(try #require(error))".contains("pass the very tensor"))
    #expect(throws: ProgramError.foreignIntegers(operation: "softmaxCrossEntropy")) {
      try Program(
        tape, inputs: [x], integers: [indices],
        results: [softmaxCrossEntropy(result, labels: equal)])
    }
    #expect(throws: Never.self) {
      try Program(tape, inputs: [x], integers: [equal, indices], results: [result])
    }
  }

  @Test func `an input of the tape that is none of the program's is refused by its name`() throws {
    let tape = Tape()
    let (x, y) = (tape.variable(numbers([3]), name: "x"), tape.variable(numbers([3]), name: "y"))
    let error = #expect(throws: ProgramError.foreignInput("y")) {
      try Program(tape, inputs: [x], results: [x * y])
    }
    #expect(
      "\(try #require(error))"
        == "program: the tape's input y is not among the program's inputs; pass it as one")
    let nameless = tape.variable(numbers([3]))
    #expect(throws: ProgramError.foreignInput("%\(nameless.slot)")) {
      try Program(tape, inputs: [x], results: [x + nameless])
    }
    #expect(throws: Never.self) { try Program(tape, inputs: [x], results: [x + 1]) }
  }

  @Test func `two types of numbers are refused`() {
    let tape = Tape()
    let (x, y) = (tape.variable(numbers([3])), tape.variable(numbers([3], dtype: .float32)))
    #expect(throws: ProgramError.mixedTypes) {
      try Program(tape, inputs: [x, y], results: [x * 2])
    }
    #expect(throws: ProgramError.mixedTypes) {
      try Program(tape, inputs: [x, y], results: [x * 2, y * 2])
    }
    #expect(throws: ProgramError.mixedTypes) { try Program(tape, inputs: [x], results: [y * 2]) }
    #expect(throws: ProgramError.unknownOperation("cast")) {
      try Program(tape, inputs: [x], results: [x.cast(to: .float32).cast(to: .float64)])
    }
  }

  @Test func `wrong shapes, too few tensors and another type stop with what was expected`() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.variable(Tensor.ones([2, 3]))
      _ = try Program(tape, inputs: [x], results: [x * 2]).run([.ones([3, 2])])
    }
    expectSentence(
      shape,
      """
      program: got inputs of shapes [[3, 2]]; expected [[2, 3]], all of them float32, as they were when \
      the tape was recorded
      """)
    let few = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.variable(Tensor.ones([2, 3]))
      _ = try Program(tape, inputs: [x], results: [x * 2]).run([])
    }
    expectSentence(few, "program: got inputs of shapes []; expected [[2, 3]]")
    let type = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.variable(Tensor.ones([2, 3]))
      _ = try Program(tape, inputs: [x], results: [x * 2]).run([.ones([2, 3], dtype: .float64)])
    }
    expectSentence(type, "expected [[2, 3]], all of them float32")
  }

  @Test func `integers of another shape, and an index out of range in a later run, stop`() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let (x, i) = (tape.variable(Tensor.ones([4, 3])), IntTensor([3, 1]))
      let program = try Program(tape, inputs: [x], integers: [i], results: [gather(x, i)])
      _ = program.run([.ones([4, 3])], integers: [[1, 2, 3]])
    }
    expectSentence(shape, "program: got integers of shapes [[3]]; expected [[2]]")
    let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let (x, i) = (tape.variable(Tensor.ones([4, 3])), IntTensor([3, 1]))
      let program = try Program(tape, inputs: [x], integers: [i], results: [gather(x, i)])
      _ = program.run([.ones([4, 3])], integers: [[1, 4]])
    }
    expectSentence(
      range, "gather: index 4 at place 1 is outside 0..<4; expected integers from 0 to 3")
    let scatter = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let (x, i) = (tape.variable(Tensor.ones([2, 3])), IntTensor([0, 1]))
      let y = scatterAdd(x, i, rowCount: 2)
      _ = try Program(tape, inputs: [x], integers: [i], results: [y])
        .run([.ones([2, 3])], integers: [[1, -1]])
    }
    expectSentence(scatter, "scatterAdd: index -1 at place 1 is outside 0..<2")
    let label = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let (x, i) = (tape.variable(Tensor.ones([2, 3])), IntTensor([0, 1]))
      let y = softmaxCrossEntropy(x, labels: i)
      _ = try Program(tape, inputs: [x], integers: [i], results: [y])
        .run([.ones([2, 3])], integers: [[3, 0]])
    }
    expectSentence(label, "softmaxCrossEntropy: index 3 at place 0 is outside 0..<3")
  }

  @Test func `a result of another tape stops`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (tape, other) = (Tape(), Tape())
      let x = tape.variable(Tensor.ones([2]))
      _ = try Program(tape, inputs: [x], results: [other.variable(Tensor.ones([2])) * 2])
    }
    expectSentence(result, "tape: an operation mixes variables of two tapes")
  }
}
