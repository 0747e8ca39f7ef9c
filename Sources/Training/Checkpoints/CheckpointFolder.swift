import Foundation
import UnrollRecurrent

/// The checkpoints in a folder, by the number of steps that the model had been trained for: the last two are kept.
struct CheckpointFolder {
  private static let kept = 2
  private static let prefix = "checkpoint-"
  private static let suffix = ".safetensors"

  let path: String

  /// The checkpoints' names, the newest first.
  func names() throws(CheckpointError) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { throw CheckpointError(path, .notAFolder) }
    do {
      let all = try FileManager.default.contentsOfDirectory(atPath: path)
      return all.filter { Self.steps(of: $0) != nil }
        .sorted { (Self.steps(of: $0) ?? 0) > (Self.steps(of: $1) ?? 0) }
    } catch { throw CheckpointError(path, .unreadable("\(error.localizedDescription)")) }
  }

  /// The newest checkpoint that is whole, and why those after it are not; nil where there are none at all.
  func newest() throws(CheckpointError) -> (file: TensorFile, refused: [String])? {
    var refused: [String] = []
    for name in try names() {
      do { return (try TensorFile(reading: file(name)), refused) } catch {
        refused.append("\(error)")
      }
    }
    if !refused.isEmpty { throw CheckpointError(path, .noneWhole(refused)) }
    return nil
  }

  /// Where the checkpoint after so many steps lies.
  func file(after steps: Int) -> String {
    let digits = String(steps)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
    return file(Self.prefix + zeros + digits + Self.suffix)
  }

  /// Makes the folder, and removes what a program that was killed left half written.
  func prepare() throws(CheckpointError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where name.hasPrefix(AtomicFile.temporaryPrefix) {
        try? FileManager.default.removeItem(atPath: file(name))
      }
    } catch { throw CheckpointError(path, .notMade("\(error.localizedDescription)")) }
  }

  /// Removes all but the newest checkpoints.
  func removeOld() throws(CheckpointError) {
    for name in try names().dropFirst(Self.kept) {
      try? FileManager.default.removeItem(atPath: file(name))
    }
  }

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// The steps in a checkpoint's name; nil for any other name.
  private static func steps(of name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    return Int(name.dropFirst(prefix.count).dropLast(suffix.count))
  }
}
