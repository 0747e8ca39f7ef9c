/// Swift without its comments and texts, line for line.
enum SourceText {
  /// What the search is in.
  private enum Place {
    /// Code; within a text, with the parentheses that are open in it.
    case code(depth: Int)
    /// A text, with the signs # around it, over one line or several.
    case text(signs: String, isLong: Bool)
  }

  /// The code, with blanks where comments and texts were.
  static func code(_ source: String) -> String {
    var code = ""
    var rest = source[...]
    var places: [Place] = [.code(depth: 0)]
    func take(_ count: Int, keeping isKept: Bool) {
      let part = rest.prefix(count)
      code += isKept ? String(part) : String(part.map { $0.isNewline ? $0 : " " })
      rest = rest.dropFirst(count)
    }
    while let first = rest.first, let place = places.last {
      switch place {
      case .text(let signs, let isLong):
        let closing = (isLong ? "\"\"\"" : "\"") + signs
        if rest.hasPrefix("\\" + signs + "(") {
          take(signs.count + 2, keeping: false)
          places.append(.code(depth: 0))
        } else if rest.hasPrefix("\\" + signs) {
          take(signs.count + 2, keeping: false)
        } else if rest.hasPrefix(closing) {
          take(closing.count, keeping: false)
          places.removeLast()
        } else {
          // A text of one line ends with it, whatever the compiler will say.
          if first.isNewline, !isLong { places.removeLast() }
          take(1, keeping: false)
        }
      case .code(let depth):
        let signs = String(rest.prefix { $0 == "#" })
        let behind = rest.dropFirst(signs.count)
        if rest.hasPrefix("/*") {
          take(commentLength(rest), keeping: false)
        } else if rest.hasPrefix("//") {
          take(rest.prefix { !$0.isNewline }.count, keeping: false)
        } else if behind.hasPrefix("\"") {
          let isLong = behind.hasPrefix("\"\"\"")
          take(signs.count + (isLong ? 3 : 1), keeping: false)
          places.append(.text(signs: signs, isLong: isLong))
        } else if first == ")", depth == 0, places.count > 1 {
          take(1, keeping: false)
          places.removeLast()
        } else {
          let change = first == "(" ? 1 : first == ")" ? -1 : 0
          places[places.count - 1] = .code(depth: max(0, depth + change))
          take(max(1, signs.count), keeping: true)
        }
      }
    }
    return code
  }

  /// The characters of a comment that begins here, with those in it.
  private static func commentLength(_ text: Substring) -> Int {
    var (rest, depth, count) = (text, 0, 0)
    repeat {
      let step = rest.hasPrefix("/*") || rest.hasPrefix("*/") ? 2 : 1
      depth += rest.hasPrefix("/*") ? 1 : rest.hasPrefix("*/") ? -1 : 0
      rest = rest.dropFirst(step)
      count += step
    } while depth > 0 && !rest.isEmpty
    return count
  }
}
