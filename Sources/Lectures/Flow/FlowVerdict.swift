import Foundation

/// What the curves of a ``GradientFlow`` say, in sentences that follow from the numbers.
public struct FlowVerdict {
  private let curves: [FlowCurve]
  private let sheared: FlowCurve

  /// The verdict on curves of cells, and on that of a matrix that is not normal.
  public init(_ curves: [FlowCurve], _ sheared: FlowCurve) {
    self.curves = curves
    self.sheared = sheared
  }

  /// Whether no measured norm is above its bound.
  public var keepsBounds: Bool { (curves + [sheared]).allSatisfy(\.keepsBound) }

  /// The sentences, one a finding.
  public var sentences: [String] {
    [boundSentence, rateSentence, explosionSentence, gatedSentence, transientSentence].compactMap {
      $0
    }
  }

  private func curves(of cell: GradientFlow.Cell) -> [FlowCurve] {
    curves.filter { $0.cell == cell.rawValue }
  }

  private var boundSentence: String {
    let bounded = (curves + [sheared]).filter { $0.bounds != nil }
    let above = bounded.filter { !$0.keepsBound }
    if above.isEmpty {
      return "No norm is above its bound, in \(bounded.count) curves that have one."
    }
    let names = above.map { "\($0.cell) at gain \($0.gain.short)" }.joined(separator: ", ")
    return "Above the bound, which can't be: \(names). This is a mistake of the library."
  }

  private var rateSentence: String? {
    let below = curves(of: .simpleRNN).filter { $0.gain < 1 }
    let worst = below.compactMap { curve in
      curve.factor.map { abs(log($0) / log(curve.gain) - 1) }
    }.max()
    guard let worst else { return nil }
    return """
      SimpleRNN below gain 1: the gradient shrinks at each step by the gain; the slope of its logarithm \
      differs from log ρ by at most \(String(format: "%.2g", 100 * worst)) %.
      """
  }

  private var explosionSentence: String? {
    guard let worst = curves(of: .simpleRNN).last, let factor = worst.factor, factor > 1.01,
      let bound = worst.bounds?.last, let norm = worst.norms.last
    else { return nil }
    return """
      SimpleRNN at gain \(worst.gain.short): the gradient grows by \(String(format: "%.2f", factor)) a step, it \
      explodes; but tanh flattens, and what comes back is \(String(format: "%.0e", bound / norm)) times smaller \
      than the bound.
      """
  }

  private var gatedSentence: String? {
    func best(_ cell: GradientFlow.Cell) -> FlowCurve? {
      curves(of: cell).filter { $0.gain <= 1 }.last
    }
    guard let track = best(.carryTrack), let plain = best(.simpleRNN), let gru = best(.gru),
      let lstm = best(.lstm), let last = track.norms.indices.last
    else { return nil }
    func text(_ x: Double) -> String { String(format: "%.1e", x) }
    return "Untrained gated cells forget too: at gain \(plain.gain.short), \(last) steps back, "
      + "\(text(lstm.norms[last])) of the LSTM's gradient is left and \(text(gru.norms[last])) of the GRU's, "
      + "of SimpleRNN's \(text(plain.norms[last])). An LSTM's forget gates begin near σ(1) = 0.73, and "
      + "0.73 to the power of \(last) is \(text(pow(0.7310585786300049, Double(last)))). What makes the "
      + "difference is that they can learn to stay open."
  }

  private var transientSentence: String? {
    guard let peak = sheared.transient else { return nil }
    return
      "A matrix that is not normal, with spectral radius \(sheared.gain.short): the gradient first "
      + "grows, to \(String(format: "%.2g", peak.norm)) times its size at \(peak.distance) steps back, and "
      + "vanishes in the long run (transient growth)."
  }
}
