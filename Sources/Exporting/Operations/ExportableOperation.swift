import UnrollAutodiff

/// An operation that can be written in another language.
protocol ExportableOperation: Operation {
  /// What the operation is, in a language's primitives.
  func write<Target: ExportTarget>(_ x: [Target.Value], in target: inout Target) -> [Target.Value]
}

/// One with one input and one result.
protocol ExportableUnary: ExportableOperation {
  func write<Target: ExportTarget>(_ x: Target.Value, in target: inout Target) -> Target.Value
}

/// One with two inputs and one result.
protocol ExportableBinary: ExportableOperation {
  func write<Target: ExportTarget>(
    _ a: Target.Value, _ b: Target.Value, in target: inout Target
  ) -> Target.Value
}

extension ExportableUnary {
  func write<Target: ExportTarget>(_ x: [Target.Value], in target: inout Target) -> [Target.Value] {
    [write(x[0], in: &target)]
  }
}

extension ExportableBinary {
  func write<Target: ExportTarget>(_ x: [Target.Value], in target: inout Target) -> [Target.Value] {
    [write(x[0], x[1], in: &target)]
  }
}
