import UnrollCourse

/// Sequences of unequal lengths, as tokens that are filled up with 0.
struct PaddedTokens {
  /// Where the filling stands.
  enum Side { case front, back }

  /// The tokens of each sample.
  let rows: [[Int]]

  init(_ rows: [[Int]]) { self.rows = rows }

  /// Each sample one token shorter than the one before, and after the shortest as long as the longest again. One token
  /// stands at the beginning of every sample and again at the end of the first.
  init(
    batch: Int, time: Int, words: Int, shorter: Int = 0, fillingAt side: Side,
    _ numbers: inout CaseNumbers
  ) {
    let repeated = numbers.token(below: words) + 1
    rows = (0..<batch).map { sample in
      let length = time - (sample + shorter) % time
      var own = (0..<length).map { _ in
        // Any word but that one, where there is another.
        words == 1 ? 1 : 1 + (repeated + numbers.token(below: words - 1)) % words
      }
      own[0] = repeated
      if sample == 0 { own[length - 1] = repeated }
      let filling = [Int](repeating: 0, count: time - length)
      return side == .front ? filling + own : own + filling
    }
  }

  /// 1 where a token is a word.
  var mask: Matrix { Matrix(rows.map { $0.map { Double($0.signum()) } }) }

  /// As it is handed to a function.
  var value: ExerciseValue { .matrix(Matrix(rows.map { $0.map(Double.init) })) }
}

extension CaseNumbers {
  /// A token, from 0.
  mutating func token(below count: Int) -> Int {
    min(count - 1, Int((number() + 1) / 2 * Double(count)))
  }
}
