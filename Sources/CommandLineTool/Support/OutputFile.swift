import Foundation

/// A file the reader asked for: written whole or not at all, and refused before the work begins if it can't be.
struct OutputFile: Sendable {
  let path: String

  init(_ path: String) { self.path = path }

  /// Whether another path leads to the same file.
  func isSameFile(as other: String) -> Bool {
    func resolved(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    return resolved(path) == resolved(other)
  }

  /// Finds out, without leaving a trace, whether `write` will work.
  func checkWritable() throws {
    let files = FileManager.default
    if let kind = fileKind(path) {
      if kind == .folder { throw refused("it is a folder; name a file") }
      if !files.isWritableFile(atPath: path) { throw refused("permission denied") }
      if kind == .device { return }
    }
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
      .path
    switch fileKind(folder) {
    case nil: throw refused("the folder \(folder) does not exist; create it first")
    case .folder: break
    default: throw refused("\(folder) is not a folder")
    }
    if let reason = obstacle(in: folder) { throw refused("the folder \(folder): \(reason)") }
  }

  /// Writes beside the file and renames, so that a reader never sees half of it.
  func write(_ text: String) throws { try write(Data(text.utf8)) }

  func write(_ data: Data) throws {
    try checkWritable()
    do {
      if fileKind(path) == .device {
        // A device or a named pipe (/dev/null, /dev/stdout) is written to; renaming would replace it.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: data)
        try handle.close()
      } else {
        // A link keeps pointing where it points: what it points to is replaced.
        try data.write(to: URL(fileURLWithPath: path).resolvingSymlinksInPath(), options: .atomic)
      }
    } catch {
      throw refused(CommandFailure.reason(of: error))
    }
  }

  private func refused(_ reason: String) -> CommandFailure { .cannotWrite(path, because: reason) }
}

/// A folder for figures, created when the first one arrives.
struct OutputFolder: Sendable {
  let path: String

  init(_ path: String) { self.path = path }

  /// Whether the folder is there or could be created, found out without creating it.
  func checkWritable() throws {
    var place = URL(fileURLWithPath: path).standardizedFileURL
    while fileKind(place.path) == nil, place.path != "/" { place.deleteLastPathComponent() }
    guard fileKind(place.path) == .folder else {
      throw CommandFailure.cannotWrite(path, because: "\(place.path) is a file, not a folder")
    }
    if let reason = obstacle(in: place.path) {
      throw CommandFailure.cannotWrite(path, because: "the folder \(place.path): \(reason)")
    }
  }

  /// Writes one file into the folder and returns its path as the reader would type it.
  @discardableResult
  func write(_ text: String, as name: String) throws -> String {
    try write(Data(text.utf8), as: name)
  }

  @discardableResult
  func write(_ data: Data, as name: String) throws -> String {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure.cannotWrite(path, because: CommandFailure.reason(of: error))
    }
    let file = path.hasSuffix("/") ? path + name : path + "/" + name
    try OutputFile(file).write(data)
    return file
  }
}

/// Why no file can be created in a folder, if none can: found out by creating one and removing it,
/// because permissions alone say nothing of read-only disks and system folders.
private func obstacle(in folder: String) -> String? {
  let probe = URL(fileURLWithPath: folder).appending(path: ".unroll-\(UUID().uuidString)")
  do {
    try Data().write(to: probe, options: .withoutOverwriting)
    try FileManager.default.removeItem(at: probe)
    return nil
  } catch {
    return CommandFailure.reason(of: error)
  }
}

private enum FileKind { case regular, folder, device }

/// What stands at a path, links followed; nil for nothing. A device is also a pipe or a socket.
private func fileKind(_ path: String) -> FileKind? {
  var status = stat()
  guard stat(path, &status) == 0 else { return nil }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .regular
  case S_IFDIR: return .folder
  default: return .device
  }
}
