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

  func with(real: Double) -> ComplexStep { ComplexStep(real, imaginary: imaginary) }
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

extension Tape {
  /// Evaluates the formulas of all entries again, from top to bottom, with another kind of number.
  ///
  /// `input` gives the numbers of a variable; constants are known exactly. After each entry the real
  /// parts are set to the recorded values: a matrix product may add up in another order than its
  /// formula, and in a chaotic network a difference in the last digit would lead elsewhere. That
  /// kernels and formulas agree is a check of its own.
  ///
  /// Returns the numbers in every slot up to and including `last`.
  func replay<Number: ReplayNumber>(
    through last: Slot, _ input: (Slot, Tensor) -> Grid<Number>
  ) throws -> [Grid<Number>] {
    var grids: [Grid<Number>] = []
    grids.reserveCapacity(Int(last) + 1)
    for entry in entries {
      guard entry.firstOutput <= last else { break }
      if entry.operation is Input {
        grids.append(input(entry.firstOutput, values[Int(entry.firstOutput)]))
      } else if entry.operation is Constant {
        grids.append(Grid(values[Int(entry.firstOutput)]))
      } else {
        let x = inputs(of: entry).map { grids[Int($0)] }
        guard let y = Number.evaluate(entry.operation, x) else {
          throw ReplayFailure(operation: entry.operation.name)
        }
        for (grid, slot) in zip(y, entry.outputs) {
          grids.append(grid.anchored(to: values[Int(slot)]))
        }
      }
    }
    return grids
  }
}

extension Grid where Number: ReplayNumber {
  /// The same numbers with the real parts of a tensor.
  fileprivate func anchored(to tensor: Tensor) -> Grid {
    Grid(shape, zip(elements, tensor.elements).map { $0.with(real: $1) })
  }
}
