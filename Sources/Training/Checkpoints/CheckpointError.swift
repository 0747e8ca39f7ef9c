/// Why a training can't be saved or resumed.
public struct CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Problem: Equatable, Sendable {
    /// A file stands where the folder should be.
    case notAFolder
    /// The folder can't be made or locked; what the system said.
    case notMade(String)
    /// The folder can't be read.
    case unreadable
    /// Another training has the folder.
    case isTaken
    /// There are checkpoints of an earlier training, the newest of which is named.
    case inUse(newest: String)
    /// No checkpoint is whole; what is wrong with each, the newest first.
    case noneWhole([String])
    /// The checkpoint is that of another training; how they differ.
    case otherTraining([String])
    /// The file is no checkpoint, or lacks a part.
    case incomplete(String)
    /// The training has ended, and its end could not be saved.
    case endNotSaved(String)
  }

  /// The folder or the file.
  public let place: String
  /// What is wrong.
  public let problem: Problem

  init(_ place: String, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  /// What happened, and what to do.
  public var description: String {
    switch problem {
    case .notAFolder: "\(place) is a file; checkpoints need a folder."
    case .notMade(let reason): "can't use the folder \(place) for checkpoints: \(reason)."
    case .unreadable: "can't read the folder \(place)."
    case .isTaken:
      "another program is training into \(place); wait for it, or name another folder."
    case .inUse(let newest):
      """
      \(place) holds the checkpoints of an earlier training (the newest is \(newest)). Resume that one (resume: true), \
      name another folder, or remove them.
      """
    case .noneWhole(let reasons):
      """
      no checkpoint in \(place) can be used, so the training has to begin anew, in another folder. \
      \(reasons.joined(separator: " "))
      """
    case .otherTraining(let differences):
      """
      \(place) is the checkpoint of another training: \(differences.joined(separator: "; ")). Resume it with what it was \
      begun with, or begin anew in another folder.
      """
    case .incomplete(let reason):
      "\(place) is no checkpoint that a training could go on from: \(reason)."
    case .endNotSaved(let reason):
      "\(reason) The training itself is done, and the model holds what it learnt: save that elsewhere."
    }
  }
}
