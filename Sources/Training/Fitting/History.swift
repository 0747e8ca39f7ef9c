import UnrollNumerics

/// How a training went: a figure for each epoch, by Keras's names (`loss`, `val_loss`).
public struct History: Sendable {
  /// The names in the order in which they were measured.
  public private(set) var names: [String] = []

  private var figures: [String: [Double]] = [:]

  /// Whether training ended before its last epoch because it was asked to.
  public internal(set) var wasStopped = false

  /// The seconds that training took.
  public internal(set) var seconds = 0.0

  /// Where the training went on from a checkpoint; nil where it began anew.
  public internal(set) var resumed: Resumption?

  /// A history without epochs.
  public init() {}

  /// One figure for each epoch. Stops where nothing of that name was measured; ``names`` lists what was.
  public subscript(name: String) -> [Double] {
    if let found = figures[name] { return found }
    require(
      names.isEmpty, "history: there is no \(name); there are \(names.joined(separator: ", "))")
    return []
  }

  /// The number of epochs.
  public var epochs: Int { self["loss"].count }

  /// The last figure of a name; nil where nothing of that name was measured.
  public func last(_ name: String) -> Double? { figures[name]?.last }

  /// Adds the figures of an epoch.
  mutating func append(_ epoch: [Figure]) {
    for figure in epoch {
      if figures[figure.name] == nil { names.append(figure.name) }
      figures[figure.name, default: []].append(figure.value)
    }
  }

  /// Takes over the figures of a name that were saved.
  mutating func set(_ name: String, _ saved: [Double]) {
    if figures[name] == nil { names.append(name) }
    figures[name] = saved
  }

  /// A named number: a loss or a metric.
  public struct Figure: Sendable, Equatable {
    /// The name.
    public let name: String
    /// The number.
    public let value: Double

    /// A named number.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }
}
