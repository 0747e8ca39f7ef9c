/// How far the numbers of two texts may be apart: `1%`, `1e-6`, or `1%, 1e-6`, where one of the two is enough.
package struct Tolerance: Sendable, Equatable {
  /// A part of the larger of two numbers.
  var relative = 0.0
  var absolute = 0.0
  /// The words of the page.
  var text = ""

  /// Text is compared byte for byte.
  static let exact = Tolerance()

  var isExact: Bool { self == .exact }

  private init() {}

  /// Reads what stands in a page's comment; nil where it is no tolerance.
  init?(_ words: String) {
    text = words.trimmed
    for part in words.split(separator: ",", omittingEmptySubsequences: false) {
      let part = String(part).trimmed
      let isPercent = part.hasSuffix("%")
      guard let number = Double((isPercent ? String(part.dropLast()) : part).trimmed),
        number >= 0, number.isFinite
      else { return nil }
      if isPercent { relative = number / 100 } else { absolute = number }
    }
  }

  /// Whether two numbers agree.
  func allows(_ a: Double, _ b: Double) -> Bool {
    let difference = (a - b).magnitude
    return difference <= absolute || difference <= relative * max(a.magnitude, b.magnitude)
  }

  /// Whether two lines agree: their numbers by tolerance, the rest as text without its blanks, which move when a number
  /// changes its length.
  func allows(_ a: String, _ b: String) -> Bool {
    // To Swift, two texts that look the same are equal.
    if a.utf8.elementsEqual(b.utf8) { return true }
    if isExact { return false }
    var (first, second) = (LinePieces(a), LinePieces(b))
    while true {
      let (x, y) = (first.next(), second.next())
      guard x.text == y.text else { return false }
      switch (x.number, y.number) {
      case (nil, nil): return true
      case (let x?, let y?) where allows(x, y): continue
      default: return false
      }
    }
  }
}

/// A line as text, number, text, number, and so on: `loss: 0.25 (step 3)`.
private struct LinePieces {
  private var rest: Substring.UTF8View

  init(_ line: String) { rest = line[...].utf8 }

  /// The text without blanks up to the next number, and that number; nil at the end of the line.
  mutating func next() -> (text: [UInt8], number: Double?) {
    var text: [UInt8] = []
    while let byte = rest.first {
      if let length = Self.lengthOfNumber(rest) {
        defer { rest = rest.dropFirst(length) }
        return (text, Double(Substring(rest.prefix(length))) ?? .nan)
      }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { text.append(byte) }
      rest.removeFirst()
    }
    return (text, nil)
  }

  /// The bytes of a number at the beginning: a sign, digits, a point with digits, an exponent.
  private static func lengthOfNumber(_ bytes: Substring.UTF8View) -> Int? {
    var place = bytes.startIndex
    var length = 0
    func isSign() -> Bool {
      place < bytes.endIndex && [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[place])
    }
    func step() { (place, length) = (bytes.index(after: place), length + 1) }
    func digits() -> Bool {
      let before = length
      while place < bytes.endIndex, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
        step()
      }
      return length > before
    }
    if isSign() { step() }
    guard digits() else { return nil }
    var end = length
    if place < bytes.endIndex, bytes[place] == UInt8(ascii: ".") {
      step()
      if digits() { end = length } else { return end }
    }
    if place < bytes.endIndex,
      bytes[place] == UInt8(ascii: "e") || bytes[place] == UInt8(ascii: "E")
    {
      step()
      if isSign() { step() }
      if digits() { end = length }
    }
    return end
  }
}
