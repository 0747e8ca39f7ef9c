import Foundation

/// A file that is written whole or not at all: whoever opens it sees the old one or the new one, never
/// half.
///
/// The bytes go into a file of another name in the same folder, are flushed to the disk, and then take over
/// the name by `rename`, which POSIX promises to be one step on Linux and macOS alike. After a failure the
/// file of the other name is removed; only a program killed meanwhile leaves it behind, as `.unroll-…`.
package enum AtomicFile {
  /// How the names of files that are not whole begin.
  private static let prefix = ".unroll-"

  /// Removes what programs that were killed left half written in a folder. Nobody may be writing there.
  package static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names
    where name.hasPrefix(prefix) && UUID(uuidString: String(name.dropFirst(prefix.count))) != nil {
      unlink((folder as NSString).appendingPathComponent(name))
    }
  }

  /// Writes a file by what `body` writes.
  ///
  /// A link stays a link: what it points to is replaced. A file that replaces another keeps its
  /// permissions.
  package static func write(
    to path: String, _ body: (Writer) throws -> Void
  ) throws {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let permissions = try permissionsOfFile(to: target.path, named: path)
    let folder = target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(prefix + UUID().uuidString).path
    do {
      let file = try refused(path) { () throws(SystemFile.Refusal) in
        try SystemFile(creating: temporary)
      }
      try body(Writer(file: file, path: path))
      try refused(path) { () throws(SystemFile.Refusal) in
        if let permissions { try file.setPermissions(permissions) }
        try file.synchronize()
        if rename(temporary, target.path) != 0 { throw .last }
      }
    } catch {
      unlink(temporary)
      throw error
    }
    // The new name lies in the folder; some disks can't flush that, and the file is whole either way.
    try? SystemFile(reading: folder.path).synchronize()
  }

  /// Where the bytes go.
  package struct Writer {
    fileprivate let file: SystemFile
    fileprivate let path: String

    /// Writes bytes behind those before.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
      try refused(path) { () throws(SystemFile.Refusal) in try file.write(bytes) }
    }

    /// Writes text as UTF-8 behind what was written before.
    package func write(_ text: String) throws {
      var text = text
      try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
    }
  }

  /// Why the file can't be written.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    /// The file as its writer named it.
    package let path: String
    /// What the system said, or what stands there.
    package let reason: String

    package var description: String {
      "can't write \(path): \(reason). What stood there before is untouched."
    }
  }

  /// The permissions of the file that will be replaced; nil where there is none. Throws where it must not
  /// be.
  private static func permissionsOfFile(
    to target: String, named path: String
  ) throws(Failure) -> mode_t? {
    if path.isEmpty { throw Failure(path: "\"\"", reason: "a path can't be empty; name a file") }
    var status = stat()
    guard stat(target, &status) == 0 else {
      // Below a file, or beside nothing: creating the temporary one will say so.
      return nil
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw Failure(path: path, reason: "it is a folder; name a file in it")
    default: throw Failure(path: path, reason: "it is a device or a pipe; name a file")
    }
    if access(target, W_OK) != 0 { throw Failure(path: path, reason: advice(on: .last)) }
    return status.st_mode & 0o7777
  }

  private static func refused<Result>(
    _ path: String, _ body: () throws(SystemFile.Refusal) -> Result
  ) throws(Failure) -> Result {
    do { return try body() } catch { throw Failure(path: path, reason: advice(on: error)) }
  }

  /// The system's words, and what to do.
  private static func advice(on refusal: SystemFile.Refusal) -> String {
    switch refusal.code {
    case ENOENT, ENOTDIR: "its folder does not exist; create it first"
    case EACCES, EPERM: "permission denied; choose a folder you may write to"
    case EROFS: "the disk is read-only; choose another"
    case ENOSPC, EDQUOT, EFBIG: "\(refusal.reason); make room on the disk, or choose another"
    case ENAMETOOLONG: "its name is too long; choose a shorter one"
    default: refusal.reason
    }
  }
}
