/// Where a NaN or an infinity first appeared on a tape.
public struct NonFiniteOrigin: Sendable, CustomStringConvertible {
  /// The operation that produced it.
  public let operation: String
  /// The part of the model and the time step: `simple_rnn/step 3`; empty outside any.
  public let scope: String
  /// The entry's number in the printed tape.
  public let entry: Int
  /// The sizes of the result.
  public let shape: Shape
  /// `nan`, `inf` or `-inf`.
  public let value: String

  /// The finding in words.
  public var description: String {
    let place = scope.isEmpty ? "" : " in \(scope)"
    return "\(operation)\(place) (tape entry \(entry), shape \(shape)) gave \(value)"
  }
}

extension Tape {
  /// The first entry with a result that is not finite, or nil where all are.
  public func firstNonFinite() -> NonFiniteOrigin? {
    for entry in entries {
      for slot in entry.outputs {
        let value = values[Int(slot)]
        guard let number = value.elements.first(where: { !$0.isFinite }) else { continue }
        return NonFiniteOrigin(
          operation: title(of: entry) + (names[slot].map { " " + $0 } ?? ""),
          scope: path(of: entry.scope), entry: Int(slot), shape: value.shape,
          value: number.isNaN ? "nan" : number < 0 ? "-inf" : "inf")
      }
    }
    return nil
  }
}
