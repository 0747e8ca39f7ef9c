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
  /// The program as StableHLO text. Repeated time steps are loops (`stablehlo.while`).
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
      case .value(let name, let variable):
        let value = HLOValue(
          name: next(), shape: variable.shape, element: HLOValue.Element(variable.dtype))
        arguments.append((name, value))
        values[variable.knownPlace] = value
      case .tokens(let name, let ids):
        let place = next()
        arguments.append((name, target.input(ids, place)))
      case .group(let group, let members):
        for (name, variable) in members {
          let value = HLOValue(
            name: next(), shape: variable.shape, element: HLOValue.Element(variable.dtype))
          arguments.append(("\(group)/\(name)", value))
          values[variable.knownPlace] = value
        }
      }
    }
    let wanted = results.flatMap { part in
      if case .group(let group, let members) = part {
        return members.map { "\(group)/\($0.name)" }
      }
      return part.values.map(\.name)
    }
    let (text, found) = try written(in: target, given: values, isUnrolled: isUnrolled)
    let head = arguments.map { "    \($0.value.name): \($0.value.type)" }.joined(separator: ",\n")
    let types = found.map(\.type).joined(separator: ", ")
    let lines =
      arguments.map { "// \($0.value.name) \($0.name)" }
      + ["module {", "  func.func @main(", head, "  ) -> (\(types)) {"] + text.lines
      + ["    return \(found.map(\.name).joined(separator: ", ")) : \(types)", "  }", "}", ""]
    return StableHLOProgram(
      source: lines.joined(separator: "\n"), arguments: arguments.map(\.name),
      results: wanted)
  }
}
