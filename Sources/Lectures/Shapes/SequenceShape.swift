import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What goes into a network and what comes out of it, one thing or a sequence of them (000:148, 003:90).
enum SequenceShape: String, CaseIterable, Sendable {
  /// One vector in, one out: no recurrence.
  case oneToOne = "one to one"
  /// Vector to sequence.
  case oneToMany = "one to many"
  /// Sequence to vector.
  case manyToOne = "many to one"
  /// Sequence to sequence: an output at every step.
  case manyToMany = "many to many in step"
  /// Sequence to sequence: an encoder reads all, then a decoder writes.
  case encoderDecoder = "encoder–decoder"

  /// What training a small network of this shape came to.
  struct Result {
    let shape: SequenceShape
    /// One sample of what went in and what came out, without the batch.
    let input, output: Shape
    /// The loss on unseen samples, before and after training.
    let before, after: Double
    /// The loss of the best answer that takes no notice of the input.
    let heedless: Double

    /// Whether the loss fell, and the answers take notice of the input.
    var learns: Bool { after < before / 2 && after < heedless / 2 }
  }

  /// Trains a small network on samples made up for this shape, which takes less than a second.
  /// - Throws: What `fit` throws.
  func run(seed: UInt64, epochs: Int = 20) throws -> Result {
    let task = ShapeTask.of(self, seed: seed)
    func loss() -> Double { task.network.evaluate(task.test, loss: task.loss).loss }
    let before = loss()
    try task.network.fit(
      task.train, epochs: epochs, optimizer: Adam(learningRate: 0.01), loss: task.loss,
      progress: .none)
    let output = task.network.predict(task.test.inputs).shape
    return Result(
      shape: self, input: task.inputShape, output: Shape(output.dropFirst()), before: before,
      after: loss(), heedless: task.heedless)
  }
}
