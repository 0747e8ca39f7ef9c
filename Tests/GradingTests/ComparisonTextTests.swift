import Testing
import UnrollCourse

@testable import UnrollGrading

/// What is said of quantities that are wrong.
@Suite struct ComparisonTextTests {
  private func sentence(_ found: Matrix..., expected: [Matrix], isList: Bool = false) -> String? {
    QuantityComparison("q", found, expected, isList: isList).sentence
  }

  @Test func `the first wrong number is named, and the wrong ones are counted`() {
    #expect(
      sentence([[1, 2], [3, 9]], expected: [[[1, 5], [3, 4]]])
        == "q[0, 1] is 2; expected 5. 2 of the 4 numbers are wrong.")
    #expect(
      sentence([[1, 2, 7]], expected: [[[1, 2, 3]]], isList: true)
        == "q[2] is 7; expected 3. 1 of the 3 numbers is wrong.")
    #expect(
      sentence([[4, 3]], expected: [[[3, 4]]])
        == "q[0, 0] is 4; expected 3. All 2 numbers are wrong.")
    #expect(sentence([[1]], expected: [[[1]]]) == nil)
  }

  @Test func `a number that is none comes before those that are only wrong`() {
    #expect(
      sentence([[1, 2], [.nan, 4]], expected: [[[1, 5], [3, 4]]])?
        .hasPrefix("q[1, 0] is nan; expected 3. It comes of 0 / 0") == true)
    #expect(
      sentence([[-.infinity]], expected: [[[3]]])?.contains("the logarithm of zero") == true)
  }

  @Test func `the way through time is told`() {
    let right: [Matrix] = [[[1]], [[2]], [[3]], [[4]]]
    func told(_ values: Double...) -> String? {
      QuantityComparison("q", values.map { [[$0]] }, right).sentence
    }
    #expect(told(1, 2, 9, 9) == "q is right until t = 2. q at t = 3 is 9; expected 3.")
    #expect(told(1, 9, 9, 9) == "q is right at t = 1. q at t = 2 is 9; expected 2.")
    #expect(told(9, 9, 9, 4) == "q is right at t = 4. q at t = 3 is 9; expected 3.")
    #expect(told(9, 9, 3, 4) == "q is right from t = 4 back to t = 3. q at t = 2 is 9; expected 2.")
    #expect(told(9, 2, 9, 4) == "q is right at t = 2, 4 only. q at t = 3 is 9; expected 3.")
    #expect(told(9, 9, 9, 9)?.hasPrefix("q is wrong at every time step.") == true)
  }

  @Test func `rounded numbers are suspected only where they explain all`() {
    let question = "All agree to three digits or more"
    #expect(sentence([[0.5917, 2]], expected: [[[0.591714, 2]]])?.contains(question) == true)
    #expect(sentence([[0.5917, 3]], expected: [[[0.591714, 2]]])?.contains(question) == false)
  }

  @Test func `lists have numbers, matrices have shapes`() {
    #expect(
      sentence([[1, 2]], expected: [[[1]]], isList: true)
        == "q has 2 numbers in it; expected 1 number.")
    #expect(
      sentence([[1, 2]], expected: [[[1]]]) == "q has the wrong shape: got [1, 2], expected [1, 1]."
    )
  }

  @Test func `inputs are shown where they are few`() {
    let call = ExerciseCall(
      "f",
      Inputs([
        "h": .number(0.5), "x": .matrices([[[1]], [[2]]]), "w": .matrix([[1, 2], [3, 4]]),
        "slots": .integers([3, 1]), "t": .integers([7]),
      ]))
    #expect(
      CaseText(call).lines == [
        "h = 0.5", "slots = [3, 1]", "t = 7", "w = [[1, 2], [3, 4]]", "x = [1, 2]",
      ])
    let large = ExerciseCall("f", Inputs(["x": .matrix(Matrix(rows: 3, columns: 7))]))
    #expect(CaseText(large).lines.isEmpty)
  }
}
