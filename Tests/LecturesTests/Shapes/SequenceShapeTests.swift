import Testing
import UnrollAutodiff

@testable import UnrollLectures

/// One or many in, one or many out: each runs and trains.
@Suite struct SequenceShapeTests {
  @Test(arguments: [
    (SequenceShape.oneToOne, [2], [1]), (.oneToMany, [2], [8, 1]), (.manyToOne, [8, 1], [1]),
    (.manyToMany, [8, 1], [8, 1]), (.encoderDecoder, [4], [4, 7]),
  ])
  func `a network of each shape learns`(
    _ shape: SequenceShape, _ input: [Int], _ output: [Int]
  ) throws {
    let result = try shape.run(seed: 42, epochs: 10)
    #expect(Array(result.input) == input && Array(result.output) == output)
    #expect(result.learns, "\(result)")
    #expect(ShapeFindings.finding([result]).verdict == .reproduced)
  }

  @Test(arguments: SequenceShape.allCases)
  func `a network that is not trained has not learnt`(_ shape: SequenceShape) throws {
    let result = try shape.run(seed: 42, epochs: 0)
    #expect(result.after == result.before)
    #expect(!result.learns)
    #expect(ShapeFindings.finding([result]).verdict == .failed)
  }

  @Test func `an answer that takes no notice of the input is rejected`() {
    func result(before: Double, after: Double) -> SequenceShape.Result {
      .init(
        shape: .oneToOne, input: [2], output: [1], before: before, after: after, heedless: 0.5)
    }
    #expect(result(before: 2, after: 0.1).learns)
    #expect(!result(before: 2, after: 0.5).learns, "the mean of the answers")
    #expect(!result(before: 0.2, after: 0.15).learns)
    #expect(!result(before: 2, after: .nan).learns)
    #expect(ShapeFindings.finding([]).verdict == .failed)
  }

  @Test func `the laboratory trains a shape once for all claims`() throws {
    let laboratory = ClaimLaboratory(seed: 42)
    let (first, second) = (try laboratory.shape(.oneToOne), try laboratory.shape(.oneToOne))
    #expect(first.after == second.after)
  }
}
