/// Names of values that Python takes, none of them twice.
struct PythonNames {
  private var counts: [String: Int] = [:]

  /// Words that Python or the generated program needs.
  private static let reserved: Set<String> = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "None",
    "True", "False", "jax", "jnp", "torch", "np", "tables", "carried", "elements",
    "range", "zip", "float", "_",
  ]

  /// A name like the one that is wished for.
  mutating func taken(_ wish: String) -> String {
    let base = Self.identifier(wish)
    counts[base, default: 0] += 1
    let count = counts[base] ?? 1
    let name = count == 1 && !Self.reserved.contains(base) ? base : "\(base)_\(count)"
    // The name with a number may be another's own.
    if name != base, counts[name] != nil { return taken(wish) }
    if name != base { counts[name] = 1 }
    return name
  }

  private static func identifier(_ text: String) -> String {
    var name = ""
    for character in text {
      switch character {
      case "a"..."z", "A"..."Z", "0"..."9", "_": name.append(character)
      case "′": name += "_new"
      default: name.append("_")
      }
    }
    if name.isEmpty || name.first?.isNumber == true { name = "v" + name }
    return name
  }
}
