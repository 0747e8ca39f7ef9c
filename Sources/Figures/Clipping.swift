/// A place in a panel: (0, 0) is the lower left corner, (1, 1) the upper right one.
struct Place: Equatable {
  var x, y: Double

  /// Whether the place lies in the panel; rounding may put a point on the frame slightly outside.
  var isInside: Bool {
    let slack = 1e-9
    return -slack...1 + slack ~= x && -slack...1 + slack ~= y
  }

  func toward(_ other: Place, _ fraction: Double) -> Place {
    Place(x: x + (other.x - x) * fraction, y: y + (other.y - y) * fraction)
  }
}

/// Cuts a sequence at what has no place, as a line is cut at a NaN.
func stretches<Element, Result>(of elements: [Element], _ place: (Element) -> Result?) -> [[Result]]
{
  var stretches: [[Result]] = [[]]
  for element in elements {
    if let result = place(element) {
      stretches[stretches.count - 1].append(result)
    } else {
      stretches.append([])
    }
  }
  return stretches.filter { !$0.isEmpty }
}

/// The parts of a line that lie in the panel (Liang and Barsky, 1984).
///
/// Each edge of the panel narrows the part from `enter` to `leave` of a segment, both in 0 … 1.
func clipped(line: [Place]) -> [[Place]] {
  if line.count == 1 { return line[0].isInside ? [line] : [] }
  var pieces: [[Place]] = []
  for (start, end) in zip(line, line.dropFirst()) {
    var (enter, leave) = (0.0, 1.0)
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var isOutside = false
    for (speed, distance) in [
      (-dx, start.x), (dx, 1 - start.x), (-dy, start.y), (dy, 1 - start.y),
    ] {
      if speed == 0 {
        isOutside = isOutside || distance < 0
      } else if speed < 0 {
        enter = max(enter, distance / speed)
      } else {
        leave = min(leave, distance / speed)
      }
    }
    if isOutside || enter > leave { continue }
    let from = enter == 0 ? start : start.toward(end, enter)
    let to = leave == 1 ? end : start.toward(end, leave)
    if let last = pieces.last?.last, last == from, enter == 0 {
      pieces[pieces.count - 1].append(to)
    } else {
      pieces.append([from, to])
    }
  }
  return pieces
}

/// The part of a polygon that lies in the panel (Sutherland and Hodgman, 1974): one edge after the
/// other.
func clipped(polygon: [Place]) -> [Place] {
  let edges: [(Place) -> Double] = [{ $0.x }, { 1 - $0.x }, { $0.y }, { 1 - $0.y }]
  return edges.reduce(polygon) { corners, distance in
    corners.indices.flatMap { index -> [Place] in
      let (previous, corner) = (
        corners[(index + corners.count - 1) % corners.count], corners[index]
      )
      let (before, here) = (distance(previous), distance(corner))
      let crossing = previous.toward(corner, before / (before - here))
      if here >= 0 { return before < 0 ? [crossing, corner] : [corner] }
      return before >= 0 ? [crossing] : []
    }
  }
}
