/// A sheet to be filled in with a pencil: the course's network by hand, and hello, on two pages.
///
/// It is one HTML file without scripts and without anything from elsewhere, laid out for A4 and for Letter.
public struct Worksheet: Sendable {
  let variant: CourseVariant
  /// Whether the numbers are filled in.
  let isSolved: Bool

  /// The sheet of a variant, empty or solved.
  public init(_ variant: CourseVariant = .standard, isSolved: Bool = false) {
    (self.variant, self.isSolved) = (variant, isSolved)
  }

  /// The whole page.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Backpropagation through time, by hand\(isSolved ? ": answers" : "")</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    \(NetworkPage(variant.network, Blanks(isSolved)).html(term: term))
    \(HelloPage(variant, Blanks(isSolved)).html(term: term))
    </body>
    </html>

    """
  }

  /// What the foot of a page says.
  private var term: String {
    (variant.seed == 0 ? "The numbers of the tutorials" : "Variant \(variant.seed)")
      + (isSolved ? ", answers" : "")
  }

  private static let style = """
    @page { size: auto; margin: 11mm 14mm; }
    body { font: 10pt/1.35 Georgia, "Times New Roman", serif; color: #111; background: #fff; margin: 0 auto;
      max-width: 178mm; padding: 2mm; }
    section { break-after: page; }
    section:last-child { break-after: auto; }
    h1 { font-size: 17pt; margin: 0 0 2mm; }
    h2 { font-size: 11pt; margin: 3mm 0 1mm; }
    p { margin: 0 0 1.5mm; }
    .name { float: right; font-size: 10pt; }
    table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 1mm 0; font-variant-numeric: tabular-nums; }
    th, td { border: 0.5pt solid #777; padding: 0.4mm 1.5mm; text-align: center; height: 5.7mm; }
    sub, sup { line-height: 0; }
    th { font-weight: normal; background: #eee; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    th:first-child { width: 10mm; }
    .line { display: inline-block; min-width: 16mm; border-bottom: 0.5pt solid #111; text-align: center; }
    .wide { min-width: 60mm; }
    .answer { color: #0b4f9c; }
    svg { width: 100%; height: auto; }
    footer { font-size: 8.5pt; color: #444; margin-top: 2mm; }
    @media print { body { padding: 0; } }
    """
}

/// Places that are empty on the sheet, and hold their number on that with the answers.
struct Blanks {
  private let areFilled: Bool

  init(_ areFilled: Bool) { self.areFilled = areFilled }

  /// A place in a table.
  func cell(_ answer: String) -> String {
    areFilled ? "<td class=\"answer\">\(answer)</td>" : "<td></td>"
  }

  /// A place in a sentence.
  func line(_ answer: String, isWide: Bool = false) -> String {
    let name = isWide ? "line wide" : "line"
    return areFilled
      ? "<span class=\"\(name) answer\">\(answer)</span>" : "<span class=\"\(name)\">&nbsp;</span>"
  }

  /// A place in a drawing.
  func mark(_ answer: String) -> String { areFilled ? answer : "" }

  /// A row of a table: what is given, and then what is asked for.
  func row(_ given: [String], _ asked: [String]) -> String {
    "<tr>" + given.map { "<td>\($0)</td>" }.joined() + asked.map(cell).joined() + "</tr>"
  }

  /// A table with its heading.
  static func table(_ heads: [String], _ rows: [String]) -> String {
    """
    <table><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr>
    \(rows.joined(separator: "\n"))
    </table>
    """
  }
}
