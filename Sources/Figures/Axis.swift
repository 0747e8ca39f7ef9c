/// One axis: its label, its range and how values are spread along it.
public struct Axis: Sendable, Equatable {
  /// How values are spread along an axis or over the colours of a heat map.
  public enum Scale: Sendable, Equatable {
    /// Equal differences take equal lengths.
    case linear
    /// Equal ratios take equal lengths; zero and negative values have no place.
    case log10
  }

  /// What is measured.
  public var label: String?
  /// The unit of what is measured, shown in brackets.
  public var unit: String?
  /// The values at the two ends; `nil` fits the marks.
  public var range: ClosedRange<Double>?
  /// Linear or logarithmic.
  public var scale: Scale
  /// Whether ticks stand at whole numbers only, as for epochs.
  public var integerTicks: Bool
  /// Whether a range that fits the marks is extended to zero (linear axes only).
  public var includesZero: Bool
  /// Names for the positions 0, 1, 2, …, instead of numbers.
  public var categories: [String]?

  /// An axis; without a range it fits the marks.
  public init(
    _ label: String? = nil, unit: String? = nil, range: ClosedRange<Double>? = nil,
    scale: Scale = .linear, integerTicks: Bool = false, includesZero: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.range = range
    self.scale = scale
    self.integerTicks = integerTicks
    self.includesZero = includesZero
    self.categories = nil
  }

  /// An axis with a name at each of the positions 0, 1, 2, …
  public init(_ label: String? = nil, categories: [String]) {
    self.init(label, range: -0.5...(max(1, Double(categories.count)) - 0.5))
    self.categories = categories
  }

  /// Label and unit as written beside the axis: `time (ms)`.
  var heading: String? {
    switch (label, unit) {
    case (nil, nil): nil
    case (let label?, nil): label
    case (nil, let unit?): "(\(unit))"
    case (let label?, let unit?): "\(label) (\(unit))"
    }
  }

  /// What the positions 1, 2, … stand for, where the names are too long to stand side by side.
  var categoryKey: String? {
    categories.map { names in
      // A no-break space keeps a number and its name on one line.
      names.enumerated().map { "\($0.offset + 1):\u{A0}\($0.element)" }.joined(separator: "; ")
        + "."
    }
  }
}
