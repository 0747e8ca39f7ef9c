import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollSequences

@Suite struct WordVectorsFileTests {
  private func read(_ text: String, first: Int? = nil) throws -> WordVectorsFile {
    try withTextFile(text) { try WordVectorsFile(contentsOf: $0, first: first) }
  }

  /// What is said of a text, without the file's name.
  private func complaint(_ text: String) throws -> String {
    try withTextFile(text) { path in
      let error = #expect(throws: TextFileError.self) { try WordVectorsFile(contentsOf: path) }
      return (error?.description ?? "").replacing(path, with: "FILE")
    }
  }

  @Test func `words and numbers are read, with a header and without`() throws {
    for header in ["", "2 3\n"] {
      let file = try read(header + "the 0.5 -1.25 3e-2\nof 1 2 .5 \n")
      #expect(file.vectors.words == ["the", "of"])
      #expect(file.vectors.matrix.shape == [2, 3] && file.vectors.matrix.dtype == .float32)
      #expect(file.vectors["the"]?.floats == [0.5, -1.25, 0.03])
      #expect(file.vectors["of"]?.floats == [1, 2, 0.5])
      #expect(file.repeated == [] && !file.isCut)
    }
  }

  @Test func `tabs, Windows's line ends and empty lines at the end are no hindrance`() throws {
    let file = try read("a\t1\t2\r\nb\t3\t4\r\n\r\n\n")
    #expect(file.vectors.words == ["a", "b"] && file.vectors["b"]?.floats == [3, 4])
  }

