import UnrollAutodiff
import UnrollFigures
import UnrollNumerics
import UnrollSequences

/// Words on a plane: their vectors along the two directions in which these words differ most.
public struct WordMap: Sendable {
  /// The words.
  public let words: [String]
  /// Where each stands along the first direction.
  public let x: [Double]
  /// Where each stands along the second.
  public let y: [Double]
  /// The share of all variance that the two directions show.
  public let shares: [Double]

  /// The fewest words that a plane can be laid through.
  public static let fewest = 3

  /// The words of a list that have vectors, by principal components of their vectors; nil where fewer than three
  /// have.
  public init?(_ words: [String], in vectors: WordVectors) {
    let known = words.filter { vectors[$0] != nil }
    guard Set(known).count >= Self.fewest, vectors.dimensions > 1 else { return nil }
    let data = Matrix(known.map { vectors[$0]?.elements ?? [] })
    let components = PrincipalComponents(of: data, count: 2)
    let points = components.transform(data)
    self.words = known
    x = points.column(0)
    y = points.column(1)
    shares = components.explainedVarianceRatio
  }

  /// The words as a figure.
  public func figure(title: String) -> Figure {
    func axis(_ number: Int) -> Axis {
      let values = number == 0 ? x : y
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      // Room for the words at the edges.
      let room = max(0.15 * (high - low), 1e-6)
      let name = number == 0 ? "First" : "Second"
      return Axis(
        "\(name) principal component, \(Int((100 * shares[number]).rounded())) % of the variance",
        range: (low - room)...(high + room))
    }
    return Figure(title: title, x: axis(0), y: axis(1), marks: [.words(words, x: x, y: y)])
  }
}
