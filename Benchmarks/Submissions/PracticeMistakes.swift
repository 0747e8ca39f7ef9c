extension Mistake {
  /// Those of exercises 13 to 22.
  static let practice: [Mistake] = counting + slopes + cells + models

  private static let counting = [
    Mistake(
      "ShapesAndCounts", "recurrent layers without their bias",
      ("(input[2] + units + 1)", "(input[2] + units)"),
      ("(input[2] + units + 2)", "(input[2] + units)")),
    Mistake("ShapesAndCounts", "a GRU of two sets", ("3 * (input[2]", "2 * (input[2]")),
    Mistake("ShapesAndCounts", nil, ("4 * (input[2]", "5 * (input[2]")),
  ]

  private static let slopes = [
    Mistake(
      "Broadcasting", "a slope of tanh taken at Y",
      ("(1 - y * y)", "(1 - y.map(tanh) * y.map(tanh))")),
    Mistake(
      "Broadcasting", "a gradient of X that takes no notice", ("dx: s * dy", "dx: dy"),
      ("dx: (dy.transposed * c.transposed).transposed", "dx: dy")),
    Mistake(
      "NumericalGradient", "a forward difference",
      ("(f(x + step) - f(x - step)) / (2 * step)", "(f(x + step) - f(x)) / step")),
    Mistake(
      "NumericalGradient", "an error that is absolute",
      (" / max(numerical.norm, analytic.norm)", "")),
    Mistake("Clipping", "a norm without its root", (".squareRoot()", "")),
    Mistake(
      "Clipping", "gradients below the limit that are scaled",
      ("min(1, limit / norm)", "limit / norm")),
  ]

  private static let cells = [
    Mistake(
      "GRUStep", "gates whose columns are read in the order r, z, g",
      ("let z = gates.columns(0..<n)", "let r = gates.columns(0..<n)"),
      ("let r = gates.columns(n..<(2 * n))", "let z = gates.columns(n..<(2 * n))")),
    Mistake(
      "GRUStep", "a state whose z and 1 − z are exchanged",
      ("z * h + (1 - z) * g", "(1 - z) * h + z * g")),
    Mistake("GRUStep", nil, ("z * h + (1 - z) * g", "z * h - (1 - z) * g")),
    Mistake(
      "Embedding", "states that go on through padding",
      ("for i in 0..<h.rows where mask[i, t] == 1", "for i in 0..<h.rows")),
    Mistake(
      "Embedding", "a mean that leaves padding out of the sum",
      ("mask.row(i).reduce(0, +)", "Double(h.count)")),
  ]

  private static let models = [
    Mistake(
      "MaskedSequenceLoss", "a sum over words that is divided by the number of all",
      ("mask.sum", "Double(mask.elements.count)")),
    Mistake(
      "MaskedSequenceLoss", "a gradient that is divided and not masked",
      ("mask[i, t] / mask.sum", "1 / mask.sum")),
    Mistake(
      "PerplexityAndTemperature", "bits that are nats times", ("nats / log(2)", "nats * log(2)")),
    Mistake(
      "PerplexityAndTemperature", "a temperature that logits are multiplied",
      ("{ $0 / temperature }", "{ $0 * temperature }")),
    Mistake(
      "Optimizers", "an ascent", ("w - rate * g", "w + rate * g"),
      ("mu * v - rate * g", "mu * v + rate * g"), ("w - (settings.rate", "w + (settings.rate")),
    Mistake(
      "Optimizers", "Adam without its bias correction",
      ("(settings.rate * factor)", "settings.rate")
    ),
    Mistake("Windowing", "a series whose last window", ("0...(series.count", "0..<(series.count")),
    Mistake(
      "Windowing", "a standard deviation with n − 1", ("(squares / n)", "(squares / (n - 1))")),
  ]
}
