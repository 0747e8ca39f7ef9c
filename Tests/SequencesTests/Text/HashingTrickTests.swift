import TestSupport
import Testing

@testable import UnrollSequences

@Suite struct HashingTrickTests {
  @Test func `ids are those of Keras's hashing_trick with md5`() throws {
    let hashes = try TextReference.load().hashes
    for keras in hashes.ids {
      #expect(hashingTrick(hashes.text, dimension: keras.dimension) == keras.ids)
    }
  }

  @Test func `digests are hashlib's, around every border of a block`() throws {
    for reference in try TextReference.load().hashes.digests {
      let digest = md5((0..<reference.length).map { UInt8($0 % 251) })
      let text = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(text == reference.digest, "\(reference.length) bytes")
    }
  }

  @Test func `mean and deviation are those over every way to put tokens into boxes`() throws {
    for reference in try TextReference.load().collisions {
      let tokens = (0..<reference.tokens).map { "token \($0)" }
      let collisions = HashCollisions(of: tokens, dimension: reference.boxes + 1)
      #expect(abs(collisions.expected - reference.mean) < 1e-13)
      #expect(abs(collisions.standardDeviation - reference.variance.squareRoot()) < 1e-7)
    }
  }

  @Test func `collisions are counted among different tokens`() {
    let tokens = ["a", "b", "c", "a", "cafe\u{301}", "caf\u{E9}"]
    let all = HashCollisions(of: tokens, dimension: 2)
    #expect(all.tokens == 5 && all.count == 4 && all.rate == 0.8 && all.expected == 4)
    let ids = Set(["a", "b", "c"].map { hashedID(of: $0, dimension: 4) })
    #expect(HashCollisions(of: ["a", "b", "c"], dimension: 4).count == 3 - ids.count)
    #expect(HashCollisions(of: [], dimension: 10).rate == 0)
  }

  @Test func `collisions of 3,000 words are within four deviations of chance at every dimension`() {
    let words = (0..<3000).map { "word \($0)" }
    for dimension in [101, 1_001, 3_001, 30_001, 1_000_001] {
      let found = HashCollisions(of: words, dimension: dimension)
      // With a mean far below 1 a single collision lies many deviations off.
      #expect(abs(Double(found.count) - found.expected) <= 4 * found.standardDeviation + 1)
    }
  }

  @Test func `a dimension without an id beside 0 is refused`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = hashingTrick("a", dimension: 1)
    }
    expectSentence(result, "hashingTrick: got the dimension 1; expected from 2")
  }
}
