/// The network of one unit, unrolled: a circle for each state, solid arrows forward and dashed ones back.
struct UnrolledDrawing {
  private let network: HandNetwork
  private let blanks: Blanks

  init(_ network: HandNetwork, _ blanks: Blanks) { (self.network, self.blanks) = (network, blanks) }

  /// The drawing, to stand in a page.
  var svg: String {
    """
    <svg viewBox="0 0 720 150" role="img" aria-label="The network unrolled over three steps: inputs below, states in circles, \
    the loss at the right, and gradients that flow back along dashed arrows.">
    <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
    <path d="M0 0 8 4 0 8z"/></marker></defs>
    <g fill="none" stroke="#111" font-family="Georgia, serif" font-size="13">
    \(arrow(from: (54, 62), to: (112, 62)))
    \(text("h₀ = 0", 50, 66, anchor: "end"))
    \((1...3).map(step).joined(separator: "\n"))
    \(text("L = (h₃ − target)²", 598, 66, anchor: "start"))
    </g>
    </svg>
    """
  }

  /// A state with its input below and the gradient that leaves it.
  private func step(_ t: Int) -> String {
    let x = 140 + 170 * (t - 1)
    let next = t == 3 ? 592 : x + 142
    return """
      <circle cx="\(x)" cy="62" r="27" stroke-width="1.3"/>
      \(text("h\(Self.subscripts[t])", x - 26, 34, anchor: "end"))
      \(text(blanks.mark(network.h(t).fourDigits), x, 67, isAnswer: true))
      \(arrow(from: (x, 128), to: (x, 91)))
      \(text("x\(Self.subscripts[t]) = \(network.x[t - 1].written)", x, 144))
      \(text("Wx", x + 6, 113, anchor: "start"))
      \(arrow(from: (x + 28, 62), to: (next, 62)))
      \(t == 3 ? "" : text("Wh", x + 85, 80))
      \(arrow(from: (next + (t == 3 ? 0 : 5), 46), to: (x + 25, 46), isDashed: true))
      \(text("∂L/∂h\(Self.subscripts[t])", x + 58, 24, anchor: "start"))
      \(text(blanks.mark(network.dh(t).fourDigits), x + 62, 40, anchor: "start", isAnswer: true))
      """
  }

  private static let subscripts = ["₀", "₁", "₂", "₃"]

  private func arrow(from: (Int, Int), to: (Int, Int), isDashed: Bool = false) -> String {
    """
    <path d="M\(from.0) \(from.1) \(to.0) \(to.1)"\(isDashed ? " stroke-dasharray=\"5 4\"" : "") marker-end="url(#tip)"/>
    """
  }

  private func text(
    _ words: String, _ x: Int, _ y: Int, anchor: String = "middle", isAnswer: Bool = false
  ) -> String {
    words.isEmpty
      ? ""
      : "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\" stroke=\"none\" fill=\"\(isAnswer ? "#0b4f9c" : "#111")\">\(words)</text>"
  }
}
