import UnrollNumerics

/// Where a NaN or an infinity first appeared, on the way forward or on the way back.
public struct NonFiniteOrigin: Sendable {
  /// Whether a value or a gradient went wrong.
  public enum Direction: String, Sendable {
    /// A value, when it was computed.
    case forward
    /// A cotangent, on the way back.
    case backward
  }

  /// On which way it appeared.
  public let direction: Direction
  /// The operation that produced it, or whose pullback did.
  public let operation: String
  /// The part of the model and the time step: `simple_rnn/step 3`; empty outside any.
  public let scope: String
  /// The entry's number in the printed tape.
  public let entry: Int
  /// The sizes of the result.
  public let shape: Shape
  /// `nan`, `inf` or `-inf`.
  public let value: String
  /// What the entry computed from: for each input its smallest and largest number, NaN left out.
  public let inputRanges: [ClosedRange<Double>?]
}

extension NonFiniteOrigin: CustomStringConvertible {
  /// The finding in words.
  public var description: String {
    let place = scope.isEmpty ? "" : " in \(scope)"
    let role = direction == .forward ? "" : "the pullback of "
    let ranges = inputRanges.map { range in
      range.map { "\($0.lowerBound.significant(4)) to \($0.upperBound.significant(4))" }
        ?? "nothing but NaN"
    }
    let from = ranges.isEmpty ? "" : ", from inputs of \(ranges.joined(separator: " and "))"
    return "\(role)\(operation)\(place) (tape entry \(entry), shape \(shape)) gave \(value)\(from)"
  }
}

extension Tape {
  /// The first entry with a result that is not finite, or nil where all are.
  public func firstNonFinite() -> NonFiniteOrigin? {
    for entry in entries {
      for slot in entry.outputs {
        if let text = Self.nonFinite(values[Int(slot)]) {
          return origin(.forward, entry, slot, text)
        }
      }
    }
    return nil
  }

  /// The first pullback, on the way back from a result, that made a cotangent which is not finite; nil
  /// where all are finite.
  ///
  /// It is looked for among the values: where one of these is not finite already, see
  /// ``firstNonFinite()``.
  ///
  /// Stops with a sentence where `y` does not lie on this tape.
  public func firstNonFiniteGradient(of y: Variable) -> NonFiniteOrigin? {
    require(y.tape === self, "firstNonFiniteGradient: y has to lie on this tape")
    var found: NonFiniteOrigin?
    let seed = Tensor.ones(y.shape, dtype: y.dtype)
    forEachCotangent(
      of: y.slot, from: seed,
      onContribution: { [self] step, input, cotangent in
        guard found == nil, let text = Self.nonFinite(cotangent.part) else { return }
        found = origin(.backward, step.entry, step.inputSlot(input), text)
      })
    return found
  }

  private func origin(
    _ direction: NonFiniteOrigin.Direction, _ entry: Entry, _ slot: Slot, _ text: String
  ) -> NonFiniteOrigin {
    NonFiniteOrigin(
      direction: direction,
      operation: title(of: entry) + (names[entry.firstOutput].map { " " + $0 } ?? ""),
      scope: path(of: entry.scope), entry: Int(entry.firstOutput),
      shape: values[Int(slot)].shape, value: text,
      inputRanges: inputs(of: entry).map { slot in
        let numbers = values[Int(slot)].elements.filter { !$0.isNaN }
        guard let least = numbers.min(), let most = numbers.max() else { return nil }
        return least...most
      })
  }

  /// `nan`, `inf` or `-inf` for a tensor that holds one; nil for a finite one.
  private static func nonFinite(_ tensor: Tensor) -> String? {
    guard let number = tensor.elements.first(where: { !$0.isFinite }) else { return nil }
    return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf"
  }
}
