import Foundation
import TestSupport
import Testing
import UnrollAutodiff

/// `series.json`, which `Reference/make_reference.py` made.
struct SeriesReference: Decodable, Sendable {
  struct Lecture: Decodable, Sendable {
    struct Part: Decodable, Sendable {
      let x: BitSums
      let y: BitSums
    }
    let steps: Int
    let horizon: Int
    let first: [UInt32]
    let series: BitSums
    let train: Part
    let validation: Part
    let test: Part
    let naiveError: Double
  }
  struct Linspace: Decodable, Sendable {
    let start: Double
    let end: Double
    let numbers: [Double]
  }

  let lectures: [Lecture]
  let small: [UInt32]
  let linspaces: [Linspace]

  static func load() throws -> SeriesReference {
    try readReference("series", in: .module)
  }
}

/// What is left of many float32 numbers: the sum of their bits, and the sum of their bits each times
/// its place, counted from 1, modulo 2⁶⁴.
struct BitSums: Decodable, Sendable, Equatable {
  let shape: [Int]
  var sum: UInt64 = 0
  var sumByPlace: UInt64 = 0

  init(_ tensor: Tensor) {
    shape = Array(tensor.shape)
    var place: UInt64 = 0
    for number in tensor.floats {
      let bits = UInt64(number.bitPattern)
      place &+= 1
      sum &+= bits
      sumByPlace &+= bits &* place
    }
  }
}

extension Tensor {
  /// The bits of all elements.
  var bitPatterns: [UInt32] { floats.map(\.bitPattern) }
}
