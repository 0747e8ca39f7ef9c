import UnrollNumerics

// Drawing from unequal probabilities in constant time.
//
// n weights are cut into n columns of equal height, each of one or two of the indices: index i fills
// column i up to `threshold[i]`, and another index, its alias, fills the rest. To draw, pick a column,
// then one of its two parts.
//
// Source: A. Walker, "An efficient method for generating discrete random variables with general
// distributions" (1977); built in O(n) as by M. Vose (1991).

/// Indices 0, 1, … drawn with given weights.
public struct AliasTable: Sendable {
  private var thresholds: [Double]
  private var aliases: [Int]

  /// A table of weights; stops with a sentence where one is negative or all are zero.
  public init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    require(
      total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 },
      "AliasTable: weights have to be at least 0, and their sum above 0; the sum is \(total)")
    thresholds = weights.map { $0 / total * Double(weights.count) }
    aliases = Array(weights.indices)
    var small = weights.indices.filter { thresholds[$0] < 1 }
    var large = weights.indices.filter { thresholds[$0] >= 1 }
    while !small.isEmpty && !large.isEmpty {
      let (low, high) = (small.removeLast(), large.removeLast())
      aliases[low] = high
      thresholds[high] -= 1 - thresholds[low]
      if thresholds[high] < 1 { small.append(high) } else { large.append(high) }
    }
    // What is left differs from a full column by rounding only.
    for index in small + large { thresholds[index] = 1 }
  }

  /// The number of weights.
  public var count: Int { thresholds.count }

  /// The probability of each index, as the table has it.
  var probabilities: [Double] {
    var result = [Double](repeating: 0, count: count)
    for (index, threshold) in thresholds.enumerated() {
      result[index] += threshold / Double(count)
      result[aliases[index]] += (1 - threshold) / Double(count)
    }
    return result
  }

  /// An index, drawn with its probability.
  public func draw(using generator: inout some RandomNumberGenerator) -> Int {
    let column = generator.integer(below: count)
    return generator.uniform() < thresholds[column] ? column : aliases[column]
  }
}
