import Foundation
import UnrollAutodiff

@testable import UnrollRecurrent

/// `saving.json`: files by Python's safetensors, checksums by xxhash, configurations by Keras.
struct SavingReference: Decodable {
  struct File: Decodable {
    struct Stored: Decodable {
      let shape: [Int]
      let elements: [Double]
    }
    let name: String
    let base64: Data
    let tensors: [String: Stored]
    let metadata: [String: String]
  }
  struct Sum: Decodable {
    let count: Int
    let digits: String
  }
  let files: [File]
  let checksums: [Sum]

  static func read() throws -> SavingReference { try reference("saving") }

  /// The file of a name.
  func file(_ name: String) throws -> File {
    guard let file = files.first(where: { $0.name == name }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return file
  }
}

/// A folder for one test, removed when it is let go of.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: "unroll-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// A file with some bytes in the folder.
  func file(_ bytes: some Sequence<UInt8>, _ name: String = "a.safetensors") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
    return self(name)
  }

  /// The names of the files in the folder, hidden ones too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// The bytes of a file.
  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

extension TensorFile.Content {
  /// The numbers, whatever their type.
  var elements: [Double] {
    switch self {
    case .numbers(let tensor): tensor.elements
    case .integers(let tensor): tensor.elements.map(Double.init)
    case .truths(let tensor): tensor.elements.map { $0 ? 1 : 0 }
    }
  }
}
