import Foundation
import TestSupport
import UnrollNumerics

/// Reads a file that `Reference/make_reference.py` made.
func reference<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
  try readReference(name, as: type, in: .module)
}

/// A matrix as it stands in the reference files.
struct StoredMatrix: Decodable, Sendable {
  let rows: Int
  let columns: Int
  let elements: [Double]

  var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: elements) }
}

/// `linear_algebra.json`.
struct LinearAlgebraReference: Decodable {
  struct Decomposition: Decodable {
    let a: StoredMatrix
    let q: StoredMatrix
    let r: StoredMatrix
    let positiveQ: StoredMatrix
  }
  struct Fit: Decodable {
    let a: StoredMatrix
    let b: StoredMatrix
    let x: StoredMatrix
  }
  struct Singular: Decodable {
    let name: String
    let a: StoredMatrix
    let rank: Int
    let values: [Double]
  }
  struct Spectrum: Decodable {
    let name: String
    let a: StoredMatrix
    let real: [Double]
    let imaginary: [Double]
  }
  struct Principal: Decodable {
    let data: StoredMatrix
    let mean: [Double]
    let variance: [Double]
    let components: StoredMatrix
  }

  let decompositions: [Decomposition]
  let fits: [Fit]
  let singular: [Singular]
  let spectra: [Spectrum]
  let principal: Principal

  static func load() throws -> LinearAlgebraReference { try reference("linear_algebra") }
}

/// The largest difference between two sequences of numbers, infinite if their lengths differ.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = (pair.0 - pair.1).magnitude
    return difference <= largest ? largest : difference  // a not-a-number wins
  }
}

/// The largest difference between two matrices, infinite if their sizes differ.
func distance(_ a: Matrix, _ b: Matrix) -> Double {
  guard a.rows == b.rows, a.columns == b.columns else { return .infinity }
  return distance(a.elements, b.elements)
}

/// A matrix of standard normal numbers that depends on its size and the seed alone.
func normalMatrix(_ rows: Int, _ columns: Int, seed: UInt64 = 42) -> Matrix {
  var generator = SeededGenerator(seed: seed, stream: "\(rows)×\(columns)")
  return Matrix(
    rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in generator.normal() })
}
