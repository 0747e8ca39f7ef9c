import Foundation

@testable import UnrollRecurrent

// What the targets have in common. A target is one function, which gets some bytes as a file's; whatever they are, the
// reader has to give a value or throw an error with a sentence.

/// The bytes as an array.
func input(_ start: UnsafePointer<UInt8>, _ count: Int) -> [UInt8] {
  Array(UnsafeBufferPointer(start: start, count: count))
}

/// Some text, a zero byte, and what follows.
func parts(_ bytes: [UInt8]) -> (text: String, rest: [UInt8]) {
  let end = bytes.firstIndex(of: 0) ?? bytes.count
  return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[end...].dropFirst()))
}

/// What was read, in words, so that two readings can be compared; where nothing was, the error's sentence.
func outcome(_ read: () throws -> String) -> String {
  let words: String
  do { words = try read() } catch {
    words = "\(error)"
    precondition(!words.isEmpty, "an error without a sentence")
  }
  if isShown { print(words.prefix(300)) }
  return words
}

/// Whether somebody wants to see what becomes of a file.
private let isShown = ProcessInfo.processInfo.environment["UNROLL_SHOW"] != nil

/// Contents in words; every byte of them is looked at.
func words(_ tensors: [String: TensorFile.Content]) -> String {
  tensors.sorted { $0.key < $1.key }.map { name, content in
    var sum: UInt32 = 0
    content.withFileBytes { sum = CRC32.of($0) }
    return "\(name) \(content.shape) \(sum)"
  }.joined(separator: "\n")
}

/// A model with every kind of layer that has weights, two of which are alike.
func everyLayer(seed: UInt64) -> Sequential {
  Sequential(inputShape: [nil], seed: seed) {
    Embedding(3, 2)
    LSTM(2, returnSequences: true)
    LSTM(2, returnSequences: true)
    LayerNormalization()
    Bidirectional(GRU(2, returnSequences: true))
    BatchNormalization()
    SimpleRNN(2, returnSequences: true)
    Dense(3)
  }
}
