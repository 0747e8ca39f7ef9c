import Foundation
import UnrollRecurrent

/// The checkpoints in a folder, by the number of steps that the model had been trained for. One training at a time has
/// the folder.
struct CheckpointFolder {
  private static let kept = 2
  private static let prefix = "checkpoint-"
  private static let suffix = ".safetensors"

  let path: String
  private let lock: FolderLock

  /// The folder, made where there is none, and without what a program that was killed left half written.
  init(_ path: String) throws(CheckpointError) {
    self.path = path
    do { lock = try FolderLock(path) } catch {
      switch error {
      case .isFile: throw CheckpointError(path, .notAFolder)
      case .isTaken: throw CheckpointError(path, .isTaken)
      case .system(let reason): throw CheckpointError(path, .notMade(reason))
      }
    }
    AtomicFile.removeLeftovers(in: path)
  }

  /// The checkpoints' names, the newest first.
  func names() throws(CheckpointError) -> [String] {
    do {
      let all = try FileManager.default.contentsOfDirectory(atPath: path)
      return all.filter { Self.steps(of: $0) != nil }
        .sorted { (Self.steps(of: $0) ?? 0) > (Self.steps(of: $1) ?? 0) }
    } catch { throw CheckpointError(path, .unreadable) }
  }

  /// The newest checkpoint that is whole, and those after it that are not, each with its reason; nil where there are
  /// none at all.
  func newest() throws(CheckpointError) -> (
    file: TensorFile, refused: [(name: String, why: String)]
  )? {
    var refused: [(name: String, why: String)] = []
    for name in try names() {
      do { return (try TensorFile(reading: file(name)), refused) } catch {
        refused.append((name, "\(error)"))
      }
    }
    if !refused.isEmpty { throw CheckpointError(path, .noneWhole(refused.map(\.why))) }
    return nil
  }

  /// Where the checkpoint after so many steps lies.
  func file(after steps: Int) -> String {
    let digits = String(steps)
    let zeros = String(repeating: "0", count: max(0, 8 - digits.count))
    return file(Self.prefix + zeros + digits + Self.suffix)
  }

  /// Removes all but the newest checkpoints, and some more. What can't be removed is in nobody's way.
  func removeOld(and others: [String]) {
    let whole = ((try? names()) ?? []).filter { !others.contains($0) }
    for name in others + whole.dropFirst(Self.kept) { unlink(file(name)) }
  }

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// The steps in a checkpoint's name; nil for any other name.
  private static func steps(of name: String) -> Int? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    return Int(name.dropFirst(prefix.count).dropLast(suffix.count))
  }
}
