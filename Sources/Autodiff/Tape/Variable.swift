import UnrollNumerics

/// A value with a place on a tape; without a tape it is a constant.
///
/// Operations on variables compute at once and are recorded where one of the inputs lies on a tape.
/// A variable keeps its value as long as you keep the variable, whatever happens to the tape.
public struct Variable {
  /// The numbers.
  public let value: Tensor

  /// The tape that recorded it, or nil for a constant.
  public let tape: Tape?

  /// The place on the tape.
  let slot: Slot

  /// Which life of the tape it belongs to: ``Tape/reset()`` begins a new one.
  private let generation: Int32

  /// A constant.
  public init(_ value: Tensor) {
    self.value = value
    tape = nil
    slot = -1
    generation = 0
  }

  /// A constant scalar, in the given type.
  public init(_ value: Double, dtype: DType = .float32) {
    self.init(Tensor(value, dtype: dtype))
  }

  /// A value on a tape.
  init(_ value: Tensor, _ tape: Tape, _ slot: Slot) {
    self.value = value
    self.tape = tape
    self.slot = slot
    generation = tape.generation
  }

  /// The sizes of the axes.
  public var shape: Shape { value.shape }

  /// The type of the numbers.
  public var dtype: DType { value.dtype }

  /// The same variable, under a name in the tape's table: `h = tanh(z).named("h_1")`. A constant has no
  /// place on a tape, so its name is dropped.
  @discardableResult
  public func named(_ name: String) -> Variable {
    tape?.setName(name, of: slot)
    return self
  }

  /// The only element of a variable that has one. Stops with a sentence where there are more or none.
  public func item() -> Double { value.item() }

  /// Stops with a sentence where the tape has been reset since this variable was made.
  func requireFresh(_ operation: @autoclosure () -> String) {
    guard let tape, tape.generation != generation else { return }
    stop(
      """
      \(operation()): a variable of shape \(shape) is stale; its tape has been reset since it was \
      made. Make it again with tape.variable(_:), or use its value, which is still valid
      """)
  }
}

extension Variable: CustomStringConvertible {
  /// The numbers, as a tensor prints them.
  public var description: String { value.description }
}

/// A place on a tape: the index of a value.
typealias Slot = Int32
