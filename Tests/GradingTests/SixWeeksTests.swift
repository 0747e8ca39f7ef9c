import Foundation
import Testing

@testable import UnrollGrading

/// The plan for a course speaks of the exercises as they are.
@Suite struct SixWeeksTests {
  private static let page = try? String(
    contentsOfFile: StudentFolder.courseRoot + "/Tutorials/six-weeks.md", encoding: .utf8)

  @Test func `each exercise has its week and its minutes`() throws {
    let page = try #require(Self.page)
    let homework = page.split(separator: "## Week").dropFirst().flatMap { week in
      (week.split(separator: "At home:").last ?? "").matches(of: /\b(\d\d) \((\d+)\)/)
    }
    let planned = homework.map { "\($0.1) \($0.2)" }.sorted()
    let sheets = Course.standard.sheets.map { "\($0.id) \($0.minutes)" }
    #expect(planned == sheets)
  }

  @Test func `a week has two classes of 75 minutes`() throws {
    let page = try #require(Self.page)
    for week in page.split(separator: "## Week").dropFirst() {
      let minutes = week.matches(of: /\n\| (\d+) \|/).compactMap { Int($0.1) }
      #expect(minutes.reduce(0, +) == 150, "week\(week.prefix(30)): \(minutes)")
    }
  }

  @Test func `no week asks for an exercise before what it needs`() throws {
    let page = try #require(Self.page)
    let order = page.split(separator: "## Week").dropFirst().flatMap { week in
      (week.split(separator: "At home:").last ?? "").matches(of: /\b(\d\d) \(\d+\)/).compactMap {
        Int($0.1)
      }
    }
    for sheet in Course.standard.sheets {
      let own = try #require(order.firstIndex(of: sheet.number))
      for before in sheet.prerequisites {
        let place = try #require(order.firstIndex(of: before))
        #expect(place < own, "\(sheet.number) needs \(before)")
      }
    }
  }
}
