import UnrollAutodiff

/// One line of a tape that computes something. Values are known by their places on the tape.
struct Step {
  let operation: any Operation
  /// The operation with its settings, by which steps of a loop are recognised: `matmul aᵀ b`.
  let title: String
  let inputs: [Int]
  let outputs: Range<Int>
  /// The shapes of the results.
  let shapes: [Shape]
  let scopes: [String]
}

/// Where a step inside a loop finds an input.
enum Operand: Hashable {
  /// A value that is the same in every round: its place in front of the loop.
  case fixed(Int)
  /// A value of the same round: its place in the first one.
  case local(Int)
  /// What the round before left: the number of the carried value.
  case carried(Int)
  /// An element of a row of values: the number of the row that is read.
  case element(Int)
}

/// Values of one shape in a row, one of which belongs to each round.
struct Row: Hashable {
  /// What the row is.
  enum Source: Hashable {
    /// The results of an ``Unstack``: its place in the list of statements.
    case unstacked(Int)
    /// What a step of a loop gave in all rounds: the place in its first one.
    case loop(Int)
  }

  let source: Source
  /// The number of values.
  let count: Int
}

/// Part of a row, forwards or backwards: the elements `first`, `first + stride`, …
struct RowRange: Hashable {
  let row: Row
  let first: Int
  /// 1 or −1.
  let stride: Int
}

/// Steps that repeat, with other values in each round.
struct Loop {
  /// A value that goes from round to round.
  struct Carried: Hashable {
    /// Its place in front of the loop.
    let initial: Int
    /// The place, in the first round, of what the next round receives.
    let next: Int
  }

  let count: Int
  /// The steps of the first round.
  let body: [Step]
  /// For each step of the body where its inputs are.
  let operands: [[Operand]]
  let carried: [Carried]
  let reads: [RowRange]
}

/// A part of a program: a step, or a loop of steps.
enum Statement {
  case step(Step)
  case loop(Loop)
}
