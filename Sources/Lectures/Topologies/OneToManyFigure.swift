import UnrollAutodiff
import UnrollFigures
import UnrollRecurrent
import UnrollTraining

extension OneToManyTopology {
  /// Five digits: above the picture, below the way the pen went and the way the network goes.
  public func figures(_ network: Sequential, on data: Dataset) -> [(name: String, figure: Figure)] {
    let some = data.samples(0..<min(5, data.count))
    let drawn = network.predict(some.inputs)
    let pictures = (0..<some.count).map { Self.picturePanel(some.x[$0]) }
    let paths = (0..<some.count).map { Self.pathPanel(some.y[$0], drawn[$0]) }
    let figure = Figure(
      title: "One to many: the picture of a digit, and the path of the pen",
      panels: pictures + paths, columns: some.count)
    return [("topologies-one-to-many", figure)]
  }

  private static func picturePanel(_ picture: Tensor) -> Panel {
    let (pixels, columns) = (picture.elements, DigitPaths.columns)
    // A heat map begins with its lowest row, a picture with its topmost.
    let rows = (0..<DigitPaths.rows).reversed().map { row in
      Array(pixels[(row * columns)..<((row + 1) * columns)])
    }
    return Panel(marks: [.heatMap(HeatMap(rows, label: "Ink", range: 0...1))])
  }

  private static func pathPanel(_ path: Tensor, _ drawn: Tensor) -> Panel {
    func line(_ name: String, _ path: Tensor, _ marker: Mark.Shape, _ colour: Mark.Colour) -> Mark {
      .line(
        name, x: path[0..., 0].elements, y: path[0..., 1].elements, marker: marker, colour: colour)
    }
    let halfWidth = Double(DigitPaths.columns) / Double(2 * DigitPaths.rows)
    return Panel(
      x: Axis(range: -halfWidth...halfWidth), y: Axis(range: -0.5...0.5),
      marks: [
        line("The pen's path", path, .ring, .blue),
        line("The network's path", drawn, .dot, .vermilion),
      ])
  }
}
