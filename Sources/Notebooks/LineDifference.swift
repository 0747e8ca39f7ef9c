/// The lines in which a page and its program differ, short: `-` is the page, `+` the program.
///
/// ```text
///   42 - copy 2: 0.2091
///      + copy 2: 0.2092
/// ```
struct LineDifference {
  let text: String

  /// How many lines are shown of each side.
  private static let most = 6
  /// How many characters are shown of a line; the lines of figures are long.
  private static let width = 100

  /// Compares two texts, the first of which begins in a line of a file; nil where they agree.
  init?(_ page: [String], _ program: [String], firstLine: Int, tolerance: Tolerance) {
    func agree(_ pair: (String, String)) -> Bool { tolerance.allows(pair.0, pair.1) }
    let start = zip(page, program).prefix(while: agree).count
    if start == page.count, start == program.count { return nil }
    let (left, right) = (page.dropFirst(start), program.dropFirst(start))
    let same = zip(left.reversed(), right.reversed()).prefix(while: agree).count
    let (old, new) = (Array(left.dropLast(same)), Array(right.dropLast(same)))
    let number = { (index: Int) in "\(firstLine + start + index)" }
    let digits = number(old.count).count
    let blank = String(repeating: " ", count: digits)
    func line(_ index: Int?, _ sign: String, _ words: String) -> String {
      let place = index.map { number($0) } ?? ""
      return "  \(blank.dropLast(place.count))\(place) \(sign) \(words)"
    }
    var shown: [String] = []
    if old.count == new.count {
      let pairs = old.indices.filter { !agree((old[$0], new[$0])) }
      for index in pairs.prefix(Self.most) {
        let (a, b) = Self.cut(old[index], new[index])
        shown += [line(index, "-", a), line(nil, "+", b)]
      }
      shown += Self.more(pairs.count)
    } else {
      let cut = { (words: String) in Self.cut(words, words).0 }
      shown += old.indices.prefix(Self.most).map { line($0, "-", cut(old[$0])) }
      shown += Self.more(old.count)
      // What is only in the program stands behind a line of the page.
      shown += new.prefix(Self.most).enumerated().map {
        line(old.isEmpty && $0.offset == 0 ? 0 : nil, "+", cut($0.element))
      }
      shown += Self.more(new.count)
    }
    text = shown.joined(separator: "\n")
  }

  private static func more(_ count: Int) -> [String] {
    count > most ? ["  … and \(count - most) more"] : []
  }

  /// The parts of two long lines around the first place at which they differ.
  private static func cut(_ a: String, _ b: String) -> (String, String) {
    let place = zip(a, b).prefix { $0 == $1 }.count
    let start = max(a.count, b.count) > width && a != b ? max(0, place - width / 3) : 0
    func part(_ words: String) -> String {
      let end = words.dropFirst(start)
      return (start > 0 ? "…" : "") + end.prefix(width) + (end.count > width ? "…" : "")
    }
    return (part(a), part(b))
  }
}
