import UnrollFigures

/// The examples of the lectures' topologies.
public enum Topologies {
  /// One example of each, in the lectures' order.
  public static let all: [any Topology] = [
    OneToManyTopology(), ManyToOneTopology(), ManyToManyTopology(), EncoderDecoderTopology(),
  ]

  /// The share of the training data that each network got right, epoch by epoch; nil where no epoch was
  /// completed.
  public static func learningFigure(_ results: [TopologyResult]) -> Figure? {
    let trained = results.filter { $0.history.epochs > 0 }
    guard !trained.isEmpty else { return nil }
    let longest = trained.map(\.history.epochs).max() ?? 1
    return Figure(
      title: "Topologies: what is right in the training data",
      x: Axis("Epochs", range: 0...Double(longest), integerTicks: true),
      y: Axis("Share right", range: 0...1),
      marks: trained.map { result in
        let shares = result.history["accuracy"]
        return .line(
          "\(result.name): \(result.counted)", x: shares.indices.map { Double($0) + 1 }, y: shares,
          marker: .dot)
      })
  }
}
