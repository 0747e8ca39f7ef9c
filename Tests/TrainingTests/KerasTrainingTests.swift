import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// `trainings.json`: a small recurrent model trained by Keras for three epochs.
private struct TrainingReference: Decodable {
  struct Training: Decodable {
    let optimizer: String
    let before: [StoredTensor]
    let after: [StoredTensor]
    let loss: [Double]
    let mae: [Double]
    let validationLoss: [Double]
    let validationMAE: [Double]

    private enum CodingKeys: String, CodingKey {
      case optimizer, before, after, loss, mae
      case validationLoss = "val_loss"
      case validationMAE = "val_mae"
    }
  }
  let x: StoredTensor
  let y: StoredTensor
  let validationX: StoredTensor
  let validationY: StoredTensor
  let trainings: [Training]
}

@Suite struct KerasTrainingTests {
  private let keras: TrainingReference

  init() throws { keras = try reference("trainings") }

  /// Twenty series in batches of eight, so that the last batch of an epoch has four.
  private func expectSameTraining(
    _ name: String, dtype: DType, tolerance: Double
  ) throws {
    let expected = try #require(keras.trainings.first { $0.optimizer == name })
    let model = smallModel(dtype: dtype)
    for (index, weight) in expected.before.enumerated() {
      model.parameters[index].value = weight.tensor.cast(to: dtype)
    }
    let history = try model.fit(
      Dataset(keras.x.tensor.cast(to: dtype), keras.y.tensor.cast(to: dtype)),
      validation: Dataset(
        keras.validationX.tensor.cast(to: dtype), keras.validationY.tensor.cast(to: dtype)),
      epochs: 3, batchSize: 8, optimizer: #require(optimizers[name]), loss: .meanSquaredError,
      metrics: [.meanAbsoluteError], shuffle: false, progress: .none)

    #expect(error(history["loss"], expected.loss) <= tolerance)
    #expect(error(history["mean_absolute_error"], expected.mae) <= tolerance)
    #expect(error(history["val_loss"], expected.validationLoss) <= tolerance)
    #expect(error(history["val_mean_absolute_error"], expected.validationMAE) <= tolerance)
    for (weight, (parameter, theirs)) in zip(model.parameters, expected.after).enumerated() {
      #expect(error(parameter.value, theirs.tensor) <= tolerance, "weight \(weight)")
      #expect(parameter.value.dtype == dtype)
    }
  }

  @Test(arguments: optimizers.keys.sorted())
  func `a training in float64 goes as Keras's, epoch by epoch, to the last weight`(
    _ name: String
  ) throws {
    try expectSameTraining(name, dtype: .float64, tolerance: 1e-12)
  }

  @Test(arguments: optimizers.keys.sorted())
  func `a training in float32 goes as Keras's within its rounding`(_ name: String) throws {
    try expectSameTraining(name, dtype: .float32, tolerance: 1e-5)
  }
}
