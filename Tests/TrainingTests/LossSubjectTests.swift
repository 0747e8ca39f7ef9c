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
    let source = try String(
      contentsOf: package.appending(path: "Sources/Training/Objectives/Loss.swift"),
      encoding: .utf8)
    let losses = source.matches(of: #/public static (?:let|func) (\w+)/#).map { "Loss.\($0.1)" }
    #expect(losses.contains("Loss.meanSquaredError"))
    #expect(Set(losses).subtracting(CheckSubject.losses.map(\.family)) == [])
  }
}
