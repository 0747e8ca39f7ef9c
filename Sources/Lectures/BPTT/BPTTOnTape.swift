import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The same network and loss on a tape, as a `SimpleRNN` with an affine output at every step.
///
/// Rows instead of columns, so every weight is transposed on its way in, and every gradient on its way back.
struct BPTTOnTape {
  let network: RNNWithOutputs

  /// What the tape finds for all that ``RNNWithOutputs/gradients(_:_:)`` gives, in float64.
  func gradients(_ x: [Matrix], _ loss: StepLoss) -> RNNWithOutputs.Gradients {
    let hidden = network.hidden
    let tape = Tape()
    func weight(_ name: String, _ matrix: Matrix) -> Variable {
      tape.variable(Tensor(matrix.transposed), name: name)
    }
    let wxh = weight("kernel", hidden.inputWeights)
    let whh = weight("recurrent_kernel", hidden.recurrentWeights)
    let bh = weight("bias", hidden.bias)
    let why = weight("Why", network.outputWeights)
    let by = weight("by", network.outputBias)

    let states = SimpleRNN(hidden.recurrentWeights.rows).run(
      Variable(Tensor(sequence: x)),
      Weights([("kernel", wxh), ("recurrent_kernel", whh), ("bias", bh)]),
      LayerContext(name: "simple_rnn")
    ).outputs  // each [1, units]
    let total = loss.total(states.map { matmul($0, why) + by })
    let found = tape.gradient(of: total, for: [wxh, whh, bh, why, by] + states)
      .map { Matrix($0.value).transposed }
    return RNNWithOutputs.Gradients(
      hidden: VanillaRNN.Gradients(
        inputWeights: found[0], recurrentWeights: found[1], bias: found[2]),
      outputWeights: found[3], outputBias: found[4], states: Array(found[5...]))
  }

  /// The largest distance between the tape's gradients and the formula's, each relative to the largest
  /// element of its matrix.
  func distance(_ x: [Matrix], _ loss: StepLoss) -> Double {
    let pairs = zip(gradients(x, loss).all, network.gradients(x, loss).all)
    return pairs.map { Matrix.distance($0, $1) }.max() ?? 0
  }
}

extension StepLoss {
  /// The sum over all steps on the tape; an output is `[1, outputs]`.
  func total(_ outputs: [Variable]) -> Variable {
    let losses = outputs.enumerated().map { t, output in
      switch self {
      case .crossEntropy(let classes):
        softmaxCrossEntropy(output, labels: IntTensor([classes[t]])).sum()
      case .squaredError(let targets):
        pow(output - Variable(Tensor(targets[t].transposed)), 2).sum()
      case .weighted(let weights): (output * Variable(Tensor(weights[t].transposed))).sum()
      }
    }
    return losses.dropFirst().reduce(losses[0], +)
  }
}

extension RNNWithOutputs.Gradients {
  /// Every gradient: by the five weights and by each state.
  var all: [Matrix] {
    [
      hidden.inputWeights, hidden.recurrentWeights, hidden.bias, outputWeights, outputBias,
    ] + states
  }
}
