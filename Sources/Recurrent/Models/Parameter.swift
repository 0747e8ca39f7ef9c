import UnrollAutodiff

/// A weight of a model.
public struct Parameter: Sendable {
  /// Where it belongs: `simple_rnn_1/recurrent_kernel`. Stable, so that weights can be saved by path.
  public let path: String

  /// The numbers, in the shape that the layer asked for.
  public var value: Tensor

  /// Whether training changes it.
  public var isTrainable: Bool

  /// The name of the layer: `simple_rnn_1`.
  public let layer: String

  /// The name within its layer: `recurrent_kernel`.
  public let name: String

  init(layer: String, name: String, value: Tensor, isTrainable: Bool) {
    path = "\(layer)/\(name)"
    self.layer = layer
    self.name = name
    self.value = value
    self.isTrainable = isTrainable
  }
}
