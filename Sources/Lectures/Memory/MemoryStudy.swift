import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Recurrent cells on a task that needs memory, over growing lengths (001:918, 003:235, 004:59): which of them
/// learns it, all with the same budget and the same settings?
///
/// Each cell is trained with every learning rate, and its best training counts: one that suits the LSTM and
/// not the SimpleRNN would decide the comparison by itself. All see the same sequences in the same order.
public struct MemoryStudy: Sendable {
  /// What is to be learnt.
  public var task: any MemoryTask
  /// The most steps that a training takes.
  public var budget: Int
  /// The size of the state.
  public var units = 32
  /// The number of sequences in a step.
  public var batchSize = 32
  /// The step sizes of Adam that are tried.
  public var learningRates = MemoryStudy.learningRates
  /// By what the norm of all gradients together is bounded.
  public var clipping = GradientClipping.globalNorm(1)

  /// The lengths of the table, each about three times the one before.
  public static let lengths = [10, 30, 100, 300]
  /// Each about a third of the one before: LSTM and GRU did best with the first, SimpleRNN over 30 steps with
  /// the second and over 100 with the third.
  public static let learningRates = [0.01, 0.003, 0.001]
  /// Enough for LSTM and GRU to add two numbers at length 300.
  public static let budget = 5000

  /// A study of a task.
  public init(_ task: any MemoryTask = AddingProblem(), budget: Int = budget) {
    self.task = task
    self.budget = budget
  }

  /// Trains a cell at a length with every learning rate; a training that is stopped is the last.
  ///
  /// Once the task is solved, a further training has fewer steps for it: more would not make it the best.
  public func run(
    _ cell: MemoryCell, length: Int, seed: UInt64, watch: TrainingWatch = .nobody
  ) -> MemoryResult {
    require(
      length >= MemoryTasks.shortest,
      "memory study: got a length of \(length); expected \(MemoryTasks.shortest) or more")
    var trainings: [MemoryTraining] = []
    for (index, rate) in learningRates.enumerated() {
      let solved = trainings.last { $0.isSolved }
      var training = MemoryTraining(
        self, cell, length: length, seed: seed, learningRate: rate,
        budget: solved.map { $0.steps - 1 } ?? budget)
      flushingSubnormals { training.run(watch, round: (index + 1, learningRates.count)) }
      trainings.append(training)
      if training.wasStopped { break }
    }
    guard let best = trainings.last(where: \.isSolved) ?? trainings.min(by: { $0.error < $1.error })
    else { stop("memory study: there are no learning rates; expected at least one") }
    return MemoryResult(
      task: task.name, cell: cell, length: length, parameters: best.network.parameterCount,
      error: best.error, chance: task.chance(length: length), goal: task.goal(length: length),
      learningRate: best.learningRate, steps: best.steps, isSolved: best.isSolved,
      wasStopped: trainings.contains(where: \.wasStopped))
  }
}

/// What a cell came to at a length: a row of the table.
public struct MemoryResult: Sendable {
  /// The task by its name.
  public let task: String
  /// The cell.
  public let cell: MemoryCell
  /// The length T.
  public let length: Int
  /// The number of weights.
  public let parameters: Int
  /// The error of the best training at its end.
  public let error: Double
  /// The error of answers without memory.
  public let chance: Double
  /// Below which error the task counts as solved.
  public let goal: Double
  /// The learning rate of the best training.
  public let learningRate: Double
  /// The number of its steps: those to the goal, or all of the budget.
  public let steps: Int
  /// Whether the goal was reached.
  public let isSolved: Bool
  /// Whether somebody asked to end before all learning rates were tried.
  public let wasStopped: Bool

  /// What follows, in a word or two.
  public var verdict: String { isSolved ? "solved" : wasStopped ? "stopped" : "not solved" }
}
