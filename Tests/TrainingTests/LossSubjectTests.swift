import Foundation
import Testing
import UnrollAutodiff
import UnrollTraining

@Suite struct LossSubjectTests {
  @Test(arguments: CheckSubject.losses.map(\.name))
  func `a loss's gradients are right, the first nine digits and the second seven`(
    name: String
  ) throws {
    let subject = try #require(CheckSubject.losses.first { $0.name == name })
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

  @Test func `every loss is a subject of the gradient check`() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    func names(_ pattern: Regex<(Substring, Substring)>, in file: String) throws -> [String] {
      let path = package.appending(path: "Sources/Training/Objectives/\(file).swift")
      let source = try String(contentsOf: path, encoding: .utf8)
      return source.matches(of: pattern).map { "Loss.\($0.1)" }
    }
    let losses =
      try names(#/public static (?:let|func) (\w+)/#, in: "Loss")
      + names(#/public func (\w+)/#, in: "LossOverSteps")
    #expect(Set(losses).isSuperset(of: ["Loss.meanSquaredError", "Loss.overSteps"]))
    #expect(Set(losses).subtracting(CheckSubject.losses.map(\.family)) == [])
  }
}
