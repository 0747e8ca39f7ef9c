import UnrollAutodiff

/// The gradient of a weight: whole, or of the rows of a table that were looked up.
public enum Gradient: Sendable {
  /// A number for each of the weight's.
  case dense(Tensor)
  /// The rows that were looked up; zero for all others.
  case rows(RowGradient)

  /// The whole gradient, of the weight's shape.
  public var dense: Tensor {
    switch self {
    case .dense(let gradient): gradient
    case .rows(let gradient): gradient.dense
    }
  }

  /// Whether no number is NaN or infinite.
  public var isFinite: Bool {
    let numbers = numbers
    // A finite sum has finite terms; one that is not may have them too.
    return numbers.sum().item().isFinite || numbers.elements.allSatisfy(\.isFinite)
  }

  /// The Euclidean norm of the whole gradient.
  var norm: Double { numbers.norm() }

  /// The gradient with its numbers changed, by a function that leaves zero zero.
  func map(_ change: (Tensor) -> Tensor) -> Gradient {
    switch self {
    case .dense(let gradient): .dense(change(gradient))
    case .rows(let gradient):
      .rows(RowGradient(gradient.shape, adding: [(gradient.rows, change(gradient.values))]))
    }
  }

  /// The numbers that are kept.
  private var numbers: Tensor {
    switch self {
    case .dense(let gradient): gradient
    case .rows(let gradient): gradient.values
    }
  }

  /// `Σ share · part` of the gradients for parts of a batch; by rows where all of them are.
  static func joined(_ parts: [Gradient], _ shares: [Double]) -> Gradient {
    let rows = parts.compactMap(\.rows)
    guard let shape = rows.first?.shape, rows.count == parts.count else {
      return .dense(weightedSum(parts.map(\.dense), shares))
    }
    return .rows(
      RowGradient(shape, adding: zip(rows, shares).map { ($0.rows, $1 * $0.values) }))
  }

  private var rows: RowGradient? {
    if case .rows(let gradient) = self { gradient } else { nil }
  }
}

/// `Σ share · part` of tensors.
func weightedSum(_ parts: [Tensor], _ shares: [Double]) -> Tensor {
  let terms = zip(parts, shares).map { $1 * $0 }
  return terms.dropFirst().reduce(terms[0], +)
}
