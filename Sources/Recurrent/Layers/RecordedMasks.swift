import UnrollAutodiff

// A mask is made of the numbers of one batch. In a call that is recorded for every batch of a shape, whoever makes one says
// the same on the tape too, from the inputs, and whoever needs one finds it there.

/// The masks of time steps in a recorded call, as ones and zeros on its tape.
package final class RecordedMasks {
  private var known: [(mask: BoolTensor, counts: Variable)] = []

  /// Whether a layer was given a mask that is not on the tape, and computed with the numbers of its batch.
  package private(set) var hasUnknown = false

  /// Says what a mask is on the tape; a mask that was passed on is known.
  func enter(_ mask: BoolTensor, _ counts: () -> Variable?) {
    if known.contains(where: { $0.mask.isSame(as: mask) }) { return }
    if let counts = counts() { known.append((mask, counts)) }
  }

  /// What a mask is on the tape, in the mask's shape.
  func counts(_ mask: BoolTensor) -> Variable? {
    // The very mask, and not one that happens to be equal in this batch.
    guard let found = known.first(where: { $0.mask.isSame(as: mask) }) else {
      hasUnknown = true
      return nil
    }
    return found.counts.shape == mask.shape ? found.counts : found.counts.reshaped(mask.shape)
  }
}

/// A layer whose output has other time steps than its input.
protocol MaskingLayer: Layer {
  /// What ``outputMask(_:for:)`` gives, as ones and zeros on the tape; `counts` is the mask of the input.
  func recordedMask(_ counts: Variable?, for x: Variable) -> Variable?
}

/// A layer that makes a mask of token ids.
protocol MaskingTokenLayer: TokenLayer {
  /// What ``outputMask(for:)`` gives, as ones and zeros on the tape of the layer's output.
  func recordedMask(for tokens: IntTensor, like y: Variable) -> Variable?
}

extension TokenLayer {
  /// Which time steps of some tokens count; on the tape of the layer's output too, where that has to be known.
  func outputMask(for tokens: IntTensor, like y: Variable, _ context: LayerContext) -> BoolTensor? {
    let mask = outputMask(for: tokens)
    context.enter(mask) {
      (self as? any MaskingTokenLayer)?.recordedMask(for: tokens, like: y)
    }
    return mask
  }
}

extension Layer {
  /// Which time steps of the output count; on the tape too, where that has to be known.
  func outputMask(for x: Variable, _ context: LayerContext) -> BoolTensor? {
    let mask = outputMask(context.mask, for: x.value)
    if let layer = self as? any MaskingLayer {
      context.enter(mask) { layer.recordedMask(context.counts, for: x) }
    }
    return mask
  }

  /// The mask of the output on the tape: that of the input, unless the layer makes one.
  func recordedOutputMask(_ counts: Variable?, for x: Variable) -> Variable? {
    guard let layer = self as? any MaskingLayer else { return counts }
    return layer.recordedMask(counts, for: x)
  }
}

extension LayerContext {
  /// Whether masks have to be values of the tape.
  var recordsMasks: Bool { repeated?.timeMasks != nil }

  /// The mask of the input on the tape; nil where there is none, or the call is not recorded for every batch.
  var counts: Variable? { mask.flatMap(counts) }

  /// A mask on the tape; nil where the call is not recorded for every batch.
  func counts(_ mask: BoolTensor) -> Variable? { repeated?.timeMasks?.counts(mask) }

  /// Says what a mask is on the tape, where that has to be known.
  func enter(_ mask: BoolTensor?, _ counts: () -> Variable?) {
    if let mask { repeated?.timeMasks?.enter(mask, counts) }
  }
}

/// Which samples a time step counts for, `[batch, 1]`.
enum StepMask {
  /// Known here and now.
  case numbers(BoolTensor)
  /// Computed on the tape.
  case recorded(Variable)

  /// `a` where the step counts, else `b`.
  func chosen(_ a: Variable, _ b: Variable) -> Variable {
    switch self {
    case .numbers(let mask): select(mask, a, b)
    case .recorded(let mask): choose(mask, a, b)
    }
  }

  /// Whether the step is known to count for all samples of every batch.
  var isAll: Bool {
    if case .numbers(let mask) = self { return mask.elements.allSatisfy { $0 } }
    return false
  }
}

extension LayerContext {
  /// The mask of each time step of `[batch, time]`; nil where all count.
  var stepMasks: [StepMask]? {
    guard let mask else { return nil }
    guard let counts else { return (0..<mask.shape[1]).map { .numbers(mask.column($0)) } }
    return unstack(counts.reshaped([mask.shape[0], mask.shape[1], 1]), axis: 1)
      .map(StepMask.recorded)
  }
}

extension Variable {
  /// A mask with its time steps in reverse order: `[batch, time]`.
  var reversedInTime: Variable { stack(unstack(self, axis: 1).reversed(), axis: 1) }

  /// Whether any step within a time step of a mask counts: `[batch, time]` of `[batch, time, steps within, …]`.
  var ofOuterSteps: Variable {
    shape.count == 2 ? self : max(axes: Array(2..<shape.count))
  }
}
