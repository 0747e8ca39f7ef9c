import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent
import UnrollTraining

/// A3: what flows back to the outputs of a network whose cost counts some of them only.
enum IgnoredOutputs {
  /// Judges the last 10 outputs of 50, and looks at the cotangents of all.
  static func finding(seed: UInt64) -> Claim.Finding {
    let (steps, judged) = (50, 10)
    let network = Sequential(inputShape: [nil, 1], seed: seed) {
      SimpleRNN(20, returnSequences: true)
      Dense(1)
    }
    var generator = SeededGenerator(seed: seed, stream: "ignored outputs")
    func random() -> Tensor { .uniform([4, steps, 1], in: -1..<1, using: &generator) }
    let (x, target) = (random(), random())

    let tape = Tape()
    let outputs = tape.variable(network(x), name: "outputs")
    let loss = Loss.meanSquaredError.overLastSteps(judged)
    let cost = loss.callAsFunction(outputs, Variable(target))
    let cotangent = tape.gradient(of: cost, for: outputs).value  // [4, 50, 1]
    let ignored = cotangent[0..., ..<(-judged)].elements
    let counted = cotangent[0..., (-judged)...].elements
    let zeros = ignored.count { $0 == 0 }
    return Claim.Finding(
      .text("\(zeros) of \(ignored.count) cotangents of ignored outputs are exactly zero"),
      .holds(zeros == ignored.count && counted.allSatisfy { $0 != 0 }))
  }
}

/// K18: as many outputs as inputs, of which the last ten are held against ten values to come.
struct ManyToMany {
  private static let epochs = 2

  private let lab: ClaimLaboratory

  init(_ lab: ClaimLaboratory) { self.lab = lab }

  /// Trains a network on targets `[7000, 10, 1]`: its error must fall below half of what it was.
  func finding() throws -> Claim.Finding {
    let data = lab.forecast10.data
    let train = Dataset(data.train.x, withFeatureAxis(data.train.y))
    let validation = Dataset(data.validation.x, withFeatureAxis(data.validation.y))
    let loss = Loss.meanSquaredError.overLastSteps(Forecast10.horizon)
    let network = Sequential(inputShape: [nil, 1], seed: lab.seed) {
      SimpleRNN(20, returnSequences: true)
      SimpleRNN(20, returnSequences: true)
      Dense(1)
    }
    let before = network.evaluate(validation, loss: loss).loss
    let watch = lab.observe("Many to many", lab.seed)
    try network.fit(
      train, epochs: Self.epochs, loss: loss, progress: watch.progress, observers: watch.observers)
    let after = network.evaluate(validation, loss: loss).loss
    let shape = train.y.shape.map(String.init).joined(separator: ", ")
    return Claim.Finding(
      .text(
        "(\(shape)); error \(before.significant(2)), after \(Self.epochs) epochs \(after.significant(2))"
      ),
      .holds(train.y.shape == [7000, 10, 1] && after < before / 2))
  }

  /// `[series, 10]` as `[series, 10, 1]`.
  private func withFeatureAxis(_ y: Tensor) -> Tensor { y.reshaped([y.shape[0], y.shape[1], 1]) }
}
