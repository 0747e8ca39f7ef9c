import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// Loss and gradients of one window, whose state comes from the window before and is cut off from it.
final class WindowStep {
  /// What a window gave.
  struct Result {
    let loss: Tensor
    /// What the model said at the steps that count.
    let prediction: Tensor
    let gradients: [Tensor]
  }

  private let model: any Model
  private let loss: Loss
  private let tape = Tape()

  init(_ model: any Model, _ loss: Loss, _ operation: String) {
    self.model = model
    self.loss = loss
    let forgetful = model.assembly.places.filter { ($0.layer as? any TimeLoop)?.goesOn == false }
    require(
      forgetful.isEmpty,
      """
      \(operation): \(forgetful.map(\.name).joined(separator: ", ")) would not go on where the window before \
      ended; expected layers that read forwards and carry their state, as \
      \(forgetful.first?.layer.kind == "LSTM" ? "LSTM" : "SimpleRNN")(…, stateful: true) does
      """)
  }

  /// The loss of the steps that count, and its gradients; leaves the layers' states at the window's end.
  func callAsFunction(_ streams: Streams, _ span: StreamWindows.Span) -> Result {
    defer { tape.reset() }
    let weights = model.variables(on: tape)
    let recording = record(streams, span, weights)
    let trained = zip(weights, model.parameters).filter { $0.1.isTrainable }.map(\.0)
    return Result(
      loss: recording.loss.value, prediction: recording.prediction.value,
      gradients: tape.gradient(of: recording.loss, for: trained).map(\.value))
  }

  /// What was first to become NaN or infinite on the way to a window's loss.
  func originOfLoss(_ streams: Streams, _ span: StreamWindows.Span) -> NonFiniteOrigin? {
    defer { tape.reset() }
    _ = record(streams, span, model.variables(on: tape))
    return tape.firstNonFinite()
  }

  /// What was first to become NaN or infinite on the way back.
  func originOfGradient(_ streams: Streams, _ span: StreamWindows.Span) -> NonFiniteOrigin? {
    defer { tape.reset() }
    return tape.firstNonFiniteGradient(
      of: record(streams, span, model.variables(on: tape)).loss)
  }

  private func record(
    _ streams: Streams, _ span: StreamWindows.Span, _ weights: [Variable]
  ) -> (loss: Variable, prediction: Variable) {
    model.assembly.dropUpdates()
    let window = streams.window(span.range)
    let run = Run(tape: tape, isTraining: true, step: model.assembly.trained.steps)
    let all = model.call(window.inputs.input(on: tape, name: "inputs"), weights, run)
    require(
      all.shape.count > 2 && all.shape[1] == span.range.count,
      """
      fit: the model's output for a window of \(span.range.count) steps has shape \(all.shape); expected \
      [streams, steps, …], so the last recurrent layer needs returnSequences: true
      """)
    let first = span.counted.lowerBound - span.range.lowerBound
    let prediction = first == 0 ? all : all[0..., first...]
    let targets = streams.window(span.counted).targets.input(on: tape, name: "targets")
    return (tape.scope("loss") { loss(prediction, targets) }, prediction)
  }
}
