import Testing
import UnrollAutodiff

/// Expects the tape's gradient of a scalar function to be right, element by element.
///
/// ```swift
/// @Test func `my cell's gradient is right`() {
///   let (x, h, w): (Tensor, Tensor, Tensor) = ([[1, 2]], [[0.5]], [[0.1], [0.2]])
///   expectGradientsMatch(at: [x, h, w]) { v in tanh(matmul(v[0], v[2]) + 0.6 * v[1]).sum() }
/// }
/// ```
///
/// A gradient that is wrong, undecidable, or at a kink is recorded as an issue, with the whole report.
@discardableResult
public func expectGradientsMatch(
  at inputs: [Tensor], names: [String] = [], sourceLocation: SourceLocation = #_sourceLocation,
  _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  let report = checkGradients(at: inputs, names: names, function)
  #expect(report.passed, "\(report)", sourceLocation: sourceLocation)
  return report
}

/// Expects gradients that were computed by hand to be those of a scalar function.
@discardableResult
public func expectGradientsMatch(
  _ claimed: [Tensor], at inputs: [Tensor], names: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation, _ function: @escaping ([Variable]) -> Variable
) -> GradientReport {
  let report = checkGradients(claimed, at: inputs, names: names, function)
  #expect(report.passed, "\(report)", sourceLocation: sourceLocation)
  return report
}
