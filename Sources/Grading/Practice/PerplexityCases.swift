import Foundation
import UnrollCourse

/// The model that exercise 12 begins with, and what it foretells of its word.
struct WordModel {
  let word: String
  /// The vocabulary: h, e, l, o.
  let letters: [String]
  /// For each step, the logits of the letters.
  let logits: Matrix
  /// What is to be said: e, l, l, o.
  let tokens = Array(HandSpelling.places.dropFirst())

  init(_ variant: CourseVariant) {
    word = variant.word
    letters = variant.spelling.letters
    logits = Matrix(variant.spelling.steps.map(\.z))
  }

  var probabilities: Matrix { softmax(1) }

  func softmax(_ temperature: Double) -> Matrix {
    PerplexityByRecursion().softmax(logits: logits, temperature: temperature)
  }

  /// The probabilities of the true tokens.
  var conditionals: [Double] { tokens.indices.map { probabilities[$0, tokens[$0]] } }
}

/// A second sequence, to stand beside the word.
private let coins = [0.5, 0.25]

func foretoldByHand(_ model: WordModel) -> String {
  let p = model.conditionals
  let table = HandColumn.table([
    HandColumn("t", p.indices.map { "\($0 + 1)" }),
    HandColumn("true", model.tokens.map { model.letters[$0] }),
    HandColumn("p(true | before)", p.map(\.fourDigits)),
    HandColumn("−ln p", p.map { (-log($0)).fourDigits }),
  ])
  let truth = PerplexityByRecursion()
  let hello = truth.corpus(sequences: [Matrix([p])])
  let two = truth.corpus(sequences: [Matrix([coins])])
  let both = truth.corpus(sequences: [Matrix([p]), Matrix([coins])])
  let (sum, beside) = (4 * hello.nats, 2 * two.nats)
  let product = p.reduce(1, *)
  let z = model.logits.row(0)
  let (warm, cold) = (model.softmax(1).row(0), model.softmax(0.5).row(0))
  let temperatures = HandColumn.table([
    HandColumn("", model.letters), HandColumn("z", z.map(\.fourDigits)),
    HandColumn("p at T = 1", warm.map(\.fourDigits)),
    HandColumn("z / 0.5", z.map { ($0 / 0.5).fourDigits }),
    HandColumn("p at 0.5", cold.map(\.fourDigits)),
  ])
  let squares = warm.map { $0 * $0 }
  return """
    The word \(model.word), read by the model that exercise 12 begins with.
    All digits are kept, four are printed.

    \(table)

    ln p = −\(sum.fourDigits), and p = e^−\(sum.fourDigits) = \(String(format: "%.6f", product)), the product of the four.
    Per token: \(sum.fourDigits) / 4 = \(hello.nats.fourDigits) nats, which are \(hello.nats.fourDigits) / ln 2 = \
    \(hello.bits.fourDigits) bits.
    Perplexity e^\(hello.nats.fourDigits) = \(hello.perplexity.fourDigits): as unsure as among so many characters, all \
    equally likely.

    With a second sequence, whose p are 0.5 and 0.25: (\(sum.fourDigits) + \(beside.fourDigits)) / 6 = \
    \(both.nats.fourDigits) nats = \(both.bits.fourDigits) bits
    per token, perplexity \(both.perplexity.fourDigits). (The second alone has \(two.perplexity.fourDigits).)

    The first row at temperature 0.5, which makes what is likely likelier:

    \(temperatures)

    From p alone: p^(1/0.5) = \(squares.map(\.fourDigits).asList), each divided by their sum
    \(squares.reduce(0, +).fourDigits), is the last column again.
    """
}

func perplexityCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "perplexity-and-temperature")
  let model = WordModel(variant)
  func foretold(_ rows: Int, _ columns: Int, _ scale: Double = 2) -> Matrix {
    PerplexityByRecursion().softmax(logits: numbers.matrix(rows, columns, scale), temperature: 1)
  }
  func sequence(
    _ name: String, _ part: String, _ probabilities: Matrix, _ tokens: [Int]
  ) -> ExerciseCase {
    ExerciseCase(
      name, part, ["probabilities": .matrix(probabilities), "tokens": .integers(tokens)],
      sizes: ["the number of tokens": tokens.count])
  }
  func asked(
    _ name: String, _ part: String, _ key: String, _ matrix: Matrix, _ temperature: Double
  ) -> ExerciseCase {
    ExerciseCase(
      "\(name), T = \(temperature.written)", part,
      [key: .matrix(matrix), "temperature": .number(temperature)],
      sizes: ["the number of classes": matrix.columns])
  }
  let sequences = [(3, 2), (4, 5), (1, 3), (2, 6), (6, 4)].map { sizes in
    let (length, vocabulary) = (variant.size(sizes.0), variant.size(sizes.1))
    return sequence(
      "\(counted(length, "token")) of \(vocabulary)", "sequence", foretold(length, vocabulary),
      (0..<length).map { ($0 * $0 + 1) % vocabulary })
  }
  let lengths = [[3, 5, 2], [1, 6], [4, 4], [5], [2, 3, 6, 1]].map { $0.map(variant.size) }
  let corpora =
    [("the numbers by hand", [model.conditionals, coins])]
    + lengths.map { lengths in
      (
        "\(lengths.map(String.init).joined(separator: " + ")) tokens",
        lengths.map { length in (0..<length).map { _ in 0.5 + numbers.number(0.45) } }
      )
    } + [("1 of 8 each time", [[0.125, 0.125], [0.125]])]
  let rows = [(1, 3, 2.0), (3, 4, 0.7), (4, 2, 5), (2, 5, 1), (5, 3, 0.25)].map {
    (variant.size($0.0), variant.size($0.1), $0.2)
  }
  let logits = rows.map { batch, classes, temperature in
    asked(
      "batch \(batch), \(classes) classes", "softmax", "logits", numbers.matrix(batch, classes, 2),
      temperature)
  }
  let probabilities = rows.map { batch, classes, temperature in
    asked(
      "batch \(batch), \(classes) classes", "tempered", "probabilities", foretold(batch, classes),
      temperature)
  }
  let hand = "the numbers by hand"
  return [
    sequence(hand, "sequence", model.probabilities, model.tokens)
  ] + sequences
    + corpora.map { name, sequences in
      ExerciseCase(
        name, "corpus", ["sequences": .matrices(sequences.map { Matrix([$0]) })],
        sizes: ["the number of sequences": sequences.count])
    } + [asked(hand, "softmax", "logits", Matrix([model.logits.row(0)]), 0.5)]
    + logits
    + [
      asked(
        hand, "tempered", "probabilities", Matrix([model.probabilities.row(0)]),
        0.5)
    ] + probabilities
    + [
      asked(
        "what is impossible", "tempered", "probabilities", [[0, 0.25, 0.75], [1, 0, 0]], 2),
      sequence(
        "300 tokens of 3", "sequence of many tokens", foretold(300, 3, 6),
        (0..<300).map { ($0 * $0 + $0 / 2) % 3 }),
    ]
    + [(1, 3, 0.02), (2, 4, 0.01), (3, 2, 0.005)].map { batch, classes, temperature in
      asked(
        "batch \(batch), \(classes) classes, logits up to 20", "softmax at low temperatures",
        "logits", numbers.matrix(batch, classes, 20), temperature)
    }
}
