extension Mark {
  /// What stands at a point.
  public enum Shape: Sendable, Equatable, CaseIterable {
    /// A filled disc.
    case dot
    /// A circle.
    case ring
    /// A diagonal cross.
    case cross
    /// A filled square.
    case square
    /// A filled triangle.
    case triangle
  }

  /// The pattern of a line.
  public enum Dash: Sendable, Equatable, CaseIterable {
    /// Without gaps.
    case solid
    /// Dashes.
    case dashed
    /// Dots.
    case dotted
    /// A dash and a dot in turn.
    case dashDotted
    /// Dashes twice as long.
    case longDashed

    /// Lengths drawn and left out in turn, in pixels; empty means all drawn.
    var pixels: [Int] {
      switch self {
      case .solid: []
      case .dashed: [7, 4]
      case .dotted: [2, 3]
      case .dashDotted: [9, 3, 2, 3]
      case .longDashed: [14, 5]
      }
    }

    /// Lengths drawn and left out in turn, in Braille dots; empty means all drawn.
    var dots: [Int] {
      switch self {
      case .solid: []
      case .dashed: [4, 2]
      case .dotted: [1, 2]
      case .dashDotted: [5, 2, 1, 2]
      case .longDashed: [8, 3]
      }
    }
  }
}

/// How one mark looks, once the choices left open have been made.
struct MarkStyle: Equatable {
  var colour: Mark.Colour
  var dash: Mark.Dash
}

/// Gives each mark that left its look open the next colour and dash, and marks of one name the
/// same.
struct StyleAssignment {
  private var byName: [String: Int] = [:]
  private var next = 0

  mutating func style(of mark: Mark) -> MarkStyle {
    if let colour = mark.colour { return MarkStyle(colour: colour, dash: mark.dash ?? .solid) }
    let index = index(of: mark)
    return MarkStyle(
      colour: Mark.Colour.series[index % Mark.Colour.series.count],
      dash: mark.dash ?? Mark.Dash.allCases[index % Mark.Dash.allCases.count])
  }

  /// A new panel begins: what has no name starts from the first look again.
  mutating func beginPanel() { next = byName.count }

  private mutating func index(of mark: Mark) -> Int {
    if case .heatMap = mark.content { return 0 }
    if let name = mark.name, let known = byName[name] { return known }
    defer { next += 1 }
    if let name = mark.name { byName[name] = next }
    return next
  }
}
