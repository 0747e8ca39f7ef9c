/// A sheet of characters, each with a colour if any: what a terminal shows, line by line.
struct TextGrid {
  struct Cell {
    /// `nil` behind a wide character, which fills this cell too.
    var character: Character? = " "
    /// One of the terminal's 256 colours; `nil` is its own text colour.
    var colour: Int?
    var background: Int?
  }

  let width: Int
  private(set) var rows: [[Cell]] = []

  init(width: Int) { self.width = width }

  /// Adds empty lines until there are `count`.
  mutating func grow(to count: Int) {
    while rows.count < count { rows.append([Cell](repeating: Cell(), count: width)) }
  }

  /// Writes a text; what lies beyond the edges of the sheet is left out.
  mutating func put(_ text: String, row: Int, column: Int, colour: Int? = nil) {
    var column = column
    for character in text {
      let columns = TextWidth.columns(character)
      if columns > 0 { put(Cell(character: character, colour: colour), row: row, column: column) }
      if columns == 2 {
        if column + 1 < width {
          put(Cell(character: nil), row: row, column: column + 1)
        } else {
          put(Cell(), row: row, column: column)
        }
      }
      column += columns
    }
  }

  mutating func put(_ cell: Cell, row: Int, column: Int) {
    grow(to: row + 1)
    guard rows[row].indices.contains(column) else { return }
    rows[row][column] = cell
  }

  /// The lines, each exactly as wide as the sheet; with colour, in the escape sequences of ECMA-48.
  func text(colour: Bool) -> String {
    rows.map { row in
      var line = ""
      var (ink, paper): (Int?, Int?) = (nil, nil)
      for cell in row {
        guard let character = cell.character else { continue }
        if colour, cell.colour != ink || cell.background != paper {
          (ink, paper) = (cell.colour, cell.background)
          line += "\u{1B}[0" + (ink.map { ";38;5;\($0)" } ?? "")
          line += (paper.map { ";48;5;\($0)" } ?? "") + "m"
        }
        line.append(character)
      }
      return ink == nil && paper == nil ? line : line + "\u{1B}[0m"
    }.joined(separator: "\n")
  }
}
