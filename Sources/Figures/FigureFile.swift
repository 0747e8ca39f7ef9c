import Foundation

extension Figure {
  /// Writes the figure as an SVG file and creates the folders that lead to it.
  ///
  /// - Throws: ``FigureError`` where the folder or the file can't be written; it names the path.
  public func write(svgTo url: URL, appearance: Appearance = .automatic) throws(FigureError) {
    guard url.isFileURL else { throw .notAFile(url.absoluteString) }
    let folder = url.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .folderNotCreated(path: folder.path, reason: Self.reason(error))
    }
    do {
      try Data(svg(appearance: appearance).utf8).write(to: url, options: .atomic)
    } catch {
      throw .fileNotWritten(path: url.path, reason: Self.reason(error))
    }
  }

  /// Writes the figure as an SVG file at a path, relative to the current folder or absolute.
  ///
  /// - Throws: ``FigureError`` where the folder or the file can't be written; it names the path.
  public func write(to path: String, appearance: Appearance = .automatic) throws(FigureError) {
    try write(svgTo: URL(fileURLWithPath: path), appearance: appearance)
  }

  /// The system's own words, where Foundation wraps them in an error of its own.
  private static func reason(_ error: any Error) -> String {
    let outer = error as NSError
    let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError ?? outer
    if inner.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(inner.code))) }
    return inner.localizedDescription
  }
}

/// Why a figure could not be written.
public enum FigureError: Error, Equatable, CustomStringConvertible {
  /// The folder of the file does not exist and can't be created.
  case folderNotCreated(path: String, reason: String)
  /// The file can't be written.
  case fileNotWritten(path: String, reason: String)
  /// The URL does not lead to a file.
  case notAFile(String)

  /// A sentence that names the path and what to do.
  public var description: String {
    switch self {
    case .folderNotCreated(let path, let reason):
      "can't create the folder \(path) for the figure (\(reason)); choose a folder you may "
        + "write to, and make sure that no part of its path is a file"
    case .fileNotWritten(let path, let reason):
      "can't write the figure to \(path) (\(reason)); check that you may write to its folder, "
        + "that the disk is not full, and that the name is not a folder's"
    case .notAFile(let url):
      "can't write the figure to \(url), which is not a file; use URL(fileURLWithPath:)"
    }
  }
}
