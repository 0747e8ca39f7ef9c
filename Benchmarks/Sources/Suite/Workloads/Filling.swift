import Foundation
import Unroll

// Numbers that every side computes for itself, so that all of them time the same mathematics:
// no file is exchanged and no library's random generator is needed.

/// Numbers in `0..<1` that look random: the fraction of `43758.5453 · sin(12.9898 i + 78.233 stream)`.
func uniform(_ count: Int, stream: Int) -> [Double] {
  (0..<count).map { i in
    let wave = 43758.5453 * sin(12.9898 * Double(i) + 78.233 * Double(stream))
    return wave - wave.rounded(.down)
  }
}

/// A tensor with elements between `-bound` and `bound`.
func filled(_ shape: Shape, bound: Double, stream: Int, dtype: DType = .float32) -> Tensor {
  let elements = uniform(shape.elementCount, stream: stream).map { bound * (2 * $0 - 1) }
  return Tensor(elements, shape: shape, dtype: dtype)
}

/// Token ids below `count`.
func tokens(_ shape: Shape, below count: Int, stream: Int) -> IntTensor {
  let ids = uniform(shape.elementCount, stream: stream).map { Int($0 * Double(count)) }
  return IntTensor(ids, shape: shape)
}

/// Where inputs and targets take their numbers from; weights take theirs from 0, 1, 2, … in order.
enum Stream {
  static let inputs = 100
  static let targets = 101
}

/// The first value of a weight: matrices keep the size of what passes through them.
func filledWeight(_ parameter: Parameter, stream: Int) -> Tensor {
  let bound =
    switch parameter.name {
    case "embeddings": 0.05
    case "bias": 0.1
    default: (3 / Double(parameter.value.shape[0])).squareRoot()
    }
  return filled(parameter.value.shape, bound: bound, stream: stream)
}
