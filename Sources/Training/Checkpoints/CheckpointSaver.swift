import Foundation
import UnrollRecurrent

/// Saves one training now and then, and brings it back to where it was saved last.
final class CheckpointSaver {
  private let checkpoints: Checkpoints
  private let folder: CheckpointFolder
  private let model: any Model
  private let identity: TrainingIdentity
  /// The time of the last checkpoint.
  private var saved = CheckpointSaver.now
  /// Checkpoints that were not whole, which go when there is a newer one.
  private var refused: [String] = []

  init(
    _ checkpoints: Checkpoints, _ model: any Model, _ identity: TrainingIdentity
  ) throws(CheckpointError) {
    self.checkpoints = checkpoints
    self.model = model
    self.identity = identity
    folder = try CheckpointFolder(checkpoints.folder)
  }

  /// Brings a training back to the newest checkpoint, if it is to be resumed and there is one. Otherwise its beginning
  /// is saved, so that what can't be saved is known before anything is learnt.
  func begin(_ snapshot: inout TrainingSnapshot, steps: Int) throws -> Resumption? {
    if !checkpoints.resume, let newest = try folder.names().first {
      throw CheckpointError(checkpoints.folder, .inUse(newest: newest))
    }
    guard let (file, refused) = try folder.newest() else {
      try save(snapshot)
      return nil
    }
    try snapshot.restore(from: file, model, identity, stepsPerEpoch: steps)
    self.refused = refused.map(\.name)
    return Resumption(
      file: file.name, epochs: snapshot.epochs, steps: snapshot.steps, refused: refused.map(\.why))
  }

  /// Whether it is time to save after a step.
  var isDueAfterStep: Bool {
    switch checkpoints.interval {
    case .epochs: false
    case .steps(let number): model.assembly.trained.steps.isMultiple(of: number)
    case .seconds(let number): Self.now - saved >= number
    }
  }

  /// Whether it is time to save after so many epochs.
  func isDue(after epochs: Int) -> Bool {
    if case .epochs(let number) = checkpoints.interval {
      epochs.isMultiple(of: number)
    } else {
      false
    }
  }

  /// Saves a training as it is.
  func save(_ snapshot: TrainingSnapshot) throws {
    let path = folder.file(after: model.assembly.trained.steps)
    try snapshot.file(of: model, identity, extras: checkpoints.extras, path: path)
      .write(to: path)
    folder.removeOld(and: refused.filter { !path.hasSuffix($0) })
    refused = []
    saved = Self.now
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }
}
