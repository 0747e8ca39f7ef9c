import TestSupport
import Testing
import UnrollAutodiff

@testable import UnrollSequences

@Suite struct WordVectorsTests {
  /// Vectors of which the angles are known: a right angle between east and north.
  private let compass = WordVectors(
    ["east", "north", "northeast", "west", "nowhere"],
    Tensor([2, 0, 0, 3, 1, 1, -4, 0, 0, 0] as [Float], shape: [5, 2]))

  @Test func `a word is looked up as it is written`() {
    #expect(compass["north"]?.elements == [0, 3])
    #expect(compass["North"] == nil)
    #expect(compass.count == 5 && compass.dimensions == 2 && compass.row(of: "west") == 3)
  }

  @Test func `neighbours stand by the cosine of their angle, the word itself left out`() throws {
    let half = 0.5.squareRoot()
    let near = try compass.neighbours(of: "east", count: 4)
    #expect(near.map(\.word) == ["northeast", "north", "nowhere", "west"])
    let expected = [half, 0, 0, -1]
    #expect(largestDistance(near.map(\.cosine), expected) < 1e-6)
    #expect(abs(try compass.cosine("east", "northeast") - half) < 1e-7)
    #expect(try compass.neighbours(of: "east", count: 99).count == 4)
  }

  @Test func `a vector of zeros is near to nothing`() throws {
    #expect(try compass.neighbours(of: "nowhere").allSatisfy { $0.cosine == 0 })
  }

  @Test func `a word that is missing is named, and its small letters are suggested`() {
    let missing = #expect(throws: MissingWord.self) { try compass.neighbours(of: "North") }
    #expect(missing?.description == "there is no vector for 'North' among 5 words; write 'north'.")
    let other = #expect(throws: MissingWord.self) { try compass.neighbours(of: "south") }
    #expect(
      other?.description
        == "there is no vector for 'south' among 5 words; check the spelling, or take a larger file."
    )
    #expect(compass.missing(among: ["east", "south"]).map(\.word) == ["south"])
  }

  @Test func `a sum adds vectors of length 1 and leaves its words out, unless told`() throws {
    let sum = try WordSum("east + north")
    #expect(largestDistance(try compass.vector(of: sum).elements, [1, 1]) < 1e-7)
    #expect(try compass.answers(to: sum, count: 1).map(\.word) == ["northeast"])
    // north + west − northeast: (0, 1) + (−1, 0) − (1, 1)/√2, which points north-west to west.
    let other = try WordSum("north - northeast + west")
    #expect(try compass.answers(to: other, count: 2).map(\.word) == ["nowhere", "east"])
    #expect(try compass.answers(to: other, count: 1, keepingWords: true).map(\.word) == ["west"])
  }

  @Test(arguments: [
    ("king - man + woman", ["king", "man", "woman"], [true, false, true]),
    ("king − man", ["king", "man"], [true, false]), ("well-known", ["well-known"], [true]),
    ("- man + woman", ["man", "woman"], [false, true]), ("  a   + b ", ["a", "b"], [true, true]),
  ])
  func `sums are read as they are written`(text: String, words: [String], added: [Bool]) throws {
    let sum = try WordSum(text)
    #expect(sum.words == words && sum.isAdded == added)
    #expect(try WordSum(sum.description) == sum)
  }

  @Test(arguments: ["", "king -", "king man", "king - - man", "+", "- - a", "king + + b"])
  func `a sum that lacks a word or a sign is refused`(text: String) {
    let error = #expect(throws: WordSumError.self) { try WordSum(text) }
    #expect(error?.description.hasPrefix("found '\(text)'; expected words with + or -") == true)
  }

  @Test func `the table of a vocabulary has its vectors, and zeros where there are none`() {
    let table = compass.table(for: ["west", "south", "East"], reserved: 2)
    #expect(table.matrix.shape == [5, 2])
    #expect(table.matrix.elements == [0, 0, 0, 0, -4, 0, 0, 0, 2, 0])
    #expect(table.missing == ["south"] && table.found == 2 && table.count == 3)
    #expect(table.description == "2 of 3 words have a vector (66.7 %). Without: south.")
    let many = compass.table(for: (0..<1200).map { "w\($0)" })
    #expect(
      many.description
        == "0 of 1,200 words have a vector (0.0 %). Without: w0, w1, w2, w3, w4, w5, w6, w7 and 1,192 more."
    )
    #expect(compass.table(for: ["east"]).description == "1 of 1 words have a vector (100.0 %).")
    #expect(compass.table(for: []).coverage == 1)
  }

  @Test func `a matrix that does not fit the words is refused`() async {
    let rows = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WordVectors(["a"], Tensor([1, 2] as [Float], shape: [2, 1]))
    }
    expectSentence(rows, "1 words can't have a matrix of shape [2, 1]")
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WordVectors(["a", "a"], Tensor([1, 2] as [Float], shape: [2, 1]))
    }
    expectSentence(twice, "the word 'a' comes twice")
  }
}

@Suite struct AnalogyQuestionsTests {
  /// a, b, c, d are the corners of a parallelogram, "near" lies beside d.
  private let corners = WordVectors(
    ["a", "b", "c", "d", "near", "far"],
    Tensor(
      [1, 0, 0, 1, 0, 1.1, 1, 0.9, 0, 1, 0.9, 1.1, 0.5, 1, 0.2, -1, -1, 0.3] as [Float],
      shape: [6, 3]))

  @Test func `questions are answered as one by one, in matrix products`() throws {
    let words = corners.words
    let threes = words.flatMap { a in words.flatMap { b in words.map { [a, b, $0] } } }
    // Every three words, with each word as the answer in turn: a section for each answer.
    let questions = AnalogyQuestions(
      words.map { answer in
        .init(answer, threes.map { .init($0[0], $0[1], $0[2], answer: answer) })
      })
    for keeping in [false, true] {
      let found = try threes.map { three in
        let sum = WordSum([three[1], three[2]], minus: [three[0]])
        return try corners.answers(to: sum, count: 1, keepingWords: keeping).first?.word
      }
      let score = corners.score(on: questions, keepingWords: keeping)
      for (word, row) in zip(words, score.rows) {
        let alone = try threes.count { three in
          let others = try corners.neighbours(of: three[2], count: corners.count).map(\.word)
          return others.first { !three.contains($0) } == word
        }
        let right = found.count { $0 == word }
        #expect(row.count == 216 && row.covered == 216)
        #expect(row.right == right && row.rightByNeighbour == alone, "\(word)")
      }
      #expect(score.total.right == 216 && score.total.covered == 1296)
    }
    let d = AnalogyQuestions([.init("", [.init("a", "b", "c", answer: "d")])])
    #expect(corners.score(on: d).total.right == 1)
  }

  @Test func `questions with unknown words are not covered, and capitals are no hindrance`() {
    let score = corners.score(
      on: AnalogyQuestions([
        .init("some", [.init("A", "B", "c", answer: "d"), .init("a", "b", "c", answer: "x")]),
        .init("none", [.init("x", "y", "z", answer: "a")]),
      ]))
    #expect(score.rows[0].count == 2 && score.rows[0].covered == 1)
    #expect(score.rows[1].covered == 0 && score.rows[1].accuracy == nil)
    #expect(score.total.count == 3 && score.total.covered == 1)
  }
}
