import Foundation

/// Reads a file that a test target's `Reference/make_reference.py` made, from the target's own bundle.
package func readReference<Value: Decodable>(
  _ name: String, as type: Value.Type = Value.self, in bundle: Bundle
) throws -> Value {
  guard
    let url = bundle.url(forResource: name, withExtension: "json", subdirectory: "Reference")
  else { throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "\(name).json"]) }
  return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}
