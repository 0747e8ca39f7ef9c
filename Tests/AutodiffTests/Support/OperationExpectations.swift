import Testing
import UnrollNumerics

@testable import UnrollAutodiff

/// Expects the results of a case, in float64, to equal JAX's.
func expectValues(_ operation: OperationCase, sourceLocation: SourceLocation = #_sourceLocation) {
  let run = OperationRun(operation)
  let expected = operation.reference.outputs
  #expect(run.outputs.count == expected.count, sourceLocation: sourceLocation)
  for (output, expected) in zip(run.outputs, expected) {
    expectClose(output.value, expected.tensor(), operation.name, sourceLocation: sourceLocation)
  }
}

/// Expects the gradients of a case, in float64, to equal JAX's and the exact check's.
func expectGradients(
  _ operation: OperationCase, sourceLocation: SourceLocation = #_sourceLocation
) {
  let reference = operation.reference
  let run = OperationRun(operation)
  for (gradient, expected) in zip(run.gradients, reference.gradients) {
    expectClose(gradient.value, expected.tensor(), operation.name, sourceLocation: sourceLocation)
  }
  let report = checkGradients(at: reference.inputs.map { $0.tensor() }) { x in
    projection(operation.function(x), reference.cotangents, .float64)
  }
  #expect(report.passed, "\(operation.name)\n\(report)", sourceLocation: sourceLocation)
}

/// Expects the gradient of a projection of the gradients to equal JAX's and the exact check's.
func expectSecondOrder(
  _ operation: OperationCase, sourceLocation: SourceLocation = #_sourceLocation
) {
  let reference = operation.reference
  let run = OperationRun(operation, recorded: true)
  for (gradient, expected) in zip(run.gradients, reference.gradients) {
    expectClose(gradient.value, expected.tensor(), operation.name, sourceLocation: sourceLocation)
  }
  let slope = projection(run.gradients, reference.directions, .float64)
  for (index, expected) in reference.seconds.enumerated() {
    // A gradient that does not depend on its input is no longer on the tape.
    let second =
      slope.tape == nil
      ? .zeros(run.inputs[index].shape, dtype: .float64)
      : run.tape.gradient(of: slope, for: run.inputs[index]).value
    expectClose(second, expected.tensor(), operation.name, sourceLocation: sourceLocation)
  }
  let report = checkSecondGradients(at: reference.inputs.map { $0.tensor() }) { x in
    projection(operation.function(x), reference.cotangents, .float64)
  }
  #expect(
    report.passed || report.problems.contains { $0.contains("does not depend on any input") },
    "\(operation.name)\n\(report)", sourceLocation: sourceLocation)
}

/// Expects float32 to give what float64 gives at the same, already rounded inputs.
func expectSinglePrecision(
  _ operation: OperationCase, sourceLocation: SourceLocation = #_sourceLocation
) {
  let reference = operation.reference
  let single = OperationRun(operation, .float32)
  let tape = Tape()
  let inputs = single.inputs.map { tape.variable($0.value.cast(to: .float64)) }
  let outputs = operation.function(inputs)
  let total = projection(outputs, reference.cotangents, .float64)
  let gradients = tape.gradient(of: total, for: inputs)
  for (narrow, wide) in zip(single.outputs + single.gradients, outputs + gradients) {
    #expect(narrow.dtype == .float32, "\(operation.name)", sourceLocation: sourceLocation)
    expectClose(
      narrow.value, wide.value, relative: operation.singleTolerance, absolute: 1e-6, operation.name,
      sourceLocation: sourceLocation)
  }
}

/// Expects every entry of a case's tape, the recorded backward pass included, to repeat its values with
/// its plain formula.
func expectFormulas(_ operation: OperationCase, sourceLocation: SourceLocation = #_sourceLocation) {
  expectFormulas(Double.self, operation, relative: 1e-13, absolute: 1e-15, sourceLocation)
  expectFormulas(Float.self, operation, relative: 4e-6, absolute: 1e-6, sourceLocation)
}

private func expectFormulas<Number: Scalar>(
  _: Number.Type, _ operation: OperationCase, relative: Double, absolute: Double,
  _ sourceLocation: SourceLocation
) {
  let run = OperationRun(operation, Number.self == Float.self ? .float32 : .float64, recorded: true)
  let values = run.tape.values
  for entry in run.tape.entries where entry.outputCount > 0 {
    let x = run.tape.inputs(of: entry).map { Grid<Number>(values[Int($0)]) }
    let what = "\(entry.operation.name) in \(operation.name)"
    guard let formula = entry.operation.formula(x) else {
      // Inputs and constants compute nothing, and a user's closures have no formula.
      let isPlain = entry.operation is Input || entry.operation is Constant
      let mayLack = isPlain || entry.operation is CustomOperation
      #expect(mayLack, "\(what) has no formula", sourceLocation: sourceLocation)
      continue
    }
    #expect(formula.count == entry.outputs.count, "\(what)", sourceLocation: sourceLocation)
    for (grid, slot) in zip(formula, entry.outputs) {
      let value = values[Int(slot)]
      #expect(grid.shape == value.shape, "\(what)", sourceLocation: sourceLocation)
      let difference = difference(
        grid.elements.map(\.real), value.elements, relative: relative, absolute: absolute)
      #expect(difference == nil, "\(what)", sourceLocation: sourceLocation)
    }
  }
}
