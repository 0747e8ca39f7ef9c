import Foundation

/// The character model of one unit that is computed by hand; it spells a word of four letters, the third of them twice.
///
/// Its inputs make of the first three states those of the course's network, and by = 0.
struct HandSpelling: Sendable {
  /// The places of the word's characters in its vocabulary.
  static let places = [0, 1, 2, 2, 3]

  private struct Weights {
    var wx, wy, by: [Double]
    var wh, b: Double
  }

  /// What is computed at a step, and what goes back at it.
  struct Step: Sendable {
    let h: Double
    let z, p: [Double]
    /// (p − y) / 4.
    let dz: [Double]
    /// dz · Wy, and what comes from the step behind.
    var direct = 0.0, later = 0.0
    var delta = 0.0
    var dh: Double { direct + later }
    /// −ln p of the character that is to be said.
    var cost = 0.0
  }

  /// The vocabulary: `h`, `e`, `l`, `o`.
  let letters: [String]
  /// Rows of Wx.
  let wx: [Double]
  let wy: [Double]
  let steps: [Step]
  private let weights: Weights

  init(_ network: HandNetwork, word: String) {
    letters = word.reduce(into: []) { known, letter in
      if !known.contains(String(letter)) { known.append(String(letter)) }
    }
    wx = network.x.map { network.wx * $0 } + [0]
    // Of the beginnings that were tried, these come to the word in a few hundred steps.
    wy = network.x[1] < 0 ? [-1, 2, 1, 0] : [1, -1, 2, 0]
    weights = Weights(wx: wx, wy: wy, by: [0, 0, 0, 0], wh: network.wh, b: network.b)
    steps = Self.steps(weights)
  }

  /// What is read, and what is to be said.
  func read(_ t: Int) -> String { letters[Self.places[t - 1]] }
  func toSay(_ t: Int) -> String { letters[Self.places[t]] }
  var allToSay: [String] { (1...4).map(toSay) }

  var loss: Double { Self.loss(steps) }
  /// Of each letter's row of Wx.
  var dWx: [Double] { Self.dWx(steps) }
  var dWh: Double { Self.dWh(steps) }
  var db: Double { steps.reduce(0) { $0 + $1.delta } }

  /// The loss after some steps of gradient descent.
  func loss(after count: Int, rate: Double) -> Double {
    Self.loss(Self.steps(trained(count, rate)))
  }

  /// The letters with the largest logits after some steps of gradient descent.
  func said(after count: Int, rate: Double) -> [String] {
    Self.steps(trained(count, rate)).map { step in
      letters[step.z.indices.max { step.z[$0] < step.z[$1] } ?? 0]
    }
  }

  private func trained(_ count: Int, _ rate: Double) -> Weights {
    (0..<count).reduce(into: weights) { weights, _ in
      let steps = Self.steps(weights)
      let (dWx, dWh) = (Self.dWx(steps), Self.dWh(steps))
      for letter in 0..<4 {
        weights.wx[letter] -= rate * dWx[letter]
        weights.wy[letter] -= rate * steps.reduce(0) { $0 + $1.dz[letter] * $1.h }
        weights.by[letter] -= rate * steps.reduce(0) { $0 + $1.dz[letter] }
      }
      weights.wh -= rate * dWh
      weights.b -= rate * steps.reduce(0) { $0 + $1.delta }
    }
  }

  // MARK: - Forward and back

  private static func steps(_ weights: Weights) -> [Step] {
    var steps: [Step] = []
    for (read, said) in zip(places, places.dropFirst()) {
      let h = tanh(weights.wx[read] + weights.wh * (steps.last?.h ?? 0) + weights.b)
      let z = zip(weights.wy, weights.by).map { $0 * h + $1 }
      let powers = z.map { exp($0) }
      let p = powers.map { $0 / powers.reduce(0, +) }
      let dz = p.indices.map { (p[$0] - ($0 == said ? 1 : 0)) / 4 }
      steps.append(Step(h: h, z: z, p: p, dz: dz, cost: -log(p[said])))
    }
    for t in steps.indices.reversed() {
      steps[t].direct = zip(steps[t].dz, weights.wy).reduce(0) { $0 + $1.0 * $1.1 }
      steps[t].later = t == 3 ? 0 : weights.wh * steps[t + 1].delta
      steps[t].delta = steps[t].dh * (1 - steps[t].h * steps[t].h)
    }
    return steps
  }

  private static func loss(_ steps: [Step]) -> Double { steps.reduce(0) { $0 + $1.cost } / 4 }

  private static func dWx(_ steps: [Step]) -> [Double] {
    (0..<4).map { letter in
      zip(places, steps).reduce(0) { $0 + ($1.0 == letter ? $1.1.delta : 0) }
    }
  }

  private static func dWh(_ steps: [Step]) -> Double {
    zip(steps, steps.dropFirst()).reduce(0) { $0 + $1.0.h * $1.1.delta }
  }
}
