@testable import UnrollRecurrent

/// Files of safetensors.
@_cdecl("LLVMFuzzerTestOneInput")
public func testTensorFile(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  _ = outcome {
    let file = try TensorFile(bytes: input(start, count), file: "input")
    return words(file.tensors) + "\(file.metadata)"
  }
  return 0
}
