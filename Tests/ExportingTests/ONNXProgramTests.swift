import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

@testable import UnrollExporting

/// ONNX files. That they are well formed and give the same answers is measured with ONNX's own packages, by
/// `Benchmarks/export-peers`.
@Suite struct ONNXProgramTests {
  @Test func `messages are encoded as the format's guide has them`() {
    // The examples of protobuf.dev/programming-guides/encoding: 150 under field 1, "testing" under 2, a message under 3.
    var number = ProtocolBuffer()
    number.add(1, 150)
    #expect(Array(number.data) == [0x08, 0x96, 0x01])
    var text = ProtocolBuffer()
    text.add(2, "testing")
    #expect(Array(text.data) == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
    var outer = ProtocolBuffer()
    outer.add(3, number)
    #expect(Array(outer.data) == [0x1A, 0x03, 0x08, 0x96, 0x01])
    var negative = ProtocolBuffer()
    negative.add(1, -1)
    #expect(negative.data.count == 11)
  }

  @Test(arguments: [SimpleRNN(3), LSTM(3), GRU(3)] as [any Layer])
  func `the file is no larger for a longer sequence but for its numbers`(layer: any Layer) throws {
    let model = Sequential(inputShape: [nil, 2], seed: 42) {
      layer
      Dense(1)
    }
    let sizes = try [10, 100].map { steps in
      try ONNXProgram(model, inputs: model.exampleInputs(count: 4, steps: steps)).data.count
    }
    #expect(sizes[0] == sizes[1])
    let unrolled = try ONNXProgram(
      model, inputs: model.exampleInputs(count: 4, steps: 100), isUnrolled: true)
    #expect(unrolled.data.count > 2 * sizes[1])
  }

  @Test func `states are inputs and outputs`() throws {
    func text(stateful: Bool) throws -> String {
      let model = Sequential(inputShape: [nil, 2]) { LSTM(3, stateful: stateful) }
      let file = try ONNXProgram(model, inputs: model.exampleInputs(count: 4, steps: 5))
      return String(decoding: file.data, as: UTF8.self)
    }
    let (with, without) = (try text(stateful: true), try text(stateful: false))
    for part in ["hidden", "carry"] {
      // Each name stands where it is declared and where it is used.
      #expect(with.components(separatedBy: "new_states/lstm/\(part)").count > 2)
      #expect(with.components(separatedBy: "states/lstm/\(part)").count > 4)
    }
    #expect(!without.contains("states/"))
  }
}
