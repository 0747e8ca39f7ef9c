import Foundation
import Unroll
import UnrollNumerics

/// The course's network of one unit and three steps, small enough to be computed by hand.
///
/// hₜ = tanh(Wx xₜ + Wh hₜ₋₁ + b), h₀ = 0, and L = (h₃ − target)². Steps are counted from 1.
struct HandNetwork: Sendable {
  let wx: Double
  let wh: Double
  let b: Double
  /// x₁, x₂, x₃.
  let x: [Double]
  let target: Double

  /// The network of the tutorials.
  static let standard = HandNetwork(
    wx: CourseNetwork.wx, wh: CourseNetwork.wh, b: CourseNetwork.b, x: CourseNetwork.x,
    target: CourseNetwork.target)

  /// Another one, of numbers with one digit behind the point, whose states are neither near 0 nor flat.
  static func drawn(by generator: inout SeededGenerator) -> HandNetwork {
    func tenths(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Double {
      Double(Int.random(in: range, using: &generator)) / 10
    }
    while true {
      let network = HandNetwork(
        wx: tenths(2...6, &generator), wh: tenths(3...8, &generator),
        b: tenths(1...6, &generator),
        x: [2, -1, 1].shuffled(using: &generator), target: -tenths(1...6, &generator))
      let isUsual = (1...3).allSatisfy { (0.25...0.85).contains(network.h($0).magnitude) }
      if isUsual, network != .standard { return network }
    }
  }

  /// The same network with its weights moved by some.
  func moved(wx: Double = 0, wh: Double = 0, b: Double = 0) -> HandNetwork {
    HandNetwork(wx: self.wx + wx, wh: self.wh + wh, b: self.b + b, x: x, target: target)
  }

  // MARK: - Forward

  /// The sum inside the tanh of a step.
  func a(_ t: Int) -> Double { wx * x[t - 1] + wh * h(t - 1) + b }
  /// The state after a step; h₀ is 0.
  func h(_ t: Int) -> Double { t == 0 ? 0 : tanh(a(t)) }
  /// The state after any other step.
  func step(from h: Double, x: Double) -> Double { tanh(wx * x + wh * h + b) }
  /// (h₃ − target)².
  var loss: Double { (h(3) - target) * (h(3) - target) }

  // MARK: - Backward

  /// The slope of tanh at a step, 1 − hₜ².
  func slope(_ t: Int) -> Double { 1 - h(t) * h(t) }
  /// ∂L/∂hₜ, also for t = 0.
  func dh(_ t: Int) -> Double { t == 3 ? 2 * (h(3) - target) : wh * delta(t + 1) }
  /// δₜ = ∂L/∂aₜ.
  func delta(_ t: Int) -> Double { dh(t) * slope(t) }
  /// ∂hₜ/∂hₜ₋₁.
  func jacobian(_ t: Int) -> Double { wh * slope(t) }
  var dWx: Double { (1...3).reduce(0) { $0 + delta($1) * x[$1 - 1] } }
  var dWh: Double { (1...3).reduce(0) { $0 + delta($1) * h($1 - 1) } }
  var db: Double { (1...3).reduce(0) { $0 + delta($1) } }

  var summary: String {
    "Wx = \(wx.written), Wh = \(wh.written), b = \(b.written), x = \(x.map(\.written).joined(separator: ", ")), target = \(target.written)"
  }
}

extension HandNetwork: Equatable {}

extension Double {
  /// As it stands on a page, with four digits behind the point: `0.8005`, `−0.2612`.
  var fourDigits: String {
    let digits = String(format: "%.4f", self)
    // What is nothing in four digits has no sign.
    return Self.onPage(digits == "-0.0000" ? "0.0000" : digits)
  }

  /// As it was given: `0.3`, `−1`, `2`.
  var written: String { Self.onPage(String(format: "%g", self)) }

  private static func onPage(_ digits: String) -> String {
    digits.replacingOccurrences(of: "-", with: "−")
  }
}

extension Double {
  /// As it is after it was written with four digits: for cases that use the numbers on the page.
  var rounded4: Double { (self * 10_000).rounded() / 10_000 }
}
