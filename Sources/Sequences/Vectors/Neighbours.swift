import UnrollAutodiff
import UnrollNumerics

// Which vectors point in the same direction as a given one.
//
// The cosine of the angle between v and w is v·w / (‖v‖ ‖w‖). With U the matrix of vectors divided by
// their lengths and q = v / ‖v‖, all cosines are one product: U q.
//
// Source: Mikolov, Yih and Zweig, "Linguistic regularities in continuous space word representations"
// (2013).

/// A word near to others, and how near.
public struct Neighbour: Equatable, Sendable {
  /// The word.
  public let word: String
  /// The cosine of the angle between its vector and what was asked for, from −1 to 1.
  public let cosine: Double
}

extension WordVectors {
  /// The words whose vectors have the smallest angle with that of a word; the word itself is left out.
  ///
  /// Where two cosines are equal, the word that comes first in the file comes first.
  /// - Throws: ``MissingWord`` where the word has no vector.
  public func neighbours(of word: String, count: Int = 10) throws(MissingWord) -> [Neighbour] {
    let row = try knownRow(of: word)
    return neighbours(of: unitVectors(ofRows: row..<(row + 1))[0], count: count, without: [row])
  }

  /// The words whose vectors have the smallest angle with a vector, `[dimensions]`, the nearest first;
  /// stops with a sentence where the vector has another shape.
  public func neighbours(of vector: Tensor, count: Int = 10) -> [Neighbour] {
    neighbours(of: vector, count: count, without: [])
  }

  /// The cosine of the angle between the vectors of two words, `v·w / (‖v‖ ‖w‖)`, from −1 to 1.
  /// - Throws: ``MissingWord`` where a word has no vector.
  public func cosine(_ a: String, _ b: String) throws(MissingWord) -> Double {
    let (i, j) = (try knownRow(of: a), try knownRow(of: b))
    let (u, v) = (unitVectors(ofRows: i..<(i + 1)), unitVectors(ofRows: j..<(j + 1)))
    return (u.cast(to: .float64) * v.cast(to: .float64)).sum().item()
  }

  /// The nearest words to a vector, some rows left out.
  func neighbours(of vector: Tensor, count: Int, without left: Set<Int>) -> [Neighbour] {
    require(
      vector.shape == [dimensions],
      "neighbours: expected a vector of shape [\(dimensions)], but got shape \(vector.shape)")
    require(count >= 0, "neighbours: can't find \(count) words; a number is at least 0")
    let length = vector.norm()
    let query = (length > 0 ? vector / length : vector).reshaped([dimensions, 1])
    let cosines = matmul(unitVectors, query.cast(to: .float32)).floats  // [words, 1]
    let nearest = cosines.indices.filter { !left.contains($0) }.sorted {
      cosines[$0] > cosines[$1] || (cosines[$0] == cosines[$1] && $0 < $1)
    }
    return nearest.prefix(count).map { Neighbour(word: words[$0], cosine: Double(cosines[$0])) }
  }
}
