@testable import UnrollAutodiff

/// A place where a backward pass can be wrong: one entry on the tape of a subject.
struct MutationSite {
  let subject: CheckSubject
  let check: GradientCheck
  let recording: Recording
  /// The entry's place on the tape.
  let index: Int
  /// The right gradients.
  let gradients: [Tensor]

  /// All entries of a subject that compute something of it.
  static func all(of subject: CheckSubject, seed: UInt64 = 42) -> [MutationSite] {
    let check = GradientCheck(
      subject.point(seed: seed), subject.names, subject.function(seed: seed))
    let recording = Recording(check)
    let gradients = recording.gradients()
    return recording.tape.entries.indices.compactMap { index in
      let operation = recording.tape.entries[index].operation
      if operation is Input || operation is Constant || operation is Weighing { return nil }
      return MutationSite(
        subject: subject, check: check, recording: recording, index: index, gradients: gradients)
    }
  }

  var entry: Entry { recording.tape.entries[index] }

  /// The operation's type: `MatrixProduct`.
  var type: String { "\(Swift.type(of: entry.operation))" }

  var inputShapes: [Shape] {
    recording.tape.inputs(of: entry).map { recording.tape.values[Int($0)].shape }
  }

  var outputShapes: [Shape] { entry.outputs.map { recording.tape.values[Int($0)].shape } }

  /// The gradients of the subject with a mistake somewhere.
  func gradients(with mistake: Mistake) -> [Tensor] {
    recording.tape.gradient(of: recording.target, for: recording.sources, with: mistake)
  }

  /// What the pullback adds to each of its inputs, with or without a mistake.
  func contributions(with mistake: Mistake = Mistake("none")) -> [Int: [Cotangent]] {
    var found: [Int: [Cotangent]] = [:]
    var spy = mistake
    spy.contribution = { step, input, cotangent in
      if step.index == index { found[input, default: []].append(cotangent) }
      return cotangent
    }
    _ = gradients(with: spy)
    return found
  }

  /// Whether an operation made of straight pieces has all elements on the same piece as before when
  /// some inputs are others.
  func staysOnItsPieces(_ changed: [Int: Tensor]) -> Bool {
    guard Self.straightPieces.contains(type) else { return false }
    let before = recording.tape.inputs(of: entry).map { recording.tape.values[Int($0)] }
    let after = before.indices.map { changed[$0] ?? before[$0] }
    return entry.operation.branches(before) == entry.operation.branches(after)
  }

  private static let straightPieces = ["AbsoluteValue", "ReLU", "Maximum", "Minimum", "Clip"]
}

extension Tensor {
  /// Equal to the last bit, NaN too.
  func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && dtype == other.dtype
      && elements.map(\.bitPattern) == other.elements.map(\.bitPattern)
  }

  /// Equal to twelve digits in every element.
  func isClose(to other: Tensor) -> Bool {
    zip(elements, other.elements).allSatisfy { ($0 - $1).magnitude <= 1e-12 * $1.magnitude }
  }

  /// Every row in the place of the next one, the last in the first place.
  func rowsRotated() -> Tensor? {
    guard rank > 0, shape[0] > 1 else { return nil }
    let row = elementCount / shape[0]
    return Tensor(elements.suffix(row) + elements.dropLast(row), shape: shape, dtype: dtype)
  }

  /// The last axis backwards.
  func lastAxisReversed() -> Tensor? {
    guard rank > 1, shape[rank - 1] > 1 else { return nil }
    let width = shape[rank - 1]
    let rows = (0..<(elementCount / width)).map { elements[($0 * width)..<(($0 + 1) * width)] }
    return Tensor(rows.flatMap { $0.reversed() }, shape: shape, dtype: dtype)
  }

  /// The largest element larger by one part in a hundred.
  func largestElementOff() -> Tensor {
    var elements = elements
    if let place = elements.indices.max(by: { elements[$0].magnitude < elements[$1].magnitude }) {
      elements[place] *= 1.01
    }
    return Tensor(elements, shape: shape, dtype: dtype)
  }

  /// One number, the mean, everywhere.
  func averaged() -> Tensor? {
    guard elementCount > 1 else { return nil }
    let mean = elements.reduce(0, +) / Double(elementCount)
    return Tensor(repeating: mean, shape: shape, dtype: dtype)
  }

  /// Zeros but where an index is 0 on every axis that broadcasting repeated to get here from `source`.
  func firstSlice(repeatedFrom source: Shape) -> Tensor {
    let missing = rank - source.count
    let kept = zip(elements, Grid<Double>.places(shape)).map { element, place in
      let isFirst = place.indices.allSatisfy { axis in
        let isRepeated = axis < missing || (source[axis - missing] == 1 && shape[axis] > 1)
        return !isRepeated || place[axis] == 0
      }
      return isFirst ? element : 0
    }
    return Tensor(kept, shape: shape, dtype: dtype)
  }
}