  @Test func `a word may hold spaces, as in GloVe's largest file`() throws {
    let file = try read("the 1 2\n. . . 3 4\nat name@domain.com 5 6\n日本\u{A0}x 7 8\n5 9 10\n")
    #expect(
      file.vectors.words == ["the", ". . .", "at name@domain.com", "日本\u{A0}x", "5"])
    #expect(file.vectors[". . ."]?.floats == [3, 4])
    let first = try read("to name@domain.com 5 6\nb 1 2\n")
    #expect(first.vectors.words == ["to name@domain.com", "b"])
    let announced = try read("2 2\n. . 5 6\nb 1 2\n")
    #expect(announced.vectors.words == [". .", "b"])
  }

  @Test func `of a word that comes twice the first vector is kept, and it is said`() throws {
    let file = try read("a 1 2\nb 3 4\na 5 6\na 7 8\n")
    #expect(file.vectors.words == ["a", "b"] && file.vectors["a"]?.floats == [1, 2])
    #expect(file.repeated == ["a", "a"])
    #expect(
      file.description.hasSuffix(
        "2 words with vectors of 2 numbers. 2 lines repeat a word ('a', 'a'): the first vector is kept."
      ))
    // The header counts lines.
    #expect(try read("3 2\na 1 2\nb 3 4\na 5 6\n").vectors.count == 2)
  }

  @Test func `the first words only, where no more are wanted`() throws {
    let file = try read("3 1\na 1\nb 2\nc 3\n", first: 2)
    #expect(file.vectors.words == ["a", "b"] && file.isCut)
    #expect(file.description.contains("the first 2 words with vectors of 1 numbers."))
    #expect(try !read("a 1\nb 2\n", first: 2).isCut)
  }

  @Test(arguments: [
    ("a 1 2\nb 3\n", "FILE, line 2: found 1 number; expected 2, as on line 1."),
    ("a 1 2\nb\n", "FILE, line 2: found 0 numbers; expected 2, as on line 1."),
    ("a 1 2\nb 3 4 5\n", "FILE, line 2: found 3 numbers; expected 2, as on line 1."),
    ("a 1 2\nb 3 x\n", "FILE, line 2: found 'x'; expected a number."),
    ("a 1 2\nb nan 4\n", "FILE, line 2: found 'nan'; expected a number."),
    ("a 1 2\nb 3 inf\n", "FILE, line 2: found 'inf'; expected a number."),
    ("a 1 2\nb 3 1e39\n", "FILE, line 2: found '1e39'; expected a number."),
    ("a 1 2\nb 3 4,5\n", "FILE, line 2: found '4,5'; expected a number."),
    ("a 1 2\n\nb 3 4\n", "FILE, line 2: found nothing; expected a word and its vector."),
    ("word\n", "FILE, line 1: found 'word'; expected a word and its vector."),
    ("\n\n", "FILE: found no vectors; expected a word and its vector on each line."),
    ("", "FILE: found nothing; expected text."),
    (
      "3 2\na 1 2\nb 3 4\n",
      "FILE: found 2 vectors; expected 3, as line 1 says; the file may be cut off."
    ),
    (
      "1 2\na 1 2\nb 3 4\n",
      "FILE: found 2 vectors; expected 1, as line 1 says; the file may be cut off."
    ),
    ("2 3\na 1 2\nb 3 4\n", "FILE, line 2: found 2 numbers; expected 3, as on line 1."),
    (
      "2 0\na 1\n",
      "FILE, line 1: found a header of 2 words and 0 numbers each; expected at least 1 of both, "
        + "and at most 65,536 numbers."
    ),
    (
      "9000000000000 300\na 1\n",
      "FILE, line 1: found a header that announces 9,000,000,000,000 words with 300 "
        + "numbers each; expected at most 1, as a file of 22 bytes can hold."
    ),
    (
      "99999999999999999999 2\na 1 2\n",
      "FILE, line 1: found a header that announces more than "
        + "9223372036854775807 words with 2 numbers each; expected at most 5, as a file of 29 bytes can hold."
    ),
  ])
  func `what is wrong in a file is told with its line`(text: String, sentence: String) throws {
    #expect(try complaint(text) == sentence)
  }

  @Test func `bytes that are no text are told with their line`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID()).txt")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("a 1\n".utf8 + [0xC3, 0x28] + " 2\n".utf8).write(to: file)
    let error = #expect(throws: TextFileError.self) {
      try WordVectorsFile(contentsOf: file.path)
    }
    #expect(error?.line == 2 && error?.problem == .notUTF8)
    #expect(throws: TextFileError(file: "nowhere.txt", .noSuchFile)) {
      try WordVectorsFile(contentsOf: "nowhere.txt")
    }
  }

  @Test func `what is written is read again, bit for bit`() throws {
    var generator = SeededGenerator(seed: 11)
    let numbers = (0..<60).map { _ in Float(generator.normal() * pow(10, generator.normal() * 4)) }
    let words = (0..<19).map { "w\($0)" } + [". . ."]
    let vectors = WordVectors(words, Tensor(numbers, shape: [20, 3]))
    for header in [false, true] {
      try withTextFile("") { path in
        try vectors.write(to: path, header: header)
        let again = try WordVectorsFile(contentsOf: path).vectors
        #expect(again.words == words && again.matrix == vectors.matrix)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("20 3\n") == header)
      }
    }
  }

  @Test(arguments: ["", " a", "a ", "a\nb", "a 1", "a\u{0}b", "\u{FEFF}a", "a\r"])
  func `a word that would not be read again is refused`(word: String) {
    let vectors = WordVectors([word], Tensor([1, 2] as [Float], shape: [1, 2]))
    #expect(throws: WordVectorsWritingError.unwritableWord(word)) { try vectors.textFormat() }
  }

  @Test func `numbers are read to the last bit`() {
    var generator = SeededGenerator(seed: 5)
    var texts = [
      "0", "-0", "1", "+1", "16777217", "0.1", "1e-45", "1e-46", "3.4028235e38", "1.17549435e-38",
      // The middle between two Floats, and a little above and below it.
      "16777217.0", "16777217.00000000000000001", "16777216.99999999999999999",
      "9007199254740993", "8388608.5", "8388609.5", "0.000000000000000000000000000001",
      "123456789012345678901234567890", "1.50000000000000000000000000000000001", "1E5", "00012.50",
    ]
    for _ in 0..<3000 {
      let bits = UInt32(truncatingIfNeeded: generator.next())
      let number = Float(bitPattern: bits)
      if number.isFinite { texts.append(number.description) }
      texts.append(String(format: "%.\(generator.integer(below: 12))f", generator.normal()))
      texts.append(String(format: "%.\(generator.integer(below: 20))e", generator.normal()))
    }
    // Sixteen digits of a middle between two Floats: as a Double it is that middle, as a number it is not.
    for _ in 0..<500 {
      let float = Float(generator.uniform(in: 0.5..<0.9))
      texts.append(String(format: "%.16f", Double(float) + 0x1p-25))
    }
    for text in texts {
      let ours = Array(text.utf8).withUnsafeBufferPointer { decimalFloat($0) }
      #expect(ours?.bitPattern == Float(text)?.bitPattern, "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "inf", "nan", "1 ", "١", "--1", "1e400",
  ])
  func `what is no number is none`(text: String) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { decimalFloat($0) } == nil)
  }

  @Test func `questions and pairs are read in their formats`() throws {
    let questions = try withTextFile(": capitals\nAthens Greece Oslo Norway\n\n: plural\na b c d\n")
    {
      try AnalogyQuestions(contentsOf: $0)
    }
    #expect(questions.sections.map(\.name) == ["capitals", "plural"] && questions.count == 2)
    #expect(
      questions.sections[0].questions == [.init("Athens", "Greece", "Oslo", answer: "Norway")])
    let pairs = try withTextFile(
      "# remark\n# Word 1\tWord 2\tmean\ntiger\tcat\t7.35\nbook\tpaper\t7\textra\n"
    ) {
      try WordSimilarities(contentsOf: $0)
    }
    #expect(pairs.pairs == [.init("tiger", "cat", 7.35), .init("book", "paper", 7)])
    let named = try withTextFile("word1\tword2\tscore\na\tb\t1\nc\td\t2\n") {
      try WordSimilarities(contentsOf: $0)
    }
    #expect(named.pairs.count == 2)
  }

  @Test(arguments: [
    (": s\na b c\n", "line 2: found 3 words; expected 4, such as"),
    (": s\n", "found no questions; expected lines of four words"),
  ])
  func `questions that lack a word are told`(text: String, sentence: String) throws {
    try withTextFile(text) { path in
      let error = #expect(throws: TextFileError.self) { try AnalogyQuestions(contentsOf: path) }
      #expect(error?.description.contains(sentence) == true)
    }
  }

  @Test(arguments: [
    (
      "a\tb\t1\na\tb\tx\n",
      "line 2: found 'a\tb\tx'; expected two words and a number, separated by tabs."
    ),
    ("a b 1\n", "line 1: found 'a b 1'; expected two words and a number"),
    ("a\tb\t1\n", "found 1 pair of words; expected at least 2"),
  ])
  func `pairs without a number are told`(text: String, sentence: String) throws {
    try withTextFile(text) { path in
      let error = #expect(throws: TextFileError.self) { try WordSimilarities(contentsOf: path) }
      #expect(error?.description.contains(sentence) == true)
    }
  }
}
