import Foundation

@testable import UnrollAutodiff
@testable import UnrollRecurrent
@testable import UnrollTraining

// Writes the files from which the targets begin, beside those that lie in the tests' folders:
//
//   UNROLL_SEEDS=folder seeds
//
// It is built as a target, because the library is built for targets; it ends before anything is tried.

@_cdecl("LLVMFuzzerInitialize")
public func writeSeeds(_: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?) -> CInt {
  guard let folder = ProcessInfo.processInfo.environment["UNROLL_SEEDS"] else {
    fatalError("UNROLL_SEEDS names no folder")
  }
  do {
    try Seeds(folder: folder).write()
    exit(0)
  } catch { fatalError("\(error)") }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testNothing(_: UnsafePointer<UInt8>, _: Int) -> CInt { 0 }

private struct Seeds {
  let folder: String

  func write() throws {
    let tensors: [String: TensorFile.Content] = [
      "a": .numbers([[1, 2, 3], [4, 5, 6]]), "b": .integers([1, -2]), "c": .truths([true, false]),
      "d": .numbers(Tensor([0.5], shape: [], dtype: .float64)),
    ]
    let file = TensorFile(tensors: tensors, metadata: ["note": "é\n"])
    try file.write(to: folder + "/tensor-files/stamped")
    try save(plain(file), "tensor-files/plain")
    try save(plain(TensorFile()), "tensor-files/none")
    for (index, header) in hostileHeaders.enumerated() {
      try save(self.file(header), "tensor-files/hostile-\(index)")
    }
    try NumPyArchive(tensors: tensors).write(to: folder + "/zip-files/written")

    try writeImportedWeights()
    for (index, model) in models.enumerated() {
      let file = try model.tensorFile(extras: [:], path: "seed")
      let text = file.metadata[TensorFile.modelKey] ?? ""
      try save(Array(text.utf8) + [0] + plain(file), "saved-models/\(index)")
      // Layers that no memory would hold, if they were made before anything is checked.
      for (number, option) in ["\"units\":2", "\"n\":2", "\"input_dim\":4"].enumerated()
      where text.contains(option) {
        let name = option.split(separator: ":")[0]
        let large = text.replacing(option, with: "\(name):100000000")
        try save(Array(large.utf8) + [0] + plain(file), "saved-models/large-\(index)-\(number)")
      }
    }

    var training = InterruptedTraining()
    try save(training, "checkpoints/beginning")
    let tokens = Streams(tokens: (0..<40).map { $0 * $0 % 5 % 3 }, streams: 2)
    _ = try training.model.fit(
      tokens, window: 5, epochs: 1, loss: .sparseCategoricalCrossentropy(fromLogits: true),
      progress: .none)
    (training.snapshot.epochs, training.snapshot.steps) = (1, 3)
    for name in ["loss", "accuracy"] { training.snapshot.history.set(name, [0.5]) }
    try save(training, "checkpoints/middle")
  }

  /// Weights under each library's names, and under names that tell nothing.
  private func writeImportedWeights() throws {
    let model = everyLayer(seed: 2)
    for (number, convention) in [WeightConvention.keras, .pyTorch, .flax].enumerated() {
      let tensors = try model.weights(in: convention)
      let others = tensors.map { name, content in
        (name.replacing("lstm_1", with: "b").replacing("lstm", with: "a"), content)
      }
      let listed = try ForeignParts(model, convention).listed
      for (name, tensors) in [
        ("named", tensors), ("alike", Dictionary(uniqueKeysWithValues: others)), ("listed", listed),
      ] {
        let file = plain(TensorFile(tensors: tensors))
        try save([UInt8(number)] + file, "imported-weights/\(convention)-\(name)")
      }
    }
  }

  private func save(_ training: InterruptedTraining, _ name: String) throws {
    let file = try training.snapshot.file(
      of: training.model, training.identity, extras: [:], path: "seed")
    let text = file.metadata[SavedTraining.key] ?? ""
    try save(Array(text.utf8) + [0] + plain(file), name)
  }

  private func save(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// The bytes of a file without a checksum, which every change would break, and without text.
  private func plain(_ file: TensorFile) -> [UInt8] {
    var (parts, data): ([String], [UInt8]) = ([], [])
    for (name, content) in TensorFileHeader.order(file.tensors) {
      let start = data.count
      content.withFileBytes { data += $0 }
      let sizes = content.shape.map(String.init).joined(separator: ",")
      parts.append(
        """
        \(JSONValue.quoted(name)):{"dtype":"\(content.type.rawValue)","shape":[\(sizes)],\
        "data_offsets":[\(start),\(data.count)]}
        """)
    }
    return self.file("{\(parts.joined(separator: ","))}", data)
  }

  /// A file with any header.
  private func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    [UInt8](littleEndian: UInt64(header.utf8.count)) + header.utf8 + data
  }

  /// Headers that ask for too much, or say two things at once.
  private var hostileHeaders: [String] {
    let huge = "[0,2147483647,2147483647,2147483647]"
    return [
      "{\"a\":{\"dtype\":\"F32\",\"shape\":\(huge),\"data_offsets\":[0,0]}}",
      "{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,9223372036854775807]}}",
      "{\"\\ud83d\\ude00\":{\"dtype\":\"BOOL\",\"shape\":[1e3,-1,true]},\"\":{}}",
      "{\"__metadata__\":{\"unroll.checksum\":\"\",\"unroll.format\":\"1\"}}",
      String(repeating: "[", count: 10_000), String(repeating: "{\"a\":", count: 5_000),
    ]
  }

  private var models: [Sequential] {
    [
      Sequential(inputShape: [2], seed: 1) { Dense(1) },
      Sequential(inputShape: [nil, 1], seed: 2) {
        Masking(maskValue: -9.5)
        SimpleRNN(2, returnSequences: true)
        GRU(2, returnSequences: true, dropout: 0.25)
        LSTM(1, stateful: true)
      },
      Sequential(inputShape: [nil], seed: 3, dtype: .float64) {
        Embedding(4, 2, maskZero: true)
        Bidirectional(LSTM(1, returnSequences: true), mergeMode: .ave)
        TimeDistributed(Dense(2, activation: .relu))
      },
      Sequential(inputShape: [3, 2], seed: 4) {
        LayerNormalization()
        BatchNormalization()
        Flatten()
        Dropout(0.5)
        RepeatVector(2)
        RNN(LayerNormSimpleRNNCell(2))
      },
    ]
  }
}
