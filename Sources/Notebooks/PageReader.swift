/// Reads a page line by line: fences, tolerances, and the paragraphs between them.
struct PageReader {
  private(set) var cells: [Page.Cell] = []
  private(set) var outputs: [Page.OutputBlock] = []
  private(set) var links: [Page.Link] = []
  private(set) var faults: [Page.Fault] = []

  /// The lines read.
  private var number = 0
  private var block: Block?
  /// The text of a paragraph, because a link may run over a line break, and the line it begins in.
  private var paragraph: (text: String, line: Int)?
  /// What a comment said of the next output or image.
  private var tolerance = Tolerance.exact

  /// A block that has begun.
  private struct Block {
    let fence: String
    let kind: Kind
    let line: Int
    var text: [String] = []

    enum Kind { case swift, text, other }

    /// Whether a line ends it: the same signs, at least as many, and nothing else.
    func isEnded(by line: String) -> Bool {
      let signs = line.trimmed
      return signs.hasPrefix(fence) && signs.allSatisfy { $0 == fence.first }
    }
  }

  mutating func read(_ line: String) {
    number += 1
    if let open = block {
      if open.isEnded(by: line) { end(open) } else { block?.text.append(line) }
    } else if let fence = Self.fence(line) {
      endParagraph()
      begin(fence, kind: line.trimmed.dropFirst(fence.count), isIndented: line.hasPrefix(" "))
    } else if let words = line.wholeMatch(of: /<!-- *tolerance:(.*?)-->.*/)?.1 {
      endParagraph()
      if let tolerance = Tolerance(String(words)) {
        self.tolerance = tolerance
      } else {
        fault("found the tolerance '\(String(words).trimmed)'; expected 1%, or 1e-6, or 1%, 1e-6")
      }
    } else if line.trimmed.isEmpty {
      endParagraph()
    } else if let target = line.prefixMatch(of: /\[[^\]]+\]:[ \t]*/) {
      note(line[target.range.upperBound...], alternative: nil, line: number)
    } else {
      paragraph = ((paragraph?.text ?? "") + line + "\n", paragraph?.line ?? number)
    }
  }

  mutating func end() {
    endParagraph()
    guard let block else { return }
    faults.append(.init(line: block.line, sentence: "the block that begins here is never closed"))
  }

  // MARK: - Blocks

  /// The signs that a block begins with.
  private static func fence(_ line: String) -> String? {
    // What has such signs behind it too is `code` in a line.
    line.wholeMatch(of: /[ ]*(```+|~~~+)[^`]*/).map { String($0.1) }
  }

  private mutating func begin(_ fence: String, kind word: Substring, isIndented: Bool) {
    var kind: Block.Kind =
      switch String(word).trimmed {
      case "swift": .swift
      case "text": .text
      default: .other
      }
    if kind != .other, isIndented {
      fault("a \(fence)\(String(word).trimmed) block must not be indented")
      kind = .other
    }
    block = Block(fence: fence, kind: kind, line: number)
  }

  private mutating func end(_ open: Block) {
    block = nil
    switch open.kind {
    case .swift: cells.append(.init(line: open.line + 1, code: open.text))
    case .text:
      let first = outputs.last?.cells.upperBound ?? 0
      outputs.append(
        .init(
          line: open.line + 1, text: open.text, cells: first..<cells.count, fence: open.fence,
          tolerance: tolerance))
      tolerance = .exact
    case .other: break
    }
  }

  private mutating func fault(_ sentence: String) {
    faults.append(.init(line: number, sentence: sentence))
  }

  // MARK: - Links

  private mutating func endParagraph() {
    guard let (text, line) = paragraph else { return }
    paragraph = nil
    // Without `code`, where brackets are no links.
    var rest = text.replacing(/`[^`]*`/, with: "")
    while let tag = rest.firstMatch(of: /<(img|source) [^>]*>/) {
      let isImage = tag.1 == "img"
      let target = Self.attribute(isImage ? "src" : "srcset", of: tag.0)
      let alternative = isImage ? Self.attribute("alt", of: tag.0) : nil
      rest.removeSubrange(tag.range)
      note(target, alternative: alternative, line: line)
    }
    while let image = rest.firstMatch(of: /!\[([^\]]*)\]\(([^()]*)\)/) {
      let (alternative, target) = (image.1, image.2)
      rest.replaceSubrange(image.range, with: "x")  // it may stand in a link's brackets
      note(target, alternative: alternative, line: line)
    }
    for link in rest.matches(of: /\]\(([^()]*)\)/) { note(link.1, alternative: nil, line: line) }
  }

  private static func attribute(_ key: String, of tag: Substring) -> Substring {
    guard let begin = tag.firstRange(of: key + "=\"") else { return "" }
    return tag[begin.upperBound...].prefix { $0 != "\"" }
  }

  /// Keeps a link; its target is without `<…>` and a title behind it.
  private mutating func note(_ target: Substring, alternative: Substring?, line: Int) {
    var target = String(target).trimmed
    if target.hasPrefix("<") { target = String(target.dropFirst().prefix { $0 != ">" }) }
    target.replace(/[ \t\n]+".*$/, with: "")
    links.append(
      .init(
        line: line, target: target, alternative: alternative.map { String($0).trimmed },
        tolerance: alternative == nil ? .exact : tolerance))
    if alternative != nil { tolerance = .exact }
  }
}

extension String {
  /// The text without blanks and line ends around it.
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
