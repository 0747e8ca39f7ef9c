import Foundation
import TestSupport
import UnrollAutodiff

@testable import UnrollSequences

/// `vectors.json`, which `Reference/make_vectors_reference.py` made with NumPy and SciPy.
struct VectorsReference: Decodable, Sendable {
  struct Case: Decodable, Sendable {
    struct Example: Decodable, Sendable {
      let reads: [Int]
      let target: Int
      let negatives: [Int]
    }
    let words: Int
    let dimensions: Int
    let rate: Double
    let examples: [Example]
    let input: [Double]
    let output: [Double]
    let loss: Double
    let inputGradient: [Double]
    let outputGradient: [Double]
    let stepLosses: [Double]
    let inputAfter: [Double]
    let outputAfter: [Double]

    var word2vec: [Word2VecExample] {
      examples.map { Word2VecExample(reads: $0.reads, target: $0.target, negatives: $0.negatives) }
    }

    func table(_ elements: [Double]) -> Tensor {
      Tensor(elements, shape: [words, dimensions], dtype: .float64)
    }
  }
  struct Correlation: Decodable, Sendable {
    let a: [Double]
    let b: [Double]
    let rho: Double
    let ranks: [Double]
  }
  struct Noise: Decodable, Sendable {
    let counts: [Int]
    let probabilities: [Double]
  }

  let cases: [Case]
  let correlations: [Correlation]
  let noise: Noise

  static func load() throws -> VectorsReference { try readReference("vectors", in: .module) }
}

/// The largest difference of two lists; infinite where one is longer.
func largestDistance(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}

/// A text file that lives as long as the test looks at it.
func withTextFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID()).txt")
  defer { try? FileManager.default.removeItem(at: file) }
  try Data(text.utf8).write(to: file)
  return try body(file.path)
}
