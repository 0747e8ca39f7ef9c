import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollRecurrent

/// Numbers between −1 and 1, others for each seed.
func programNumbers(_ shape: Shape, _ seed: Int) -> Tensor {
  var generator = SeededGenerator(seed: UInt64(seed), stream: "programs \(shape)")
  return .uniform(shape, in: -1..<1, dtype: .float64, using: &generator)
}

/// Tokens below a bound, others for each seed.
func programTokens(_ shape: Shape, below bound: Int, _ seed: Int) -> IntTensor {
  var generator = SeededGenerator(seed: UInt64(seed), stream: "tokens \(shape)")
  let tokens = (0..<shape.elementCount).map { _ in Int.random(in: 0..<bound, using: &generator) }
  return IntTensor(tokens, shape: shape)
}

/// A training step of a model on a tape: a number made of its output, the output, and the gradients of all
/// weights and, unless told otherwise, of the input.
struct RecordedStep {
  let tape = Tape()
  let inputs: [Variable]
  let integers: [IntTensor]
  let results: [Variable]

  init(_ model: Sequential, _ weights: [Tensor], _ x: Samples, ofInput: Bool = true) {
    let variables = weights.map { [tape] in tape.variable($0) }
    let run = Run(tape: tape, isTraining: true)
    let output: Variable
    switch x {
    case .numbers(let tensor):
      let input = tape.variable(tensor)
      output = model.call(.numbers(input), variables, run)
      (inputs, integers) = (variables + [input], [])
    case .tokens(let tensor):
      output = model.call(.tokens(tensor), variables, run)
      (inputs, integers) = (variables, [tensor])
    case .several: fatalError("a Sequential has one input")
    }
    let weights = programNumbers(output.shape, 99)
    let loss = (Variable(weights) * (output + 0.5 * output * output)).sum()
    results =
      [loss, output] + tape.gradient(of: loss, for: ofInput ? inputs : variables, recorded: true)
  }
}

/// Expects a model's step, recorded once, to give on other data and with other weights what a tape gives.
func expectRepeatable(
  _ model: Sequential, _ batch: (_ seed: Int) -> Samples, _ what: String, ofInput: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> Program {
  #expect(model.isRepeatable, "\(what)", sourceLocation: sourceLocation)
  func weights(_ seed: Int) -> [Tensor] {
    model.parameters.enumerated().map { programNumbers($1.value.shape, 7 * seed + $0) }
  }
  let recorded = RecordedStep(model, weights(1), batch(1), ofInput: ofInput)
  let program = try Program(
    recorded.tape, inputs: recorded.inputs, integers: recorded.integers, results: recorded.results)
  for seed in [2, 3] {
    let expected = RecordedStep(model, weights(seed), batch(seed), ofInput: ofInput)
    let numbers = expected.inputs.map(\.value)
    let found = program.run(numbers, integers: expected.integers)
    #expect(found.count == expected.results.count)
    for (index, (found, expected)) in zip(found, expected.results).enumerated() {
      #expect(
        isClose(found, expected.value), "\(what), result \(index)", sourceLocation: sourceLocation)
    }
  }
  return program
}

/// Whether a tensor is another to within 1e-12 of the latter's largest number.
private func isClose(_ found: Tensor, _ expected: Tensor) -> Bool {
  guard found.shape == expected.shape else { return false }
  let largest = expected.elements.map(\.magnitude).max() ?? 0
  return zip(found.elements, expected.elements).allSatisfy {
    ($0 - $1).magnitude <= 1e-12 * largest + 1e-300
  }
}
