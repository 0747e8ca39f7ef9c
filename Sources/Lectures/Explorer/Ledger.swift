import Foundation
import UnrollAutodiff
import UnrollFigures

extension Explorer {
  /// The gradient through time in one layer: a column for each time step, as a `TimeLedger` keeps it.
  public struct Ledger: Codable, Sendable {
    /// The layer.
    public let title: String
    /// The time steps, in order.
    public let steps: [Int]
    /// For each step its box.
    public let boxes: [Int]
    /// A line for each quantity of a step, and for what the step contributes to each weight.
    public let lines: [Line]
    /// By how much `‖∂L/∂h‖` changes from a step to the one before it, in the geometric mean; nil where it is 0
    /// somewhere.
    public let factor: Double?
    /// The same in words, for readers who can't see the colours.
    public let words: String

    /// One quantity through time.
    public struct Line: Codable, Sendable {
      /// What it is: `∂L/∂h`, `‖∂L/∂h‖` for several numbers, `to ∂L/∂Wh`.
      public let title: String
      /// The number, or the length of several, for each step; nil where nothing comes back.
      public let numbers: [Double?]
      /// The colour of each; `ColourScale.zero` where there is none.
      public let levels: [Int]
      /// The whole gradient of a weight, or its length.
      public let total: Double?
      /// The colour of the whole.
      public let totalLevel: Int?
    }
  }
}

extension Explorer.Ledger {
  /// A ledger for each row of the drawing that has time steps.
  static func all(_ reading: TapeReading, _ folding: Folding) -> [Self] {
    let parts = reading.partsByBox(folding)
    return folding.rows.compactMap { row in
      let boxes = row.boxes.filter { folding.boxes[$0].step != nil }
      return boxes.isEmpty ? nil : Self(row.title, boxes, reading, folding, parts)
    }
  }

  private init(
    _ title: String, _ boxes: [Int], _ reading: TapeReading, _ folding: Folding,
    _ parts: [Int: [Int: Tensor]]
  ) {
    self.title = title
    self.boxes = boxes
    steps = boxes.map { folding.boxes[$0].step ?? 0 }
    let state = boxes.map { reading.gradient(at: folding.statePlaces[$0]) }
    let named = Self.named(boxes, reading, folding)
    lines =
      [Self.line("∂L/∂\(reading.network.state)", state, reading)]
      + named.map { Self.line("∂L/∂\($0.stem)", $0.gradients, reading) }
      + Self.weights(boxes, reading, parts).map { place in
        let name = reading.network.tape.name(at: place) ?? "%\(place)"
        let shares = boxes.map { parts[$0]?[place] }
        return Self.line("to ∂L/∂\(name)", shares, reading, total: reading.gradient(at: place))
      }
    // Steps behind the last one that the loss depends on have no gradient at all.
    let reached = zip(steps, state).compactMap { step, gradient in
      gradient.map { (step: step, norm: $0.norm()) }
    }
    factor = Self.factor(reached.map(\.norm))
    words = Self.words(reached, reading.network.state, factor)
  }

  /// A line of numbers, or of lengths where there are several.
  private static func line(
    _ title: String, _ tensors: [Tensor?], _ reading: TapeReading, total: Tensor? = nil
  ) -> Line {
    let isSingle = tensors.allSatisfy { $0.map { $0.elementCount == 1 } ?? true }
    func number(_ tensor: Tensor) -> Double { isSingle ? tensor.item() : tensor.norm() }
    let numbers = tensors.map { $0.map(number) }
    return Line(
      title: isSingle
        ? title : title.hasPrefix("to ") ? "to ‖\(title.dropFirst(3))‖" : "‖\(title)‖",
      numbers: numbers, levels: numbers.map { $0.map(reading.scale.level) ?? ColourScale.zero },
      total: total.map(number), totalLevel: total.map { reading.scale.level(of: number($0)) })
  }

  /// Quantities other than the state that have a name with the number of the step, from the last to the first.
  private static func named(
    _ boxes: [Int], _ reading: TapeReading, _ folding: Folding
  ) -> [(stem: String, gradients: [Tensor?])] {
    func stems(_ box: Int) -> [String: Int] {
      let lines = folding.boxes[box].first..<(folding.boxes[box].first + folding.boxes[box].count)
      let ending = "_\(folding.boxes[box].step ?? 0)"
      return lines.flatMap { reading.lines[$0].outputs }.reduce(into: [:]) { found, place in
        guard let name = reading.network.tape.name(at: place), name.hasSuffix(ending) else {
          return
        }
        found[String(name.dropLast(ending.count))] = place
      }
    }
    let all = boxes.map(stems)
    let order = (all.first ?? [:]).filter { $0.key != reading.network.state }.sorted {
      $0.value > $1.value
    }
    return order.map { stem, _ in
      (stem, all.map { $0[stem].flatMap { reading.gradient(at: $0) } })
    }
  }

  /// The places of weights that steps contribute to: inputs of the tape that stand outside of these boxes.
  private static func weights(
    _ boxes: [Int], _ reading: TapeReading, _ parts: [Int: [Int: Tensor]]
  ) -> [Int] {
    Set(boxes.flatMap { parts[$0].map { Array($0.keys) } ?? [] }).sorted()
  }

  /// The geometric mean of what a step back multiplies the norm by.
  private static func factor(_ norms: [Double]) -> Double? {
    guard norms.count > 1, let first = norms.first, let last = norms.last, first > 0, last > 0,
      first.isFinite, last.isFinite
    else { return nil }
    return pow(first / last, 1 / Double(norms.count - 1))
  }

  /// Where the gradient begins its way back, and what is left of it at the first step.
  private static func words(
    _ reached: [(step: Int, norm: Double)], _ state: String, _ factor: Double?
  ) -> String {
    guard let first = reached.first, let last = reached.last else {
      return "No gradient comes back to the states."
    }
    let mean = factor.map { ", a factor of \($0.significant(4)) a step back" } ?? ""
    return """
      ‖∂L/∂\(state)‖ is \(last.norm.significant(4)) at step \(last.step) and \
      \(first.norm.significant(4)) at step \(first.step)\(mean).
      """
  }
}

extension TapeReading {
  /// For each box and each weight, the sum of what the box's entries contribute to the weight's gradient.
  ///
  /// Rows that are looked up in a table are contributions to rows, not to the whole weight, and have no line here.
  fileprivate func partsByBox(_ folding: Folding) -> [Int: [Int: Tensor]] {
    var boxOfLine: [Int] = []
    for (index, box) in folding.boxes.enumerated() {
      boxOfLine.append(contentsOf: repeatElement(index, count: box.count))
    }
    var parts: [Int: [Int: Tensor]] = [:]
    for move in moves {
      let box = boxOfLine[move.line]
      guard folding.boxes[box].step != nil else { continue }
      for contribution in move.contributions where contribution.place == nil {
        let place = lines[move.line].inputs[contribution.input]
        let maker = lineOfPlace[place]
        guard lines[maker].operation is Input, boxOfLine[maker] != box else { continue }
        let before = parts[box]?[place]
        parts[box, default: [:]][place] = before.map { $0 + contribution.part } ?? contribution.part
      }
    }
    return parts
  }
}
