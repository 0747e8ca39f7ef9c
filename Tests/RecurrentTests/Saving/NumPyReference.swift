import Foundation
import UnrollAutodiff

@testable import UnrollRecurrent

/// The folder `numpy`: files by NumPy, and what they hold.
struct NumPyReference: Decodable {
  struct Stored: Decodable {
    let kind: String
    let dtype: String
    let shape: [Int]
    let elements: [Double]
  }
  struct Sum: Decodable {
    let count: Int
    let sum: UInt32
  }
  /// The arrays by the name of their file.
  let arrays: [String: Stored]
  /// What `archive.npz`, `stream.npz` and `written.npz` hold.
  let archive: [String: Stored]
  /// The checksum of all numbers of 16 bits as float32, those that are none as zeros.
  let halves: UInt32
  let checksums: [Sum]

  static func read() throws -> NumPyReference {
    try JSONDecoder().decode(NumPyReference.self, from: Data(bytes("expected.json")))
  }

  /// The path of a file in the folder.
  static func path(_ name: String) throws -> String {
    guard let folder = Bundle.module.url(forResource: "Reference", withExtension: nil) else {
      throw CocoaError(.fileNoSuchFile)
    }
    return folder.appending(path: "numpy/\(name)").path
  }

  /// The bytes of a file in the folder.
  static func bytes(_ name: String) throws -> [UInt8] { try TemporaryFolder.bytes(path(name)) }
}

extension TensorFile.Content {
  /// Whether everything that is stored is the same, bit for bit.
  func equals(_ stored: NumPyReference.Stored) -> Bool {
    let (kind, dtype) =
      switch self {
      case .numbers(let tensor): ("numbers", "\(tensor.dtype)")
      case .integers: ("integers", "float32")
      case .truths: ("truths", "float32")
      }
    return kind == stored.kind && dtype == stored.dtype && Array(shape) == stored.shape
      && elements.map(\.bitPattern) == stored.elements.map(\.bitPattern)
  }
}
