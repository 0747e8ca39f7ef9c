import UnrollAutodiff

/// Why training could not go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// There was nothing to train on.
  case emptyDataset(role: String)

  /// No target counted: all are the class that a loss or a metric ignores.
  case nothingCounted(operation: String, role: String, figure: String, padding: Int)

  /// The loss on data that was not trained on is NaN or infinite; the epoch, where a training asked.
  case nonFiniteEvaluation(epoch: Int?, origin: NonFiniteOrigin?)

  /// The loss became NaN or infinite.
  case nonFiniteLoss(epoch: Int, step: Int, origin: NonFiniteOrigin?)

  /// A gradient became NaN or infinite although the loss was finite.
  case nonFiniteGradient(epoch: Int, step: Int, parameter: String, origin: NonFiniteOrigin?)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .emptyDataset(let role):
      return "fit: the \(role) data has no samples; expected at least one"
    case .nothingCounted(let operation, let role, let figure, let padding):
      return """
        \(operation): every target of the \(role) is \(padding), the class that the \(figure) ignores, so \
        nothing is left to count; expected at least one other
        """
    case .nonFiniteEvaluation(let epoch, let origin):
      let cause = origin.map { "the first to go wrong: \($0)" } ?? "its cause is unknown"
      let what =
        epoch.map { "fit: the validation loss is not finite after epoch \($0)" }
        ?? "evaluate: the loss is not finite"
      return """
        \(what); \(cause). Look for such values in the \(epoch == nil ? "" : "validation ")data, or for \
        weights that have grown too large
        """
    case .nonFiniteLoss(let epoch, let step, let origin):
      let cause = origin.map { "the first to go wrong: \($0)" } ?? "its cause is unknown"
      return """
        fit: the loss is not finite in epoch \(epoch), step \(step); \(cause). The weights are those \
        before this step. Try a smaller learning rate, or look for such values in the data
        """
    case .nonFiniteGradient(let epoch, let step, let parameter, let origin):
      let cause = origin.map { "the first to go wrong: \($0)" } ?? "the gradient explodes"
      return """
        fit: the gradient of \(parameter) is not finite in epoch \(epoch), step \(step), although \
        the loss is; \(cause). The weights are those before this step. Try a smaller learning rate, or \
        inputs scaled to about −1 to 1
        """
    }
  }
}
