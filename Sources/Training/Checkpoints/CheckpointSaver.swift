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

  init(_ checkpoints: Checkpoints, _ model: any Model, _ identity: TrainingIdentity) {
    self.checkpoints = checkpoints
    folder = CheckpointFolder(path: checkpoints.folder)
    self.model = model
    self.identity = identity
  }

  /// Brings a training back to the newest checkpoint, if it is to be resumed and there is one.
  func begin(_ snapshot: inout TrainingSnapshot) throws -> Resumption? {
    if !checkpoints.resume, let newest = try folder.names().first {
      throw CheckpointError(checkpoints.folder, .inUse(newest: newest))
    }
    try folder.prepare()
    guard let (file, refused) = try folder.newest() else { return nil }
    try snapshot.restore(from: file, model, identity)
    return Resumption(
      file: file.name, epochs: snapshot.epochs, steps: snapshot.steps, refused: refused)
  }

  /// Saves after a step, where it is time.
  func stepEnded(_ snapshot: TrainingSnapshot) throws {
    let isDue =
      switch checkpoints.interval {
      case .epochs: false
      case .steps(let number): model.assembly.trained.steps.isMultiple(of: number)
      case .seconds(let number): Self.now - saved >= number
      }
    if isDue { try save(snapshot) }
  }

  /// Saves after an epoch, where it is time.
  func epochEnded(_ snapshot: TrainingSnapshot) throws {
    if case .epochs(let number) = checkpoints.interval, snapshot.epochs.isMultiple(of: number) {
      try save(snapshot)
    }
  }

  /// Saves a training that ends here; also where that was done after its last step, because the figures of the epoch
  /// may have come since.
  func save(_ snapshot: TrainingSnapshot) throws {
    let path = folder.file(after: model.assembly.trained.steps)
    try snapshot.file(of: model, identity, extras: checkpoints.extras, path: path)
      .write(to: path)
    try folder.removeOld()
    saved = Self.now
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }
}
