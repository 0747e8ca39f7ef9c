import Foundation
import Testing
import UnrollFigures
import UnrollTraining

@testable import UnrollLectures

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct Lab01FiguresTests {
  @Test func `there are eleven figures, each with a name of its own`() throws {
    let names = SmallLab.lab.figures(try SmallLab.rows.get()).map(\.name)
    #expect(
      names == [
        "lab01-forecast-naive", "lab01-curves-linear", "lab01-forecast-linear",
        "lab01-curves-simple-rnn", "lab01-forecast-simple-rnn", "lab01-curves-deep-rnn",
        "lab01-forecast-deep-rnn", "lab01-curves-deep-rnn-dense", "lab01-forecast-deep-rnn-dense",
        "lab01-forecast-least-squares", "lab01-validation",
      ])
    #expect(Set(names).count == 11)
  }

  @Test func `every figure is an SVG document that names its model`() throws {
    let rows = try SmallLab.rows.get()
    let titles = rows.map(\.model.rawValue) + ["LAB01: validation loss of the models"]
    for (name, figure) in SmallLab.lab.figures(rows) {
      let parser = XMLParser(data: Data(figure.svg().utf8))
      let root = RootElement()
      parser.delegate = root
      #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
      #expect(root.name == "svg", "\(name)")
      #expect(titles.contains { figure.title.hasPrefix($0) }, "\(name): \(figure.title)")
    }
  }

  @Test func `models without an epoch have a forecast and no curves`() throws {
    let rows = try Lab01.Model.allCases.map {
      try SmallLab.lab.run($0, seeds: [1]) { _ in .init(observers: [StopWhen { true }]) }
    }
    let names = SmallLab.lab.figures(rows).map(\.name)
    #expect(names.count == 6)
    #expect(names.allSatisfy { $0.hasPrefix("lab01-forecast-") })
    #expect(SmallLab.lab.figures([]).isEmpty)
  }

  private final class RootElement: NSObject, XMLParserDelegate {
    var name: String?

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      if name == nil { name = element }
    }
  }
}
