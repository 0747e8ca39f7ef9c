import UnrollAutodiff
import UnrollRecurrent

/// A model's output on one batch after another.
///
/// Like a ``TrainingStep`` without its backward pass: a model that is repeatable (``Model/isRepeatable``) is
/// recorded once for each shape of batch and then run as a program; any other is called each time.
final class PredictionStep {
  private let model: any Model
  private let programs: BatchPrograms<Void>?

  /// Outputs of a model; with several threads, each computes a part of a batch.
  init(_ model: any Model, threads: Int) {
    self.model = model
    programs = model.isRepeatable ? BatchPrograms(model, threads: threads) : nil
  }

  /// The output for a batch; stateful layers go on from it.
  func callAsFunction(_ samples: Samples) -> Tensor {
    let parts = programs?.run(on: BatchArrays(samples)) { rows, tape in
      record(samples.samples(rows), on: tape)
    }
    return parts.map { joined($0.map { $0.results[0] }) } ?? model(samples)
  }

  private func record(_ samples: Samples, on tape: Tape) -> BatchPrograms<Void>.Recording {
    let weights = model.variables(on: tape)
    let inputs = samples.input(on: tape, name: "inputs")
    var run = Run(tape: tape)
    let repeated = RepeatedCall()
    run.repeated = repeated
    let output = model.call(inputs, weights, run)
    return BatchPrograms.Recording(
      inputs: weights + inputs.numbers, integers: BatchArrays(samples).integers, results: [output],
      repeated: repeated, notes: ())
  }
}
