import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A task that can be learnt only by remembering something over a distance, which is set at will.
///
/// Sequences are drawn from a generator and never run out, so a network that is trained on fresh ones can
/// learn nothing by heart.
public protocol MemoryTask: Sendable {
  /// What a reader types: `adding`.
  var name: String { get }

  /// What is asked, in a few words.
  var question: String { get }

  /// What the error counts: `mean squared error`.
  var measure: String { get }

  /// The numbers of a time step that go in and come out.
  var sizes: (inputs: Int, outputs: Int) { get }

  /// Whether an answer is due at every time step, not at the last one only.
  var answersAtEveryStep: Bool { get }

  /// What training makes smaller.
  var loss: Loss { get }

  /// Sequences for a length T, with the right answers.
  func data(_ count: Int, length: Int, using generator: inout SeededGenerator) -> Dataset

  /// The error on a batch.
  func error(_ prediction: Tensor, _ targets: Samples) -> Double

  /// The error of the best answers that take no notice of what has to be remembered: chance level.
  func chance(length: Int) -> Double

  /// Below which error the task counts as solved.
  func goal(length: Int) -> Double
}

extension MemoryTask {
  /// The loss.
  public func error(_ prediction: Tensor, _ targets: Samples) -> Double {
    loss(Variable(prediction), targets.input()).item()
  }
}

/// The tasks of the literature.
public enum MemoryTasks {
  /// One of each, the one that is usually taken first.
  public static let all: [any MemoryTask] = [AddingProblem(), CopyingProblem(), TemporalOrder()]

  /// The shortest length that each of them has a meaning for.
  public static let shortest = 10
}
