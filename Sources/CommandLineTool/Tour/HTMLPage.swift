import Foundation
import Unroll
import UnrollConsole

/// A page to be opened in a browser: one file, without scripts and without anything from elsewhere.
struct HTMLPage {
  /// A piece of the page.
  enum Part {
    case heading(String)
    case text(String)
    /// Laid out by hand: what a program prints.
    case code(String)
    case figure(Figure)
    case table(Table)
  }

  let title: String
  var parts: [Part] = []

  /// The whole page.
  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.markupEscaped)</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    <h1>\(title.markupEscaped)</h1>
    \(parts.map(Self.html).joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private static func html(_ part: Part) -> String {
    switch part {
    case .heading(let text): "<h2>\(text.markupEscaped)</h2>"
    case .text(let text): "<p>\(text.markupEscaped)</p>"
    case .code(let text): "<pre tabindex=\"0\">\(text.markupEscaped)</pre>"
    case .figure(let figure): html(figure)
    case .table(let table): html(table)
    }
  }

  /// An image of its own, so that names within one figure are nothing to the next.
  private static func html(_ figure: Figure) -> String {
    let data = Data(figure.svg().utf8).base64EncodedString()
    return """
      <img alt="\(figure.altText.markupEscaped)" src="data:image/svg+xml;base64,\(data)">
      """
  }

  /// A table that is scrolled where it is wider than the window, or, where it has many columns, written out: a
  /// line for each cell, with the column's title in front.
  private static func html(_ table: Table) -> String {
    let shown = table.heads.indices.filter { table.heads[$0].isPrinted }
    func attributes(_ column: Int, _ tint: Style.Tint? = nil) -> String {
      let names = [table.heads[column].isRightAligned ? "number" : nil, tint.map { "\($0)" }]
        .compactMap { $0 }.joined(separator: " ")
      return names.isEmpty ? "" : " class=\"\(names)\""
    }
    let head = shown.map { "<th\(attributes($0))>\(table.heads[$0].title.markupEscaped)</th>" }
    let rows = table.rows.map { row in
      let cells = shown.map { column in
        """
        <td\(attributes(column, row[column].tint)) data-title="\(table.heads[column].title.markupEscaped)">\
        \(row[column].shown.markupEscaped)</td>
        """
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <div class="wide" tabindex="0"><table\(shown.count > 4 ? " class=\"many\"" : "")>
      <thead><tr>\(head.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1c1c1e; --paper: #fff; --faint: #f3f3f5; --line: #d0d0d5;
      --good: #0a6b3d; --bad: #b3261e; --open: #7a5a00; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8e8ea; --paper: #161618; --faint: #222226; --line: #44444a;
        --good: #6fd39b; --bad: #ff8a80; --open: #e3c15a; } }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
    main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.2; }
    h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
    p { max-width: 42rem; }
    pre { background: var(--faint); padding: .8rem 1rem; overflow-x: auto; line-height: 1.4;
      font-size: clamp(.5rem, 2vw, .85rem); }
    img { display: block; width: 100%; height: auto; margin: 1.2rem 0; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .85rem; }
    th, td { padding: .3rem .7rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .green { color: var(--good); } .red { color: var(--bad); } .yellow { color: var(--open); }
    @media (max-width: 40rem) {
      .many, .many tbody, .many tr, .many td { display: block; }
      .many thead { display: none; }
      .many tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
      .many td { padding: .1rem 0 .1rem 6rem; text-indent: -6rem; text-align: left; border: 0; }
      .many td::before { content: attr(data-title); display: inline-block; width: 6rem; text-indent: 0; opacity: .7; } }
    @media print { pre, .wide { overflow: visible; white-space: pre-wrap; } }
    """
}
