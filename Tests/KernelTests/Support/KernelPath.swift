import Testing
import UnrollKernels

/// A dispatch path that this processor has; tests run on each.
///
/// The choice holds for one thread and is undone before the test ends, so tests of other modules
/// that run at the same time are not disturbed.
struct KernelPath: Sendable, CustomTestStringConvertible {
  let name: String

  static let available = ["portable", "avx2", "avx512"].filter { name in
    defer { _ = unroll_use_kernels(nil) }
    return unroll_use_kernels(name)
  }.map(KernelPath.init)

  func run(_ body: () throws -> Void) rethrows {
    precondition(unroll_use_kernels(name), "this processor has no \(name)")
    defer { _ = unroll_use_kernels(nil) }
    try body()
  }

  var testDescription: String { name }
}
