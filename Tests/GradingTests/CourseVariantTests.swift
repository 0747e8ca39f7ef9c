import Testing
import UnrollCourse

@testable import UnrollGrading

/// Another term has other numbers, sizes and conventions, and is graded as well.
@Suite struct CourseVariantTests {
  @Test func `the standard network is that of the tutorials`() {
    let network = CourseVariant.standard.network
    #expect((1...3).map { network.h($0).fourDigits } == ["0.8005", "0.5917", "0.8194"])
    #expect((1...3).map { network.delta($0).fourDigits } == ["0.0563", "0.2612", "0.6699"])
    #expect(
      [network.dWx, network.dWh, network.db, network.dh(0)].map(\.fourDigits)
        == ["0.5213", "0.6055", "0.9874", "0.0338"])
    #expect(network.summary == "Wx = 0.3, Wh = 0.6, b = 0.5, x = 2, −1, 1, target = −0.2")
  }

  @Test(arguments: 1...50)
  func `every variant has a network that can be computed by hand`(seed: UInt64) {
    let network = CourseVariant(seed).network
    #expect(network != .standard)
    #expect(network == CourseVariant(seed).network)
    for t in 1...3 { #expect((0.25...0.85).contains(network.h(t).magnitude)) }
  }

  @Test(arguments: 0...20)
  func `sizes that differ still do, and 1 remains an edge`(seed: UInt64) {
    let variant = CourseVariant(seed)
    #expect(Set((1...6).map(variant.size)) == Set(1...6))
    #expect(variant.size(1) == 1 && variant.size(12) == 12)
  }

  @Test(arguments: NegativeControlTests.solutions.map(\.name), [1, 2])
  func `a right solution passes in another term`(name: String, seed: UInt64) throws {
    let solution = try #require(NegativeControlTests.solutions.first { $0.name == name })
    let course = Course(CourseVariant(seed))
    let sheet = try #require(course.sheet(named: "\(solution.exercise)"))
    let grader = Grader(sheet)
    // Solutions follow the standard conventions.
    let isTurned = course.variant.layout == .unitsByInputs
    let answer = ExerciseRules.turned(solution.answer, isTurned ? sheet.rules.weights : [])
    let verdict = grader.verdict(on: answer)
    #expect(verdict.isPassed, "\(verdict)")
  }

  @Test func `weights come in the convention of the term`() throws {
    for seed in 0...2 as ClosedRange<UInt64> {
      let course = Course(CourseVariant(seed))
      let sheet = try #require(course.sheet(named: "5"))
      for given in Grader(sheet).cases.map(\.call.inputs) {
        let sizes = [given.matrix("x").columns, given.matrix("h").columns]
        let isTurned = course.variant.layout == .unitsByInputs
        #expect(given.matrix("Wx").shape == (isTurned ? sizes.reversed() : sizes))
      }
    }
  }

  @Test(arguments: Course.standard.sheets.map(\.id), [1, 2])
  func `each known mistake is named in another term too`(id: String, seed: UInt64) throws {
    let sheet = try #require(Course(CourseVariant(seed)).sheet(named: id))
    let grader = Grader(sheet)
    for misconception in sheet.rules.misconceptions {
      let told = grader.telling(misconception)
      #expect(
        told >= (sheet.rules.isDrawn ? 3 : 1), "\(misconception.name) differs in \(told) cases")
      guard case .wrong(let finding) = grader.verdict(on: misconception.answer) else {
        Issue.record("\(misconception.name) is not caught")
        continue
      }
      #expect(finding.misconceptions.map(\.name) == [misconception.name])
    }
  }

  @Test(arguments: 0...2)
  func `a stub and its texts speak of the convention of their term`(seed: UInt64) throws {
    let course = Course(CourseVariant(seed))
    let sheet = try #require(course.sheet(named: "rnn-step"))
    let isTurned = course.variant.layout == .unitsByInputs
    #expect(sheet.stub.contains(isTurned ? "wx [units, inputs]" : "wx [inputs, units]"))
    #expect(sheet.source.contains(isTurned ? "x Wxᵀ" : "x Wx +"))
  }
}
