import Foundation
import UnrollNumerics

// One step of gradient descent on the loss of negative sampling, by hand.
//
// With s_k = v'_k · h and t_k = 1 for the word to be foretold, 0 for the others,
//
//   g_k = ∂L/∂s_k = σ(s_k) − t_k,   ∂L/∂v'_k = g_k h,   ∂L/∂h = Σ_k g_k v'_k,   ∂L/∂v_c = ∂L/∂h / C
//
// Only the rows of the words in the example change: a step takes the same time whatever the number of
// words. All products are taken before any row changes, so that a word that comes twice gets the sum of
// both gradients, exactly what the tape gives (the original program changes v'_k between two draws of the
// same k). The division by C is part of the derivative; the original program left it out for CBOW, which
// İrsoy, Benton and Stratos found to be harmful ("Corrected CBOW performs as well as skip-gram", 2021).

/// The two tables of word2vec, changed by one example at a time.
///
/// Rows are padded with zeros to whole vectors of eight numbers; zeros stay zeros.
struct Word2VecTables<Number: BinaryFloatingPoint & SIMDScalar> {
  typealias Lane = SIMD8<Number>

  /// The length of a word's vector.
  let dimensions: Int
  /// The number of lanes in a row.
  let width: Int
  private var input: [Lane]
  private var output: [Lane]
  private var hidden: [Lane]
  private var slope: [Lane]

  /// Tables for a number of words: input uniform in ±½/d, output zero, as the original program begins.
  init(words: Int, dimensions: Int, using generator: inout some RandomNumberGenerator) {
    let limit = 0.5 / Double(dimensions)
    let numbers = (0..<(words * dimensions)).map { _ in generator.uniform(in: -limit..<limit) }
    self.init(
      input: numbers, output: [Double](repeating: 0, count: words * dimensions),
      dimensions: dimensions)
  }

  /// Tables with given numbers, row after row.
  init(input: [Double], output: [Double], dimensions: Int) {
    self.dimensions = dimensions
    width = (dimensions + 7) / 8
    self.input = Self.lanes(input, dimensions, width)
    self.output = Self.lanes(output, dimensions, width)
    hidden = [Lane](repeating: .zero, count: width)
    slope = hidden
  }

  /// The numbers of the input table, row after row.
  var inputElements: [Number] { elements(input) }

  /// The numbers of the output table, row after row.
  var outputElements: [Number] { elements(output) }

  private static func lanes(_ numbers: [Double], _ dimensions: Int, _ width: Int) -> [Lane] {
    let rows = dimensions == 0 ? 0 : numbers.count / dimensions
    var lanes = [Lane](repeating: .zero, count: rows * width)
    for (index, number) in numbers.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: dimensions)
      lanes[row * width + column / 8][column % 8] = Number(number)
    }
    return lanes
  }

  private func elements(_ lanes: [Lane]) -> [Number] {
    (0..<(width == 0 ? 0 : lanes.count / width)).flatMap { row in
      (0..<dimensions).map { lanes[row * width + $0 / 8][$0 % 8] }
    }
  }
}

extension Word2VecTables {
  /// Changes the rows of one example by `−rate · ∂L/∂row`; returns L as it was before.
  ///
  /// `targets` holds the word to be foretold first, then those that are not.
  @inline(__always)
  mutating func step(reads: ArraySlice<Int>, targets: [Int], slopes: inout [Number], rate: Number)
    -> Number
  {
    let (width, share) = (width, 1 / Number(reads.count))
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        hidden.withUnsafeMutableBufferPointer { hidden in
          slope.withUnsafeMutableBufferPointer { slope in
            // h = (1/C) Σ v_c
            for i in 0..<width { (hidden[i], slope[i]) = (.zero, .zero) }
            for word in reads {
              for i in 0..<width { hidden[i] += input[word * width + i] }
            }
            for i in 0..<width { hidden[i] *= share }

            // g_k = σ(v'_k · h) − t_k, and ∂L/∂h = Σ g_k v'_k
            var loss: Number = 0
            for (place, word) in targets.enumerated() {
              var products = Lane.zero
              for i in 0..<width { products += output[word * width + i] * hidden[i] }
              let (g, part) = Self.slopeAndLoss(products.sum(), isTarget: place == 0)
              slopes[place] = g
              loss += part
              for i in 0..<width { slope[i] += g * output[word * width + i] }
            }

            for (place, word) in targets.enumerated() {
              let change = rate * slopes[place]
              for i in 0..<width { output[word * width + i] -= change * hidden[i] }
            }
            let change = rate * share
            for word in reads {
              for i in 0..<width { input[word * width + i] -= change * slope[i] }
            }
            return loss
          }
        }
      }
    }
  }

  /// `σ(s) − t` and `−ln σ(±s)`, neither of which overflows: `e = exp(−|s|)` is at most 1.
  @inline(__always)
  private static func slopeAndLoss(_ score: Number, isTarget: Bool) -> (slope: Number, loss: Number)
  {
    let s = Double(score)
    let e = exp(-abs(s))
    let sigmoid = s >= 0 ? 1 / (1 + e) : e / (1 + e)
    let wrong = isTarget ? max(-s, 0) : max(s, 0)
    return (Number(isTarget ? sigmoid - 1 : sigmoid), Number(wrong + log1p(e)))
  }
}
