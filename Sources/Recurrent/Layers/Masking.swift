import UnrollAutodiff

/// Time steps left out whose features all have one value: the padding of sequences of numbers.
///
/// The layers behind leave out step t of sample b where `x[b, t, …] = maskValue` for every feature; y is x
/// with zeros there. A `maskValue` of NaN stands for NaN, though NaN equals nothing elsewhere. Losses don't
/// see masks: of outputs at every step, those of padding count, unless the loss leaves them out
/// (`overSteps`, or `ignoring:` for classes).
///
/// x and y are `[batch, time, features]`.
public struct Masking: Layer {
  /// The value that marks padding.
  public var maskValue: Double

  /// A layer that leaves padding out.
  public init(maskValue: Double = 0) { self.maskValue = maskValue }

  public var kind: String { "Masking" }

  public var isRecordable: Bool { true }

  public func obstacle(to input: LayerShape) -> String? {
    input.sizes.count == 2
      ? nil : "expected a sequence (batch, time, features), but the input is \(input)"
  }

  public func outputShape(for input: LayerShape) -> LayerShape { input }

  public func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    let none = Variable(0, dtype: x.dtype)
    let column: Shape = [x.shape[0], x.shape[1], 1]
    // Chosen, not multiplied by zero: that would leave NaN and infinities as NaN.
    if context.recordsMasks {
      return choose(recordedCounts(x).reshaped(column), x, none)
    }
    return select(BoolTensor(counts(x.value).elements, shape: column), x, none)
  }

  public func outputMask(_ mask: BoolTensor?, for x: Tensor) -> BoolTensor? {
    let own = counts(x)
    guard let mask else { return own }
    return BoolTensor(zip(own.elements, mask.elements).map { $0 && $1 }, shape: own.shape)
  }

  /// One where any feature of a time step has another value, else zero.
  private func recordedCounts(_ x: Variable) -> Variable {
    notEqual(x, maskValue).max(axis: -1)
  }

  private func counts(_ x: Tensor) -> BoolTensor {
    let (features, elements) = (x.shape[2], x.elements)
    // A value like −9.9 is another number in float32.
    let maskValue = Tensor(maskValue, dtype: x.dtype).item()
    let steps = x.shape[0] * x.shape[1]
    let counts = (0..<steps).map { step in
      elements[(step * features)..<((step + 1) * features)].contains {
        $0 != maskValue && !($0.isNaN && maskValue.isNaN)
      }
    }
    return BoolTensor(counts, shape: [x.shape[0], x.shape[1]])
  }
}

extension Masking: MaskingLayer {
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable? {
    let own = recordedCounts(x)
    return counts.map { own * $0 } ?? own
  }
}

extension Masking: SavableLayer {
  public var configuration: LayerConfiguration { ["mask_value": maskValue] }

  public init(_ configuration: LayerConfiguration) throws {
    self.init(maskValue: try configuration["mask_value"])
  }
}
