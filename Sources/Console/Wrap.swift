/// Breaks text between words so that each line takes at most `width` columns.
///
/// A word longer than that (a path, a formula) stays whole on a line of its own: a broken path can't be copied.
/// Line breaks in the text are kept.
package func wrap(_ text: String, width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for word in paragraph.split(separator: " ") {
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
