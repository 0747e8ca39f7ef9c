/// Why a tape can't be made a program.
public enum ProgramError: Error, Equatable {
  /// An operation that programs don't know.
  case unknownOperation(String)
  /// An operation on integers that are none of the program's inputs.
  case foreignIntegers(operation: String)
  /// The same integers as two of the program's inputs.
  case sameIntegers
  /// An input of the tape that is none of the program's inputs.
  case foreignInput(String)
  /// Numbers of two types.
  case mixedTypes
}

extension ProgramError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownOperation(let name):
      "program: the tape holds \(name), which a program can't run; record every step on a tape instead"
    case .foreignIntegers(let name):
      """
      program: \(name) works on integers that are not among the program's inputs; pass the very tensor that \
      was used while the tape was recorded
      """
    case .sameIntegers:
      """
      program: two of the program's inputs are the same integers, so that operations on them can't be told \
      apart; record the tape with a copy as one of them
      """
    case .foreignInput(let name):
      "program: the tape's input \(name) is not among the program's inputs; pass it as one"
    case .mixedTypes:
      "program: the tape holds float32 and float64 numbers; a program computes in one type"
    }
  }
}
