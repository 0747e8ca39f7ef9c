import UnrollAutodiff
import UnrollNumerics

/// A tape as a function for another library: which of its values are given, and which are wanted.
///
/// A tape is data, and a backward pass can be recorded on it (`gradient(of:for:recorded: true)`). So not only a network but a
/// whole training step, with its gradients and the optimiser's update, can be written down as a program elsewhere.
///
/// ```swift
/// let tape = Tape()
/// let w = tape.variable([[0.1], [0.2]])
/// let x = tape.variable([[1, 2], [3, 4], [5, 6]])
/// let loss = tanh(matmul(x, w)).sum()
/// let gradient = tape.gradient(of: loss, for: w, recorded: true)
/// let program = RecordedProgram(
///   tape, inputs: [.value("w", w), .value("x", x)],
///   results: [.value("loss", loss), .value("gradient", gradient)])
/// print(try program.jax().source)
/// ```
public struct RecordedProgram {
  /// What a program is given, or gives.
  public enum Part {
    /// One value under a name.
    case value(String, Variable)
    /// Several values under one name, each with a name of its own: the weights of a model.
    case group(String, [(name: String, value: Variable)])
    /// Token ids or classes that the recording used: operations on these very ids take what is given. Not for results.
    case tokens(String, IntTensor)
  }

  let tape: Tape
  /// What it is given, in order.
  public let inputs: [Part]
  /// What it gives, in order.
  public let results: [Part]

  /// Of the masks that a training with dropout is given, the probability of a zero, by name; other numbers are
  /// `1 / (1 − rate)`.
  public internal(set) var dropoutRates: [String: Double] = [:]

  /// A program that computes some values of a tape from others. Stops with a sentence where one of them is no value of the
  /// tape.
  public init(_ tape: Tape, inputs: [Part], results: [Part]) {
    for (name, value) in (inputs + results).flatMap(\.values) where value.tape !== tape {
      stop("export: '\(name)' is not a value of this tape; record it there, or leave it out")
    }
    (self.tape, self.inputs, self.results) = (tape, inputs, results)
  }
}

extension RecordedProgram {
  /// Writes the program in a language, whose values for what is given are known by place; gives the language with its
  /// lines, and the results in order.
  func written<Target: ExportTarget>(
    in target: Target, given values: [Int: Target.Value], isUnrolled: Bool
  ) throws(ExportError) -> (target: Target, results: [Target.Value]) {
    let places = results.flatMap(\.values).map(\.value.knownPlace)
    let rolled = RolledTape(tape, results: places, isRolled: !isUnrolled)
    var text = ProgramText(tape, rolled, target: target, inputs: values, results: places)
    let found = try text.write(results: places)
    return (text.target, found)
  }
}

extension Variable {
  /// The place on the tape, which a program's values are known to have.
  var knownPlace: Int { place ?? 0 }
}

extension RecordedProgram.Part {
  /// What it is called.
  public var name: String {
    switch self {
    case .value(let name, _), .group(let name, _), .tokens(let name, _): name
    }
  }

  /// The values on the tape, by name; none of token ids.
  public var values: [(name: String, value: Variable)] {
    switch self {
    case .value(let name, let value): [(name, value)]
    case .group(_, let values): values
    case .tokens: []
    }
  }

  /// The same values, by names for one list of all parts: `weights/dense/kernel`.
  var paths: [(path: String, value: Variable)] {
    guard case .group(let group, let members) = self else {
      return values.map { ($0.name, $0.value) }
    }
    return members.map { ("\(group)/\($0.name)", $0.value) }
  }
}
