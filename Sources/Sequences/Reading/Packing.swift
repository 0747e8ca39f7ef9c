/// A program that packs files, known by the first bytes that it writes.
public enum Packing: String, Sendable, CaseIterable {
  /// `.xz`
  case xz
  /// `.gz`, and `.tar.gz` for a folder
  case gzip
  /// `.zip`
  case zip
  /// `.bz2`
  case bzip2
  /// `.zst`
  case zstd

  // Sources: the xz file format 1.1, § 2.1.1.1; RFC 1952, § 2.3.1; PKWARE's application note, §§ 4.3.7
  // and 4.3.16; bzip2's "BZh" before a digit; RFC 8878, § 3.1.1.
  private var signatures: [[UInt8]] {
    switch self {
    case .xz: [[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]]
    case .gzip: [[0x1F, 0x8B]]
    case .zip: [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]
    case .bzip2: [[0x42, 0x5A, 0x68]]
    case .zstd: [[0x28, 0xB5, 0x2F, 0xFD]]
    }
  }

  private var ending: String {
    switch self {
    case .xz: ".xz"
    case .gzip: ".gz"
    case .zip: ".zip"
    case .bzip2: ".bz2"
    case .zstd: ".zst"
    }
  }

  /// Looks at the first bytes of a file.
  init?(firstBytes bytes: some Collection<UInt8>) {
    let found = Self.allCases.first { $0.signatures.contains { bytes.starts(with: $0) } }
    // A text may begin with the letters BZh; only bzip2 goes on with a digit and the digits of pi.
    if found == .bzip2, !bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
      return nil
    }
    guard let found else { return nil }
    self = found
  }

  /// Looks at the end of a file's name.
  init?(ofName name: String) {
    guard let found = Self.allCases.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = found
  }

  /// What to type to unpack a file and keep it.
  func command(for file: String) -> String {
    if file.hasSuffix(".tgz") || file.hasSuffix(".tar" + ending) {
      return "tar -xf \(shellWord(file))"
    }
    let command =
      switch self {
      case .xz: "xz -dk"
      case .gzip: "gzip -dk"
      case .zip: "unzip"
      case .bzip2: "bzip2 -dk"
      case .zstd: "zstd -dk"
      }
    // Without the usual end of the name these programs don't know how to call what they unpack.
    let name = file.hasSuffix(ending) || self == .zip ? file : file + ending
    let rename = name == file ? "" : "mv \(shellWord(file)) \(shellWord(name)) && "
    return rename + "\(command) \(shellWord(name))"
  }
}

/// A path as a shell takes it: in quotes where it holds anything but letters, digits and `/._-+~`.
func shellWord(_ path: String) -> String {
  let isPlain = path.utf8.allSatisfy { byte in
    byte >= 0x80 || Character(UnicodeScalar(byte)).isLetter
      || Character(UnicodeScalar(byte)).isNumber || "/._-+~".utf8.contains(byte)
  }
  return isPlain && !path.isEmpty ? path : "'" + path.replacing("'", with: "'\\''") + "'"
}
