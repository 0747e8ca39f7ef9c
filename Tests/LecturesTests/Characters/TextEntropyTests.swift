import Foundation
import Testing

@testable import UnrollLectures

@Suite struct TextEntropyTests {
  /// By hand: of aabb half are a and half b; behind an a comes an a or a b, behind the first b a b.
  @Test func `a text of two letters, by hand`() {
    let entropy = TextEntropy([0, 0, 1, 1], classes: 2)
    #expect(entropy.uniform == 1 && entropy.unigram == 1)
    #expect(abs(entropy.bigram - 2.0 / 3) < 1e-15)
  }

  /// By hand: p = 1/2, 1/4, 1/4 of abacabac, and behind an a comes b or c, 4 of 7 times.
  @Test func `a text of three letters, by hand`() {
    let entropy = TextEntropy([0, 1, 0, 2, 0, 1, 0, 2], classes: 3)
    #expect(abs(entropy.uniform - 1.584962500721156) < 1e-15)
    #expect(abs(entropy.unigram - 1.5) < 1e-15)
    #expect(abs(entropy.bigram - 4.0 / 7) < 1e-15)
  }

  @Test func `nothing, one character, and the same one again`() {
    #expect(TextEntropy([], classes: 1).bigram == 0 && TextEntropy([], classes: 1).unigram == 0)
    #expect(TextEntropy([0], classes: 2).bigram == 0)
    #expect(TextEntropy([1, 1, 1], classes: 2).unigram == 0)
  }

  @Test func `our own text has no secrets from one who counts`() {
    let text = OwnText.text
    #expect(text.utf8.count > 40_000 && text.utf8.allSatisfy { $0 < 0x80 })
    #expect(text.hasSuffix(".\n") && !text.contains(". ") && !text.contains("  "))
    let lines = text.split(separator: "\n")
    #expect(Set(lines).count == lines.count)
  }

  @Test func `bits are nats by ln 2, and perplexity is two to the bits`() {
    let loss = CharacterLoss(nats: log(8))
    #expect(abs(loss.bits - 3) < 1e-15 && abs(loss.perplexity - 8) < 1e-14)
    #expect(CharacterLoss(nats: 0).bits == 0 && CharacterLoss(nats: 0).perplexity == 1)
    #expect(abs(CharacterLoss(bits: 3).nats - log(8)) < 1e-15)
  }
}
