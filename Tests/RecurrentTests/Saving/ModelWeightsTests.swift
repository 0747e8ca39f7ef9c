import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// A model of one's own.
private final class TwoReaders: Model {
  var assembly: Assembly
  private let fast, slow: Place

  init(units: Int = 4, seed: UInt64, dtype: DType = .float32) {
    var assembly = Assembly(seed: seed, dtype: dtype)
    fast = assembly.add(GRU(units), input: [nil, 3])
    slow = assembly.add(LSTM(2), input: [nil, 3])
    self.assembly = assembly
  }

  func call(_ input: ModelInput, _ weights: [Variable], _ run: Run) -> Variable {
    let x = input.numbers("TwoReaders")
    return concatenate(
      [fast, slow].map { place in
        place.layer.call(
          x, assembly.weights(of: place, from: weights), assembly.context(of: place, in: run))
      }, axis: -1)
  }
}

@Suite struct ModelWeightsTests {
  private let folder: TemporaryFolder
  private let x = Tensor((0..<24).map { Double($0) / 10 }, shape: [2, 4, 3])

  init() throws { folder = try TemporaryFolder() }

  @Test func `a model of one's own takes its weights from a file`() throws {
    let (written, read) = (TwoReaders(seed: 1), TwoReaders(seed: 2))
    #expect(written(x) != read(x))
    try written.saveWeights(to: folder("a"), extras: ["epoch": "7"])
    #expect(try read.loadWeights(from: folder("a")) == ["epoch": "7"])
    #expect(written(x) == read(x))
  }

  @Test func `an encoder and decoder take their weights from a file`() throws {
    func model(_ seed: UInt64) -> EncoderDecoder<GRUCell> {
      EncoderDecoder(
        sourceTokens: 5, targetTokens: 6, embedding: 3, cell: GRUCell(4), start: 1, seed: seed)
    }
    let (written, read) = (model(1), model(2))
    try written.saveWeights(to: folder("a"))
    try read.loadWeights(from: folder("a"))
    let sources: IntTensor = IntTensor([[1, 2, 3], [4, 1, 0]])
    #expect(read.translate(sources, steps: 5) == written.translate(sources, steps: 5))
    #expect(read.parameters.map(\.value) == written.parameters.map(\.value))
  }

  @Test func `weights are read from a whole model's file, and from one with more of training's`()
    throws
  {
    let written = Sequential(inputShape: [3], seed: 1) { Dense(2) }
    let read = Sequential(inputShape: [3], seed: 2) { Dense(2) }
    var file = try written.tensorFile(extras: ["a": "b"], path: folder("a"))
    file.tensors["unroll.optimizer/mean/dense/kernel"] = .numbers(.zeros([3, 2]))
    file.metadata["unroll.history"] = "{}"
    try file.write(to: folder("a"))
    #expect(try read.loadWeights(from: folder("a")) == ["a": "b"])
    #expect(read.parameters.map(\.value) == written.parameters.map(\.value))
    #expect(try SavedModel(reading: folder("a")).extras == ["a": "b"])
  }

  @Test func `other weights are named, and nothing is changed`() throws {
    try TwoReaders(units: 5, seed: 1).saveWeights(to: folder("a"))
    let model = TwoReaders(seed: 2)
    let before = model.parameters.map(\.value)
    let error = #expect(throws: SavingError.self) { try model.loadWeights(from: folder("a")) }
    #expect(
      error?.problem
        == .otherWeights([
          "gru/kernel has shape [3, 15] in the file, but [3, 12] in the model",
          "gru/recurrent_kernel has shape [5, 15] in the file, but [4, 12] in the model",
          "gru/bias has shape [2, 15] in the file, but [2, 12] in the model",
        ]))
    #expect(model.parameters.map(\.value) == before)

    try TwoReaders(seed: 1, dtype: .float64).saveWeights(to: folder("a"))
    let types = #expect(throws: SavingError.self) { try model.loadWeights(from: folder("a")) }
    #expect(
      types?.description.contains(
        "gru/kernel is float64 in the file, but float32 in the model; ") == true)
    #expect(types?.description.contains("; and 1 more. Nothing was changed") == true)
    #expect(model.parameters.map(\.value) == before)
  }
}
