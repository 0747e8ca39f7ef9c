/// What a gradient check found: for every input its verdict, the largest error and where it is.
public struct GradientReport: Sendable {
  /// One input: the gradient and what it should be, side by side.
  public struct Row: Sendable {
    /// The input's name: given by the caller, or `input 0`.
    public let name: String
    /// The gradient that was checked, in the shape of the input.
    public let analytic: Tensor
    /// What it should be, in the same shape.
    public let exact: Tensor
    /// How far rounding moves each element, in the same shape.
    public let spread: Tensor
    /// The verdict on each element, in row-major order.
    public let verdicts: [GradientVerdict]
    /// Whether the function uses this input at all.
    public let isUsed: Bool

    /// The worst verdict of all elements.
    public var verdict: GradientVerdict { verdicts.max() ?? .correct }

    /// The relative error of each element, beyond what rounding explains: `(|a − e| − 8 spread) / |e|`.
    var errors: [Double] {
      verdicts.indices.map { index in
        let (a, e) = (analytic.elements[index], exact.elements[index])
        let distance = Swift.max(0, (a - e).magnitude - 8 * spread.elements[index])
        if distance.isNaN { return .infinity }
        return distance == 0 ? 0 : distance / e.magnitude
      }
    }

    /// The largest relative error beyond rounding.
    public var largestRelativeError: Double { errors.max() ?? 0 }

    /// Whether all elements are right to five digits, as what passed through float32 is.
    var isNearlyRight: Bool { largestRelativeError < 1e-5 }

    /// The element to look at: of those with the worst verdict, the one with the largest error. Counted
    /// in row-major order; nil for an input without elements.
    public var worst: Int? {
      let errors = errors
      return verdicts.indices.filter { verdicts[$0] == verdict }.max { errors[$0] < errors[$1] }
    }
  }

  /// All inputs, in their order.
  public let rows: [Row]

  /// What stood in the way of a check, in sentences; empty where it could be made.
  public let problems: [String]

  /// What the errors look like: a known mistake, or candidates where several fit.
  public let diagnosis: [String]

  /// How the reference was computed.
  public let method: Method

  /// Where a reference gradient comes from.
  public enum Method: String, Sendable {
    /// Complex steps through the recorded formulas.
    case complexStep = "complex step"
    /// Extrapolated differences, because an operation has no formula.
    case differences = "differences"
    /// Derivatives along random directions.
    case projections = "random projections"
  }

  init(
    rows: [Row], problems: [String] = [], diagnosis: [String] = [], method: Method = .complexStep
  ) {
    self.rows = rows
    self.problems = problems
    self.diagnosis = diagnosis
    self.method = method
  }

  /// The worst verdict of all inputs.
  public var verdict: GradientVerdict {
    problems.isEmpty ? rows.map(\.verdict).max() ?? .correct : .wrong
  }

  /// The largest relative error of all inputs, beyond rounding.
  public var largestRelativeError: Double { rows.map(\.largestRelativeError).max() ?? 0 }

  /// Whether every element of every gradient is right.
  public var passed: Bool { verdict.isAccepted }
}

extension GradientReport: CustomStringConvertible {
  /// A table with a row for each input, where to look, and the diagnosis.
  public var description: String {
    var lines = problems
    if !rows.isEmpty {
      let header = ["input", "shape", "verdict", "largest error", "at", "gradient", "should be"]
      lines.append(TextTable.text([header] + rows.map(cells)))
    }
    for row in rows where !row.isUsed {
      lines.append("The function does not use \(row.name).")
    }
    lines += diagnosis
    if method == .differences {
      lines.append("Compared with differences, because an operation has no formula.")
    }
    return lines.joined(separator: "\n")
  }

  /// The verdict in words; a difference may be too coarse for one where a complex step would not be.
  private func title(_ verdict: GradientVerdict) -> String {
    verdict == .undecidable && method == .differences
      ? "undecidable by differences" : verdict.rawValue
  }

  private func cells(_ row: Row) -> [String] {
    guard let worst = row.worst else { return [row.name, "\(row.analytic.shape)", "correct"] }
    let place = Grid<Double>.places(row.analytic.shape)[worst]
    return [
      row.name, "\(row.analytic.shape)", title(row.verdict),
      row.largestRelativeError == 0 ? "0" : row.largestRelativeError.scientific(1),
      "\(place)", row.analytic.elements[worst].significant(10),
      row.exact.elements[worst].significant(10),
    ]
  }
}
