import Foundation
import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollRecurrent

/// A layer of one's own.
private struct Scaling: SavableLayer {
  var factor: Double

  init(_ factor: Double) { self.factor = factor }

  var kind: String { "Scaling" }

  func weights(for input: LayerShape) -> [WeightSpecification] {
    [WeightSpecification("offset", [input.features ?? 0], .ones)]
  }

  func outputShape(for input: LayerShape) -> LayerShape { input }

  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable {
    x * factor + weights["offset"]
  }

  var configuration: LayerConfiguration { ["factor": factor] }

  init(_ configuration: LayerConfiguration) throws { self.init(try configuration["factor"]) }
}

/// A cell of one's own.
private struct LeakyCell: SavableCell {
  let units: Int

  var kind: String { "LeakyCell" }

  func weights(inputs: Int) -> [WeightSpecification] {
    [WeightSpecification("kernel", [inputs, units], .glorotUniform)]
  }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState {
    HiddenState(0.9 * state.hidden + 0.1 * tanh(matmul(x, weights["kernel"])))
  }

  var configuration: LayerConfiguration { ["units": units] }

  init(units: Int) { self.units = units }

  init(_ configuration: LayerConfiguration) throws { units = try configuration["units"] }
}

/// A layer that no file can hold.
private struct Secret: Layer {
  var kind: String { "Secret" }

  func outputShape(for input: LayerShape) -> LayerShape { input }

  func call(_ x: Variable, _ weights: Weights, _ context: LayerContext) -> Variable { x }
}

