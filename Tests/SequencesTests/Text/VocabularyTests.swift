import TestSupport
import Testing
import UnrollAutodiff
import UnrollSequences

@Suite struct VocabularyTests {
  private static func translation(_ texts: [String], _ tokenizer: Tokenizer) -> Vocabulary {
    Vocabulary(
      texts, tokenizer: tokenizer, reserved: [.padding, .start, .end, .unknown],
      order: .alphabetical)
  }

  @Test func `entries get ids in alphabetical order behind the reserved ones`() {
    let vocabulary = Self.translation(["cab", "bad"], .characters)
    #expect(vocabulary.entries == ["a", "b", "c", "d"] && vocabulary.count == 8)
    #expect(
      vocabulary.encode(["bad", "c"], length: 5) == IntTensor([[5, 4, 7, 2, 0], [6, 2, 0, 0, 0]]))
    #expect((0..<5).map(vocabulary.token) == ["⟨padding⟩", "⟨start⟩", "⟨end⟩", "⟨unknown⟩", "a"])
    #expect(vocabulary.id(of: .end) == 2 && vocabulary.id(of: "d") == 7)
    #expect(vocabulary.id(of: "x") == nil)
  }

  @Test func `alphabetical means by code points, and only the most frequent are kept`() {
    let texts = ["b b a a a", "é z z c", "영 영 👍"]
    let all = Vocabulary(texts, tokenizer: .words(), reserved: [], order: .alphabetical)
    #expect(all.entries == ["a", "b", "c", "z", "é", "영", "👍"])
    let most = Vocabulary(
      texts, tokenizer: .words(), reserved: [.padding], maxTokens: 4, order: .alphabetical)
    #expect(most.entries == ["a", "b", "z"] && most.count == 4)
    #expect(most.occurrences == [3, 2, 2] && most.documents == [1, 1, 1] && most.textCount == 3)
  }

  @Test func `numbers, counts and sequences are those of Keras's Tokenizer`() throws {
    let reference = try TextReference.load()
    for keras in reference.tokenizers {
      let vocabulary = Vocabulary(
        reference.corpus, tokenizer: .words(),
        reserved: keras.oov ? [.padding, .unknown] : [.padding],
        maxTokens: keras.numWords)
      let name = "num_words \(keras.numWords ?? 0), oov \(keras.oov)"
      // Keras keeps all words in word_index and leaves out the ids from num_words on later.
      let kept = (keras.numWords ?? .max) - 1
      let words = keras.words.prefix(kept).filter { $0 != "<OOV>" }
      #expect(scalars(vocabulary.entries) == scalars(Array(words)), "\(name)")
      #expect(vocabulary.occurrences == Array(keras.counts.prefix(words.count)), "\(name)")
      #expect(vocabulary.documents == Array(keras.documents.prefix(words.count)), "\(name)")
      for (place, word) in keras.words.prefix(kept).enumerated() where word != "<OOV>" {
        #expect(vocabulary.id(of: word) == place + 1, "\(name)")
      }
      #expect(vocabulary.encode(reference.new) == keras.sequences, "\(name)")
    }
  }

  @Test func `the ids of Keras's imdb begin at 4`() {
    let vocabulary = Vocabulary(
      ["so so bad"], tokenizer: .words(), reserved: [.padding, .start, .unknown, .unused])
    #expect(vocabulary.encode("so very bad") == [4, 2, 5])
    #expect(vocabulary.decode([0, 0, 1, 4, 2, 5]) == "⟨start⟩ so ⟨unknown⟩ bad")
  }

  @Test func `tokens that look alike are one or two, by the tokenizer`() {
    let texts = ["caf\u{E9} cafe\u{301}"]
    #expect(Vocabulary(texts, tokenizer: .words(), reserved: []).count == 2)
    #expect(Vocabulary(texts, tokenizer: .wordsAndMarks, reserved: []).count == 1)
    let characters = Vocabulary(
      ["각\u{1100}\u{1161}\u{11A8}👨‍👩‍👧"], tokenizer: .characters, reserved: [])
    #expect(characters.entries == ["각", "👨‍👩‍👧"] && characters.occurrences == [2, 1])
    #expect(characters.encode("👨‍👩‍👧\u{1100}\u{1161}\u{11A8}") == [1, 0])
  }

  @Test func `what is not in the vocabulary is unknown, or left out where nothing stands for it`() {
    let vocabulary = Self.translation(["ab"], .characters)
    let tokens = vocabulary.encode(["axb"], length: 4)
    #expect(tokens == IntTensor([[4, 3, 5, 2]]))
    #expect(vocabulary.decode(tokens) == ["a⟨unknown⟩b"])
    let without = Vocabulary(["ab"], tokenizer: .characters, reserved: [])
    #expect(without.encode("axb") == [0, 1] && without.decode([0, 1]) == "ab")
    #expect(without.firstUnknown(in: "axb") == "x" && without.firstUnknown(in: "ba") == nil)
  }

  @Test func `words are in small letters, punctuation marks stand alone`() {
    let vocabulary = Self.translation(["Va !", "J'ai froid, moi."], .wordsAndMarks)
    #expect(vocabulary.entries == ["!", ",", ".", "ai", "froid", "j'", "moi", "va"])
    #expect(vocabulary.length(of: "J'ai froid, moi.") == 6)
    let tokens = vocabulary.encode(["Moi, j'ai froid !"], length: 8)
    #expect(vocabulary.decode(tokens) == ["moi , j' ai froid !"])
  }

  @Test func `a text is read up to its end, behind padding in front`() {
    let vocabulary = Self.translation(["ab"], .characters)
    #expect(vocabulary.decode(IntTensor([[4, 2, 5], [5, 0, 4]])) == ["a", "b"])
    #expect(vocabulary.decode(IntTensor([[0, 0, 5], [0, 0, 0], [0, 4, 2]])) == ["b", "", "a"])
    #expect(vocabulary.decode(vocabulary.encode(["", "ba"], length: 3)) == ["", "ba"])
  }

  @Test func `without an end, all room is for tokens`() {
    let vocabulary = Vocabulary(["ab"], tokenizer: .characters, reserved: [.padding])
    #expect(vocabulary.encode(["ab", "b"], length: 2) == IntTensor([[1, 2], [2, 0]]))
    #expect(vocabulary.encode(["", ""], length: 0).shape == [2, 0])
  }

  @Test func `a vocabulary of nothing has its reserved ids`() {
    let vocabulary = Vocabulary([], tokenizer: .words(), reserved: [.padding, .unknown])
    #expect(vocabulary.count == 2 && vocabulary.encode("what") == [1])
    #expect(vocabulary.encode([String]()) == [])
  }

  @Test func `what has no room or no meaning is refused`() async {
    let long = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Self.translation(["abc"], .characters).encode(["abc"], length: 3)
    }
    expectSentence(long, "vocabulary: \"abc\" has 3 tokens; there is room for 2 and the end")
    let small = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["a"], tokenizer: .words(), reserved: [.padding, .unknown], maxTokens: 1)
    }
    expectSentence(small, "vocabulary: maxTokens is 1, but 2 ids are reserved; expected more")
    let late = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["a"], tokenizer: .words(), reserved: [.start, .padding])
    }
    expectSentence(late, "vocabulary: padding has the id 1; expected it first")
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["a"], tokenizer: .words(), reserved: [.padding]).id(of: .start)
    }
    expectSentence(
      none, "vocabulary: no id is reserved for start; expected .start among the reserved")
    let beyond = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vocabulary(["a"], tokenizer: .words(), reserved: [.padding]).decode([2])
    }
    expectSentence(beyond, "vocabulary: there is no token 2; there are 2, counted from 0")
  }
}
