import Foundation
import Testing

@testable import UnrollAutodiff

extension CheckSubject: CustomTestStringConvertible {
  public var testDescription: String { name }
}

@Suite struct CatalogueTests {
  @Test(arguments: CheckSubject.operations)
  func `a subject's gradients are right, the first nine digits and the second seven`(
    subject: CheckSubject
  ) {
    for (order, tolerance) in [(1, 1e-9), (2, 1e-7)] {
      let report = subject.report(order: order, seed: 42)
      #expect(report.passed, "\(subject.name), order \(order)\n\(report)")
      #expect(report.largestDifference <= tolerance, "\(subject.name), order \(order)")
      #expect(report.method == .complexStep, "\(subject.name) has a formula throughout")
      for row in report.rows {
        let isTold = row.exact.elements.contains { $0 != 0 }
        #expect(isTold, "\(subject.name), order \(order): all gradients of \(row.name) are zero")
      }
    }
  }

  @Test func `names are unique, and another seed is another point`() {
    let names = CheckSubject.operations.map(\.name)
    #expect(Set(names).count == names.count)
    let tanh = CheckSubject.operations.first { $0.name == "tanh" }
    #expect(tanh?.point(seed: 1) != tanh?.point(seed: 2))
    #expect(tanh?.point(seed: 1) == tanh?.point(seed: 1))
  }

  @Test func `every type of operation stands on the tape of a subject`() throws {
    let types = try operationSources().flatMap { source in
      source.matches(of: #/public struct (\w+): (?:\w*Operation|Elementwise\w+) \{/#).map {
        String($0.1)
      }
    }
    #expect(types.count > 30)
    // A user's own operation is the user's to check.
    let expected = Set(types).subtracting(["CustomOperation"])
    let found = Set(entries().map { "\(type(of: $0.operation))" })
    #expect(expected.subtracting(found) == [])
  }

  @Test func `every name that a tape can show is the name of a subject`() throws {
    var names: Set<String> = []
    for source in try operationSources() {
      for line in source.matches(of: #/var name: String \{(.*)\}/#) {
        let literals = line.1.matches(of: #/"(\w+)"/#).map { String($0.1) }
        if line.1.contains("relation.rawValue") {
          let cases = try #require(source.firstMatch(of: #/enum Relation.*\{([^}]*)\}/#)).1
          names.formUnion(cases.matches(of: #/case (\w+)/#).map { String($0.1) })
        } else {
          #expect(!literals.isEmpty, "can't read a name from \(line.1)")
          names.formUnion(literals)
        }
      }
    }
    #expect(names.count > 30)
    let families = Set(CheckSubject.operations.map(\.family))
    #expect(names.subtracting(families) == [])
    #expect(families.subtracting(names) == [])
    #expect(names.subtracting(entries().map(\.operation.name)) == [])
  }

  @Test func `the result of a subject counts with weights that differ`() throws {
    let tape = Tape()
    let y = tape.variable(Tensor([[0.5, -1, 2], [0.5, -1, 2]], dtype: .float64))
    let subject = CheckSubject("same", .operation, [.any("y", [2, 3])]) { $0 }
    let gradient = tape.gradient(of: subject.function(seed: 3)([y]), for: y).value.elements
    // At y = −1 the slope of y + y²/2 is zero.
    let others = [0, 2, 3, 5].map { gradient[$0] }
    #expect(Set(others).count == 4)
    #expect(gradient[1] == 0 && gradient[4] == 0)
  }

  /// All entries of all subjects.
  private func entries() -> [Entry] {
    CheckSubject.operations.flatMap { subject in
      let check = GradientCheck(
        subject.point(seed: 42), subject.names, subject.function(seed: 42))
      return Recording(check).tape.entries
    }
  }

  /// The files in which operations are written.
  private func operationSources() throws -> [String] {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appending(path: "Sources/Autodiff/Operations")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }
}
