/// Something drawn between the axes: a line, points, words, a reference line, a band, bars or a heat map.
///
/// Marks of one name look alike in all panels of a figure and share one entry in the legend. A mark
/// without a name has no entry.
public struct Mark: Sendable, Equatable {
  /// A place in the coordinates of the data.
  public struct Point: Sendable, Equatable {
    /// Where along the horizontal axis.
    public var x: Double
    /// Where along the vertical axis.
    public var y: Double

    /// The point (x, y).
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// What stands between `lower` and `upper` at one x.
  struct Interval: Equatable {
    var x, lower, upper: Double
  }

  enum Content: Equatable {
    case line([Point], Shape?)
    case points([Point], Shape)
    case words([Point], [String])
    case horizontalLine(Double)
    case band([Interval])
    case bars([Point])
    case heatMap(HeatMap)
  }

  /// What the legend calls it.
  public var name: String?
  /// Its colour; `nil` takes the next of the palette.
  public var colour: Colour?
  /// The pattern of its line; `nil` takes the next one, so that lines differ without colour too.
  public var dash: Dash?
  let content: Content

  private init(_ name: String?, _ colour: Colour?, _ dash: Dash?, _ content: Content) {
    self.name = name
    self.colour = colour
    self.dash = dash
    self.content = content
  }
}

extension Mark {
  /// A line through the points (x, y), with a marker at each if asked; a value that is not finite
  /// leaves a gap.
  ///
  /// Without `x`, the values stand at 0, 1, 2, … Stops where there are not as many values of `x` as of
  /// `y`.
  public static func line(
    _ name: String? = nil, x: [Double]? = nil, y: [Double], marker: Shape? = nil,
    colour: Colour? = nil, dash: Dash? = nil
  ) -> Mark {
    Mark(name, colour, dash, .line(zip("line", x, y), marker))
  }

  /// Separate points, each drawn as `shape`.
  ///
  /// Without `x`, the values stand at 0, 1, 2, … Stops where there are not as many values of `x` as of
  /// `y`.
  public static func points(
    _ name: String? = nil, x: [Double]? = nil, y: [Double], shape: Shape = .dot,
    colour: Colour? = nil
  ) -> Mark {
    Mark(name, colour, nil, .points(zip("points", x, y), shape))
  }

  /// Words, each beside a dot at its point, where they cover each other least. Stops where there are not
  /// as many words as points.
  public static func words(
    _ words: [String], name: String? = nil, x: [Double], y: [Double], colour: Colour? = nil
  ) -> Mark {
    precondition(
      words.count == y.count,
      "words: \(words.count) words and \(y.count) values of y; the numbers must be equal")
    return Mark(name, colour, nil, .words(zip("words", x, y), words))
  }

  /// A thin horizontal line across the panel, at `y`.
  public static func horizontalLine(
    _ name: String? = nil, at y: Double, colour: Colour = .grey, dash: Dash = .solid
  ) -> Mark {
    Mark(name, colour, dash, .horizontalLine(y))
  }

  /// The area between two curves, such as mean ± one standard deviation.
  ///
  /// Without `x`, the values stand at 0, 1, 2, … Stops where the numbers of values differ.
  public static func band(
    _ name: String? = nil, x: [Double]? = nil, lower: [Double], upper: [Double],
    colour: Colour? = nil
  ) -> Mark {
    precondition(
      lower.count == upper.count,
      "band: \(lower.count) lower and \(upper.count) upper values; the numbers must be equal")
    let intervals = Swift.zip(zip("band", x, lower), upper).map { low, high in
      Interval(x: low.x, lower: low.y, upper: high)
    }
    return Mark(name, colour, nil, .band(intervals))
  }

  /// A bar at each x from zero (on a log axis: from the axis) to the height y.
  ///
  /// Several marks of bars in one panel stand side by side at each x. Without `x`, they stand at 0, 1, 2,
  /// …; stops where there are not as many values of `x` as of `y`.
  public static func bars(
    _ name: String? = nil, x: [Double]? = nil, y: [Double], colour: Colour? = nil
  ) -> Mark {
    Mark(name, colour, nil, .bars(zip("bars", x, y)))
  }

  /// A matrix as coloured cells, with a colour bar below the panel.
  public static func heatMap(_ map: HeatMap) -> Mark {
    Mark(nil, nil, nil, .heatMap(map))
  }

  private static func zip(_ mark: String, _ x: [Double]?, _ y: [Double]) -> [Point] {
    guard let x else { return y.enumerated().map { Point(x: Double($0.offset), y: $0.element) } }
    precondition(
      x.count == y.count,
      "\(mark): \(x.count) values of x and \(y.count) of y; the numbers must be equal")
    return Swift.zip(x, y).map { Point(x: $0, y: $1) }
  }
}
