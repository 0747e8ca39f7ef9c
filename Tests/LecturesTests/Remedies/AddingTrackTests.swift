import Foundation
import Testing

@testable import UnrollLectures

/// The gradient along a sum, and along tanh.
@Suite struct AddingTrackTests {
  @Test(arguments: [1, 42, UInt64.max])
  func `along a sum the gradient is exactly 1, along tanh the product of w(1 − h²)`(_ seed: UInt64)
  {
    var track = AddingTrack(seed: seed)
    (track.steps, track.w, track.u) = (40, 1.2, 0.3)
    let curves = track.curves()
    #expect(curves[0].norms == [Double](repeating: 1, count: 41))

    var states = [0.0]
    for x in track.inputs { states.append(tanh(1.2 * states[states.count - 1] + 0.3 * x)) }
    var product = 1.0
    for distance in 0...40 {
      #expect(abs(curves[1].norms[distance] / product - 1) < 1e-12)
      let h = states[40 - distance]
      product *= abs(1.2 * (1 - h * h))
    }
  }

  @Test func `without input tanh shrinks the gradient by w alone`() {
    var track = AddingTrack()
    (track.steps, track.w, track.u) = (10, 0.5, 0)
    for (distance, norm) in track.curves()[1].norms.enumerated() {
      #expect(norm == pow(0.5, Double(distance)))
    }
  }
}
