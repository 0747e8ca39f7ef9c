import Foundation

/// What a page's program prints, cut at the marks behind its cells.
struct CellOutputs {
  /// What each cell that came to its end printed.
  private(set) var finished: [Data] = []
  /// What was printed since then.
  private(set) var open = Data()

  /// The bytes since the sign of a mark, while nobody knows yet whether it is one.
  private var mark: Data?
  /// How much of `open` was told line by line.
  private var told = 0

  /// What a reader of the output hears.
  enum Event: Equatable {
    /// A line was printed, by a cell counted from 0.
    case line(String, cell: Int)
    /// A cell came to its end.
    case end(cell: Int)
  }

  /// Takes the next bytes.
  mutating func take(_ bytes: Data, tell: (Event) -> Void = { _ in }) {
    for byte in bytes {
      if byte == 0x1E {
        endMark()
        mark = Data([byte])
      } else if mark != nil {
        mark?.append(byte)
        if byte == UInt8(ascii: "\n") { endMark(tell) }
      } else {
        open.append(byte)
        if byte == UInt8(ascii: "\n") { tellLine(tell) }
      }
    }
  }

  /// There is nothing more to come.
  mutating func end(tell: (Event) -> Void = { _ in }) {
    endMark()
    if told < open.count { tellLine(tell) }
  }

  private mutating func endMark(_ tell: (Event) -> Void = { _ in }) {
    guard let mark else { return }
    self.mark = nil
    guard mark == Data("\u{1E}\(finished.count + 1)\n".utf8) else {
      open += mark
      if mark.last == UInt8(ascii: "\n") { tellLine(tell) }
      return
    }
    if told < open.count { tellLine(tell) }
    tell(.end(cell: finished.count))
    finished.append(open)
    (open, told) = (Data(), 0)
  }

  private mutating func tellLine(_ tell: (Event) -> Void) {
    let line = open[told...]
    told = open.count
    let text = line.last == UInt8(ascii: "\n") ? line.dropLast() : line
    tell(.line(String(decoding: text, as: UTF8.self), cell: finished.count))
  }

  /// The lines of some cells together.
  func lines(of cells: Range<Int>) -> [String] {
    Self.lines(finished[cells.clamped(to: finished.indices)].reduce(Data(), +))
  }

  /// The lines of a text; the last may lack its end.
  static func lines(_ text: Data) -> [String] {
    let lines = Page.lines(of: String(decoding: text, as: UTF8.self)).map(Page.withoutReturn)
    return lines.last == "" ? lines.dropLast() : lines
  }
}
