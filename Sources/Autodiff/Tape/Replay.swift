import UnrollNumerics

/// A kind of number that a tape can be replayed with.
protocol ReplayNumber: Scalar {
  /// The formula of an operation, evaluated with this kind of number; nil where there is none.
  static func evaluate(_ operation: any Operation, _ x: [Grid<Self>]) -> [Grid<Self>]?

  /// The same number with another real part.
  func with(real: Double) -> Self
}

extension Dual: ReplayNumber {
  static func evaluate(_ operation: any Operation, _ x: [Grid<Dual>]) -> [Grid<Dual>]? {
    operation.formulaDual(x)
  }

  func with(real: Double) -> Dual { Dual(real, derivative: derivative) }
}

extension ComplexStep: ReplayNumber {
  static func evaluate(
    _ operation: any Operation, _ x: [Grid<ComplexStep>]
  ) -> [Grid<ComplexStep>]? {
    operation.formulaComplex(x)
  }
}

extension Noisy: ReplayNumber {
  static func evaluate(_ operation: any Operation, _ x: [Grid<Noisy>]) -> [Grid<Noisy>]? {
    operation.formulaNoisy(x)
  }

  func with(real: Double) -> Noisy {
    var result = self
    result.real = real
    return result
  }
}

/// Why a tape could not be replayed: an operation has no formula.
struct ReplayFailure: Error {
  let operation: String
}

/// What a replay gave: a grid for every slot.
///
/// A slot that nothing was moved for is known from the tape, and its grid is made when it is asked for.
struct Replayed<Number: ReplayNumber> {
  private let values: [Tensor]
  private var moved: [Grid<Number>?] = []

  fileprivate init(_ values: [Tensor], through last: Slot) {
    self.values = values
    moved.reserveCapacity(Int(last) + 1)
  }

  /// The numbers in a slot.
  subscript(slot: Slot) -> Grid<Number> { moved[Int(slot)] ?? Grid(values[Int(slot)]) }

  /// The slots that have been replayed.
  var slots: Range<Slot> { 0..<Slot(moved.count) }

  fileprivate func hasMoved(_ slot: Slot) -> Bool { moved[Int(slot)] != nil }

  fileprivate mutating func append(_ grid: Grid<Number>?) { moved.append(grid) }

  fileprivate mutating func free(_ slots: [Slot]) {
    for slot in slots { moved[Int(slot)] = nil }
  }
}

extension Tape {
  /// Evaluates the formulas of all entries again, from top to bottom, with another kind of number.
  ///
  /// `input` gives the numbers of a variable, nil for one that is known exactly, as constants are. Only what
  /// depends on the others is evaluated. After each entry the real parts are set to the recorded values:
  /// a matrix product may add up in another order than its formula, and in a chaotic network a difference
  /// in the last digit would lead elsewhere. That kernels and formulas agree is a check of its own.
  ///
  /// With `freeing`, for each entry the slots that nothing is computed from behind it, the numbers of these
  /// are let go of.
  func replay<Number: ReplayNumber>(
    through last: Slot, freeing: [[Slot]]? = nil, _ input: (Slot, Tensor) -> Grid<Number>?
  ) throws -> Replayed<Number> {
    var replayed = Replayed<Number>(values, through: last)
    for (index, entry) in entries.enumerated() {
      guard entry.firstOutput <= last else { break }
      let slots = inputs(of: entry)
      if entry.operation is Input {
        replayed.append(input(entry.firstOutput, values[Int(entry.firstOutput)]))
      } else if slots.contains(where: replayed.hasMoved) {
        let x = slots.map { replayed[$0] }
        guard let y = Number.evaluate(entry.operation, x) else {
          throw ReplayFailure(operation: entry.operation.name)
        }
        for (var grid, slot) in zip(y, entry.outputs) {
          grid.anchor(to: values[Int(slot)])
          replayed.append(grid)
        }
      } else {
        for _ in entry.outputs { replayed.append(nil) }
      }
      if let freeing { replayed.free(freeing[index]) }
    }
    return replayed
  }

  /// For each entry the slots that are used there for the last time.
  func lastUses() -> [[Slot]] {
    var lastUse: [Slot: Int] = [:]
    for (index, entry) in entries.enumerated() {
      for slot in inputs(of: entry) { lastUse[slot] = index }
    }
    var result = [[Slot]](repeating: [], count: entries.count)
    for (slot, index) in lastUse { result[index].append(slot) }
    return result
  }
}

extension Grid where Number: ReplayNumber {
  /// Gives the numbers the real parts of a tensor.
  fileprivate mutating func anchor(to tensor: Tensor) {
    for (index, value) in tensor.elements.enumerated()
    where elements[index].real.bitPattern != value.bitPattern {
      elements[index] = elements[index].with(real: value)
    }
  }
}
