import UnrollAutodiff
import UnrollNumerics

/// One time step of a recurrent layer: from an input and a state to the next state.
///
/// ``RNN`` runs any cell over a sequence. A cell of your own needs a number of units, its weights and its
/// equation:
///
/// ```swift
/// struct LeakyCell: RecurrentCell {
///   let units: Int
///   var kind: String { "LeakyCell" }
///
///   func weights(inputs: Int) -> [WeightSpecification] {
///     [
///       WeightSpecification("kernel", [inputs, units], .glorotUniform),
///       WeightSpecification("recurrent_kernel", [units, units], .orthogonal),
///     ]
///   }
///
///   func step(
///     _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
///   ) -> HiddenState {
///     let recurrent = matmul(context.dropped(state.hidden), weights["recurrent_kernel"])
///     let z = matmul(x, weights["kernel"]) + recurrent
///     return HiddenState(0.9 * state.hidden + 0.1 * tanh(z))
///   }
/// }
/// let layer = RNN(LeakyCell(units: 20), returnSequences: true)
/// ```
public protocol RecurrentCell: Sendable {
  /// What is carried from step to step, by name.
  associatedtype State: RecurrentState

  /// The class name: `LSTMCell`.
  var kind: String { get }

  /// The size of each part of the state.
  var units: Int { get }

  /// The weights for inputs with so many features.
  func weights(inputs: Int) -> [WeightSpecification]

  /// The weights as a step needs them: parts that would be cut out again in every step are cut out here,
  /// once for a sequence. Without it, the weights themselves.
  func prepared(_ weights: Weights) -> Weights

  /// What can be computed for all time steps at once, because it does not depend on the state: from
  /// `[time, batch, inputs]` to `[time, batch, …]`. Without it, a step gets the input itself.
  func project(_ x: Variable, _ weights: Weights) -> Variable

  /// The cell's equation: one step, `x` being `[batch, …]`, each part of the state `[batch, units]`.
  func step(_ x: Variable, _ state: State, _ weights: Weights, _ context: StepContext) -> State

  /// Whether steps differ in their numbers alone; see ``Layer/isRepeatable``.
  var isRepeatable: Bool { get }
}

extension RecurrentCell {
  /// The weights themselves.
  public func prepared(_ weights: Weights) -> Weights { weights }

  /// The input itself.
  public func project(_ x: Variable, _ weights: Weights) -> Variable { x }

  /// Recorded anew in every training step, unless the cell promises more.
  public var isRepeatable: Bool { false }

  /// The state before the first step: zeros.
  func zeroState(batch: Int, dtype: DType) -> State {
    State(State.names.map { _ in Variable(.zeros([batch, units], dtype: dtype)) })
  }
}

/// What a cell may know about the step it computes.
public struct StepContext {
  /// The time step, counted from 0 in the order of the sequence.
  public let t: Int

  /// Zeros and `1 / (1 − rate)` for the state, the same in every step; nil without recurrent dropout.
  let dropoutMask: Variable?

  /// Told when the cell asks for the state with units dropped; nil while it computes in earnest.
  private let witness: (() -> Void)?

  /// A step; a mask of zeros and `1 / (1 − rate)`, `[batch, units]`, drops units.
  public init(t: Int, dropoutMask: Variable? = nil) {
    self.t = t
    self.dropoutMask = dropoutMask
    witness = nil
  }

  /// A step that is tried out.
  init(t: Int, witness: @escaping () -> Void) {
    self.t = t
    dropoutMask = nil
    self.witness = witness
  }

  /// The state as the recurrent weights see it: with some units dropped where the layer asks for
  /// recurrent dropout.
  public func dropped(_ hidden: Variable) -> Variable {
    witness?()
    return dropoutMask.map { hidden * $0 } ?? hidden
  }
}

/// What a cell carries from step to step: parts with names, each `[batch, units]`.
public protocol RecurrentState {
  /// The names of the parts, in order.
  static var names: [String] { get }

  /// A state from its parts, in order.
  init(_ parts: [Variable])

  /// The parts, in order.
  var parts: [Variable] { get }
}

extension RecurrentState {
  /// What the layer puts out: the first part.
  public var output: Variable { parts[0] }
}

/// The state of a cell with one part, ``SimpleRNNCell`` or ``GRUCell``.
public struct HiddenState: RecurrentState {
  /// The hidden state hₜ, which is the output too.
  public var hidden: Variable

  public static var names: [String] { ["hidden"] }

  /// A state.
  public init(_ hidden: Variable) { self.hidden = hidden }

  public init(_ parts: [Variable]) { hidden = parts[0] }

  public var parts: [Variable] { [hidden] }

  public var output: Variable { hidden }
}

/// The state of an ``LSTMCell``.
public struct LSTMState: RecurrentState {
  /// The hidden state hₜ, which is the output too: the short-term state of lecture 003.
  public var hidden: Variable
  /// The carry cₜ: the long-term state.
  public var carry: Variable

  public static var names: [String] { ["hidden", "carry"] }

  /// A state.
  public init(hidden: Variable, carry: Variable) {
    self.hidden = hidden
    self.carry = carry
  }

  public init(_ parts: [Variable]) { self.init(hidden: parts[0], carry: parts[1]) }

  public var parts: [Variable] { [hidden, carry] }

  public var output: Variable { hidden }
}
