import UnrollAutodiff
import UnrollNumerics

/// Elements replaced by zeros at random while training, the others scaled up so that sums keep their
/// size (Srivastava et al. 2014).
///
/// `y = x ⊙ m`, `m = 0` with probability `rate`, else `1 / (1 − rate)`; when not training `y = x`
public struct Dropout: Layer {
  /// The share of elements that is dropped: at least 0 and below 1.
  public var rate: Double

  /// A layer that drops a share of its input; stops with a sentence where that is below 0, or 1 or more.
  public init(_ rate: Double) {
    Self.requireRate(rate, "Dropout: rate")
    self.rate = rate
  }

  public var kind: String { "Dropout" }

  public func outputShape(for input: LayerShape) -> LayerShape { input }

  public var isRepeatable: Bool { true }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    context.dropoutMask(rate, x.shape, x.dtype, for: "dropout").map { x * $0 } ?? x
  }

  /// Stops with a sentence where a share is not one.
  static func requireRate(_ rate: Double, _ what: @autoclosure () -> String) {
    require(rate >= 0 && rate < 1, "\(what()) is \(rate); expected at least 0 and below 1")
  }
}

extension Dropout: SavableLayer {
  public var configuration: LayerConfiguration { ["rate": rate] }

  public init(_ configuration: LayerConfiguration) throws {
    self.init(try configuration.rate("rate"))
  }
}
