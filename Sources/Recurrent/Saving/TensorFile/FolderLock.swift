import Foundation

/// A folder that one program at a time writes to; the lock ends with the program, even if that is killed.
package final class FolderLock {
  /// Why a folder can't be had.
  package enum Refusal: Error, Equatable {
    /// A file stands there.
    case isFile
    /// Another program has it.
    case isTaken
    /// The system's words.
    case system(String)
  }

  private let file: SystemFile

  /// Makes the folder where there is none, and locks it.
  package init(_ path: String) throws(Refusal) {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw .isFile
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
      let code = (underlying as? POSIXError)?.code.rawValue
      throw .system(
        code.map { String(cString: strerror($0)) } ?? "the system does not allow it")
    }
    do {
      let lock = (path as NSString).appendingPathComponent(".lock")
      guard let file = try SystemFile.locked(lock) else { throw Refusal.isTaken }
      self.file = file
    } catch let refusal as SystemFile.Refusal {
      throw .system(refusal.reason)
    } catch { throw .isTaken }
  }
}
