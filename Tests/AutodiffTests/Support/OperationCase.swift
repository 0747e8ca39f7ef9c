import Testing

@testable import UnrollAutodiff

/// One line of the table that all tests of operations work through: a name, which is its key in
/// `operations.json`, and the function that JAX computed there.
struct OperationCase: Sendable, CustomTestStringConvertible {
  let name: String
  let function: @Sendable ([Variable]) -> [Variable]

  /// How exact float32 can be, relative to each number.
  var singleTolerance = 4e-6

  /// A function with one result.
  init(
    _ name: String, singleTolerance: Double = 4e-6,
    _ function: @escaping @Sendable ([Variable]) -> Variable
  ) {
    self.init(name, results: { [function($0)] })
    self.singleTolerance = singleTolerance
  }

  /// A function with several results.
  init(_ name: String, results function: @escaping @Sendable ([Variable]) -> [Variable]) {
    self.name = name
    self.function = function
  }

  var testDescription: String { name }

  /// What JAX gives.
  var reference: OperationReference {
    guard let reference = OperationReference.all[name] else {
      fatalError("operations.json has no case \(name); add it to make_reference.py")
    }
    return reference
  }
}

extension OperationCase {
  /// All cases.
  static let all: [OperationCase] = [
    ArithmeticCases.all, PowerCases.all, ExponentialCases.all, ActivationCases.all,
    PiecewiseCases.all, MatrixProductCases.all, ShapeChangeCases.all, RegionCases.all,
    JoiningCases.all, RowCases.all, ReductionCases.all, SoftmaxCases.all, CrossEntropyCases.all,
    MeanSquaredErrorCases.all, CustomOperationCases.all, MaskCases.all,
  ].flatMap { $0 }
}

/// The function of a case on a tape of its own, with its gradients.
struct OperationRun {
  let tape = Tape()
  let inputs: [Variable]
  let outputs: [Variable]
  let gradients: [Variable]

  init(_ operation: OperationCase, _ dtype: DType = .float64, recorded: Bool = false) {
    let reference = operation.reference
    inputs = reference.inputs.map { [tape] in tape.variable($0.tensor(dtype)) }
    outputs = operation.function(inputs)
    // One number of all results: Σ ⟨cotangent, result⟩. A case without elements has the gradient zero.
    let total = projection(outputs, reference.cotangents, dtype)
    gradients = tape.gradient(of: total, for: inputs, recorded: recorded)
  }
}

/// `Σ ⟨wᵢ, yᵢ⟩`: one number made of several tensors.
func projection(_ y: [Variable], _ weights: [StoredTensor], _ dtype: DType) -> Variable {
  let terms = zip(y, weights).map { (Variable($1.tensor(dtype)) * $0).sum() }
  return terms.dropFirst().reduce(terms[0], +)
}
