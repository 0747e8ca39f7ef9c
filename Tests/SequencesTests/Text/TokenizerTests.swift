import Foundation
import TestSupport
import Testing
import UnrollSequences

@Suite struct TokenizerTests {
  @Test func `words are Keras's, code point by code point, for every rule`() throws {
    let reference = try TextReference.load()
    for rule in reference.words {
      let tokenizer = Tokenizer.words(lowercase: rule.lowercase, filters: rule.filters)
      for (text, words) in zip(reference.texts, rule.words) {
        #expect(scalars(tokenizer.tokens(of: text)) == scalars(words), "\(tokenizer): \(text)")
      }
    }
  }

  @Test func `every letter of Unicode 3_2 gets Python's small form`() throws {
    let letters = try TextReference.load().letters
    let small = Tokenizer.words(filters: "").tokens(of: letters.large)
    #expect(small.count > 850)
    #expect(scalars(small) == scalars(letters.small.split(separator: " ").map(String.init)))
  }

  @Test func `white space beside the space stays in words unless it is filtered`() {
    let text = "a\tb\rc\u{A0}d e"
    #expect(Tokenizer.words().tokens(of: text) == ["a", "b\rc\u{A0}d", "e"])
    #expect(Tokenizer.words(filters: "").tokens(of: text) == ["a\tb\rc\u{A0}d", "e"])
  }

  @Test func `a character is what a reader counts, in composed form`() {
    let family = "👨‍👩‍👧", decomposed = "\u{1100}\u{1161}\u{11A8}"
    let tokens = Tokenizer.characters.tokens(of: "A각\(decomposed)\(family)🇰🇷 \r\ne\u{301}")
    #expect(
      scalars(tokens) == scalars(["A", "각", "각", family, "🇰🇷", " ", "\r\n", "\u{E9}"]))
    #expect(Tokenizer.characters.tokens(of: "a\tB\n") == ["a", "\t", "B", "\n"])
    #expect(Tokenizer.characters.tokens(of: "a\r\nb\r") == ["a", "\r\n", "b", "\r"])
    #expect(Tokenizer.characters.tokens(of: "").isEmpty)
  }

  @Test func `words with marks are in small letters, punctuation marks stand alone`() {
    let tokenizer = Tokenizer.wordsAndMarks
    #expect(tokenizer.tokens(of: "J’ai froid, moi.") == ["j'", "ai", "froid", ",", "moi", "."])
    #expect(tokenizer.tokens(of: "영화 좋아요!👍") == ["영화", "좋아요", "!", "👍"])
    #expect(
      scalars(tokenizer.tokens(of: "CAFE\u{301} \u{1112}\u{1161}\u{11AB}"))
        == scalars(["caf\u{E9}", "한"]))
  }

  @Test func `tokens make a text again`() {
    #expect(Tokenizer.words().text(of: ["so", "bad"]) == "so bad")
    #expect(Tokenizer.characters.text(of: ["각", "👍"]) == "각👍")
  }
}

@Suite struct NGramTests {
  @Test func `the lecture's bag of 3-grams has its 15 entries`() {
    let tokenizer = Tokenizer.ngrams(upTo: 3, of: .words(lowercase: false))
    let bag = tokenizer.tokens(of: "Data science rocks my socks off!")
    #expect(bag.count == 15)
    #expect(
      Set(bag) == [
        "Data", "Data science", "science", "science rocks", "Data science rocks", "rocks",
        "rocks my", "science rocks my", "my", "my socks", "socks", "rocks my socks", "off",
        "socks off", "my socks off",
      ])
    #expect(
      Tokenizer.ngrams(upTo: 2, of: .words()).tokens(of: "Data science!")
        == ["data", "science", "data science"])
  }

  @Test func `runs end with each token in turn, the shortest first`() {
    #expect(
      ngrams(["a", "b", "c", "d"], upTo: 3) == [
        "a", "b", "a b", "c", "b c", "a b c", "d", "c d", "b c d",
      ])
    #expect(ngrams(["a", "b"], upTo: 5, separator: "-") == ["a", "b", "a-b"])
    #expect(ngrams([], upTo: 2).isEmpty)
    #expect(Tokenizer.ngrams(upTo: 2, of: .characters).tokens(of: "각👍") == ["각", "👍", "각👍"])
  }

  @Test func `runs of nothing and runs of runs are refused`() async {
    let nothing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ngrams(["a"], upTo: 0)
    }
    expectSentence(nothing, "ngrams: got runs of up to 0 tokens; expected at least 1")
    let runs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tokenizer.ngrams(upTo: 2, of: .ngrams(upTo: 2, of: .words())).tokens(of: "a b")
    }
    expectSentence(runs, "tokenizer: got n-grams of n-grams; expected those of words or characters")
  }
}

/// A text that many character models are trained on.
@Suite struct ShakespeareTests {
  private static let path =
    (ProcessInfo.processInfo.environment["UNROLL_DATA"] ?? "") + "/tinyshakespeare.txt"

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: path),
      "UNROLL_DATA does not name a folder with tinyshakespeare.txt"))
  func `tinyshakespeare has 65 different characters, and comes back from its ids`() throws {
    let text = try String(contentsOfFile: Self.path, encoding: .utf8)
    let vocabulary = Vocabulary(
      [text], tokenizer: .characters, reserved: [], order: .alphabetical)
    #expect(vocabulary.count == 65)
    #expect(vocabulary.entries.prefix(3) == ["\n", " ", "!"] && vocabulary.entries.last == "z")
    let ids = vocabulary.encode(text)
    #expect(ids.count == 1_115_394)
    #expect(vocabulary.decode(ids) == text)
  }
}
