import Foundation

/// The folders of students, within a folder.
enum SubmissionFolders {
  /// Their names, sorted; hidden ones are none of a student's.
  /// - Throws: `CocoaError` where the folder can't be read.
  static func names(in folder: String) throws -> [String] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: folder).sorted().filter { name in
      var isFolder: ObjCBool = false
      return !name.hasPrefix(".")
        && files.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        && isFolder.boolValue
    }
  }
}

/// A file of a submission, which is not trusted: it may be a link, a gigabyte, or no text.
enum SubmittedFile {
  /// Its text.
  case text(String)
  /// Why it was not read.
  case unreadable(String)
  /// There is none.
  case missing

  /// Bytes of a file that is still read.
  static let largest = 1 << 20

  /// The file of an exercise: at its place, or else wherever one of that name is, because portals unpack as they like and
  /// students send single files.
  init(of sheet: ExerciseSheet, in submission: String) {
    let own = Self(submission + "/\(sheet.file)", in: submission)
    guard case .missing = own else {
      self = own
      return
    }
    let found = Self.places(of: "\(sheet.fileName).swift", in: submission)
    switch found.count {
    case 0: self = .missing
    case 1: self = Self(found[0], in: submission)
    default:
      self = .unreadable(
        "there are \(found.count) files of the name \(sheet.fileName).swift, and none at \(sheet.file)"
      )
    }
  }

  /// The file at a path within a submission.
  init(_ path: String, in submission: String, largest: Int = Self.largest) {
    do throws(Unreadable) {
      guard let data = try Self.bytes(of: path, in: submission, largest: largest) else {
        self = .missing
        return
      }
      guard let text = String(data: data, encoding: .utf8), !text.contains("\0") else {
        throw Unreadable(reason: "it is not text in UTF-8")
      }
      // The mark that some editors begin a file with.
      self = .text(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    } catch {
      self = .unreadable(error.reason)
    }
  }

  /// Why a file is not read.
  struct Unreadable: Error { let reason: String }

  /// What is in a file within a submission; nil where there is none.
  static func bytes(
    of path: String, in submission: String, largest: Int = Self.largest
  ) throws(Unreadable) -> Data? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let type = attributes?[.type] as? FileAttributeType else { return nil }
    // No folder on the way may be a link either: it could lead to another student's solution.
    guard type == .typeRegular, real(path).hasPrefix(real(submission) + "/") else {
      throw Unreadable(
        reason: type == .typeDirectory ? "it is a folder" : "it is a link, or no file")
    }
    guard let size = attributes?[.size] as? Int, size <= largest else {
      throw Unreadable(reason: "it is larger than \(largest >> 10) kilobytes")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Unreadable(reason: "the system does not let it be read")
    }
    return data
  }

  /// Where files of a name are, hidden folders left out; a submission with very many files is not searched to its end.
  private static func places(of name: String, in submission: String) -> [String] {
    // A link to the submission's folder itself is the instructor's.
    let submission = real(submission)
    guard let files = FileManager.default.enumerator(atPath: submission) else { return [] }
    var found: [String] = []
    var seen = 0
    while let file = files.nextObject() as? String, seen < 20_000 {
      seen += 1
      let last = file.split(separator: "/").last ?? ""
      if last.hasPrefix(".") || last == "__MACOSX" {
        files.skipDescendants()
      } else if last == name {
        found.append(submission + "/" + file)
      }
    }
    return found.sorted()
  }

  private static func real(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
