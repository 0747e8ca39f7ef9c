import UnrollAutodiff

/// A program as Python source, and the tables that it reads.
public struct PythonProgram: Sendable {
  let imports: [String]
  /// The function, without the imports in front of it.
  let function: String

  /// The source: one function.
  public var source: String { (imports + ["", "", function]).joined(separator: "\n") }

  /// Constants with many numbers: the function takes them as its last argument, `tables`, by these names.
  public let tables: [String: Tensor]
  /// Token ids among them.
  public let tokenTables: [String: IntTensor]
}

extension RecordedProgram {
  /// The program for JAX. Repeated time steps are loops (`jax.lax.scan`), so that its length does not depend on their
  /// number.
  ///
  /// - Parameters:
  ///   - name: The name of the function.
  ///   - isUnrolled: Whether time steps stay written out as they were recorded.
  /// - Throws: ``ExportError`` where an operation is not known there; nothing is written then.
  public func jax(
    name: String = "program", isUnrolled: Bool = false
  ) throws(ExportError) -> PythonProgram {
    try python(.jax, name: name, isUnrolled: isUnrolled)
  }

  /// The program for PyTorch, with loops of Python; otherwise as ``jax(name:isUnrolled:)``.
  public func pyTorch(
    name: String = "program", isUnrolled: Bool = false
  ) throws(ExportError) -> PythonProgram {
    try python(.pyTorch, name: name, isUnrolled: isUnrolled)
  }

  private func python(
    _ dialect: PythonDialect, name: String, isUnrolled: Bool
  ) throws(ExportError) -> PythonProgram {
    var target = PythonTarget(dialect)
    var values: [Int: PythonValue] = [:]
    var parameters: [String] = []
    var head: [String] = []
    for part in inputs {
      switch part {
      case .value(let name, let variable):
        let value = target.input(name, variable.shape, variable.dtype)
        parameters.append(value.text)
        values[variable.knownPlace] = value
      case .tokens(let name, let ids): parameters.append(target.input(name, ids))
      case .group(let name, let members):
        let group = target.input(name, [], .float32).text
        parameters.append(group)
        for (name, variable) in members {
          let value = target.input(name, variable.shape, variable.dtype)
          head.append("    \(value.text) = \(group)[\"\(name)\"]")
          values[variable.knownPlace] = value
        }
      }
    }
    let (text, texts) = try written(in: target, given: values, isUnrolled: isUnrolled)
    var found = texts.map(\.text)[...]
    let (tables, ids) = (text.tables, text.ids.filter { $0.name.hasPrefix("tables[") })
    if !tables.isEmpty || !ids.isEmpty { parameters.append("tables") }

    var tail = ["", "    return ("]
    for part in results {
      switch part {
      case .value: tail.append("        \(found.removeFirst()),")
      case .tokens: break
      case .group(_, let members):
        tail.append("        {")
        tail += members.map { "            \"\($0.name)\": \(found.removeFirst())," }
        tail.append("        },")
      }
    }
    tail += ["    )", ""]
    let imports = dialect == .jax ? ["import jax", "import jax.numpy as jnp"] : ["import torch"]
    let lines =
      ["def \(name)(\(parameters.joined(separator: ", "))):"] + head + text.lines + tail
    return PythonProgram(
      imports: imports, function: lines.joined(separator: "\n"),
      tables: Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.tensor) }),
      tokenTables: Dictionary(
        uniqueKeysWithValues: ids.map { (String($0.name.dropFirst(8).dropLast(2)), $0.tensor) }))
  }
}
