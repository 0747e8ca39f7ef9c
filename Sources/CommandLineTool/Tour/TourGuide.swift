import Unroll
import UnrollConsole

/// Shows each piece of the tour in the terminal, and keeps it for the report.
struct TourGuide {
  let console: Console
  private(set) var page = HTMLPage(title: "A tour of Unroll")
  private var stops = 0
  /// Whether the last line in the terminal is an empty one.
  private var isApart = true

  init(_ console: Console) { self.console = console }

  /// The next stop.
  mutating func stop(_ title: String) {
    stops += 1
    gap()
    console.print(console.style(.bold, "\(stops)  \(title)"))
    isApart = false
    gap()
    page.parts.append(.heading("\(stops). \(title)"))
  }

  /// Running text.
  mutating func say(_ text: String) {
    console.say(text)
    isApart = false
    page.parts.append(.text(text))
  }

  /// What is laid out by hand, with room around it.
  mutating func show(code: String) {
    gap()
    console.print(code)
    isApart = false
    gap()
    page.parts.append(.code(code))
  }

  /// A table, with room around it.
  mutating func show(_ table: Table) {
    gap()
    console.print(table.text(width: console.windowWidth, style: console.style))
    isApart = false
    gap()
    page.parts.append(.table(table))
  }

  /// A figure; in the terminal as text, where there are lines for it.
  mutating func show(_ figure: Figure, lines: Int?) {
    if let lines {
      gap()
      console.print(
        figure.terminal(
          width: min(console.width, 100), height: lines, colour: console.style.isEnabled))
      isApart = false
      gap()
    }
    page.parts.append(.figure(figure))
  }

  /// A table for the report alone.
  mutating func keep(_ table: Table) { page.parts.append(.table(table)) }

  /// Something for the terminal alone.
  mutating func act<Result>(_ body: (Console) throws -> Result) rethrows -> Result {
    gap()
    let result = try body(console)
    isApart = false
    gap()
    return result
  }

  /// An empty line, where there is none.
  private mutating func gap() {
    if !isApart { console.print() }
    isApart = true
  }
}
