import Foundation

/// An archive in ZIP's format, written without a program for it: files stored as they are, with their permissions.
public struct ZIPArchive: Sendable {
  private struct Entry {
    let name: Data
    let permissions: UInt32
    let checksum: UInt32
    let size: UInt32
    let offset: UInt32
  }

  private var body = Data()
  private var entries: [Entry] = []

  /// An archive of nothing.
  public init() {}

  /// The archive as a file's bytes.
  public var data: Data {
    var directory = Data()
    for entry in entries {
      directory.append(integer: UInt32(0x0201_4B50))
      directory.append(integer: UInt16(3 << 8 | 20))  // made on Unix: permissions are those of Unix
      directory.append(Self.common(entry))
      directory.append(integer: UInt16(0))  // no comment
      directory.append(integer: UInt16(0))  // the first disk
      directory.append(integer: UInt16(0))  // no statement on whether it is text
      directory.append(integer: (0o100_000 | entry.permissions) << 16)
      directory.append(integer: entry.offset)
      directory.append(entry.name)
    }
    var end = Data()
    end.append(integer: UInt32(0x0605_4B50))
    end.append(integer: UInt32(0))  // one disk
    end.append(integer: UInt16(entries.count))
    end.append(integer: UInt16(entries.count))
    end.append(integer: UInt32(directory.count))
    end.append(integer: UInt32(body.count))
    end.append(integer: UInt16(0))  // no comment
    return body + directory + end
  }

  /// Adds a file; `name` is its path within the archive, with slashes.
  public mutating func add(_ name: String, _ content: Data, isExecutable: Bool = false) {
    precondition(entries.count < 0xFFFF, "a plain archive holds 65534 files")
    precondition(
      body.count + content.count < 1 << 31, "a plain archive holds less than two gigabytes")
    let entry = Entry(
      name: Data(name.utf8), permissions: isExecutable ? 0o755 : 0o644,
      checksum: CRC32.of(content), size: UInt32(content.count), offset: UInt32(body.count))
    body.append(integer: UInt32(0x0403_4B50))
    body.append(Self.common(entry))
    body.append(entry.name)
    body.append(content)
    entries.append(entry)
  }

  /// What stands before a file and in the directory alike.
  private static func common(_ entry: Entry) -> Data {
    var data = Data()
    data.append(integer: UInt16(20))  // what a reader has to understand: version 2.0
    data.append(integer: UInt16(1 << 11))  // the name is UTF-8
    data.append(integer: UInt16(0))  // stored as it is
    data.append(integer: UInt16(0))  // midnight
    // 1 January 1980: the same files make the same archive.
    data.append(integer: UInt16(1 << 5 | 1))
    data.append(integer: entry.checksum)
    data.append(integer: entry.size)
    data.append(integer: entry.size)
    data.append(integer: UInt16(entry.name.count))
    data.append(integer: UInt16(0))  // nothing more
    return data
  }
}

/// The checksum of ZIP and others.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  static func of(_ data: Data) -> UInt32 {
    ~data.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }
}

extension Data {
  /// The bytes of a number, the lowest first.
  fileprivate mutating func append(integer: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: integer.littleEndian) { append(contentsOf: $0) }
  }
}
