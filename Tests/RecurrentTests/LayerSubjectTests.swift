import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent

@Suite struct LayerSubjectTests {
  @Test(arguments: CheckSubject.layers.map(\.name))
  func `a layer's gradients are right, the first nine digits and the second seven`(
    name: String
  ) throws {
    let subject = try #require(CheckSubject.layers.first { $0.name == name })
    for (order, tolerance) in [(1, 1e-9), (2, 1e-7)] {
      let report = subject.report(order: order, seed: 42)
      #expect(report.passed, "\(name), order \(order)\n\(report)")
      #expect(report.largestDifference <= tolerance, "\(name), order \(order)")
      for row in report.rows {
        let isTold = row.exact.elements.contains { $0 != 0 }
        #expect(isTold, "\(name), order \(order): all gradients of \(row.name) are zero")
      }
    }
  }

  @Test func `every layer is a subject of the gradient check`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var layers: [String] = []
    for folder in ["Layers", "Wrappers", "Cells"] {
      let files = try FileManager.default.contentsOfDirectory(
        at: package.appending(path: "Sources/Recurrent/\(folder)"), includingPropertiesForKeys: nil)
      for file in files where file.pathExtension == "swift" {
        let source = try String(contentsOf: file, encoding: .utf8)
        layers += source.matches(of: #/public struct (\w+)(?:<.*>)?: (?:Token)?Layer\b/#)
          .map { String($0.1) }
        layers += source.matches(of: #/public struct (\w+)Cell: RecurrentCell\b/#)
          .map { String($0.1) }
      }
    }
    #expect(layers.contains("Bidirectional") && layers.contains("LSTM"))
    // The time loop is checked with each of its cells.
    let unchecked = Set(layers).subtracting(CheckSubject.layers.map(\.family))
    #expect(unchecked == ["RNN"])
  }

  @Test func `a layer is checked for its input and each of its weights`() throws {
    let layer = try #require(CheckSubject.layers.first { $0.name == "SimpleRNN" })
    #expect(layer.names == ["input", "kernel", "recurrent_kernel", "bias"])
    #expect(layer.report(order: 1, seed: 42).rows.map(\.name) == layer.names)
  }
}
