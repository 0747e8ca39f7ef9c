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
    var inOrder = false

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
    Case(
      file: "keras-stack.safetensors", convention: .keras, layers: kerasStack, inOrder: true),
    Case(file: "flax-mixed.safetensors", convention: .flax, layers: mixed, inOrder: true),
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
    try model.loadWeights(
      from: test.path(test.file), as: test.convention, layers: test.said, inOrder: test.inOrder)
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
    try model.loadWeights(
      from: original, as: test.convention, layers: test.said, inOrder: test.inOrder)
    let home = temporary("home.\(test.file.split(separator: ".").last ?? "")")
    try model.saveWeights(
      to: home, as: test.convention, like: original, layers: test.said, inOrder: test.inOrder)
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
    try other.loadWeights(from: place, as: convention, inOrder: true)
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

  @Test func `what PyTorch counts is taken in its order`() throws {
    let model = Self.torchStack()
    let test = Self.cases[1]
    let places = try model.loadWeights(from: test.path(test.file), as: .pyTorch)
    #expect(
      places.map { "\($0.layer) ← \($0.source)" } == [
        "lstm ← encoder", "lstm_1 ← encoder:1", "layer_normalization ← norm",
        "bidirectional/forward ← both", "bidirectional/backward ← both",
        "batch_normalization ← batch", "simple_rnn ← simple", "dense ← out",
      ])
  }

  @Test func `layers that are alike with other names are asked for`() throws {
    let model = Self.twins()
    let before = model.parameters.map(\.value)
    let test = Self.cases[2]
    func load(_ layers: [String: String]) throws {
      try model.loadWeights(from: test.path(test.file), as: .pyTorch, layers: layers, inOrder: true)
    }
    let alike = ConventionError(
      .alike(layers: ["lstm", "lstm_1"], candidates: ["answerer", "reader"]))
    #expect(throws: alike) { try load([:]) }
    #expect(throws: ConventionError(.unknownLayer("gru", available: ["lstm", "lstm_1"]))) {
      try load(["gru": "reader"])
    }
    #expect(
      throws: ConventionError(.unknownName("raeder", available: ["answerer", "reader"]))
    ) { try load(["lstm": "raeder"]) }
    #expect(throws: ConventionError(.unknownName("reader", available: ["answerer"]))) {
      try load(["lstm": "reader", "lstm_1": "reader"])
    }
    #expect(model.parameters.map(\.value) == before)
    // Who says one of two has said both.
    try load(["lstm_1": "answerer"])
    let right = Self.twins()
    try right.loadWeights(from: test.path(test.file), as: .pyTorch, layers: test.said)
    #expect(model.parameters.map(\.value) == right.parameters.map(\.value))
  }

  /// Dense layers of one unit whose only weight is the number of the layer, by their names.
  private func taken(
    _ names: [String], from convention: WeightConvention = .keras, inOrder: Bool
  ) throws -> [Double] {
    let weight = convention == .pyTorch ? ".weight" : "/kernel"
    let tensors = names.enumerated().map {
      ($1 + weight, TensorFile.Content.numbers(Tensor([Double($0)], shape: [1, 1])))
    }
    let model = Sequential(inputShape: [1]) {
      for _ in names { Dense(1, useBias: false) }
    }
    try model.takeWeights(
      Dictionary(uniqueKeysWithValues: tensors), from: convention, inOrder: inOrder)
    return model.parameters.map { $0.value.item() }
  }

  @Test func `the first layer has no number, and the tenth comes behind the second`() throws {
    #expect(
      try taken(["dense_10", "dense_9", "dense", "dense_2"], inOrder: true) == [2, 3, 1, 0])
    // What follows the number does not matter.
    let wrapped = ["m/time_distributed_1/dense_1", "m/time_distributed/dense"]
    #expect(try taken(wrapped, inOrder: true) == [1, 0])
    #expect(try taken(["block2.fc", "block.fc"], from: .pyTorch, inOrder: true) == [1, 0])
    #expect(try taken(["net.2", "net.10", "net.0"], from: .pyTorch, inOrder: true) == [2, 0, 1])
  }

  @Test(arguments: [
    ["dense", "dense_1"], ["fc1", "fc2"], ["Dense_0", "Dense_1"], ["net/0", "net/2"],
  ])
  func `numbers that count layers as they were made are believed only when asked to`(
    names: [String]
  ) throws {
    #expect(try taken(names, inOrder: true) == [0, 1])
    let alike = ConventionError(.alike(layers: ["dense", "dense_1"], candidates: names))
    #expect(throws: alike) { try taken(names, inOrder: false) }
  }

  @Test(arguments: [["fc1", "fc_1"], ["to2d", "to3d"], ["out_put", "output"], ["a", "b"]])
  func `names without an order are asked for in any case`(names: [String]) {
    #expect(throws: ConventionError(.alike(layers: ["dense", "dense_1"], candidates: names))) {
      try taken(names, inOrder: true)
    }
  }

  @Test func `layers that PyTorch counts in another order are refused`() throws {
    let tensors: [String: TensorFile.Content] = [
      "0.weight": .numbers([[1, 2]]), "1.weight": .numbers([[3], [4]]),
    ]
    let model = Sequential(inputShape: [1]) {
      Dense(2, useBias: false)
      Dense(1, useBias: false)
    }
    let error = #expect(throws: ConventionError.self) {
      try model.takeWeights(tensors, from: .pyTorch)
    }
    #expect(error?.description.contains("'0' comes before '1' there, and dense_1 behind") == true)
    // Unless it is so: a ModuleList may be used from its end.
    try model.takeWeights(tensors, from: .pyTorch, layers: ["dense": "1", "dense_1": "0"])
  }

  /// A bidirectional layer's weights under names of its directions.
  private func bidirectional(
    _ forward: String, _ backward: String, said: [String: String] = [:]
  ) throws -> Bool {
    func model(_ seed: UInt64) -> Sequential {
      Sequential(inputShape: [nil, 2], seed: seed) { Bidirectional(LSTM(2)) }
    }
    let (theirs, ours) = (model(1), model(2))
    let named = try theirs.weights(in: .flax).map { name, content in
      (
        name.replacing("bidirectional/forward", with: forward)
          .replacing("bidirectional/backward", with: backward), content
      )
    }
    try ours.takeWeights(Dictionary(uniqueKeysWithValues: named), from: .flax, layers: said)
    return ours.parameters.map(\.value) == theirs.parameters.map(\.value)
  }

  @Test func `directions are told by their names, or by a person`() throws {
    #expect(try bidirectional("rnn/forward_rnn/cell", "rnn/backward_rnn/cell"))
    // Layers of a stack are no directions.
    let stack = Sequential(inputShape: [nil, 4], seed: 1) {
      LSTM(4, returnSequences: true)
      LSTM(4)
    }
    var stacked: [String: TensorFile.Content] = [:]
    for (name, content) in try stack.weights(in: .pyTorch) {
      let weight = name.split(separator: ".")[1].dropLast(1)
      stacked["rnn.\(weight)\(name.hasPrefix("lstm_1") ? 1 : 0)"] = content
    }
    try stack.takeWeights(stacked, from: .pyTorch)
    let both = Sequential(inputShape: [nil, 4], seed: 1) { Bidirectional(LSTM(4)) }
    let refusal = #expect(throws: ConventionError.self) {
      try both.takeWeights(stacked, from: .pyTorch)
    }
    #expect(refusal?.description.contains("only directions are directions there") == true)
    let directions = try both.weights(in: .pyTorch)
    #expect(throws: ConventionError.self) { try stack.takeWeights(directions, from: .pyTorch) }
    try both.takeWeights(
      directions, from: .pyTorch,
      layers: [
        "bidirectional/forward": "bidirectional", "bidirectional/backward": "bidirectional",
      ])
    #expect(
      try bidirectional("rnn/forward/a", "rnn/backward/a", said: ["bidirectional": "rnn"]))
    #expect(
      throws: ConventionError(
        .alike(
          layers: ["bidirectional/forward", "bidirectional/backward"], candidates: ["bw", "fw"]))
    ) { try bidirectional("fw", "bw") }
    #expect(try bidirectional("fw", "bw", said: ["bidirectional/forward": "fw"]))
    // A word that only happens to be there.
    let model = Self.reader()
    let named = try model.weights(in: .keras).map { ("backward_model/backward_" + $0, $1) }
    try model.takeWeights(Dictionary(uniqueKeysWithValues: named), from: .keras)
  }

  @Test func `a layer of Flax's that is called as a gate is none`() throws {
    let model = Sequential(inputShape: [2]) {
      Dense(3)
      Dense(4)
    }
    let named = try model.weights(in: .flax).map {
      ($0.replacing("dense_1", with: "h").replacing("dense", with: "x"), $1)
    }
    try model.takeWeights(Dictionary(uniqueKeysWithValues: named), from: .flax)
  }

  @Test func `Keras's arrays without names are never asked for`() throws {
    let model = Sequential(inputShape: [nil, 4], seed: 3) {
      TimeDistributed(Dense(4))
      Dense(4)
    }
    let before = model.parameters.map(\.value)
    let place = temporary("listed.npz")
    try model.saveWeights(to: place, as: .keras)
    let other = Sequential(inputShape: [nil, 4], seed: 4) {
      TimeDistributed(Dense(4))
      Dense(4)
    }
    try other.loadWeights(from: place, as: .keras)
    #expect(throws: ConventionError(.unnamed)) {
      try other.loadWeights(from: place, as: .keras, layers: ["dense": "x"])
    }
    #expect(other.parameters.map(\.value) == before)
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
    #expect(
      sentence.contains("dense needs bias [3], weight [3, 8]; 'out' has bias [3], weight [3, 7]"))
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
    #expect(
      throws: ConventionError(.otherLayers(["dense/kernel holds a number that is not finite"]))
    ) {
      try model.takeWeights(
        ["dense/kernel": .numbers(Tensor([Double.nan], shape: [1, 1]))], from: .keras)
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
