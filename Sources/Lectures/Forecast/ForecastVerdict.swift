import Foundation

extension Forecast {
  /// Whether a model is better than another on the same windows.
  enum Comparison: Equatable {
    case better, worse
    /// The difference is no larger than chance may make it.
    case undecided

    /// Compares by the mean difference of squared errors, `d̄ ± 2 s/√n`.
    ///
    /// Windows that overlap are not independent, so that n is the number of windows divided by the
    /// horizon; of fewer than two, nothing can be said. (Source: Diebold and Mariano 1995, in its simplest form.)
    init(_ row: Row, beside other: Row) {
      let differences = zip(row.squaredErrors, other.squaredErrors).map { $0 - $1 }
      let horizon = Double(max(1, row.mseByStep.count))
      let d = mean(differences)
      let variance = mean(differences.map { ($0 - d) * ($0 - d) })
      let margin = 2 * (variance * horizon / Double(differences.count)).squareRoot()
      let hasEnough = Double(differences.count) >= 2 * horizon
      self = !hasEnough ? .undecided : d < -margin ? .better : d > margin ? .worse : .undecided
    }
  }
}

extension Forecast.Result {
  /// Whether the network was worth its training: what it beats, what it does not, and what is best.
  public var verdict: String {
    guard let network = rows.last(where: { $0.model == .network }) else { return "" }
    let baselines = rows.filter { $0.model != .network }
    func those(_ comparison: Forecast.Comparison) -> [String] {
      baselines.filter { Forecast.Comparison(network, beside: $0) == comparison }
        .map { "\($0.model.inSentence) (MSE \(Self.difference(network.mse, $0.mse)))" }
    }
    let undecided = those(.undecided)
    let clauses = [
      Self.clause("beats", those(.better)), Self.clause("does not beat", those(.worse)),
      Self.clause("can't be told from", undecided),
    ].compactMap(\.self)
    let best = rows.min { $0.mse < $1.mse } ?? network
    let overlap = network.mseByStep.count > 1 ? " that overlap" : ""
    let chance =
      undecided.isEmpty
      ? "" : " Over \(truth.count) windows\(overlap), such a difference may be chance."
    let ending =
      best.model == .network
      ? "Its MSE is the lowest." : "The lowest MSE is that of \(best.model.inSentence)."
    return "On the test rows the network \(clauses.joined(separator: ", and ")).\(chance) \(ending)"
  }

  private static func clause(_ verb: String, _ baselines: [String]) -> String? {
    baselines.isEmpty ? nil : "\(verb) \(joined(baselines))"
  }

  /// `12 % lower`, `3.4 times as large`.
  private static func difference(_ mse: Double, _ other: Double) -> String {
    guard other > 0 else { return "\(mse == 0 ? "equal: 0" : "above 0, where the other's is 0")" }
    let ratio = mse / other
    if ratio >= 2 { return String(format: "%.1f times as large", ratio) }
    let percent = String(format: "%.0f %%", 100 * abs(1 - ratio))
    return percent == "0 %" ? "within 1 %" : percent + (ratio < 1 ? " lower" : " higher")
  }

  /// `a`, `a and b`, `a, b, and c`.
  private static func joined(_ clauses: [String]) -> String {
    guard let last = clauses.last, clauses.count > 1 else { return clauses.first ?? "" }
    let comma = clauses.count > 2 ? "," : ""
    return clauses.dropLast().joined(separator: ", ") + comma + " and " + last
  }
}

extension Forecast.Model {
  /// The name within a sentence.
  var inSentence: String {
    switch self {
    case .naive: "the naive forecast"
    case .seasonalNaive: "the seasonal naive forecast"
    case .leastSquares: "the linear forecast"
    case .network: "the network"
    }
  }
}
