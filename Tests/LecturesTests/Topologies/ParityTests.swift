import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

@Suite struct ParityTests {
  @Test(arguments: [
    ([1], true), ([0], false), ([], false), ([1, 1], false), ([1, 0, 1, 1], true),
    ([0, 0, 0, 0], false), ([1, 1, 1, 1, 1], true),
  ])
  func `a sequence is odd where the number of its ones is`(_ bits: [Int], _ isOdd: Bool) {
    #expect(Parity.isOdd(bits) == isOdd)
  }

  @Test func `bits become numbers with padding in front, and answers 0 or 1`() {
    let sequences = [[1, 0, 1], [0], [1, 1]]
    let x = Parity.inputs(sequences)
    #expect(x.shape == [3, 3, 1])
    #expect(x.elements == [1, -1, 1, 0, 0, -1, 0, 1, 1])
    let y = Parity.targets(sequences)
    #expect(y.shape == [3, 1])
    #expect(y.elements == [0, 0, 0])
    #expect(Parity.targets([[1], [0, 1, 0]]).elements == [1, 1])
  }

  @Test func `every length comes equally often, and either bit`() {
    var generator = SeededGenerator(seed: 5)
    let sequences = (0..<3000).map { _ in Parity.sequence(lengths: 2...4, using: &generator) }
    for length in 2...4 {
      #expect(abs(sequences.count { $0.count == length } - 1000) < 100)
    }
    #expect(sequences.allSatisfy { (2...4).contains($0.count) })
    let bits = sequences.joined()
    #expect(abs(bits.count { $0 == 1 } * 2 - bits.count) < 400)
    #expect(bits.allSatisfy { $0 == 0 || $0 == 1 })
  }
}
