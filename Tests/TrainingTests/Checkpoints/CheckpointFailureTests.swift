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
    #expect(said.hasPrefix("no checkpoint in \(folder.path) can be used. "))
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
        checkpoint-00000013.safetensors). Resume that one, name another folder, or remove them
        """)
  }

  @Test func `a checkpoint of another training is refused, and says how they differ`() throws {
    let folder = TemporaryFolder()
    try stopped(folder)
    let said = sentence {
      _ = try SavedCase.table.train(Checkpoints(in: folder.path, resume: true))
    }
    #expect(
      said.hasSuffix(
        """
        checkpoint-00000013.safetensors is the checkpoint of another training: data: [17, 6, 3] → [17, 2] in \
        batches of 4, shuffled there, [13, 5] → [13, 2] in batches of 2, shuffled here; optimizer: sgd there, \
        rmsprop here; figures: loss, mean_absolute_error there, loss here. Resume it with what it was begun with, \
        or begin anew in another folder
        """), "\(said)")
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
    #expect(said.contains("slot 0 of simple_rnn/kernel"))
    #expect(other.parameters[0].value.elements == model(5).parameters[0].value.elements)
  }

  @Test func `a file in the folder's place, and a model alone, are answered with a sentence`()
    throws
  {
    let folder = TemporaryFolder()
    try Data("hello".utf8).write(to: URL(fileURLWithPath: folder.path))
    #expect(
      sentence { _ = try SavedCase.dropout.train(Checkpoints(in: folder.path)) }
        == "\(folder.path) is a file; checkpoints need a folder")
    let other = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: other.path, withIntermediateDirectories: true)
    let file = other.file("checkpoint-00000001.safetensors")
    try Sequential(inputShape: [3]) { Dense(1) }.save(to: file)
    #expect(
      sentence {
        _ = try SavedCase.dropout.train(Checkpoints(in: other.path, resume: true))
      }
        == "\(file) is no checkpoint that a training could go on from: it holds a model alone")
  }

  @Test func `an empty folder begins anew, and what was half written is removed`() throws {
    let folder = TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path, withIntermediateDirectories: true)
    let half = folder.file(".unroll-0000")
    try Data("half".utf8).write(to: URL(fileURLWithPath: half))
    let trained = try SavedCase.dropout.train(Checkpoints(in: folder.path, resume: true))
    expectSame(try SavedCase.dropout.train(nil), trained)
    #expect(trained.history.resumed == nil)
    #expect(!FileManager.default.fileExists(atPath: half))
  }
}
