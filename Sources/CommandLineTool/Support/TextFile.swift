import Foundation

/// The text of a reader's file.
func readText(_ path: String) throws -> String {
  do {
    return try String(contentsOf: URL(filePath: path), encoding: .utf8)
  } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
    throw CommandFailure.noSuchFile(path)
  } catch {
    throw CommandFailure.badData(
      file: path, found: "no text in UTF-8", expected: "one; save the file in that encoding")
  }
}
