import Foundation

// To whom the time of a sample is charged.

extension Sample {
  /// The kind of work at the innermost place: arithmetic, or one of its costs.
  var kind: String {
    guard let frame = frames.first else { return "unknown" }
    let function = frame.function
    if frame.library.hasPrefix("[") { return "system: page faults, scheduling" }
    if frame.library.hasPrefix("libc.") || frame.library.hasPrefix("libm.") {
      let copies = ["memmove", "memcpy", "memset"].contains(where: function.contains)
      return copies ? "copying and clearing memory" : "allocating and freeing"
    }
    if function.contains("Access") { return "exclusivity checks" }
    if Self.ownership.contains(where: function.contains) { return "retain, release, copy, destroy" }
    if frame.library.hasPrefix("libswift") { return "Swift's runtime, other" }
    let isSwift = function.contains(".") || function.contains("(")
    return isSwift ? "Swift code: tape, operations, shapes" : "kernels in C"
  }

  private static let ownership = [
    "retain", "release", "RefCount", "outlined", "destroy", "initializeWith", "assignWith",
    "dealloc", "deinit", "value witness",
  ]

  /// The operation and the direction: `backward MatrixProduct`.
  ///
  /// What an operation calls is charged to it, so the outermost one counts.
  var operation: String {
    let callers = frames.reversed().map(\.function)
    let direction =
      callers.contains { $0.contains("BackwardPass.run") }
      ? "backward"
      : callers.contains { $0.contains("Tape.gradient(of:") } ? "around backward" : "forward"
    if callers.contains(where: { $0.contains("OptimizerState.apply") }) { return "optimizer" }
    return "\(direction) \(callers.lazy.compactMap(Self.operationName).first ?? "(none)")"
  }

  /// The operation that a function belongs to, if any.
  ///
  /// The compiler merges functions that have become equal, under the name of one of them; such a name says
  /// nothing.
  private static func operationName(_ function: String) -> String? {
    if function.hasPrefix("merged") || function.contains("partial apply") { return nil }
    let patterns = [
      /specialization <UnrollAutodiff\.([A-Z]\w*)> of .*\b(?:apply|pullback)\b/,
      /UnrollAutodiff\.((?!Tape)[A-Z]\w*)\.(?:forward|pullback)\(/,
      /static UnrollAutodiff\.Variable\.(\S+) (?:infix|prefix)/,
      /^UnrollAutodiff\.([a-z]\w*)\(/,
    ]
    for pattern in patterns {
      if let match = try? pattern.firstMatch(in: function) { return String(match.1) }
    }
    return nil
  }

  /// The innermost function, without its types.
  var selfName: String {
    guard let frame = frames.first else { return "unknown" }
    if frame.library.hasPrefix("[") { return "(system)" }
    return simplified(frame.function)
  }
}

/// A readable name: without modules, specialisations and results, at most 70 letters.
private func simplified(_ function: String) -> String {
  let noise = [
    /function signature specialization .* of\s/, /generic specialization\s/, /merged\s/,
    /\b(?:Unroll\w+|Swift|Suite)\./, /\s->\s.*/,
  ]
  let name = noise.reduce(function) { $0.replacing($1, with: "") }
  return name.count <= 70 ? name : name.prefix(69) + "…"
}
