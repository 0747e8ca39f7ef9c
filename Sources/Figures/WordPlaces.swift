/// A rectangle that a word or its point takes up, in whatever unit the drawing counts.
struct WordBox: Equatable {
  var x, y, width, height: Double

  /// The area that two rectangles share.
  func overlap(_ other: WordBox) -> Double {
    let across = min(x + width, other.x + other.width) - max(x, other.x)
    let down = min(y + height, other.y + other.height) - max(y, other.y)
    return max(0, across) * max(0, down)
  }

  /// The area outside a frame.
  func outside(_ frame: WordBox) -> Double { width * height - overlap(frame) }

  /// Finds a place for each word near its point, wherever it covers least of other words and points and stays in
  /// the frame: beside it, above or below, or, in a crowd, a few lines higher or lower. Of equally good places the
  /// nearest is taken.
  static func places(
    of points: [(x: Double, y: Double)], widths: [Double], height: Double, gap: Double,
    in frame: WordBox
  ) -> [WordBox] {
    let dots = points.map { point in
      WordBox(x: point.x - gap / 2, y: point.y - gap / 2, width: gap, height: gap)
    }
    var placed: [WordBox] = []
    for (point, width) in zip(points, widths) {
      let middle = point.y - height / 2
      var choices = [
        (point.x + gap, middle), (point.x - gap - width, middle),
        (point.x - width / 2, point.y - gap - height), (point.x - width / 2, point.y + gap),
      ]
      for line in 1...farthest {
        let (near, far) = (gap * (1 + Double(line)), height * Double(line))
        for y in [middle - far, middle + far] {
          choices += [(point.x + near, y), (point.x - near - width, y)]
        }
      }
      let boxes = choices.map { WordBox(x: $0.0, y: $0.1, width: width, height: height) }
      let costs = boxes.enumerated().map { index, box in
        (placed + dots).reduce(10 * box.outside(frame) + 1e-6 * Double(index)) {
          $0 + box.overlap($1)
        }
      }
      let best = boxes.indices.min { costs[$0] < costs[$1] } ?? 0
      placed.append(boxes[best])
    }
    return placed
  }

  /// How many lines a word may stand above or below its point.
  private static let farthest = 5
}

extension PanelPlan {
  /// The words of a panel that have a place in it, each with the index of its mark.
  var placedWords: [(mark: Int, word: String, place: Place)] {
    panel.marks.enumerated().flatMap { index, mark -> [(mark: Int, word: String, place: Place)] in
      guard case .words(let points, let words) = mark.content else { return [] }
      return zip(points, words).compactMap { point, word in
        guard let place = place(point), place.isInside else { return nil }
        return (index, TextWidth.sanitised(word), place)
      }
    }
  }
}

extension SVGPanel {
  /// Draws the words of one mark, out of the way of all others in the panel.
  func drawWords(_ index: Int, _ style: MarkStyle, into svg: inout SVGWriter) {
    let size = SVGMetrics.label
    let words = plan.placedWords
    let points = words.map { frame.point($0.place) }
    let boxes = WordBox.places(
      of: points, widths: words.map { TextWidth.pixels($0.word, size: size) }, height: size + 2,
      gap: 6, in: WordBox(x: frame.x, y: frame.y, width: frame.width, height: frame.height))
    for (entry, (point, box)) in zip(words, zip(points, boxes)) where entry.mark == index {
      svg.shape(.dot, at: point, size: 2.6, style)
      if abs(box.y + box.height / 2 - point.y) > 1.5 * box.height {
        // Away from its point: a thin line leads there.
        let end = (
          x: box.x > point.x ? box.x - 1 : box.x + box.width + 1, y: box.y + box.height / 2
        )
        svg.line("axis", from: point, to: end)
      }
      // The width is that of a wide font: a word on the left ends at its dot whatever the font.
      let anchor: SVGWriter.Anchor =
        box.x > point.x ? .start : box.x + box.width < point.x ? .end : .middle
      let x = anchor == .start ? box.x : anchor == .end ? box.x + box.width : point.x
      svg.text(entry.word, x: x, y: box.y + size - 1, size: size, anchor: anchor)
    }
  }
}

extension TerminalPanel {
  /// Writes the words of one mark, out of the way of all others in the panel.
  func drawWords(_ index: Int, _ ink: BrailleCanvas.Ink, _ canvas: inout BrailleCanvas) {
    let words = plan.placedWords
    let cells = words.map { entry in
      (
        x: (entry.place.x * Double(canvas.columns - 1)).rounded(),
        y: ((1 - entry.place.y) * Double(canvas.rows - 1)).rounded()
      )
    }
    let boxes = WordBox.places(
      of: cells.map { (x: $0.x + 0.5, y: $0.y + 0.5) },
      widths: words.map { Double(TextWidth.columns($0.word)) }, height: 1, gap: 0.5,
      in: WordBox(x: 0, y: 0, width: Double(canvas.columns), height: Double(canvas.rows)))
    for (entry, (cell, box)) in zip(words, zip(cells, boxes)) where entry.mark == index {
      canvas.put(glyphs.letter(.dot), row: Int(cell.y), column: Int(cell.x), ink)
      var column = Int(box.x.rounded(.up))
      for character in entry.word {
        canvas.put(character, row: Int(box.y.rounded()), column: column, ink)
        column += TextWidth.columns(character)
      }
    }
  }
}