@Suite struct SavedModelTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Weights that no initialiser would make, moving means among them.
  private func disturb(_ model: some Model) {
    for index in model.parameters.indices {
      var generator = SeededGenerator(seed: 7, stream: "disturb", step: index)
      let old = model.parameters[index].value
      model.parameters[index].value = Tensor.uniform(
        old.shape, in: 0.1..<0.9, dtype: old.dtype, using: &generator)
    }
  }

  private func expectSame(_ a: some Model, _ b: some Model, _ comment: Comment? = nil) {
    #expect(a.parameters.map(\.path) == b.parameters.map(\.path), comment)
    #expect(a.parameters.map(\.isTrainable) == b.parameters.map(\.isTrainable), comment)
    #expect(a.parameters.map(\.value) == b.parameters.map(\.value), comment)
  }

  // MARK: Every layer

  /// A model for each layer and for many options, and the input it takes.
  private func models(_ dtype: DType) -> [(name: String, model: Sequential, input: Samples)] {
    var generator = SeededGenerator(seed: 3)
    let sequence = Samples.numbers(
      Tensor.uniform([2, 5, 3], in: -1..<1, dtype: dtype, using: &generator))
    let vector = Samples.numbers(
      Tensor.uniform([2, 3], in: -1..<1, dtype: dtype, using: &generator))
    let padded = Samples.numbers(
      Tensor([1, 2, 3, 4, 0, 0, 5, 6, 7, 0, 9, 9], shape: [2, 3, 2], dtype: dtype))
    let words = Samples.numbers(Tensor.uniform([2, 4, 5, 3], dtype: dtype, using: &generator))
    let tokens = Samples.tokens(IntTensor([[1, 4, 0, 0], [2, 3, 5, 0]]))
    func model(_ shape: LayerShape, @LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
      Sequential(inputShape: shape, seed: .max - 1, dtype: dtype, layers)
    }
    func recurrent<Cell: SavableCell>(
      _ name: String, _ layer: RNN<Cell>
    ) -> [(name: String, model: Sequential, input: Samples)] {
      func with(_ change: (inout RNN<Cell>) -> Void) -> RNN<Cell> {
        var copy = layer
        change(&copy)
        return copy
      }
      let variants: [(String, RNN<Cell>)] = [
        ("plain", layer), ("returnSequences", with { $0.returnSequences = true }),
        ("goBackwards", with { $0.goBackwards = true }), ("stateful", with { $0.stateful = true }),
        ("dropout", with { $0.dropout = 0.3 }),
        ("recurrentDropout", with { $0.recurrentDropout = 0.3 }),
        ("frozen", with { $0.trainable = false }),
      ]
      return variants.map { option, layer in
        ("\(name) \(option)", model([nil, 3]) { layer }, sequence)
      }
        + Bidirectional<Cell>.MergeMode.allCases.map { mode in
          (
            "\(name) \(mode)",
            model([nil, 3]) { Bidirectional(with { $0.returnSequences = true }, mergeMode: mode) },
            sequence
          )
        }
    }
    return [
      ("Dense", model([3]) { Dense(4, activation: .relu) }, vector),
      ("Dense without bias", model([3]) { Dense(4, activation: .softmax, useBias: false) }, vector),
      ("Flatten", model([5, 3]) { Flatten() }, sequence),
      ("RepeatVector", model([3]) { RepeatVector(4) }, vector),
      ("Dropout", model([3]) { Dropout(0.4) }, vector),
      (
        "Masking",
        model([3, 2]) {
          Masking(maskValue: 9)
          GRU(2)
        }, padded
      ),
      (
        "Embedding",
        model([nil]) {
          Embedding(6, 3, maskZero: true)
          LSTM(2)
        }, tokens
      ),
      ("LayerNormalization", model([3]) { LayerNormalization(epsilon: 0.5) }, vector),
      (
        "BatchNormalization", model([3]) { BatchNormalization(momentum: 0.5, epsilon: 0.5) }, vector
      ),
      (
        "TimeDistributed", model([nil, 3]) { TimeDistributed(Dense(2, activation: .tanh)) },
        sequence
      ),
      (
        "TimeDistributed LSTM", model([4, 5, 3]) { TimeDistributed(LSTM(2, dropout: 0.5)) }, words
      ),
      ("nothing", model([3]) {}, vector),
    ] + recurrent("SimpleRNN", SimpleRNN(2, activation: .sigmoid))
      + recurrent("LSTM", LSTM(2, recurrentActivation: .relu))
      + recurrent("GRU", GRU(2))
      + recurrent("GRU before", GRU(2, useBias: false, resetAfter: false))
      + recurrent("LayerNorm", RNN(LayerNormSimpleRNNCell(2, epsilon: 0.5)))
  }

  @Test(arguments: DType.allCases)
  func `a model of every layer and option computes the same, bit for bit`(dtype: DType) throws {
    for (name, model, input) in models(dtype) {
      disturb(model)
      try model.save(to: folder("a"))
      let read = try Sequential.load(from: folder("a"))
      let comment = Comment(rawValue: name)
      expectSame(model, read, comment)
      #expect(read.summary() == model.summary(), comment)
      #expect(read.inputShape == model.inputShape, comment)
      #expect(read.seed == model.seed, comment)
      #expect(read.isRepeatable == model.isRepeatable, comment)
      // Twice, for what stateful layers keep; in training too, for dropout's random numbers and moving means.
      for run in [Run(), Run(), Run(isTraining: true, step: 3)] {
        let (a, b) = (
          model.call(input.input(), model.constants, run).value,
          read.call(input.input(), read.constants, run).value
        )
        #expect(a.elements.map(\.bitPattern) == b.elements.map(\.bitPattern), comment)
      }
      model.assembly.takeUpdates()
      read.assembly.takeUpdates()
      expectSame(model, read, comment)
      try read.save(to: folder("b"))
      try Sequential.load(from: folder("a")).save(to: folder("c"))
      #expect(
        try TemporaryFolder.bytes(folder("a")) == TemporaryFolder.bytes(folder("c")), comment)
    }
  }

  private func small(seed: UInt64 = 42, dtype: DType = .float32) -> Sequential {
    Sequential(inputShape: [nil, 3], seed: seed, dtype: dtype) {
      SimpleRNN(4)
      BatchNormalization()
      Dense(2)
    }
  }

  @Test func `text, frozen weights and how long the model was trained come back`() throws {
    let model = small()
    model.assembly.trained = (epochs: 3, steps: 71)
    model.parameters[1].isTrainable = false
    let extras = ["vocabulary": "a\nb\n\u{1F600}", "": "of no name", "checksum": "mine"]
    try model.save(to: folder("a"), extras: extras)
    let saved = try SavedModel(reading: folder("a"))
    #expect(saved.extras == extras)
    #expect(saved.model.assembly.trained == (epochs: 3, steps: 71))
    expectSame(saved.model, model)
    #expect(
      saved.model.parameters.filter { !$0.isTrainable }.map(\.path) == [
        "simple_rnn/recurrent_kernel", "batch_normalization/moving_mean",
        "batch_normalization/moving_variance",
      ])
  }

  @Test func `weights lie in the file under their paths`() throws {
    try small().save(to: folder("a"))
    let file = try TensorFile(reading: folder("a"))
    #expect(
      file.tensors.keys.sorted() == [
        "batch_normalization/beta", "batch_normalization/gamma", "batch_normalization/moving_mean",
        "batch_normalization/moving_variance", "dense/bias", "dense/kernel", "simple_rnn/bias",
        "simple_rnn/kernel", "simple_rnn/recurrent_kernel",
      ])
    #expect(file.metadata.keys.sorted() == ["unroll.model"])
    #expect(
      file.metadata["unroll.model"]?.hasPrefix(
        """
        {"class_name":"Sequential","config":{"dtype":"float32","input_shape":[null,3],"layers":[{\
        "class_name":"SimpleRNN","config":{"activation":"tanh",
        """) == true)
  }

  // MARK: Layers of one's own

  @Test func `layers and cells of one's own are read by their types`() throws {
    let model = Sequential(inputShape: [nil, 3], dtype: .float64) {
      TimeDistributed(Scaling(0.5))
      RNN(LeakyCell(units: 4), returnSequences: true)
      Bidirectional(RNN(LeakyCell(units: 2), returnSequences: true), mergeMode: .sum)
      Scaling(-2)
    }
    disturb(model)
    try model.save(to: folder("a"))
    let read = try Sequential.load(
      from: folder("a"), layers: [RNN<LeakyCell>.self, Scaling.self, Bidirectional<LeakyCell>.self])
    expectSame(model, read)
    let x = Tensor((0..<24).map(Double.init), shape: [2, 4, 3], dtype: .float64)
    #expect(read(x) == model(x))

    let unknown = #expect(throws: SavingError.self) { try Sequential.load(from: folder("a")) }
    #expect(
      unknown?.description.contains("layer 1 can't be made: there is no layer Scaling; known are")
        == true)
    let cell = #expect(throws: SavingError.self) {
      try Sequential.load(from: folder("a"), layers: [Scaling.self])
    }
    #expect(cell?.description.contains("layer 2 can't be made: there is no layer Leaky") == true)
  }

  @Test func `a layer that can't be saved is named, and nothing is written`() throws {
    let model = Sequential(inputShape: [nil, 3]) {
      Dense(2)
      TimeDistributed(Secret())
    }
    let error = #expect(throws: SavingError.self) { try model.save(to: folder("a")) }
    #expect(
      error?.description
        == """
        \(folder("a")): was not written: the layer time_distributed: Secret can't be saved: its type does \
        not say how. Make it conform to SavableLayer, its cell to SavableCell, or save the weights alone, \
        with saveWeights(to:).
        """)
    #expect(folder.names == [])
    try model.saveWeights(to: folder("a"))
    try model.loadWeights(from: folder("a"))
  }

  @Test func `a model that no file could give back is not written`() throws {
    var layer = LSTM(2)
    layer.dropout = 1.5
    let broken = Sequential(inputShape: [nil, 3]) { layer }
    let error = #expect(throws: SavingError.self) { try broken.save(to: folder("a")) }
    #expect(error?.description.contains("dropout is 1.5; expected at least 0 and below 1") == true)

    let model = small()
    model.parameters[0].value = .zeros([5, 5])
    #expect(
      throws: SavingError(
        file: folder("a"),
        problem: .weightNotSaved(
          path: "simple_rnn/kernel", found: "float32 [5, 5]", expected: "float32 [3, 4]"))
    ) { try model.save(to: folder("a")) }
    var both = Bidirectional(LSTM(2))
    both.backward.dropout = 0.5
    let uneven = Sequential(inputShape: [nil, 3]) { both }
    #expect(throws: SavingError.self) { try uneven.save(to: folder("a")) }
    #expect(folder.names == [])
  }

  @Test func `two types of layers must not have one name`() throws {
    try small().save(to: folder("a"))
    let error = #expect(throws: SavingError.self) {
      try Sequential.load(from: folder("a"), layers: [RNN<SimpleRNNLikeCell>.self])
    }
    #expect(error?.description.contains("have the class name SimpleRNN") == true)
  }

  @Test func `extras under the file's own names are refused`() throws {
    #expect(throws: SavingError(file: folder("a"), problem: .reservedExtra("unroll.model"))) {
      try small().save(to: folder("a"), extras: ["unroll.model": "{}"])
    }
    #expect(folder.names == [])
  }

  // MARK: Files that are wrong

  /// The sentence with which a description is refused.
  private func refusal(
    _ change: (String) -> String, weights: (inout [String: TensorFile.Content]) -> Void = { _ in }
  ) throws -> String {
    try small().save(to: folder("a"))
    var file = try TensorFile(reading: folder("a"))
    let text = try #require(file.metadata["unroll.model"])
    let changed = change(text)
    file.metadata["unroll.model"] = changed
    weights(&file.tensors)
    try file.write(to: folder("b"))
    let error = #expect(throws: SavingError.self, "\(changed)") {
      try SavedModel(reading: folder("b"))
    }
    return error?.description.replacing(folder("b"), with: "file") ?? ""
  }

  @Test(arguments: [
    ("{", "[", "file: what it says of the model is wrong: at byte"),
    ("\"Sequential\"", "\"Functional\"", "it is a Functional; expected a Sequential"),
    (
      "\"seed\":\"42\"", "\"seed\":\"-1\"", "seed is \"-1\"; expected digits of a number of 64 bits"
    ),
    ("\"seed\":\"42\"", "\"seed\":42", "seed is 42; expected text"),
    ("\"seed\":\"42\",", "", "seed is missing"),
    ("\"seed\":\"42\"", "\"seed\":\"42\",\"more\":1", "config has a key more; expected dtype"),
    ("\"float32\"", "\"float16\"", "dtype is \"float16\"; expected float32 or float64"),
    ("[null,3]", "[null,-3]", "input_shape is [null,-3]; expected sizes from 0 on, or null"),
    ("[null,3]", "[null,2147483648]", "input_shape is"),
    ("[null,3]", "3", "input_shape is 3; expected a list"),
    (
      "[null,3]", "[null,null]",
      "simple_rnn/kernel has shape [3, 4] in the file, but [0, 4] in the model"
    ),
    ("[null,3]", "[3]", "layer 1 can't be made: simple_rnn (SimpleRNN): expected a sequence"),
    ("[null,3]", "[2000000000,2000000000,3]", "more than 2147483647 numbers a sample"),
    ("[null,3]", "[1,1,1,1,1,1,1,1,1]", "more than 8 axes"),
    (
      "[null,3]", "[null,5]",
      "simple_rnn/kernel has shape [3, 4] in the file, but [5, 4] in the model"
    ),
    ("\"steps\":0", "\"steps\":-1", "expected no numbers below 0"),
    ("\"units\":4", "\"units\":-4", "layer 1 can't be made: units is -4; expected 1 to 100000000"),
    ("\"units\":4", "\"units\":100000000", "but [100000000, 100000000] in the model"),
    (
      "\"name\":\"dense\"", "\"name\":\"other\"",
      "layer 3 can't be made: its name is other; expected dense"
    ),
    ("\"name\":\"dense\"", "\"name\":7", "layer 3 can't be made: name is 7; expected text"),
    (
      "\"class_name\":\"Dense\"", "\"class_name\":\"Embedding\"",
      "layer 3 can't be made: input_dim is missing"
    ),
    (
      "\"dense/kernel\"", "\"dense/weird\"",
      "trainable_weights names dense/weird, which no layer has"
    ),
    ("\"dense/kernel\"", "7", "trainable_weights is 7; expected text"),
  ])
  func `a description that does not fit together gets a sentence`(
    old: String, new: String, words: String
  ) throws {
    let sentence = try refusal { text in
      text.firstRange(of: old).map { text.replacingCharacters(in: $0, with: new) } ?? text
    }
    #expect(sentence.contains(words), "\(sentence)")
  }

  @Test func `an embedding that is not the first layer is refused`() throws {
    let embedding = try SavedLayer(Embedding(5, 2)).option.text.dropLast()
    let sentence = try refusal { text in
      text.replacing("\"layers\":[", with: "\"layers\":[\(embedding),\"name\":\"embedding\"},")
        .replacing(
          "\"layers\":[",
          with: "\"layers\":[{\"class_name\":\"Flatten\",\"config\":{},\"name\":\"flatten\"},"
        )
        .replacing("[null,3]", with: "[3]")
    }
    #expect(
      sentence.contains("layer 2 can't be made: embedding (Embedding): Embedding takes token ids"))
  }

  @Test func `sizes that overflow are refused before anything is made of them`() throws {
    func layer(_ layer: any Layer, _ name: String) throws -> String {
      try SavedLayer(layer).option.text.dropLast() + ",\"name\":\"\(name)\"},"
    }
    let layers =
      try layer(RepeatVector(100_000_000), "repeat_vector") + layer(Flatten(), "flatten")
    let sentence = try refusal { text in
      text.replacing("\"layers\":[", with: "\"layers\":[" + layers)
        .replacing("[null,3]", with: "[100000000]")
    }
    #expect(
      sentence.contains(
        "layer 2 can't be made: flatten (Flatten): its input (None, 100000000, 100000000) has more than"
      ))
  }

  @Test func `weights that are missing, of another type, or left over are named`() throws {
    let others = try refusal({ $0 }) { tensors in
      tensors["simple_rnn/bias"] = .integers([1, 2, 3, 4])
      tensors["simple_rnn/kernel"] = .numbers(.zeros([3, 4], dtype: .float64))
      tensors["simple_rnn/recurrent_kernel"] = nil
    }
    #expect(
      others == """
        file: its weights are not the model's: simple_rnn/kernel is float64 in the file, but float32 in the \
        model; the file has no simple_rnn/recurrent_kernel; simple_rnn/bias is I32 in the file, but float32 \
        in the model. Nothing was changed; make the model as it was when the file was written.
        """)
    let left = try refusal({ $0 }) { tensors in
      tensors["dense_1/bias"] = .numbers([1])
      tensors["unroll.optimizer/velocity/dense/bias"] = .numbers([1])
    }
    #expect(
      left.contains("its weights are not the model's: the model has no dense_1/bias. Nothing"))
  }

  @Test func `a file that holds no model says so`() throws {
    try small().saveWeights(to: folder("a"))
    #expect(throws: SavingError(file: folder("a"), problem: .noModel)) {
      try SavedModel(reading: folder("a"))
    }
    #expect(throws: TensorFileError(file: folder("b"), .noSuchFile)) {
      try Sequential.load(from: folder("b"))
    }
  }
}

/// A cell whose layer would have the name of another.
private struct SimpleRNNLikeCell: SavableCell {
  static var className: String { "SimpleRNNCell" }

  let units = 1

  var kind: String { "SimpleRNNLikeCell" }

  func weights(inputs: Int) -> [WeightSpecification] { [] }

  func step(
    _ x: Variable, _ state: HiddenState, _ weights: Weights, _ context: StepContext
  ) -> HiddenState { state }

  var configuration: LayerConfiguration { [:] }

  init(_ configuration: LayerConfiguration) {}
}
