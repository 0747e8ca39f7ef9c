import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole
@testable import UnrollRecurrent

/// `unroll import`, and `unroll export` of weights alone: other libraries' names, and files that are not what they say.
@Suite final class ImportCommandTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/unroll-import-\(UUID())"

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func model(seed: UInt64) -> Sequential {
    Sequential(inputShape: [nil, 2], seed: seed) {
      LSTM(3, returnSequences: true)
      GRU(4)
      Dense(1)
    }
  }

  private func run(
    _ command: any Command, _ words: [String]
  ) -> (code: ExitCode, text: String, errors: String) {
    let captured = CapturedConsole()
    let code = Tool(commands: [command]).run([command.name] + words, captured.console)
    return (code, captured.text, captured.errors)
  }

  // MARK: There and back

  @Test(arguments: ["unroll", "keras", "pytorch", "jax"], ["safetensors", "npz"])
  func `weights go out under another library's names and come home`(
    names: String, format: String
  ) throws {
    let (mine, other) = (model(seed: 1), model(seed: 2))
    try mine.save(to: "\(folder)/mine.safetensors", extras: ["note": "kept"])
    try other.save(to: "\(folder)/other.safetensors", extras: ["note": "kept"])
    let out = run(
      ExportCommand(),
      ["\(folder)/mine.safetensors", "--to", format, "--as", names, "--out", folder])
    #expect(out.code == .done && out.errors == "" && out.text.contains("weights"), "\(out.errors)")
    let file = "\(folder)/mine_\(names == "unroll" ? "weights" : names).\(format)"
    let home = run(
      ImportCommand(),
      ["\(folder)/other.safetensors", file, "--from", names, "--save", "\(folder)/home"])
    #expect(home.code == .done, "\(home.errors)")
    #expect(names == "unroll" || home.text.contains("gru ← "), "\(home.text)")
    let saved = try SavedModel(reading: "\(folder)/home")
    #expect(saved.extras["note"] == "kept")
    for (found, expected) in zip(saved.model.parameters, mine.parameters) {
      #expect(found.value == expected.value, "\(found.path)")
    }
  }

  /// A model whose two layers are alike, and its weights under PyTorch's names that are not in their order.
  private func saveTwins() throws -> (model: String, weights: String) {
    let twins = Sequential(inputShape: [nil, 3], seed: 1) {
      LSTM(3, returnSequences: true)
      LSTM(3)
    }
    let (model, weights) = ("\(folder)/twins.safetensors", "\(folder)/theirs.safetensors")
    try twins.save(to: model)
    var theirs: [String: TensorFile.Content] = [:]
    for (name, layer) in [("b2", "lstm"), ("b1", "lstm_1")] {
      for (key, content) in try twins.weights(in: .pyTorch) where key.hasPrefix(layer + ".") {
        theirs[key.replacingOccurrences(of: layer + ".", with: name + ".")] = content
      }
    }
    try TensorFile(tensors: theirs).write(to: weights)
    var generator = SeededGenerator(seed: 5)
    let inputs = Tensor.uniform([2, 4, 3], in: -1..<1, using: &generator)
    let batch: [String: TensorFile.Content] = [
      "inputs": .numbers(inputs), "answers": .numbers(twins.predict(.numbers(inputs))),
    ]
    try TensorFile(tensors: batch).writeWeights(to: "\(folder)/batch.npz")
    return (model, weights)
  }

  @Test func `what was said of layers that are alike is heard`() throws {
    let twins = try saveTwins()
    let words = [twins.model, twins.weights, "--from", "pytorch"]
    let unsaid = run(ImportCommand(), words)
    #expect(unsaid.code == .wrongUsage, "\(unsaid.errors)")
    #expect(unsaid.errors.contains("--layer lstm=NAME") && unsaid.errors.contains("--in-order"))
    let said = run(ImportCommand(), words + ["--layer", "lstm=b2", "--layer", "lstm_1=b1"])
    #expect(said.code == .done && said.text.contains("6 weights, 0 of them other than before"))
    for wrong in [
      ["--layer", "lstm"], ["--layer", "lstm=b2,lstm_1=b1"], ["--layer", "gru=b1"],
      ["--layer", "lstm=b1", "--layer", "lstm=b2"], ["--save", twins.weights],
      ["--save", "\(folder)/../\((folder as NSString).lastPathComponent)/theirs.safetensors"],
      ["--save", "\(folder)/x.npz"],
    ] {
      let (code, _, errors) = run(ImportCommand(), words + wrong)
      #expect(code == .wrongUsage, "\(wrong): \(errors)")
    }
    let without = run(ImportCommand(), [twins.model, twins.weights, "--in-order"])
    #expect(without.code == .wrongUsage && without.errors.contains("--from"))
  }

  @Test func `answers that are others are found before anything is written`() throws {
    let twins = try saveTwins()
    let before = try Data(contentsOf: URL(fileURLWithPath: twins.model))
    let words = [
      twins.model, twins.weights, "--from", "pytorch", "--check", "\(folder)/batch.npz",
    ]
    // By the numbers in their names they would be the other way round.
    let wrong = run(ImportCommand(), words)
    #expect(wrong.code == .badData && wrong.errors.contains("answers differ by"), "\(wrong.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: twins.model)) == before)
    let right = run(ImportCommand(), words + ["--layer", "lstm=b2"])
    #expect(right.code == .done && right.text.contains("answers as in"), "\(right.errors)")
    let none = run(ImportCommand(), words.dropLast() + [twins.weights, "--layer", "lstm=b2"])
    #expect(none.code == .badData && none.errors.contains("the arrays inputs and answers"))
    let inputs: [String: TensorFile.Content] = [
      "inputs": .integers([1, 2]), "answers": .numbers([1]),
    ]
    try TensorFile(tensors: inputs).writeWeights(to: "\(folder)/batch.npz")
    func refused(_ batch: [String: TensorFile.Content], _ sentence: String) throws {
      try TensorFile(tensors: batch).writeWeights(to: "\(folder)/batch.npz")
      let (code, _, errors) = run(ImportCommand(), words + ["--layer", "lstm=b2"])
      #expect(code == .badData && errors.contains(sentence), "\(errors)")
    }
    let x = TensorFile.Content.numbers(.ones([2, 4, 3]))
    try refused(["inputs": x, "answers": .integers([1, 2])], "its answers integers")
    try refused(["inputs": x, "answers": .numbers(.ones([2, 3]))], "prove nothing")
    try refused(
      ["inputs": x, "answers": .numbers(Tensor([.nan, 1, 2, 1, 2, 3], shape: [2, 3]))], "not finite"
    )
    try refused(
      ["inputs": .numbers(.ones([0, 4, 3])), "answers": .numbers(.ones([0, 3]))], "no samples")
    try refused(
      ["inputs": x, "answers": .numbers([[1e6, 1, 2], [1e6, 1, 3]])], "answers differ by")
    try TensorFile(tensors: inputs).writeWeights(to: "\(folder)/batch.npz")
    let other = run(ImportCommand(), words + ["--layer", "lstm=b2"])
    #expect(other.code == .badData && other.errors.contains("this model reads numbers"))
  }

  @Test func `whose names weights seem to have is said`() throws {
    let twins = try saveTwins()
    for names in [[], ["--from", "keras"], ["--from", "jax"]] {
      let (code, _, errors) = run(ImportCommand(), [twins.model, twins.weights] + names)
      #expect(code == .badData && errors.contains("those of --from pytorch"), "\(errors)")
    }
  }

  @Test func `options of weights are refused where they would not count`() throws {
    try model(seed: 1).save(to: "\(folder)/mine.safetensors")
    let mine = "\(folder)/mine.safetensors"
    let weights = ["--to", "npz", "--out", folder]
    for (words, hint) in [
      (weights + ["--like", "x"], "--as"),
      (["--as", "pytorch", "--out", folder], "--to safetensors"),
      (["--in-order", "--out", folder], "--to safetensors"),
      (weights + ["--as", "keras", "--layer", "lstm=x"], "--like"),
    ] {
      let (code, _, errors) = run(ExportCommand(), [mine] + words)
      #expect(code == .wrongUsage && errors.contains(hint), "\(errors)")
    }
    let missing = run(ExportCommand(), [mine] + weights + ["--as", "keras", "--like", "x"])
    #expect(missing.code == .noSuchFile, "\(missing.errors)")
  }

  // MARK: Files that are not what they say

  /// A file of weights, and what has become of it.
  private func damaged(_ name: String, _ change: (inout [UInt8]) -> Void) throws -> String {
    let path = "\(folder)/\(name)"
    try model(seed: 2).saveWeights(to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    change(&bytes)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// What the command says of a file, which must leave the model as it was.
  private func refusal(_ path: String) throws -> String {
    let mine = "\(folder)/mine.safetensors"
    try model(seed: 1).save(to: mine)
    let before = try Data(contentsOf: URL(fileURLWithPath: mine))
    let (code, text, errors) = run(ImportCommand(), [mine, path])
    #expect(code.rawValue == 65 && text == "", "\(errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: mine)) == before)
    return errors
  }

  @Test func `a truncated, a lying and a huge-header safetensors file each have their sentence`()
    throws
  {
    let cut = try refusal(damaged("cut.safetensors") { $0.removeLast(7) })
    #expect(cut.contains("dense/") || cut.contains("cut short"), "\(cut)")
    // Without a checksum, as another library writes it, and with an end behind the file.
    let header = #"{"a":{"dtype":"F32","shape":[1000],"data_offsets":[0,4000]}}"#
    let lying = try refusal(
      damaged("lying.safetensors") {
        $0 = [UInt8](repeating: 0, count: 8) + Array(header.utf8) + [1, 2, 3, 4]
        $0[0] = UInt8(header.utf8.count)
      })
    #expect(lying.contains("a ends at byte 4000 behind the header, but only 4 follow"), "\(lying)")
    let huge = try refusal(
      damaged("huge.safetensors") {
        $0.replaceSubrange(0..<8, with: [255, 255, 255, 255, 9, 0, 0, 0])
      })
    #expect(huge.contains("announce a header of 42949672959 bytes; expected at most"), "\(huge)")
    #expect(Set([cut, lying, huge]).count == 3)
  }

  @Test func `a truncated, a lying and a huge-header npz file each have their sentence`() throws {
    let cut = try refusal(damaged("cut.npz") { $0.removeLast(7) })
    #expect(cut.contains("cut.npz"), "\(cut)")
    /// Where the directory's first entry begins.
    func entry(_ bytes: [UInt8]) -> Int {
      bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) } ?? 0
    }
    let lying = try refusal(
      damaged("lying.npz") {
        let size: [UInt8] = [255, 255, 255, 127]
        $0.replaceSubrange((entry($0) + 20)..<(entry($0) + 28), with: size + size)
      })
    #expect(lying.contains("2147483647"), "\(lying)")
    let huge = try refusal(
      damaged("huge.npz") {
        // The first member: its header's length, and the checksum that is then right.
        let size = Int($0.number(at: entry($0) + 24, bytes: 4) ?? 0)
        let start = $0.indices.dropFirst(1).first { [bytes = $0] in
          bytes[$0...].starts(with: [0x93, 0x4E, 0x55, 0x4D])
        }
        let first = start ?? 0
        $0.replaceSubrange((first + 8)..<(first + 10), with: [255, 255])
        let sum = CRC32.of($0[first..<(first + size)])
        $0.replaceSubrange((entry($0) + 16)..<(entry($0) + 20), with: [UInt8](littleEndian: sum))
      })
    #expect(huge.contains("announces a header of 65535 bytes"), "\(huge)")
    #expect(Set([cut, lying, huge]).count == 3)
  }

  @Test func `another library's own format is named with what to do`() throws {
    let path = "\(folder)/weights.h5"
    try Data([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10] + [UInt8](repeating: 0, count: 99))
      .write(to: URL(fileURLWithPath: path))
    let sentence = try refusal(path)
    #expect(sentence.contains("is HDF5") && sentence.contains("np.savez"))
  }
}
