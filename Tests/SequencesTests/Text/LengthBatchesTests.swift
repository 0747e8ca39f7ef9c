import TestSupport
import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollSequences

@Suite struct LengthBatchesTests {
  /// 83 sequences of 0 to 59 tokens, different in every token; 0 is one of them.
  private static let sequences: [[Int]] = {
    var generator = SeededGenerator(seed: 1)
    return (0..<83).map { place in
      (0..<generator.integer(below: 60)).map { $0 == 0 ? 0 : 1000 * place + $0 }
    }
  }()

  @Test(arguments: SequenceSide.allCases)
  func `every sequence comes once an epoch, with its mask`(_ side: SequenceSide) {
    let batches = LengthBatches(
      Self.sequences, batchSize: 8, width: 7, padding: side, value: -1, seed: 5)
    let epoch = batches.epoch(3)
    #expect(epoch.flatMap(\.indices).sorted() == Array(0..<83))
    #expect(epoch.map(\.indices.count).sorted() == [3] + Array(repeating: 8, count: 10))
    for batch in epoch {
      let rows = batch.indices.map { Self.sequences[$0] }
      #expect(batch.tokens == padSequences(rows, padding: side, value: -1))
      #expect(batch.mask.shape == batch.tokens.shape)
      #expect(batch.mask.elements == batch.tokens.elements.map { $0 != -1 })
    }
  }

  @Test func `sequences of a batch have similar lengths, and meet others in the next epoch`() {
    let batches = LengthBatches(Self.sequences, batchSize: 4, width: 5, seed: 5)
    let (first, second) = (batches.epoch(0), batches.epoch(1))
    // A batch may run over the border of a bucket, but then it leaves nothing of the first behind.
    let buckets = first.map { $0.indices.map { max(0, Self.sequences[$0].count - 1) / 5 } }
    let sorted = buckets.sorted { ($0.min() ?? 0, $0.max() ?? 0) < ($1.min() ?? 0, $1.max() ?? 0) }
    for (batch, next) in zip(sorted, sorted.dropFirst()) {
      #expect(batch.max() ?? 0 <= next.min() ?? 0)
    }
    #expect(Set(first.map { Set($0.indices) }) != Set(second.map { Set($0.indices) }))
    let shortest = buckets.map { $0.min() ?? 0 }
    #expect(shortest != shortest.sorted(), "long and short batches alternate")
  }

  @Test func `the same seed gives the same batches, another seed others`() {
    let a = LengthBatches(Self.sequences, batchSize: 8, seed: 5)
    #expect(a.epoch(2) == LengthBatches(Self.sequences, batchSize: 8, seed: 5).epoch(2))
    #expect(a.epoch(2) != LengthBatches(Self.sequences, batchSize: 8, seed: 6).epoch(2))
  }

  @Test func `the padding that is saved is counted`() {
    let sequences = [9, 1, 10, 2].map { [Int](repeating: 1, count: $0) }
    let batches = LengthBatches(sequences, batchSize: 2, width: 5, seed: 0)
    let saving = batches.saving(epoch: 0)
    // By hand: [1, 2] in 4 places, [9, 10] in 20; 22 tokens; at full length 40 places.
    #expect(saving.tokens == 22 && saving.places == 24 && saving.placesAtFullLength == 40)
    #expect(saving.share == 1 - 2.0 / 18)
    #expect(batches.epoch(0).map(\.tokens.elementCount).reduce(0, +) == 24)
    // Any two pairs need 2 · 10 for the 10's batch, and 2 · 2 or 2 · 9 for the other.
    #expect([24, 38].contains(saving.placesInAnyOrder))
    #expect(
      saving.description.hasPrefix("padding: 2 places in batches by length, ")
        && saving.description.hasSuffix("18 at full length; saved 88.9 %"))
  }

  @Test func `no sequences, and empty ones, are no mistake`() {
    #expect(LengthBatches([], batchSize: 3, seed: 1).epoch(0).isEmpty)
    #expect(LengthBatches([], batchSize: 3, seed: 1).saving(epoch: 0).share == 1)
    let empty = LengthBatches([[], []], batchSize: 3, seed: 1)
    #expect(empty.epoch(0).map(\.tokens.shape) == [[2, 0]])
    #expect(empty.saving(epoch: 0).share == 1)
  }

  @Test func `batches of nothing are refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LengthBatches([[1]], batchSize: 0, seed: 1)
    }
    expectSentence(
      result, "batches: got batches of 0 and buckets 10 wide; expected at least 1 of each")
  }
}
