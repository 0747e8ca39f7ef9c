import Testing
import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

@testable import UnrollExporting

/// An optimiser's rule as operations of a tape gives the library's own numbers.
@Suite struct RecordedOptimizerTests {
  static let optimizers: [any RecordableOptimizer] = [
    SGD(learningRate: 0.1), SGD(learningRate: 0.1, momentum: 0.9),
    SGD(learningRate: 0.1, momentum: 0.9, nesterov: true), RMSprop(),
    RMSprop(rho: 0.8, momentum: 0.5),
    Adam(), Adam(learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-5),
  ]

  @Test(arguments: 0..<optimizers.count, [1, 3])
  func `a recorded update is the library's`(number: Int, step: Int) {
    let optimizer = Self.optimizers[number]
    var generator = SeededGenerator(seed: 42)
    func random() -> Tensor {
      Tensor.uniform([2, 3], in: 0.1..<1, dtype: .float64, using: &generator)
    }
    var (weight, gradient) = (random(), random())
    gradient = gradient - 0.5
    var slots = optimizer.slotNames.map { _ in random() }
    let rates = [
      RecordedRate.fixed(optimizer.learningRate),
      .given(Variable(optimizer.learningRate, dtype: .float64)),
    ]
    let recorded = rates.map { rate in
      optimizer.recordedUpdate(
        Variable(weight), Variable(gradient), slots.map(Variable.init),
        step: Variable(Double(step), dtype: .float64), rate: rate)
    }
    optimizer.update(&weight, gradient, &slots, step: step)
    for (new, after) in recorded {
      #expect((new.value - weight).norm() <= 1e-14 * weight.norm())
      #expect(after.count == slots.count)
      for (a, b) in zip(after, slots) { #expect((a.value - b).norm() <= 1e-14 * b.norm()) }
    }
  }

  @Test(arguments: [GradientClipping.value(0.3), .norm(0.5), .globalNorm(0.5), .globalNorm(100)])
  func `recorded clipping is the library's`(clipping: GradientClipping) {
    let gradients = [
      Tensor([0.5, -0.25, 0.75, 0.1, -0.9, 0.2], shape: [2, 3], dtype: .float64),
      Tensor([-0.4, 0.6], shape: [2], dtype: .float64),
    ]
    let expected = clipping(gradients.map(Gradient.dense)).map(\.dense)
    for (found, value) in zip(clipping.recorded(gradients.map(Variable.init)), expected) {
      #expect((found.value - value).norm() <= 1e-14)
    }
  }
}
