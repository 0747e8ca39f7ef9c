@testable import UnrollRecurrent

/// Files of NumPy's, of either kind: what begins as a zip is read as one.
@_cdecl("LLVMFuzzerTestOneInput")
public func testNumPyFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = input(start, count)
  _ = outcome {
    if bytes.starts(with: ZipDirectory.letters) {
      return words(try NumPyArchive(bytes: bytes, file: "input").tensors)
    }
    let content = try NumPyArray(bytes: bytes, file: "input").content
    // What is written of it has to be the same.
    var written = NumPyHeader.bytes(of: content)
    content.withFileBytes { written += $0 }
    let again = try NumPyArray(bytes: written, file: "written").content
    let text = words(["": content])
    precondition(words(["": again]) == text, "what was written is read otherwise")
    return text
  }
  return 0
}
