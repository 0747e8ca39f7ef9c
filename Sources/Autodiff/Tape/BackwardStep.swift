/// What a pullback sees of the backward pass: one entry, and the cotangents of its results.
public struct BackwardStep {
  let pass: BackwardPass
  let entry: Entry
  /// The entry's place on the tape.
  let index: Int

  /// An input of the entry: on the tape while the pass is recorded, a constant otherwise. Inputs are
  /// counted from 0.
  public func input(_ index: Int) -> Variable {
    let right = pass.variable(inputSlot(index))
    return pass.mistake?.input?(self, index, right) ?? right
  }

  /// A result of the entry: on the tape while the pass is recorded, a constant otherwise. Results are
  /// counted from 0.
  public func output(_ index: Int) -> Variable {
    let right = pass.variable(entry.firstOutput + Slot(index))
    return pass.mistake?.output?(self, right) ?? right
  }

  /// The cotangent of a result, or nil where nothing depends on it. It has the shape of the result;
  /// results are counted from 0.
  public func cotangent(_ index: Int) -> Variable? {
    guard let right = pass.cotangent(entry.firstOutput + Slot(index)) else { return nil }
    return pass.mistake?.cotangent?(self, right) ?? right
  }

  /// The number of inputs.
  public var inputCount: Int { Int(entry.inputCount) }

  /// The number of results.
  public var outputCount: Int { Int(entry.outputCount) }

  /// Whether an input leads to something that the gradient was asked for. Where it does not, its
  /// cotangent need not be computed.
  public func needs(_ index: Int) -> Bool { pass.isNeeded(inputSlot(index)) }

  /// Adds to the cotangent of an input. Contributions from several entries add up. Stops with a sentence
  /// where a dense one has another shape than the input.
  public func add(_ cotangent: Cotangent, to index: Int) {
    var cotangent = cotangent
    if let contribution = pass.mistake?.contribution {
      guard let changed = contribution(self, index, cotangent) else { return }
      cotangent = changed
    }
    pass.onContribution?(self, index, cotangent)
    pass.add(cotangent, to: inputSlot(index), from: entry.operation)
  }

  func inputSlot(_ index: Int) -> Slot {
    pass.tape.inputSlots[Int(entry.firstInput) + index]
  }
}

/// One contribution to the cotangent of an input.
///
/// A part is added where it belongs. If a slice's pullback padded its part with zeros to full size
/// instead, the backward pass of a sequence would cost its length squared.
public enum Cotangent {
  /// A contribution to every element.
  case dense(Variable)

  /// A contribution to a region; zero elsewhere.
  case region(Variable, Region)

  /// Contributions to rows; a row that is named twice gets both.
  case rows(Variable, IntTensor)

  /// The numbers that are contributed.
  var part: Tensor {
    switch self {
    case .dense(let part), .region(let part, _), .rows(let part, _): part.value
    }
  }

  /// The same contribution in the number type of the value that it belongs to.
  func cast(to dtype: DType) -> Cotangent {
    switch self {
    case .dense(let part): .dense(part.cast(to: dtype))
    case .region(let part, let region): .region(part.cast(to: dtype), region)
    case .rows(let rows, let indices): .rows(rows.cast(to: dtype), indices)
    }
  }
}
