import Testing

@testable import UnrollLectures

@Suite struct ClaimRegistryTests {
  /// `K13b` as its lecture's place in the course, its number and its letter.
  private func place(_ id: String) -> (lecture: Int, number: Int, letter: String)? {
    guard let match = id.wholeMatch(of: /([KHWAS])([1-9][0-9]?)([b-z]?)/),
      let lecture = ["K", "H", "W", "A", "S"].firstIndex(of: String(match.1)),
      let number = Int(match.2)
    else { return nil }
    return (lecture, number, String(match.3))
  }

  @Test func `every id is one of a kind, and the order is the lectures'`() throws {
    let ids = Claim.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    let places = try ids.map { try #require(place($0), "\($0)") }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func `the claims of the first floors are all there`() {
    let expected = [
      "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "K11", "K12", "K13", "K14",
      "K15", "K16", "K17", "K18", "K19", "K20", "H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8",
      "H9", "H10", "H11", "H12", "H13", "H14", "W3", "W4",
      "W1", "W2", "W5", "W6", "A1", "A2",
      "A3", "A4", "A5", "A6", "A7", "A7b", "A7c", "A7d", "A7e", "A7f", "A8", "A9", "A11", "S1",
      "S2", "S3", "S4", "S5", "S6", "S7",
    ]
    let ids = Set(Claim.all.map(\.id))
    #expect(expected.filter { !ids.contains($0) } == [])
  }

  @Test(arguments: Claim.all)
  func `a claim names the slide of its own lecture and states something`(_ claim: Claim) throws {
    let source = try #require(claim.source.wholeMatch(of: /(00[0-4]):([1-9][0-9]*)/))
    let lecture = try #require(place(claim.id)).lecture
    #expect(Int(source.1) == lecture)
    #expect(claim.statement.count > 10)
    #expect(claim.command.hasPrefix("unroll "))
    if case .number(let value) = claim.lecture { #expect(value.isFinite && value > 0) }
    if case .text(let text) = claim.lecture { #expect(!text.isEmpty) }
  }

  @Test(arguments: [
    ("K12", 0.020211), ("K13", 0.004168), ("K14", 0.010882), ("K15", 0.002911), ("K16", 0.002527),
    ("A6", 0.008),
  ])
  func `the lecture's errors are those it printed`(_ id: String, _ value: Double) throws {
    let claim = try #require(Claim.all.first { $0.id == id })
    guard case .number(let lecture) = claim.lecture else {
      Issue.record("\(id) has no number")
      return
    }
    #expect(abs(lecture - value) < 5e-7)
  }
}

extension Claim: CustomTestStringConvertible {
  /// A claim describes itself by its id.
  public var testDescription: String { id }
}
