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
    let folder = package.appending(path: "Sources/Recurrent/Layers")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    let layers = try files.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: #/public struct (\w+): Layer\b/#)
        .map { String($0.1) }
    }
    #expect(layers.contains("SimpleRNN"))
    #expect(Set(layers).subtracting(CheckSubject.layers.map(\.family)) == [])
  }

  @Test func `a layer is checked for its input and each of its weights`() throws {
    let layer = try #require(CheckSubject.layers.first { $0.name == "SimpleRNN" })
    #expect(layer.names == ["input", "kernel", "recurrent_kernel", "bias"])
    #expect(layer.report(order: 1, seed: 42).rows.map(\.name) == layer.names)
  }
}
