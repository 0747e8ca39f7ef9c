import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent

@testable import UnrollTraining

@Suite struct CheckpointFailureTests {
  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing was thrown"
    } catch { return "\(error)" }
  }

  /// Two checkpoints, after 12 and 13 steps.
  private func stopped(_ folder: TemporaryFolder) throws {
    _ = try SavedCase.dropout.train(
      Checkpoints(in: folder.path, every: .steps(4)), stoppingAfter: 13)
    #expect(
      folder.names == ["checkpoint-00000012.safetensors", "checkpoint-00000013.safetensors"])
  }

  private func change(_ file: String, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: file))
    change(&data)
    try data.write(to: URL(fileURLWithPath: file))
  }

  @Test(arguments: [0.0, 0.1, 0.5, 0.9, 0.999])
  func `a checkpoint that was cut short or altered is refused, and the one before is used`(
    share: Double
  ) throws {
    let whole = try SavedCase.dropout.train(nil)
    for isCut in [true, false] {
      let folder = TemporaryFolder()
      try stopped(folder)
      let newest = folder.file(folder.names[1])
      try change(newest) { data in
        let place = Int(share * Double(data.count))
        if isCut { data = data.prefix(place) } else { data[place] ^= 4 }
      }
      let resumed = try SavedCase.dropout.train(Checkpoints(in: folder.path, resume: true))
      expectSame(whole, resumed)
      let found = try #require(resumed.history.resumed)
      #expect(found.file == folder.file("checkpoint-00000012.safetensors"))
      #expect(found.epochs == 2 && found.steps == 2)
      #expect(found.refused.count == 1 && found.refused[0].hasPrefix(newest))
    }
  }

  @Test func `where none is whole, it is said of each, and nothing is changed`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    for name in folder.names { try change(folder.file(name)) { $0 = $0.prefix(100) } }
    let said = sentence {
      _ = try SavedCase.dropout.train(Checkpoints(in: folder.path, resume: true))
    }
    #expect(
      said.hasPrefix(
        "no checkpoint in \(folder.path) can be used, so the training has to begin anew"))
    #expect(said.contains("00000012") && said.contains("00000013"))
    #expect(folder.names.count == 2)
  }

  @Test func `checkpoints of an earlier training are not overwritten`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    #expect(
      sentence { _ = try SavedCase.dropout.train(Checkpoints(in: folder.path)) }
        == """
        \(folder.path) holds the checkpoints of an earlier training (the newest is \
        checkpoint-00000013.safetensors). Resume that one (resume: true), name another folder, or \
        remove them.
        """)
  }

  @Test func `a checkpoint of another training is refused, and says how they differ`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    let said = sentence {
      _ = try SavedCase.table.train(Checkpoints(in: folder.path, resume: true))
    }
    #expect(
      said.contains("checkpoint-00000013.safetensors is the checkpoint of another training: "))
    for words in [
      "data: [17, 6, 3] → [17, 2] in batches of 4, shuffled there, [13, 5] → [13, 2] in batches of 2, shuffled here",
      "metrics: mean_absolute_error there,  here", "validation: yes there, no here",
      "layer dropout: {\"rate\":0.4} there, nothing here",
    ] { #expect(said.contains(words), "\(words)") }
    #expect(said.hasSuffix("or begin anew in another folder."))
  }

  @Test func `another learning rate is another training`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    let said = sentence {
      _ = try SavedCase.dropout.train(Checkpoints(in: folder.path, resume: true), rate: 0.5)
    }
    #expect(said.contains("optimizer's learningRate: 0.05 there, 0.5 here."))
  }

  @Test func `a model with other weights is refused by path, and stays as it was`() throws {
    let folder = TemporaryFolder()
    let data = Dataset(.ones([4, 3, 2]), .ones([4, 1]))
    func model(_ units: Int) -> Sequential {
      Sequential(inputShape: [3, 2]) {
        SimpleRNN(units)
        Dense(1)
      }
    }
    func train(_ model: Sequential, resume: Bool) throws {
      _ = try model.fit(
        data, loss: .meanSquaredError, progress: .none,
        checkpoints: Checkpoints(in: folder.path, resume: resume))
    }
    try train(model(4), resume: false)
    let other = model(5)
    let said = sentence { try train(other, resume: true) }
    #expect(said.contains("layer simple_rnn: ") && said.contains("\"units\":4"))
    #expect(other.parameters[0].value.elements == model(5).parameters[0].value.elements)
  }

  @Test func `a file in the folder's place, and a model alone, are answered with a sentence`()
    throws
  {
    let folder = TemporaryFolder()
    try Data("hello".utf8).write(to: URL(fileURLWithPath: folder.path))
    #expect(
      sentence { _ = try SavedCase.dropout.train(Checkpoints(in: folder.path)) }
        == "\(folder.path) is a file; checkpoints need a folder.")
    let other = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: other.path, withIntermediateDirectories: true)
    let file = other.file("checkpoint-00000001.safetensors")
    try Sequential(inputShape: [3]) { Dense(1) }.save(to: file)
    #expect(
      sentence {
        _ = try SavedCase.dropout.train(Checkpoints(in: other.path, resume: true))
      }
        == "\(file) is no checkpoint that a training could go on from: it holds a model alone.")
  }

  @Test func `an empty folder begins anew, and what was half written is removed, but nothing else`()
    throws
  {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file(".unroll-notes"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file(".unroll-notes/a.txt")))
    let half = folder.file(".unroll-\(UUID().uuidString)")
    try Data("half".utf8).write(to: URL(fileURLWithPath: half))
    let trained = try SavedCase.dropout.train(Checkpoints(in: folder.path, resume: true))
    expectSame(try SavedCase.dropout.train(nil), trained)
    #expect(trained.history.resumed == nil)
    #expect(!FileManager.default.fileExists(atPath: half))
    #expect(FileManager.default.fileExists(atPath: folder.file(".unroll-notes/a.txt")))
  }

  @Test func `two trainings can't have one folder at a time`() throws {
    let folder = TemporaryFolder()
    let lock = try FolderLock(folder.path)
    let said = sentence { _ = try SavedCase.dropout.train(Checkpoints(in: folder.path)) }
    #expect(
      said
        == "another program is training into \(folder.path); wait for it, or name another folder.")
    _ = lock
  }

  @Test func `after a damaged checkpoint two whole ones are kept again`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    try change(folder.file(folder.names[1])) { $0 = $0.prefix(99) }
    _ = try SavedCase.dropout.train(Checkpoints(in: folder.path, every: .steps(14), resume: true))
    #expect(
      folder.names == ["checkpoint-00000014.safetensors", "checkpoint-00000015.safetensors"])
    for name in folder.names { _ = try TensorFile(reading: folder.file(name)) }
  }

  @Test func `what can't be saved is known before anything is learnt`() throws {
    let folder = TemporaryFolder()
    let model = Sequential(inputShape: [2]) { Dense(1) }
    let before = model.parameters[0].value.elements
    let said = sentence {
      _ = try model.fit(
        Dataset(.ones([4, 2]), .ones([4, 1])), loss: .meanSquaredError, progress: .none,
        checkpoints: Checkpoints(in: folder.path, extras: ["unroll.mine": "x"]))
    }
    #expect(said.contains("extras whose names begin with 'unroll.'"))
    #expect(model.parameters[0].value.elements == before && folder.names == [])
  }

  @Test func `an error in validation loses nothing`() throws {
    let folder = TemporaryFolder()
    let model = Sequential(inputShape: [2], seed: 1) { Dense(1) }
    #expect(throws: TrainingError.self) {
      try model.fit(
        Dataset(.ones([4, 2]), .ones([4, 1])),
        validation: Dataset(Tensor([.nan, 1], shape: [1, 2]), .ones([1, 1])),
        batchSize: 2, loss: .meanSquaredError, progress: .none,
        checkpoints: Checkpoints(in: folder.path))
    }
    #expect(folder.names == ["checkpoint-00000000.safetensors", "checkpoint-00000002.safetensors"])
  }

  /// A checkpoint of a stateful training whose contents were changed and signed anew.
  @Test(arguments: [
    ("unroll.state/1/lstm", nil, "a part of the state of lstm is missing|has shapes"),
    ("unroll.state/0/lstm", Tensor.zeros([]), "the state of lstm has shapes"),
    ("unroll.state/0/lstm", Tensor.zeros([3, 4]), "the state of lstm has shapes"),
    ("unroll.state/0/dense", Tensor.zeros([3, 4]), "it has states of"),
    (
      "unroll.means/loss", Tensor.zeros([3], dtype: .float64),
      "means/loss has 3 numbers; expected 2"
    ),
    ("unroll.optimizer/0/lstm/kernel", nil, "slot 0 of lstm/kernel is missing"),
  ])
  func `contents that can't be are refused`(name: String, tensor: Tensor?, words: String) throws {
    let folder = TemporaryFolder()
    _ = try SavedCase.streams.train(Checkpoints(in: folder.path), stoppingAfter: 3)
    let path = folder.file(folder.names[1])
    var file = try TensorFile(reading: path)
    file.tensors[name] = tensor.map { .numbers($0) }
    try file.write(to: path)
    let said = sentence {
      _ = try SavedCase.streams.train(Checkpoints(in: folder.path, resume: true))
    }
    #expect(words.split(separator: "|").contains { said.contains($0) }, "\(said)")
  }

  @Test(arguments: [
    ("\"steps\":3", "\"steps\":1000", "1000 steps of an epoch were taken, which has 8"),
    (
      "\"trained_steps\":3", "\"trained_steps\":9223372036854775807",
      "trained_steps is missing or is no count"
    ),
    ("\"epochs\":0,\"history\":[]", "\"epochs\":0", "history or training is missing"),
  ])
  func `counts that can't be are refused`(old: String, new: String, words: String) throws {
    let folder = TemporaryFolder()
    _ = try SavedCase.streams.train(Checkpoints(in: folder.path), stoppingAfter: 3)
    let path = folder.file(folder.names[1])
    var file = try TensorFile(reading: path)
    let text = try #require(file.metadata["unroll.training"])
    try #require(text.contains(old))
    file.metadata["unroll.training"] = text.replacingOccurrences(of: old, with: new)
    try file.write(to: path)
    let said = sentence {
      _ = try SavedCase.streams.train(Checkpoints(in: folder.path, resume: true))
    }
    #expect(said.contains(words), "\(said)")
  }
}
