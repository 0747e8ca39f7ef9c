import Foundation
import Testing

@testable import UnrollFigures

/// Figures that between them use every mark and every difficulty.
enum Examples {
  static let falling = (0..<20).map { 0.004 + 0.09 * exp(-Double($0) / 2.5) }
  static let wave = (0..<50).map { sin(Double($0) / 5) * 0.8 }

  static let series = Figure.series(
    [wave, wave.reversed(), wave], actual: [0.1, 0.2, -0.3], predicted: [0.15, 0.1, -0.2])
  static let learning = Figure.learningCurves(training: falling, validation: falling)
  static let manyModels = Figure.validationCurves(
    (1...9).map { number in
      ("A model with number \(number)", falling.map { $0 * Double(number) })
    }, loss: .logarithmic)
  static let triangle = Figure(
    title: "Gradients", subtitle: "A simple RNN", x: Axis("k", integerTicks: true),
    y: Axis("t", integerTicks: true),
    marks: [
      .heatMap(
        HeatMap(
          (0..<12).map { t in (0...t).map { pow(0.3, Double(t - $0)) } }, label: "norm",
          scale: .log10))
    ])
  static let bars = Figure(
    title: "Errors", x: Axis(categories: ["Naive", "Linear", "A very long name indeed", "LSTM"]),
    y: Axis("Mean squared error"),
    marks: [.bars("ours", y: [4, 2, 1, 0.5]), .bars("theirs", y: [4.1, 2, 1.2, 0.4])])
  static let band = Figure(
    title:
      "예측 <\"&'> and a title so long that it has to be broken into several lines to fit anywhere",
    x: Axis("time", unit: "ms"),
    y: Axis("a label of the vertical axis that is rather long as well"),
    marks: [
      .band("mean ± 1", lower: wave.map { $0 - 0.2 }, upper: wave.map { $0 + 0.2 }, colour: .blue),
      .line("mean", y: wave, colour: .blue), .horizontalLine("zero", at: 0),
    ])
  static let wild = Figure(
    title: "Wild",
    panels: [
      Panel(title: "empty", marks: [.line("empty", y: [])]),
      Panel(title: "one", marks: [.line("one", y: [3.25])]),
      Panel(title: "constant", marks: [.line("constant", y: [1e9, 1e9])]),
      Panel(
        title: "huge", y: Axis(scale: .log10),
        marks: [.line("huge", y: [1e-300, 0, 1e30, -1, .nan, .leastNonzeroMagnitude, .infinity])]),
      Panel(title: "linear", marks: [.line("linear", y: [-1.7e308, 1.7e308, .nan])]),
    ], columns: 2)
  static let none = Figure(title: "", panels: [])

  static let all = [series, learning, manyModels, triangle, bars, band, wild, none]
}

extension Figure: CustomTestStringConvertible {
  /// A figure describes itself as a picture, which is too much for the name of a test.
  public var testDescription: String { title.isEmpty ? "no panels" : title }
}
