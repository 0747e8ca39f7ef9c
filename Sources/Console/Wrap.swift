/// Breaks text between words so that each line takes at most `width` columns.
///
/// A word longer than that (a path, a formula) stays whole on a line of its own: a broken path can't be copied.
/// A short formula with spaces in it (`dh = Wh · δ`, `[2, 3]`) stays whole too. Line breaks in the text are kept.
package func wrap(_ text: String, width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for word in units(paragraph, longest: width / 3) {
      let wordWidth = displayWidth(String(word))
      if line.isEmpty {
        line = String(word)
        lineWidth = wordWidth
      } else if lineWidth + 1 + wordWidth <= width {
        line += " " + word
        lineWidth += 1 + wordWidth
      } else {
        lines.append(line)
        line = String(word)
        lineWidth = wordWidth
      }
    }
    return lines + [line]
  }
}

/// The words of a text; those that an operator joins, or a bracket holds together, are one as long as that is short.
private func units(_ text: Substring, longest: Int) -> [String] {
  let operators: Set<Substring> = ["=", "+", "−", "·", "⊙", "/", "+=", "<", ">", "≤"]
  var units: [String] = []
  var (isOpen, joins) = (false, false)
  for word in text.split(separator: " ") {
    let isOperator = operators.contains(word)
    if let last = units.last, isOpen || joins || isOperator,
      displayWidth(last) + 1 + displayWidth(String(word)) <= longest
    {
      units[units.count - 1] = last + " " + word
    } else {
      units.append(String(word))
    }
    joins = isOperator
    let unit = units[units.count - 1]
    isOpen = unit.count { "([{".contains($0) } > unit.count { ")]}".contains($0) }
  }
  return units
}

/// Two aligned columns, the second one wrapped: `  --epochs N   Passes over the training set.`
///
/// A first column that is too long for its share has a line of its own.
package func alignedPairs(_ pairs: [(term: String, text: String)], width: Int, indent: Int = 2)
  -> [String]
{
  let longest = pairs.map { displayWidth($0.term) }.max() ?? 0
  let column = min(longest, max(12, width * 2 / 5))
  let textStart = indent + column + 2
  return pairs.flatMap { pair -> [String] in
    let margin = String(repeating: " ", count: indent)
    let hanging = String(repeating: " ", count: textStart)
    let lines = wrap(pair.text, width: max(20, width - textStart))
    if displayWidth(pair.term) > column {
      return [margin + pair.term] + lines.map { hanging + $0 }
    }
    let first = margin + pair.term.padded(to: column) + "  " + (lines.first ?? "")
    return [first] + lines.dropFirst().map { hanging + $0 }
  }
}
