import Testing
import UnrollCourse

@testable import UnrollGrading

/// Exercise 23, whose answers are arrows and not numbers.
@Suite struct LSTMWiringTests {
  /// The solution with other arrows into one box.
  private func sentence(_ box: LSTMBox, _ inputs: [LSTMBox]) throws -> Finding {
    let sheet = try #require(Course.standard.sheet(named: "lstm-wiring"))
    let verdict = Grader(sheet).verdict { call in
      let group = LSTMBox.groups.first { $0.name == call.part }
      return .outputs(
        (group?.boxes ?? []).reduce(Outputs()) { rows, each in
          let mine = each == box ? inputs : LSTMWiringSolution().inputs(of: each)
          let row = LSTMBox.allCases.map { from in Double(mine.count { $0 == from }) }
          return rows.with("into \(each.title)", Matrix([row]))
        })
    }
    guard case .wrong(let finding) = verdict else { throw NotFound() }
    return finding
  }

  private struct NotFound: Error {}

  @Test(arguments: [
    (
      LSTMBox.newState, [LSTMBox.o, .newCarry],
      "h′ takes in o and c′; expected two boxes: o is one of them, c′ is not."
    ),
    (.i, [], "i takes in nothing; expected two boxes."),
    (.kept, [.f], "kept takes in f; expected two boxes: f is one of them."),
    (.g, [.x, .h, .c], "g takes in x, h and c; expected two boxes: x and h are right, c is not."),
    (.added, [.f, .c], "added takes in c and f; expected two boxes: c and f are not."),
    (
      .tanhOfCarry, [.newCarry, .o],
      "tanh of the carry takes in o and c′; expected one box: c′ is it, o is not."
    ),
    (
      .kept, [.f, .f],
      """
      kept takes in f; expected two boxes: f is one of them, an arrow is drawn once, and f stands more often.
      """
    ),
  ])
  func `a wrong box is told in words, without what is missing`(
    box: LSTMBox, inputs: [LSTMBox], words: String
  ) throws {
    let found = try sentence(box, inputs)
    #expect(found.sentence == words)
  }

  @Test func `half a misconception is a candidate`() throws {
    // Only the input gate sees the carry.
    let found = try sentence(.i, [.c, .h, .x])
    #expect(found.explanation == nil)
    #expect(found.candidates.map(\.name) == ["gates that see the carry too (peepholes)"])
    let state = try sentence(.newState, [.newCarry, .o])
    #expect(state.explanation?.name == "a state without the tanh, h′ = o ⊙ c′")
  }

  @Test func `numbers that are no arrows are told as numbers`() {
    let row = Matrix([Array(repeating: 0.5, count: 12)])
    let right = Matrix([Array(repeating: 1.0, count: 12)])
    #expect(wiringWords("into i", [row], [right]) == nil)
    #expect(wiringWords("into i", [Matrix([[1, 1]])], [right]) == nil)
  }

  @Test func `what is right is the graph of the tape, and so is the example`() throws {
    let sheet = try #require(Course.standard.sheet(named: "23"))
    #expect(
      sheet.byHand.contains("  a takes in x and h\n  half takes in a\n  h′ takes in h and half"))
    #expect(sheet.byHand.contains("0.5917"))
    let other = try #require(Course(CourseVariant(1)).sheet(named: "23"))
    #expect(other.byHand != sheet.byHand)
  }
}
