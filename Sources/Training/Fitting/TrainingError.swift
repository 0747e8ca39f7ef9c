import UnrollAutodiff

/// Why training could not go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// There was nothing to train on.
  case emptyDataset(role: String)

  /// The loss became NaN or infinite.
  case nonFiniteLoss(epoch: Int, step: Int, origin: NonFiniteOrigin?)

  /// A gradient became NaN or infinite although the loss was finite.
  case nonFiniteGradient(epoch: Int, step: Int, parameter: String, origin: NonFiniteOrigin?)

  /// What happened, and what to do.
  public var description: String {
    switch self {
    case .emptyDataset(let role):
      return "fit: the \(role) data has no samples; expected at least one"
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
        the loss is; \(cause). The weights are those before this step. Try clipping \
        or a smaller learning rate
        """
    }
  }
}
