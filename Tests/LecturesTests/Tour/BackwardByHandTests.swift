import Testing
import UnrollLectures

@Suite struct BackwardByHandTests {
  @Test func `it has the numbers of paper and tape`() {
    let byHand = BackwardByHand()
    // Computed by hand, to four digits, for the tutorials.
    let paper = [0.0563, 0.2612, 0.6699]
    #expect(zip(byHand.deltas, paper).allSatisfy { abs($0 - $1) < 5e-5 })
    let tape = UnrolledPass()
    let onTape = tape.steps.map { $0.quantities[0].gradient.item() }
    #expect(zip(byHand.deltas, onTape).allSatisfy { abs($0 - $1) < 1e-15 })
    let weights = tape.weights.map { $0.gradient.item() }
    #expect(zip(byHand.gradients, weights).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(byHand.report.passed)
  }

  @Test func `the loop that overwrites is found and named`() {
    let report = BackwardByHand(isOverwriting: true).report
    #expect(!report.passed)
    let words = report.description
    #expect(words.contains("overwrites the weights' gradients instead of adding to them"))
  }
}
