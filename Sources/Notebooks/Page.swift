/// A Markdown page that is a program: its ```` ```swift ```` blocks are cells, its ```` ```text ```` blocks what they print.
package struct Page: Sendable {
  /// The page as its reader named it.
  package let name: String
  /// Its text.
  package let text: String
  /// The cells, in their order.
  package internal(set) var cells: [Cell] = []
  /// The blocks that say what was printed, in their order.
  package internal(set) var outputs: [OutputBlock] = []
  /// Links and images, in their order.
  package internal(set) var links: [Link] = []
  /// What is wrong with its form.
  var faults: [Fault] = []

  /// A Swift block.
  package struct Cell: Sendable, Equatable {
    /// The line that the code begins in, counted from 1.
    package let line: Int
    /// The code, line by line.
    package let code: [String]

    /// The lines of the page that the compiler may complain about: the code, and the end of the block.
    var lines: ClosedRange<Int> { line...(line + code.count) }
  }

  /// A block that says what the cells before it print, back to the output block before.
  package struct OutputBlock: Sendable, Equatable {
    /// The line that the text begins in, counted from 1.
    package let line: Int
    /// What the page says.
    package let text: [String]
    /// The cells that print into it, counted from 0.
    package let cells: Range<Int>
    /// The signs that end the block.
    let fence: String
    /// How far numbers may be off.
    package let tolerance: Tolerance
  }

  /// A link or an image.
  package struct Link: Sendable, Equatable {
    /// The line that its paragraph begins in, counted from 1.
    package let line: Int
    /// Where it leads.
    package let target: String
    /// The text in place of the image; nil for a link.
    package let alternative: String?
    /// How far the numbers in a drawn image may be off.
    package let tolerance: Tolerance

    var isImage: Bool { alternative != nil }
  }

  /// Something that is wrong at a line.
  struct Fault: Sendable, Equatable {
    let line: Int
    let sentence: String
  }

  /// Reads a page.
  package init(_ text: String, name: String) {
    (self.name, self.text) = (name, text)
    var reader = PageReader()
    for line in Page.lines(of: text) { reader.read(Page.withoutReturn(line)) }
    reader.end()
    (cells, outputs, links, faults) = (reader.cells, reader.outputs, reader.links, reader.faults)
  }

  /// The name by which the compiler speaks of it, which knows no `"` and `\`.
  var sourceName: String { name.replacing("\"", with: "'").replacing("\\", with: "/") }

  /// The cell at a line of the page, counted from 0.
  func cell(atLine line: Int) -> Int? { cells.firstIndex { $0.lines.contains(line) } }

  /// The lines of a text, without `\n`; a text that ends in `\n` has an empty one behind it.
  static func lines(of text: String) -> [String] {
    // By bytes, because to Swift `\r\n` is one character, and no `\n`.
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
  }

  /// A line without the `\r` of Windows.
  static func withoutReturn(_ line: String) -> String {
    line.utf8.last == UInt8(ascii: "\r") ? String(line.unicodeScalars.dropLast()) : line
  }
}
