import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// LSTMs trained to answer with the last marked number, and what their gates do (004:60).
///
/// By its name, a forget gate should close at a mark and stay open in between, and an input gate the other
/// way round. Nothing in the training asks for that; only the answers count.
struct GateStudy {
  var networks = 5
  var units = 4
  var steps = 12
  var sequences = 1000
  var epochs = 20

  /// A trained network, looked at.
  struct Network {
    /// The error on sequences that it was not trained on, as a share of the answers' variance.
    let error: Double
    let units: [Unit]

    var hasLearnt: Bool { error < 0.01 }
  }

  /// A unit of a network.
  struct Unit {
    let forget, input: Opening
    /// How many times as large the error is when the unit shows its mean only.
    let errorWithout: Double

    /// Whether the answers depend on it.
    var isUsed: Bool { errorWithout > 2 }
  }

  /// How far a gate was open on average, between 0 and 1.
  struct Opening {
    let atMarks, between: Double
  }

  /// Trains the networks, and looks at each; a training that was stopped is the last.
  /// - Throws: What `fit` throws.
  func run(
    seed: UInt64, watch: (_ seed: UInt64) -> TrainingWatch = { _ in .nobody }
  ) throws -> [Network] {
    var generator = SeededGenerator(seed: seed, stream: "last marked value")
    let train = LastMarkedValue(sequences, steps: steps, using: &generator)
    let test = LastMarkedValue(300, steps: steps, using: &generator)
    var found: [Network] = []
    for offset in 0..<UInt64(networks) {
      let network = Sequential(inputShape: [nil, 2], seed: seed &+ offset) {
        LSTM(units, returnSequences: true)
        Dense(1)
      }
      let watch = watch(network.seed)
      let history = try network.fit(
        train.data, epochs: epochs, optimizer: Adam(learningRate: 0.01), loss: .meanSquaredError,
        progress: watch.progress, observers: watch.observers)
      found.append(look(at: network, test))
      if history.wasStopped { break }
    }
    return found
  }
}

// MARK: - Looking

extension GateStudy {
  private func look(at network: Sequential, _ test: LastMarkedValue) -> Network {
    let (lstm, dense) = (network.layers[0], network.layers[1])
    let hidden = network.output(of: lstm, test.data.x)  // [sequences, steps, units]
    let gates = LSTMGates(test.data.x, hidden: hidden, network.weights(of: lstm))
    func error(_ hidden: Tensor) -> Double {
      meanSquaredError(network.output(of: dense, hidden), test.data.y)
    }

    let whole = error(hidden)
    let units = (0..<units).map { unit in
      Unit(
        forget: opening(gates.forget, unit, test.marks),
        input: opening(gates.input, unit, test.marks),
        errorWithout: error(silenced(hidden, unit)) / whole)
    }
    let variance = mean(test.data.y.elements.map { $0 * $0 })  // the answers' mean is 0
    return Network(error: whole / variance, units: units)
  }

  /// The outputs with one unit's replaced by their mean.
  private func silenced(_ hidden: Tensor, _ unit: Int) -> Tensor {
    let others = Tensor((0..<units).map { $0 == unit ? 0 : 1 })
    let mean = mean(hidden[0..., 0..., unit].elements)
    return hidden * others + (1 - others) * Tensor(mean)
  }

  /// The mean of a gate at marks and between them. At the first step there is nothing to forget yet.
  private func opening(_ gate: Tensor, _ unit: Int, _ marks: [[Bool]]) -> Opening {
    let values = gate[0..., 1..., unit].elements
    let isMarked = marks.flatMap { $0.dropFirst() }
    func mean(where wanted: Bool) -> Double {
      UnrollLectures.mean(zip(values, isMarked).filter { $1 == wanted }.map(\.0))
    }
    return Opening(atMarks: mean(where: true), between: mean(where: false))
  }
}

extension Sequential {
  /// What one layer makes of its own input; nothing is recorded.
  func output(of place: Place, _ x: Tensor) -> Tensor {
    let context = assembly.context(of: place, in: Run())
    return place.layer.call(Variable(x), weights(of: place), context).value
  }

  /// The weights of one layer as constants.
  func weights(of place: Place) -> Weights { assembly.weights(of: place, from: constants) }
}
