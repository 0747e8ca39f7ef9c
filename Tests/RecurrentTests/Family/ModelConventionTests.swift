import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollRecurrent

/// Whole models that PyTorch, Keras and Flax trained: their weights here, with the same answers, and back to the bit.
@Suite struct ModelConventionTests {
  /// A model as another library has it, and as it is here.
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let convention: WeightConvention
    let layers: @Sendable () -> Sequential
    var said: [String: String] = [:]

    var testDescription: String { file }

    func path(_ suffix: String) -> String { Self.folder + "/" + suffix }

    static let folder =
      Bundle.module.resourceURL?.appending(path: "Reference/conventions").path ?? "?"

    /// The name without its ending: batch and answers have it, too.
    var stem: String { String(file.prefix { $0 != "." }) }
  }

  static let cases = [
    Case(file: "torch-reader.safetensors", convention: .pyTorch, layers: reader),
    Case(file: "torch-stack.safetensors", convention: .pyTorch, layers: torchStack),
    Case(
      file: "torch-twins.safetensors", convention: .pyTorch, layers: twins,
      said: ["lstm": "reader", "lstm_1": "answerer"]),
    Case(file: "keras-both-ends.npz", convention: .keras, layers: bothEnds),
    Case(file: "keras-both-ends.safetensors", convention: .keras, layers: bothEnds),
    Case(file: "keras-stack.npz", convention: .keras, layers: kerasStack),
    Case(file: "keras-stack.safetensors", convention: .keras, layers: kerasStack),
    Case(file: "flax-mixed.safetensors", convention: .flax, layers: mixed),
  ]

  @Sendable static func reader() -> Sequential {
    Sequential(inputShape: [nil], seed: 1) {
      Embedding(11, 5)
      LSTM(7)
      Dense(3)
    }
  }

  @Sendable static func torchStack() -> Sequential {
    Sequential(inputShape: [nil, 3], seed: 1) {
      LSTM(6, returnSequences: true)
      LSTM(6, returnSequences: true)
      LayerNormalization(epsilon: 1e-5)
      Bidirectional(GRU(4, returnSequences: true))
      BatchNormalization(epsilon: 1e-5)
      SimpleRNN(5, returnSequences: true)
      Dense(2)
    }
  }

  @Sendable static func twins() -> Sequential {
    Sequential(inputShape: [nil, 3], seed: 1) {
      LSTM(3, returnSequences: true)
      LSTM(3, returnSequences: true)
    }
  }

  @Sendable static func bothEnds() -> Sequential {
    Sequential(inputShape: [nil], seed: 1) {
      Embedding(11, 5)
      Bidirectional(GRU(4, returnSequences: true))
      Dense(3)
    }
  }

  @Sendable static func kerasStack() -> Sequential {
    Sequential(inputShape: [nil, 3], seed: 1) {
      SimpleRNN(6, returnSequences: true)
      LSTM(6, returnSequences: true)
      LSTM(6, returnSequences: true)
      LayerNormalization()
      BatchNormalization()
      TimeDistributed(Dense(5))
      Dense(2)
    }
  }

  @Sendable static func mixed() -> Sequential {
    Sequential(inputShape: [nil], seed: 1) {
      Embedding(11, 5)
      LSTM(6, returnSequences: true)
      LSTM(6, returnSequences: true)
      Bidirectional(GRU(4, returnSequences: true))
      SimpleRNN(3, returnSequences: true)
      LayerNormalization(epsilon: 1e-6)
      BatchNormalization(epsilon: 1e-5)
      Dense(2)
    }
  }

  // MARK: There and back

  @Test(arguments: cases)
  func `a model that was trained elsewhere gives the same answers here`(test: Case) throws {
    let model = test.layers()
    try model.loadWeights(from: test.path(test.file), as: test.convention, layers: test.said)
    let batch = try NumPyArchive(reading: test.path("\(test.stem)-batch.npz"))
    let samples: Samples =
      switch try #require(batch.tensors["inputs"]) {
      case .integers(let ids): .tokens(ids)
      default: .numbers(try batch.numbers("inputs"))
      }
    let weights = model.parameters.map { Variable($0.value) }
    let answers = model.call(samples.input(), weights, Run()).value
    #expect(largestDifference(answers, try batch.numbers("answers")) <= 1e-6)
  }

  @Test(arguments: cases)
  func `its weights go back bit for bit`(test: Case) throws {
    let model = test.layers()
    let original = test.path(test.file)
    try model.loadWeights(from: original, as: test.convention, layers: test.said)
    let home = temporary("home.\(test.file.split(separator: ".").last ?? "")")
    try model.saveWeights(to: home, as: test.convention, like: original, layers: test.said)
    try expectEqualBits(home, original)
  }

  @Test func `Keras's arrays without names go back in their order without the original`() throws {
    let model = Self.bothEnds()
    let original = Self.cases[3].path("keras-both-ends.npz")
    try model.loadWeights(from: original, as: .keras)
    let home = temporary("listed.npz")
    try model.saveWeights(to: home, as: .keras)
    try expectEqualBits(home, original)
  }

  @Test(
    arguments: [WeightConvention.keras, .pyTorch, .flax],
    [kerasStack, bothEnds] as [@Sendable () -> Sequential])
  func `our own weights come back bit for bit by way of another library's names`(
    convention: WeightConvention, make: @Sendable () -> Sequential
  ) throws {
    let (model, other) = (make(), make())
    for index in model.parameters.indices {
      let shape = model.parameters[index].value.shape
      var generator = SeededGenerator(seed: UInt64(index))
      model.parameters[index].value = .uniform(shape, in: -1..<1, using: &generator)
    }
    let place = temporary("ours.safetensors")
    try model.saveWeights(to: place, as: convention)
    try other.loadWeights(from: place, as: convention)
    for (ours, theirs) in zip(model.parameters, other.parameters) {
      // Flax has one bias where a GRU here adds two.
      let isSum = convention == .flax && ours.path.hasSuffix("ward/bias")
      if isSum {
        #expect(theirs.value.sum(axis: 0) == ours.value.sum(axis: 0))
      } else {
        #expect(ours.value == theirs.value, "\(ours.path)")
      }
    }
  }

  @Test func `a bias that was trained on here is written as one, and the other as zero`() throws {
    let model = Self.reader()
    let test = Self.cases[0]
    try model.loadWeights(from: test.path(test.file), as: .pyTorch)
    let weights = model.weights(of: "lstm")
    model.setWeights(["bias": try #require(weights["bias"]) + 1], of: "lstm")
    let original = try TensorFile(reading: test.path(test.file))
    let home = try TensorFile(
      tensors: model.weights(in: .pyTorch, like: original.tensors))
    #expect(try home.numbers("memory.bias_hh_l0") == .zeros([28]))
    // Gates have the same order in PyTorch and here.
    #expect(try home.numbers("memory.bias_ih_l0") == model.weights(of: "lstm")["bias"])
    #expect(try home.numbers("out.weight") == original.numbers("out.weight"))
  }

  // MARK: Which layer is which

  @Test func `layers that are alike are told apart by numbers in their names`() throws {
    let model = Self.torchStack()
    let test = Self.cases[1]
    let places = try model.loadWeights(from: test.path(test.file), as: .pyTorch)
    #expect(
      places.map { "\($0.layer) ← \($0.source)" } == [
        "lstm ← encoder", "lstm_1 ← encoder.layer 1", "layer_normalization ← norm",
        "bidirectional/forward ← both", "bidirectional/backward ← both",
        "batch_normalization ← batch", "simple_rnn ← simple", "dense ← out",
      ])
  }

  @Test func `layers that are alike with other names are asked for`() throws {
    let model = Self.twins()
    let before = model.parameters.map(\.value)
    let test = Self.cases[2]
    let error = #expect(throws: ConventionError.self) {
      try model.loadWeights(from: test.path(test.file), as: .pyTorch)
    }
    #expect(
      error?.problem
        == .alike(layers: ["lstm", "lstm_1"], candidates: ["answerer", "reader"]))
    #expect(model.parameters.map(\.value) == before)
    #expect(throws: ConventionError(.unknownLayer("gru", available: ["lstm", "lstm_1"]))) {
      try model.loadWeights(from: test.path(test.file), as: .pyTorch, layers: ["gru": "reader"])
    }
  }

  @Test func `the tenth layer comes behind the second`() throws {
    let tensors = Dictionary(
      uniqueKeysWithValues: [10, 9, 2, 1].map {
        ("dense_\($0)/kernel", TensorFile.Content.numbers(Tensor([Double($0)], shape: [1, 1])))
      })
    let model = Sequential(inputShape: [1]) {
      for _ in 0..<4 { Dense(1, useBias: false) }
    }
    try model.takeWeights(tensors, from: .keras)
    #expect(model.parameters.map { $0.value.item() } == [1, 2, 9, 10])
  }

  // MARK: What does not fit

  @Test func `what differs is named, and nothing is taken`() throws {
    let test = Self.cases[0]
    let model = Sequential(inputShape: [nil], seed: 1) {
      Embedding(11, 5)
      LSTM(8)
      Dense(3)
    }
    let before = model.parameters.map(\.value)
    let error = #expect(throws: ConventionError.self) {
      try model.loadWeights(from: test.path(test.file), as: .pyTorch)
    }
    let sentence = try #require(error?.description)
    #expect(sentence.contains("lstm needs bias_hh_l0 [32], bias_ih_l0 [32], weight_hh_l0 [32, 8]"))
    #expect(sentence.contains("'memory' has bias_hh_l0 [28]"))
    #expect(model.parameters.map(\.value) == before)
  }

  @Test func `what another library does not have is refused before anything is written`() throws {
    let before = Sequential(inputShape: [nil, 2]) { GRU(3, resetAfter: false) }
    let own = Sequential(inputShape: [nil, 2]) { RNN(LayerNormSimpleRNNCell(3)) }
    for (model, convention, word) in [
      (before, WeightConvention.pyTorch, "resets after the product"),
      (before, .flax, "resets after the product"), (own, .keras, "Keras has no"),
      (before, .onnx, "no names for the layers of a model"),
    ] {
      let place = temporary("not-there.safetensors")
      let error = #expect(throws: ConventionError.self) {
        try model.saveWeights(to: place, as: convention)
      }
      #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
      #expect(!FileManager.default.fileExists(atPath: place))
    }
  }

  @Test func `numbers of another type are refused`() throws {
    let model = Sequential(inputShape: [1]) { Dense(1, useBias: false) }
    #expect(
      throws: ConventionError(
        .otherNumbers(name: "dense/kernel", found: "float64", expected: "float32"))
    ) {
      try model.takeWeights(
        ["dense/kernel": .numbers(Tensor([[1]], dtype: .float64))], from: .keras)
    }
    #expect(throws: ConventionError(.otherCount(found: 1, expected: 2))) {
      try Sequential(inputShape: [1]) { Dense(1) }.takeWeights(
        ["arr_0": .numbers([[1]])], from: .keras)
    }
  }

  @Test(arguments: [
    ("x.h5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A] as [UInt8], OtherLibraryFile.hdf5),
    ("x.pt", [0x50, 0x4B, 3, 4, 0, 0, 8, 8], .zip), ("x.npy", Array("\u{93}NUMPY".utf8), nil),
    ("x.pkl", [0x80, 4, 0x95, 0, 0, 0, 0, 1], .pickle),
  ])
  func `another library's own format is named`(
    name: String, bytes: [UInt8], kind: OtherLibraryFile?
  ) throws {
    let place = temporary(name)
    let bytes = kind == nil ? [0x93] + Array("NUMPY\u{1}".utf8) + [0] : bytes
    try Data(bytes + [UInt8](repeating: 1, count: 40)).write(to: URL(fileURLWithPath: place))
    #expect(throws: TensorFileError(file: place, .otherLibrary(kind ?? .npy))) {
      try Self.reader().loadWeights(from: place, as: .pyTorch)
    }
  }

  // MARK: Files

  private func temporary(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
  }

  /// The same names, and the same bits under them.
  private func expectEqualBits(_ path: String, _ expected: String) throws {
    let (found, original) = (
      try TensorFile(readingWeights: path).tensors, try TensorFile(readingWeights: expected).tensors
    )
    #expect(found.keys.sorted() == original.keys.sorted())
    for (name, content) in original {
      #expect(bits(found[name]) == bits(content), "\(name)")
    }
    try FileManager.default.removeItem(atPath: path)
  }

  /// The largest difference, as a part of the largest expected number.
  private func largestDifference(_ found: Tensor, _ expected: Tensor) -> Double {
    guard found.shape == expected.shape else { return .infinity }
    let largest = expected.elements.map { abs($0) }.max() ?? 1
    return zip(found.elements, expected.elements).map { abs($0 - $1) }.max().map { $0 / largest }
      ?? .infinity
  }

  private func bits(_ content: TensorFile.Content?) -> [UInt64] {
    switch content {
    case .numbers(let tensor): tensor.elements.map(\.bitPattern)
    case .integers(let ids): ids.elements.map { UInt64(bitPattern: Int64($0)) }
    default: []
    }
  }
}
