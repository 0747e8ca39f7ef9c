import UnrollKernels

extension Program {
  /// What one kind of operation costs in a run of a program.
  public struct Cost: Sendable {
    /// The name of the operation on the tape: `matmul`, `tanh`.
    public let operation: String
    /// The number of kernel calls.
    public private(set) var calls = 0
    /// The time for all of them in one run, in seconds.
    public private(set) var seconds = 0.0
    /// The additions and multiplications of matrix products in one run; of other operations none are counted.
    public private(set) var arithmetic = 0.0

    init(operation: String) { self.operation = operation }

    mutating func add(_ seconds: Double, _ step: unroll_step) {
      calls += 1
      self.seconds += seconds
      if [unroll_step_product.rawValue, unroll_step_product_onto.rawValue].contains(step.kind) {
        arithmetic += 2 * Double(step.rows) * Double(step.columns) * Double(step.inner)
      }
    }
  }
}
