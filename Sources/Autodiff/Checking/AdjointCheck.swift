import UnrollNumerics

/// What the adjoint identity says of one entry of a tape.
public struct EntryReport: Sendable {
  /// The entry's number in the printed tape.
  public let entry: Int
  /// The operation.
  public let operation: String
  /// The part of the model and the time step.
  public let scope: String
  /// How far the recorded value is from the formula, relative to its largest element; nil where the
  /// operation has no formula.
  public let forwardError: Double?
  /// How far `⟨w, J v⟩` is from `⟨Jᵀ w, v⟩`, relative to the sum of the absolute terms.
  public let adjointError: Double?

  /// Whether both agree to the digits that rounding leaves.
  ///
  /// The value to 1e-13, the pullback to 1e-12; where there is no formula, nothing is held against it.
  public var passed: Bool { (forwardError ?? 0) <= 1e-13 && (adjointError ?? 0) <= 1e-12 }
}

extension EntryReport: CustomStringConvertible {
  /// The finding in a line.
  public var description: String {
    let place = scope.isEmpty ? "" : " in \(scope)"
    let forward = forwardError.map { "\($0.scientific(1))" } ?? "no formula"
    let adjoint = adjointError.map { "\($0.scientific(1))" } ?? "no formula"
    return "entry \(entry), \(operation)\(place): value off by \(forward), pullback by \(adjoint)"
  }
}

extension Tape {
  /// Checks every entry by itself, at the recorded values: the kernel against the formula, and the
  /// pullback against forward mode.
  ///
  /// For random `v` and `w`, `⟨w, J v⟩ = ⟨Jᵀ w, v⟩` holds exactly for the right pullback, whatever the size
  /// of the gradient that flows through the entry: so the wrong operation and its time step are found
  /// even where the whole gradient has vanished. The tape must hold float64 values.
  ///
  /// A report for each entry with inputs, in the order of the tape; the seed is that of `v` and `w`.
  public func checkEntries(seed: UInt64 = 42) -> [EntryReport] {
    entries.indices.compactMap { index in
      let entry = entries[index]
      guard entry.inputCount > 0, entry.outputCount > 0 else { return nil }
      return check(entry, index, seed: seed)
    }
  }

  private func check(_ entry: Entry, _ index: Int, seed: UInt64) -> EntryReport {
    var generator = SeededGenerator(seed: seed, stream: "adjoint", step: index)
    let slots = Array(inputs(of: entry))
    // One direction for each slot: an input that is used twice moves as one.
    var directions: [Slot: [Double]] = [:]
    for slot in slots where directions[slot] == nil {
      directions[slot] = (0..<values[Int(slot)].elementCount).map { _ in generator.normal() }
    }
    let x = slots.map { slot in
      Grid(
        values[Int(slot)].shape,
        zip(values[Int(slot)].elements, directions[slot] ?? []).map { Dual($0, derivative: $1) })
    }
    var report = (forward: Double?.none, adjoint: Double?.none)
    if let y = entry.operation.formulaDual(x) {
      let weights = y.map { grid in grid.elements.map { _ in generator.normal() } }
      report.forward = zip(y, entry.outputs).map { grid, slot in
        Self.distance(grid.elements.map(\.real), values[Int(slot)].elements)
      }.max()
      let moved = zip(y, weights).flatMap { grid, w in
        zip(grid.elements, w).map { $0.derivative * $1 }
      }
      let pulled = pulledBack(entry, index, weights).flatMap { slot, cotangent in
        zip(cotangent, directions[slot] ?? []).map { $0 * $1 }
      }
      let terms = (moved + pulled).reduce(0) { $0 + $1.magnitude }
      let difference = (moved.reduce(0, +) - pulled.reduce(0, +)).magnitude
      report.adjoint = difference == 0 ? 0 : difference / terms
    }
    return EntryReport(
      entry: Int(entry.firstOutput), operation: title(of: entry), scope: path(of: entry.scope),
      forwardError: report.forward, adjointError: report.adjoint)
  }

  /// The cotangents of an entry's inputs from given ones of its results.
  private func pulledBack(
    _ entry: Entry, _ index: Int, _ weights: [[Double]]
  ) -> [(slot: Slot, cotangent: [Double])] {
    let slots = Set(inputs(of: entry))
    let pass = BackwardPass(self, sources: Array(slots))
    for (slot, weight) in zip(entry.outputs, weights) {
      let shape = values[Int(slot)].shape
      let cotangent = Variable(Tensor(weight, shape: shape, dtype: .float64))
      pass.add(.dense(cotangent), to: slot, from: entry.operation)
    }
    withoutRecording {
      entry.operation.pullback(BackwardStep(pass: pass, entry: entry, index: index))
    }
    return slots.map { ($0, pass.cotangent($0)?.value.elements ?? []) }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    let scale = b.reduce(0) { Swift.max($0, $1.magnitude) }
    let largest = zip(a, b).reduce(0) { Swift.max($0, ($1.0 - $1.1).magnitude) }
    return largest == 0 ? 0 : largest / scale
  }
}

/// The adjoint identity `⟨w, J v⟩ = ⟨Jᵀ w, v⟩` of a whole function, with random `v` and `w`: its error
/// relative to the sum of the absolute terms. For a right backward pass it is a few units of rounding.
///
/// The function may give a result of any shape. Stops with a sentence where one of its operations has no
/// formula.
public func adjointError(
  at inputs: [Tensor], seed: UInt64 = 42, _ function: ([Variable]) -> Variable
) -> Double {
  let tape = Tape()
  let x = inputs.map { tape.variable($0.cast(to: .float64)) }
  let y = function(x)
  var generator = SeededGenerator(seed: seed, stream: "adjoint identity")
  func random(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in generator.normal() }, shape: shape, dtype: .float64)
  }
  let (v, w) = (x.map { random($0.shape) }, random(y.shape))
  let moved = tape.pushforward(of: y, along: Array(zip(x, v)))
  let pulled = tape.pullback(of: y, cotangent: Variable(w), for: x).map(\.value)
  let left = (w * moved).elements
  let right = zip(pulled, v).flatMap { ($0 * $1).elements }
  let terms = (left + right).reduce(0) { $0 + $1.magnitude }
  let difference = (left.reduce(0, +) - right.reduce(0, +)).magnitude
  return difference == 0 ? 0 : difference / terms
}
