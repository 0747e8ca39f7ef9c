import Foundation
import UnrollAutodiff
import UnrollNumerics

/// Draws the next token from a model's logits.
///
/// `p = softmax(logits / T)` over the k largest logits; the others get 0. A temperature T of 1 leaves the
/// model's own probabilities, a lower one prefers what is likely, a higher one brings all closer together.
/// T = 0 always takes the likeliest, and so does k = 1.
///
/// ```swift
/// let sampler = Sampler(temperature: 0.8, topK: 10)
/// var generator = SeededGenerator(seed: 42, stream: "sampler")
/// let next = sampler.next(logits, using: &generator)
/// ```
///
/// Sources: the temperature is that of Ackley, Hinton & Sejnowski (1985); top-k is from Fan, Lewis &
/// Dauphin (2018).
public struct Sampler: Sendable, Equatable {
  /// What logits are divided by: 0 or more.
  public var temperature: Double
  /// How many of the likeliest tokens may be drawn; nil for all.
  public var topK: Int?

  /// A way to draw tokens; stops with a sentence where the temperature is negative, or k is below 1.
  public init(temperature: Double = 1, topK: Int? = nil) {
    require(
      temperature >= 0 && temperature.isFinite,
      "Sampler: got a temperature of \(temperature); expected 0 or more")
    require(topK.map { $0 > 0 } ?? true, "Sampler: got topK \(topK ?? 0); expected at least 1")
    self.temperature = temperature
    self.topK = topK
  }

  /// The probability with which each token is drawn.
  ///
  /// Of equal logits at the edge of the top k, those with lower ids are in.
  ///
  /// They add up to 1. Stops with a sentence where there are no logits, or one is not finite.
  public func probabilities(of logits: [Double]) -> [Double] {
    requireNumbers(logits)
    let ranked = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
    let largest = logits[ranked[0]]
    let kept = ranked.prefix(temperature == 0 ? 1 : topK ?? logits.count)
    var weights = [Double](repeating: 0, count: logits.count)
    for token in kept {
      // Below the largest by a difference of at least 0, so nothing overflows, whatever the temperature.
      let below = logits[token] - largest
      weights[token] = below == 0 ? 1 : exp(below / temperature)
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The id of a token, drawn with a random number from the generator.
  public func next(
    _ logits: [Double], using generator: inout some RandomNumberGenerator
  ) -> Int {
    let probabilities = probabilities(of: logits)
    let u = generator.uniform()
    var sum = 0.0
    for (token, probability) in probabilities.enumerated() where probability > 0 {
      sum += probability
      if u < sum { return token }
    }
    // Rounding left the sum a little below 1.
    return probabilities.lastIndex { $0 > 0 } ?? 0
  }

  /// The id of a token from logits in a tensor of any shape: all of its numbers, in their order.
  public func next(
    _ logits: Tensor, using generator: inout some RandomNumberGenerator
  ) -> Int {
    next(logits.elements, using: &generator)
  }

  private func requireNumbers(_ logits: [Double]) {
    require(!logits.isEmpty, "Sampler: got no logits; expected one for each token")
    if let place = logits.firstIndex(where: { !$0.isFinite }) {
      stop("Sampler: the logit of token \(place) is \(logits[place]); expected finite numbers")
    }
  }
}
