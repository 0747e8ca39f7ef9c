/// The sizes of a recurrent network, from which follows how much arithmetic a training step is.
struct RecurrentSize: Sendable {
  var gates: Int
  var units: Int
  var layers = 1
  var batch: Int
  var steps: Int
  var inputs: Int
  var outputs: Int
  /// Whether there is an output after every time step, or one after the last.
  var outputsEveryStep = false
  /// Whether the input needs a gradient, as that of an embedding does.
  var inputIsLearnt = false

  /// The floating-point operations of all matrix products, forward and backward.
  ///
  /// A product forward needs two more backward, one for each of its operands; only data need none.
  var operationsOfTrainingStep: Double {
    let rows = batch * steps
    var products = 0
    for layer in 0..<layers {
      let features = layer == 0 ? inputs : units
      let projection = rows * features * gates * units
      products += projection * (layer == 0 && !inputIsLearnt ? 2 : 3)
      products += 3 * rows * units * gates * units
    }
    products += 3 * (outputsEveryStep ? rows : batch) * units * outputs
    return 2 * Double(products)
  }
}
