import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An SVG document as the list of its elements, read by a parser that knows nothing of its writer.
struct ParsedSVG {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""

    func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? .nan }
  }

  let elements: [Element]

  init(_ svg: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    let isValid = parser.parse()
    try #require(isValid, "not XML: \(String(describing: parser.parserError))")
    elements = reader.elements
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  var texts: [String] { all("text").map(\.text) }

  /// The drawn lines of one colour, without the legend's sample, which is drawn first.
  func lines(_ colour: String, hasLegend: Bool = true) -> [Element] {
    let lines = all("path").filter {
      $0.attributes["class"] == "s-\(colour)" && $0.attributes["stroke-dasharray"] != nil
    }
    return Array(lines.dropFirst(hasLegend ? 1 : 0))
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if let current = open.last { elements[current].text += text }
    }
  }
}
