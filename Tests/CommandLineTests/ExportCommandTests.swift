import Foundation
import TestSupport
import Testing
import Unroll

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct ExportCommandTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/unroll-export-\(UUID())"

  /// Runs the command on a saved model; gives what it said, and the files that it wrote.
  private func run(
    _ options: [String], dropout: Double = 0, model other: Sequential? = nil
  ) throws -> (code: ExitCode, text: String, errors: String, files: [String: String]) {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model =
      other
      ?? Sequential(inputShape: [nil, 2], seed: 42) {
        LSTM(3, dropout: dropout)
        Dense(1)
      }
    try model.save(to: folder + "/small.safetensors")
    let captured = CapturedConsole()
    let out = folder + "/out"
    let code = Tool(commands: [ExportCommand()]).run(
      ["export", folder + "/small.safetensors", "--out", out] + options, captured.console)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []
    let files = names.map {
      ($0, (try? String(contentsOfFile: "\(out)/\($0)", encoding: .utf8)) ?? "")
    }
    return (code, captured.text, captured.errors, Dictionary(uniqueKeysWithValues: files))
  }

  @Test func `a program and its weights are written for each library`() throws {
    for (library, word) in [("jax", "jax.lax.scan"), ("pytorch", "torch.stack")] {
      let (code, text, errors, files) = try run(["--to", library, "--steps", "7", "--batch", "5"])
      #expect(code == .done && errors == "")
      #expect(files.keys.sorted() == ["small.safetensors", "small_\(library).py"])
      let source = files["small_\(library).py"] ?? ""
      #expect(source.contains(word) && source.contains("def train_step("))
      #expect(source.contains("a batch of [5, 7, 2]"))
      #expect(text.contains("small_\(library).py: ") && text.contains("76 weights"))
    }
  }

  @Test func `StableHLO is a module for each function`() throws {
    let (code, text, _, files) = try run(["--to", "stablehlo", "--steps", "7"])
    #expect(code == .done && text.contains("small_train_step.mlir: "))
    let names = ["small.safetensors", "small_predict.mlir", "small_train_step.mlir"]
    #expect(files.keys.sorted() == names)
    #expect(files[names[2]]?.hasPrefix("// %arg0 weights/lstm/kernel") == true)
  }

  @Test func `padding is left out, of words and of tags`() throws {
    let model = Sequential(inputShape: [nil]) {
      Embedding(9, 3, maskZero: true)
      Bidirectional(LSTM(2, returnSequences: true))
      Dense(4)
    }
    let (code, _, errors, files) = try run(
      ["--loss", "cross-entropy", "--ignoring", "0"], model: model)
    #expect(code == .done && errors == "")
    let source = files["small_jax.py"] ?? ""
    #expect(source.contains("(inputs != 0)") && source.contains("(targets != 0)"))
    let outside = try run(["--loss", "cross-entropy", "--ignoring", "9"], model: model)
    #expect(outside.code == .badData && outside.errors.contains("has to be one of the classes"))
    let other = try run(["--ignoring", "0"], model: model)
    #expect(other.code == .wrongUsage && other.errors.contains("--loss cross-entropy"))
  }

  @Test func `the bag of words needs no constants beside the file`() throws {
    let model = ReviewNetwork.bag.model(words: 7)
    let batch = model.exampleBatch(count: 4, steps: 5, classes: false)
    let training = PythonModule.Training(
      batch: batch, loss: .binaryCrossentropy(), optimizer: Adam())
    let module = try PythonModule(
      model, name: "bag", library: .jax, inputs: batch.inputs, training: training)
    #expect(module.source.contains("def train_step("))
  }

  @Test func `ONNX is one file`() throws {
    let (code, text, _, files) = try run(["--to", "onnx", "--steps", "7"], dropout: 0.5)
    #expect(code == .done && text.contains("small.onnx: ") && files.keys.sorted() == ["small.onnx"])
  }

  @Test func `the length of the program does not depend on the length of the sequence`() throws {
    let sources = try ["7", "70"].map { steps in
      try run(["--steps", steps]).files["small_jax.py"]?
        .replacingOccurrences(of: "[32, \(steps), 2]", with: "[32, T, 2]")
    }
    #expect(sources[0] == sources[1] && sources[0] != nil)
    let unrolled = try run(["--steps", "7", "--unrolled"]).files["small_jax.py"] ?? ""
    #expect(!unrolled.contains("jax.lax.scan"))
  }

  @Test func `weights from elsewhere come home, all or none`() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func model(_ units: Int, seed: UInt64) -> Sequential {
      Sequential(inputShape: [nil, 2], seed: seed) { GRU(units) }
    }
    let (mine, theirs, other) = (model(3, seed: 1), model(3, seed: 2), model(4, seed: 3))
    try mine.save(to: folder + "/mine", extras: ["note": "kept"])
    try theirs.saveWeights(to: folder + "/theirs")
    try other.saveWeights(to: folder + "/other")
    func run(_ weights: String) -> (code: ExitCode, text: String, errors: String) {
      let captured = CapturedConsole()
      let code = Tool(commands: [ImportCommand()]).run(
        ["import", folder + "/mine", folder + "/" + weights, "--save", folder + "/home"],
        captured.console)
      return (code, captured.text, captured.errors)
    }
    let wrong = run("other")
    #expect(wrong.code == .badData && wrong.errors.contains("gru/kernel has shape [2, 12]"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/home"))
    let right = run("theirs")
    #expect(right.code == .done && right.text.contains("3 weights, 2 of them other than before"))
    let home = try SavedModel(reading: folder + "/home")
    #expect(home.extras["note"] == "kept")
    #expect(zip(home.model.parameters, theirs.parameters).allSatisfy { $0.value == $1.value })
  }

  @Test func `a model in the folder it is exported to keeps what was saved with it`() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/own.safetensors"
    try Sequential(inputShape: [nil, 2], seed: 42) { GRU(3) }.save(
      to: path, extras: ["note": "kept"])
    let code = Tool(commands: [ExportCommand()]).run(
      ["export", path, "--out", folder], CapturedConsole().console)
    #expect(code == .done)
    #expect(try SavedModel(reading: path).extras["note"] == "kept")
  }

  @Test func `only the answers are written where nothing else is wanted`() throws {
    let source = try run(["--predict-only"], dropout: 0.5).files["small_jax.py"] ?? ""
    #expect(source.contains("def predict(") && !source.contains("train_step"))
  }

  @Test func `a training has its dropout, unless it is left out`() throws {
    for library in ["jax", "pytorch"] {
      let source = try run(["--to", library], dropout: 0.5).files["small_\(library).py"] ?? ""
      #expect(source.contains("def new_masks(") && source.contains("step, masks, inputs, targets)"))
    }
    let modules =
      try run(["--to", "stablehlo"], dropout: 0.25).files["small_train_step.mlir"] ?? ""
    #expect(
      modules.contains("// masks/lstm/dropout: 0 with the probability 0.25, else 1 / (1 - 0.25)"))
    let without = try run(["--no-dropout"], dropout: 0.5).files["small_jax.py"] ?? ""
    #expect(without.contains("def train_step(") && !without.contains("masks"))
  }

  @Test func `a file that is not there is named`() {
    let captured = CapturedConsole()
    let missing = Tool(commands: [ExportCommand()]).run(
      ["export", folder + "/none"], captured.console)
    #expect(missing == .noSuchFile && captured.errors.contains("no such file"))
  }
}
