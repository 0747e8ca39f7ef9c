import UnrollNumerics

/// All runs of up to `n` consecutive tokens: for each token the runs that end with it, the shortest first.
///
/// ```swift
/// ngrams(["Data", "science", "rocks"], upTo: 2)
/// // Data, science, Data science, rocks, science rocks
/// ```
///
/// A text of `k` tokens has `n·k − n(n − 1)/2` of them where `k ≥ n`. As a set they are the lecture's bag of
/// n-grams: `Set(ngrams(…))`.
///
/// Stops with a sentence where n is below 1.
public func ngrams(_ tokens: [String], upTo n: Int, separator: String = " ") -> [String] {
  require(n >= 1, "ngrams: got runs of up to \(n) tokens; expected at least 1")
  return tokens.indices.flatMap { last in
    (0..<min(n, last + 1)).map { tokens[(last - $0)...last].joined(separator: separator) }
  }
}
