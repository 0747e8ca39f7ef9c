@testable import UnrollRecurrent
@testable import UnrollTraining

/// Checkpoints: what is said of the training, a zero byte, and a file of safetensors with the rest.
@_cdecl("LLVMFuzzerTestOneInput")
public func testCheckpoint(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let (text, rest) = parts(input(start, count))
  _ = outcome {
    var file = try TensorFile(bytes: rest, file: "input")
    file.metadata[SavedTraining.key] = text
    let training = InterruptedTraining()
    var snapshot = training.snapshot
    try snapshot.restore(
      from: file, training.model, training.identity, stepsPerEpoch: InterruptedTraining.steps)
    // What was read can be written, and read again.
    let again = try snapshot.file(
      of: training.model, training.identity, extras: [:], path: "written")
    try snapshot.restore(
      from: again, training.model, training.identity, stepsPerEpoch: InterruptedTraining.steps)
    return "\(snapshot.epochs)"
  }
  return 0
}
