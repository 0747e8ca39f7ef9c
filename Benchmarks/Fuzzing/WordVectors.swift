@testable import UnrollSequences

/// Files of word vectors; the same must come out, however many bytes are read at a time.
@_cdecl("LLVMFuzzerTestOneInput")
public func testWordVectors(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = input(start, count)
  func read(chunk: Int) -> String {
    outcome {
      let file = try WordVectorsFile(bytes: bytes, file: "input", chunk: chunk)
      return "\(file) \(file.vectors.words) \(file.vectors.matrix.floats.map(\.bitPattern))"
    }
  }
  let whole = read(chunk: FileWindow.usualChunk)
  precondition(read(chunk: max(7, count / 32)) == whole, "in smaller chunks it is another file")
  return 0
}
