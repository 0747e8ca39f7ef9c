/// A titled grid of panels: one description, drawn as SVG (`svg()`) or as text (`terminal()`).
///
///     let figure = Figure(title: "Loss", panels: [
///       Panel(x: Axis("Epochs", integerTicks: true), y: Axis("Loss", scale: .log10), marks: [
///         .line("Training", x: epochs, y: losses, marker: .dot)
///       ])
///     ])
///     print(figure)                       // in the terminal
///     try figure.write(svgTo: url)        // as a file
///
/// A figure is a value: the same figure always gives the same bytes, whatever the locale. Whatever
/// cannot be drawn (a NaN, a zero on a log axis, a point outside a range that was asked for) is
/// counted in a note on the figure.
public struct Figure: Sendable, Equatable {
  /// What the figure shows, in a few words; also the accessible name of the SVG.
  public var title: String
  /// A second line under the title.
  public var subtitle: String?
  /// The panels, row by row.
  public var panels: [Panel]
  /// How many panels stand side by side.
  public var columns: Int
  /// Whether all panels have one x range; only the lowest of each column then carries tick labels.
  public var sharesX: Bool
  /// Whether all panels have one y range; only the first column then carries tick labels.
  public var sharesY: Bool
  /// What a reader who cannot see the figure is told; `nil` describes axes and marks.
  public var caption: String?

  /// A grid of panels, `columns` of them side by side (all of them, unless told); stops where that is below
  /// 1.
  public init(
    title: String, subtitle: String? = nil, panels: [Panel], columns: Int? = nil,
    sharesX: Bool = false, sharesY: Bool = false, caption: String? = nil
  ) {
    let columns = columns ?? max(1, panels.count)
    precondition(columns > 0, "Figure: \(columns) columns; at least 1 is needed")
    self.title = title
    self.subtitle = subtitle
    self.panels = panels
    self.columns = columns
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.caption = caption
  }

  /// A figure of one panel.
  public init(
    title: String, subtitle: String? = nil, x: Axis, y: Axis, marks: [Mark],
    caption: String? = nil
  ) {
    self.init(
      title: title, subtitle: subtitle, panels: [Panel(x: x, y: y, marks: marks)],
      caption: caption)
  }
}

extension Figure: CustomStringConvertible {
  /// The figure as text, 80 columns wide and without colour.
  public var description: String { terminal(width: 80, colour: false) }
}
