import UnrollAutodiff

/// A program as StableHLO, the language that XLA compiles.
public struct StableHLOProgram: Sendable {
  /// The module as text, with one function, `main`.
  public let source: String
  /// The names of the function's arguments, in order: `weights/dense/kernel`, `inputs`.
  public let arguments: [String]
  /// The names of what it returns, in order.
  public let results: [String]
}

extension RecordedProgram {
  /// The program as StableHLO text. Repeated time steps are loops (`stablehlo.while`). The first lines name the arguments,
  /// and say what the masks of dropout are.
  ///
  /// - Parameter isUnrolled: Whether time steps stay written out as they were recorded.
  /// - Throws: ``ExportError`` where an operation is not known there; nothing is written then.
  public func stableHLO(isUnrolled: Bool = false) throws(ExportError) -> StableHLOProgram {
    var target = HLOTarget()
    var values: [Int: HLOValue] = [:]
    var arguments: [(name: String, value: HLOValue)] = []
    func next() -> String { "%arg\(arguments.count)" }
    for part in inputs {
      switch part {
      case .tokens(let name, let ids):
        let place = next()
        arguments.append((name, target.input(ids, place)))
      case .value, .group:
        for (path, variable) in part.paths {
          let value = HLOValue(
            name: next(), shape: variable.shape, element: HLOValue.Element(variable.dtype))
          arguments.append((path, value))
          values[variable.knownPlace] = value
        }
      }
    }
    let (text, found) = try written(in: target, given: values, isUnrolled: isUnrolled)
    let head = arguments.map { "    \($0.value.name): \($0.value.type)" }.joined(separator: ",\n")
    let types = found.map(\.type).joined(separator: ", ")
    let lines =
      arguments.map { "// \($0.value.name) \($0.name)" }
      + dropoutRates.sorted { $0.key < $1.key }.map {
        "// masks/\($0.key): 0 with the probability \($0.value), else 1 / (1 - \($0.value))"
      }
      + ["module {", "  func.func @main(", head, "  ) -> (\(types)) {"] + text.lines
      + ["    return \(found.map(\.name).joined(separator: ", ")) : \(types)", "  }", "}", ""]
    return StableHLOProgram(
      source: lines.joined(separator: "\n"), arguments: arguments.map(\.name),
      results: results.flatMap(\.paths).map(\.path))
  }
}
