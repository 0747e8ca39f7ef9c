/// A canvas of dots in characters: 2 × 4 dots a character in Braille, one a character in ASCII.
///
/// The eight dots of a Braille character are the bits of its code point above U+2800:
///
///     1 4        0x01 0x08
///     2 5        0x02 0x10
///     3 6        0x04 0x20
///     7 8        0x40 0x80
struct BrailleCanvas {
  /// What a mark draws with.
  struct Ink {
    var colour: Int?
    /// Stands for a dot where there is no Braille.
    var letter: Character
    var dash: [Int] = []
  }

  let columns, rows: Int
  let glyphs: Figure.Glyphs
  private var patterns: [UInt8]
  private var inks: [Ink?]
  private var letters: [Character?]

  init(columns: Int, rows: Int, glyphs: Figure.Glyphs) {
    (self.columns, self.rows, self.glyphs) = (columns, rows, glyphs)
    patterns = Array(repeating: 0, count: columns * rows)
    inks = Array(repeating: nil, count: columns * rows)
    letters = Array(repeating: nil, count: columns * rows)
  }

  var dotsAcross: Int { columns * (glyphs == .braille ? 2 : 1) }
  var dotsUp: Int { rows * (glyphs == .braille ? 4 : 1) }

  /// The dot at a place, counted from the lower left corner.
  func dot(at place: Place) -> (x: Int, y: Int) {
    (
      Int((place.x * Double(dotsAcross - 1)).rounded()),
      Int((place.y * Double(dotsUp - 1)).rounded())
    )
  }

  mutating func draw(dot: (x: Int, y: Int), _ ink: Ink) {
    guard 0..<dotsAcross ~= dot.x, 0..<dotsUp ~= dot.y else { return }
    let down = dotsUp - 1 - dot.y
    if glyphs == .braille {
      let cell = down / 4 * columns + dot.x / 2
      let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
      patterns[cell] |= bits[down % 4][dot.x % 2]
      inks[cell] = ink
    } else {
      letters[down * columns + dot.x] = ink.letter
      inks[down * columns + dot.x] = ink
    }
  }

  /// Joins places by straight lines; dashes run on around the corners.
  mutating func draw(line: [Place], _ ink: Ink) {
    let period = ink.dash.reduce(0, +)
    var travelled = 0
    for (start, end) in zip(line, line.dropFirst()) {
      let (from, to) = (dot(at: start), dot(at: end))
      let steps = max(abs(to.x - from.x), abs(to.y - from.y))
      for step in 0...max(steps, 1) where step <= steps {
        let fraction = steps == 0 ? 0 : Double(step) / Double(steps)
        let x = from.x + Int((Double(to.x - from.x) * fraction).rounded())
        let y = from.y + Int((Double(to.y - from.y) * fraction).rounded())
        if period == 0 || isDrawn(travelled % period, ink.dash) { draw(dot: (x, y), ink) }
        // The corner belongs to two segments and counts once.
        if step < steps { travelled += 1 }
      }
    }
  }

  /// Puts a letter where a place lies.
  mutating func put(_ letter: Character, at place: Place, _ ink: Ink) {
    guard place.isInside else { return }
    let (x, y) = dot(at: place)
    put(
      letter, row: rows - 1 - y * rows / dotsUp, column: x * columns / dotsAcross, ink)
  }

  mutating func put(_ letter: Character, row: Int, column: Int, _ ink: Ink) {
    guard 0..<rows ~= row, 0..<columns ~= column else { return }
    letters[row * columns + column] = letter
    inks[row * columns + column] = ink
  }

  /// The character and colour at a place; `nil` where nothing was drawn.
  func cell(row: Int, column: Int) -> TextGrid.Cell? {
    let index = row * columns + column
    let character: Character
    if let letter = letters[index] {
      character = letter
    } else if patterns[index] != 0 {
      character = Character(UnicodeScalar(0x2800 + UInt32(patterns[index])) ?? " ")
    } else {
      return nil
    }
    return TextGrid.Cell(character: character, colour: inks[index]?.colour)
  }

  private func isDrawn(_ position: Int, _ dash: [Int]) -> Bool {
    var end = 0
    for (index, length) in dash.enumerated() {
      end += length
      if position < end { return index % 2 == 0 }
    }
    return true
  }
}
