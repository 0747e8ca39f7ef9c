import Foundation
import UnrollFigures

/// The explorer as one HTML file: style, script and numbers in it, and nothing from elsewhere.
///
/// The page's own text, style and script lie in `Page`, and are compiled into the library. The numbers of a box's entries
/// are a script element of their own, which the page reads when the box is opened.
public struct ExplorerPage {
  private let explorer: Explorer

  /// The page of what was recorded.
  public init(_ explorer: Explorer) { self.explorer = explorer }

  /// The whole file.
  public var html: String {
    get throws {
      var page = ""
      // Parts are put in one after another, so that nothing inside of one is taken for a place for the next.
      var rest = Self.text(PackageResources.explorer_html)[...]
      let style = Self.text(PackageResources.explorer_css)
      let script = [
        PackageResources.numbers_js, PackageResources.entry_js, PackageResources.network_js,
        PackageResources.ledger_js, PackageResources.comparison_js, PackageResources.walk_js,
        PackageResources.controls_js,
      ].map(Self.text).joined(separator: "\n")
      for (place, part) in [
        ("{{title}}", explorer.title.markupEscaped), ("{{style}}", style),
        ("{{heading}}", explorer.title.markupEscaped),
        ("{{equations}}", explorer.equations.map { "<li>\($0.markupEscaped)</li>" }.joined()),
        ("{{data}}", try data), ("{{script}}", script),
      ] {
        guard let range = rest.firstRange(of: place) else { continue }
        page += rest[..<range.lowerBound] + part
        rest = rest[range.upperBound...]
      }
      return page + rest
    }
  }

  /// The numbers, as script elements of type JSON.
  private var data: String {
    get throws {
      var elements = [try Self.element("explorer", explorer.withoutEntries)]
      for (index, box) in explorer.boxes.enumerated() {
        let entries = Array(explorer.entries[box.first..<(box.first + box.count)])
        elements.append(try Self.element("entries-\(index)", entries))
      }
      return elements.joined(separator: "\n")
    }
  }

  private static func element(_ id: String, _ value: some Encodable) throws -> String {
    "<script type=\"application/json\" id=\"\(id)\">\(try json(value))</script>"
  }

  /// JSON that can stand in a page: nothing in it ends a script or begins a comment, because no `<` is in it.
  ///
  /// What JSON has no numbers for is text: `NaN`, `∞`, `−∞`.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "∞", negativeInfinity: "−∞", nan: "NaN")
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return text.contains("<") ? text.replacing("<", with: "\\u003c") : text
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Explorer {
  /// All but the entries, which the page reads box by box.
  fileprivate var withoutEntries: Explorer {
    var head = self
    head.entries = []
    return head
  }
}
