/// One pair of axes and the marks drawn between them, the first mark lowest.
public struct Panel: Sendable, Equatable {
  /// A line above the axes.
  public var title: String?
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis; its label stands above it, horizontally.
  public var y: Axis
  /// What is drawn.
  public var marks: [Mark]

  /// A panel with its axes and marks.
  public init(title: String? = nil, x: Axis = Axis(), y: Axis = Axis(), marks: [Mark]) {
    self.title = title
    self.x = x
    self.y = y
    self.marks = marks
  }
}
