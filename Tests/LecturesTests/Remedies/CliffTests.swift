import Foundation
import Testing
import UnrollAutodiff
import UnrollFigures
import UnrollTraining

@testable import UnrollLectures

/// The loss of one unit over its two weights, and descents on it.
@Suite struct CliffTests {
  private static let places: [Cliff.Weights] = [
    .init(w: 4.7, b: -2), .init(w: 4.463, b: -2.281), .init(w: 4.2, b: -2.4), .init(w: 0, b: 0.3),
    .init(w: -3, b: 1),
  ]

  @Test(arguments: places)
  func `the tape's gradient is that by hand`(_ place: Cliff.Weights) {
    let cliff = Cliff()
    let (tape, hand) = (cliff.gradient(at: place), cliff.gradientByHand(at: place))
    let size = hypot(hand.w, hand.b)
    #expect(size > 0)
    #expect(abs(tape.w - hand.w) < 1e-11 * size && abs(tape.b - hand.b) < 1e-11 * size)
  }

  @Test(arguments: places)
  func `it is also that of central differences`(_ place: Cliff.Weights) {
    let cliff = Cliff()
    func loss(_ w: Double, _ b: Double) -> Double {
      let (w, b) = (Tensor(w, dtype: .float64), Tensor(b, dtype: .float64))
      return cliff.loss(Variable(w), Variable(b)).value.item()
    }
    let (h, gradient) = (1e-7, cliff.gradient(at: place))
    let byW = (loss(place.w + h, place.b) - loss(place.w - h, place.b)) / (2 * h)
    let byB = (loss(place.w, place.b + h) - loss(place.w, place.b - h)) / (2 * h)
    let size = hypot(byW, byB) + 1e-3
    #expect(abs(gradient.w - byW) < 1e-5 * size && abs(gradient.b - byB) < 1e-5 * size)
  }

  @Test func `after two steps the loss is that of the formula`() {
    var cliff = Cliff()
    cliff.steps = 2
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    #expect(abs(cliff.firstState - sigmoid(0.5)) < 1e-15)
    let last = sigmoid(3 * sigmoid(3 * sigmoid(0.5) - 1) - 1)
    let loss = cliff.gradient(at: .init(w: 3, b: -1)).loss
    #expect(abs(loss - (last - 0.7) * (last - 0.7)) < 1e-15)
  }

  @Test func `plain descent is thrown off at the wall, and clipped descent stays`() throws {
    let cliff = Cliff()
    let thrown = cliff.descent()
    let clipped = cliff.descent(clipping: .norm(cliff.bound))
    let wall = try #require(thrown.firstIndex { $0.gradientNorm > 50 })
    for index in 0...wall {  // the same way to the wall
      #expect(thrown[index].weights == clipped[index].weights)
    }
    #expect(abs(thrown[wall + 1].weights.w - thrown[wall].weights.w) > 1)
    #expect(thrown[100].loss > thrown[0].loss, "and it never comes back")
    #expect(clipped.allSatisfy { (4...5).contains($0.weights.w) && $0.weights.b < -1.9 })
    #expect(clipped[100].loss < 0.01 * clipped[0].loss)
    #expect(cliff.sentence(thrown: thrown, clipped: clipped).contains("10 long without clipping"))
  }

  @Test func `a step goes down the gradient, and never further than the bound allows`() {
    let cliff = Cliff()
    let path = cliff.descent(from: .init(w: 4.5, b: -2.1), steps: 1)
    let gradient = cliff.gradient(at: path[0].weights)
    #expect(abs(path[1].weights.w - (4.5 - 0.1 * gradient.w)) < 1e-12)
    #expect(abs(path[1].weights.b - (-2.1 - 0.1 * gradient.b)) < 1e-12)
    let clipped = cliff.descent(clipping: .norm(cliff.bound))
    for (here, next) in zip(clipped, clipped.dropFirst()) {
      let step = hypot(next.weights.w - here.weights.w, next.weights.b - here.weights.b)
      #expect(step <= cliff.learningRate * cliff.bound * (1 + 1e-9))
    }
  }

  @Test func `the surface has the loss of each place, row by row`() {
    let cliff = Cliff()
    let map = cliff.surface(w: 4...5, b: -2.5 ... -2, columns: 3, rows: 2)
    #expect(map.rows.map(\.count) == [3, 3])
    #expect((map.xStart, map.yStart, map.xStep, map.yStep) == (4, -2.5, 0.5, 0.5))
    for (row, b) in [-2.5, -2].enumerated() {
      for (column, w) in [4, 4.5, 5].enumerated() {
        let loss = cliff.gradient(at: .init(w: w, b: b)).loss
        #expect(abs(map.rows[row][column] - max(loss, 1e-5)) < 1e-12)
      }
    }
  }

  @Test func `the landmarks are the start, the wall, the step behind it and the end`() {
    let landmarks = Cliff.landmarks(Cliff().descent())
    #expect(landmarks.map(\.name) == ["start", "at the wall", "one step on", "end"])
    #expect(landmarks[2].point.step == landmarks[1].point.step + 1)
    #expect(landmarks.map(\.point.step).first == 0 && landmarks.map(\.point.step).last == 100)
  }
}
