import UnrollAutodiff
import UnrollNumerics

/// A shape in which some sizes are known only when data comes: the batch, and mostly the time.
///
/// The batch stands in front and is always open. Printed as Keras prints it: `(None, 50, 1)`.
public struct LayerShape: Sendable, Equatable {
  /// The sizes behind the batch; nil where any size will do.
  public let sizes: [Int?]

  /// The shape of one sample, without the batch; stops with a sentence where a size is negative.
  public init(_ sizes: [Int?]) {
    for size in sizes.compactMap({ $0 }) {
      require(
        size >= 0,
        "shape: an axis of a layer's input can't have size \(size); for any size write nil")
    }
    self.sizes = sizes
  }

  /// The size of the last axis, the number of features; nil where it is open.
  public var features: Int? { sizes.last ?? nil }

  /// Sizes as they are written in a program: `[nil, 1]`.
  static func text(_ sizes: [Int?]) -> String {
    "[" + sizes.map { $0.map(String.init) ?? "nil" }.joined(separator: ", ") + "]"
  }

  /// The same shape with another number of features.
  func withFeatures(_ count: Int) -> LayerShape { LayerShape(sizes.dropLast() + [count]) }

  /// Whether data of a shape, batch included, fits.
  func accepts(_ shape: Shape) -> Bool {
    shape.count == sizes.count + 1
      && zip(shape.dropFirst(), sizes).allSatisfy { $1 == nil || $0 == $1 }
  }
}

extension LayerShape: ExpressibleByArrayLiteral {
  /// The shape of one sample as a literal: `[nil, 1]` for any number of time steps with one feature.
  public init(arrayLiteral sizes: Int?...) { self.init(sizes) }
}

extension LayerShape: CustomStringConvertible {
  /// The shape as Keras prints it, batch included: `(None, 50, 1)`.
  public var description: String {
    let all = ["None"] + sizes.map { $0.map(String.init) ?? "None" }
    return "(" + all.joined(separator: ", ") + ")"
  }
}
