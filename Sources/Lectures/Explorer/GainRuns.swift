import UnrollFigures

/// The gradient on its way back along recurrent weights of several sizes: one that vanishes beside one that explodes.
public struct GainRuns: Codable, Sendable {
  /// What all of them are.
  public let title: String
  /// The colours of all their norms.
  public let scale: ColourScale
  /// One for each gain.
  public let runs: [Run]

  /// One gain.
  public struct Run: Codable, Sendable {
    /// The factor in front of an orthogonal matrix.
    public let gain: Double
    /// By how much the norm changes with each step back: the straight line through the logarithms.
    public let factor: Double?
    /// From the last state to the first.
    public let points: [Point]
    /// What happens, in a sentence.
    public let words: String
  }

  /// The gradient at one distance.
  public struct Point: Codable, Sendable {
    /// How many steps back.
    public let back: Int
    /// `‖∂L/∂h‖`.
    public let norm: Double
    /// The norm as a share of that one step later; nil at the last state.
    public let ratio: Double?
    /// Its colour.
    public let level: Int
    /// Where it lies on the scale, from 0 to 1: the length of its bar.
    public let share: Double
  }

  /// Two gains that show it.
  public static let gains = [0.7, 1.4]

  /// An untrained SimpleRNN for each gain, as in `unroll flow`: `∂L/∂h` at the last state has norm 1.
  public init(gains: [Double] = gains, steps: Int = 20, seed: UInt64 = 42) {
    var study = GradientFlow(seed: seed)
    study.steps = steps
    study.inputScale = 1e-4
    let curves = gains.map { study.curve(.simpleRNN, gain: $0) }
    let scale = ColourScale(fitting: curves.flatMap(\.norms))
    title =
      "SimpleRNN of \(study.units) units, untrained; ‖∂L/∂h‖ on its way back from the last state"
    self.scale = scale
    runs = curves.map { Run($0, scale) }
  }
}

extension GainRuns.Run {
  init(_ curve: FlowCurve, _ scale: ColourScale) {
    gain = curve.gain
    factor = curve.factor
    points = curve.norms.indices.map { back in
      let norm = curve.norms[back]
      let later = back == 0 ? 0 : curve.norms[back - 1]
      return GainRuns.Point(
        back: back, norm: norm, ratio: later > 0 ? norm / later : nil, level: scale.level(of: norm),
        share: scale.share(of: norm))
    }
    let last = curve.norms.last ?? 1
    let verb = last < 0.5 ? "vanishes" : last > 2 ? "explodes" : "stays near 1"
    words = """
      Gain \(curve.gain.short): the gradient \(verb). \(curve.norms.count - 1) steps back it is \
      \(last.significant(3)) of what it was\(factor.map { ", a factor of \($0.significant(3)) a step" } ?? "").
      """
  }
}
