// The operations on single elements. Sizes are unequal, so that a transposed or wrongly summed gradient
// has no place to hide; points lie away from corners.

extension CheckSubject {
  static let arithmetic: [CheckSubject] = [
    .operation("add", .any("a", [2, 3]), .any("b", [2, 3])) { $0[0] + $0[1] },
    .operation("add (broadcast)", .any("a", [2, 1, 4]), .any("b", [3, 1])) { $0[0] + $0[1] },
    .operation("add (a number)", .any("x", [2, 3])) { $0[0] + 0.75 },
    .operation("subtract", .any("a", [2, 3]), .any("b", [2, 3])) { $0[0] - $0[1] },
    .operation("subtract (broadcast)", .any("a", [3]), .any("b", [4, 3])) { $0[0] - $0[1] },
    .operation("subtract (a number)", .any("x", [2, 3])) { $0[0] - 0.75 },
    .operation("subtract (from a number)", .any("x", [2, 3])) { 0.75 - $0[0] },
    .operation("multiply", .any("a", [2, 3]), .any("b", [2, 3])) { $0[0] * $0[1] },
    .operation("multiply (square)", .any("a", [3, 3]), .any("b", [3, 3])) { $0[0] * $0[1] },
    .operation("multiply (broadcast)", .any("a", [2, 3, 4]), .any("b", [3, 1])) { $0[0] * $0[1] },
    .operation("multiply (by itself)", .nonzero("x", [2, 3])) { $0[0] * $0[0] },
    .operation("multiply (by a number)", .any("x", [2, 3])) { -1.75 * $0[0] },
    .operation("divide", .nonzero("a", [2, 3]), .nonzero("b", [2, 3])) { $0[0] / $0[1] },
    .operation("divide (broadcast)", .nonzero("a", [4]), .nonzero("b", [3, 1])) { $0[0] / $0[1] },
    .operation("divide (by a number)", .any("x", [2, 3])) { $0[0] / 0.75 },
    .operation("divide (a number by)", .nonzero("x", [2, 3])) { 0.75 / $0[0] },
    .operation("negate", .any("x", [2, 3])) { -$0[0] },
  ]

  static let powers: [CheckSubject] = [
    .operation("sqrt", .positive("x", [2, 3])) { sqrt($0[0]) },
    .operation("power (whole exponent)", .nonzero("x", [2, 3])) { pow($0[0], 3) },
    .operation("power (negative exponent)", .nonzero("x", [2, 3])) { pow($0[0], -2) },
    .operation("power (fraction)", .positive("x", [2, 3])) { pow($0[0], 1.5) },
    .operation("power", .positive("a", [2, 3]), .any("b", [2, 3])) { pow($0[0], $0[1]) },
    .operation("power (broadcast)", .positive("a", [3]), .any("b", [2, 1])) { pow($0[0], $0[1]) },
  ]

  static let exponentials: [CheckSubject] = [
    .operation("exp", .any("x", [2, 3])) { exp($0[0]) },
    .operation("log", .positive("x", [2, 3])) { log($0[0]) },
    .operation("softplus", .any("x", [2, 3])) { softplus($0[0]) },
  ]

  static let activations: [CheckSubject] = [
    .operation("tanh", .any("x", [2, 3])) { tanh($0[0]) },
    .operation("sigmoid", .any("x", [2, 3])) { sigmoid($0[0]) },
    .operation("relu", .nonzero("x", [3, 5])) { relu($0[0]) },
    .operation("tanhPullback", .any("a", [2, 3]), .nonzero("b", [3])) {
      apply(TanhPullback(), $0[0], $0[1])
    },
    .operation("sigmoidPullback", .any("a", [2, 3]), .positive("b", [3])) {
      apply(SigmoidPullback(), $0[0], $0[1])
    },
    .operation("reluPullback", .any("a", [2, 3])) {
      apply(ReLUPullback(), $0[0], Variable(Tensor([1, -0.5, 2], dtype: $0[0].dtype)))
    },
  ]

  static let piecewise: [CheckSubject] = [
    .operation("abs", .nonzero("x", [3, 5])) { abs($0[0]) },
    .operation("maximum", .distinct("a", [2, 3]), between) { maximum($0[0], $0[1]) },
    .operation("maximum (broadcast)", .distinct("a", [3, 1]), betweenRow) {
      maximum($0[0], $0[1])
    },
    .operation("minimum", .distinct("a", [2, 3]), between) { minimum($0[0], $0[1]) },
    .operation("clip", CheckInput("x", [3, 5], in: -2 ..< -1.25, -0.75..<0.75, 1.25..<2)) {
      clip($0[0], -1, 1)
    },
    .operation("clipPullback", .any("a", [2, 3])) {
      apply(
        ClipPullback(low: -1, high: 1), $0[0], Variable(Tensor([0.5, -2, 0.9], dtype: $0[0].dtype)))
    },
    .operation("select", .any("a", [2, 3]), .any("b", [2, 3])) { select(choice, $0[0], $0[1]) },
    .operation("select (broadcast)", .any("a", [3]), .any("b", [2, 1])) {
      select(choice, $0[0], $0[1])
    },
  ]

  static let comparisons: [CheckSubject] = [
    .operation("greater", .distinct("a", [2, 3]), between) {
      select($0[0] .> $0[1], $0[0] * $0[1], $0[1])
    },
    .operation("less", .distinct("a", [2, 3]), between) {
      select($0[0] .< $0[1], $0[0] * $0[1], $0[1])
    },
    .operation("equal", .distinct("a", [2, 3]), between) {
      select($0[0] .== $0[1], $0[1], $0[0] * $0[1])
    },
  ]

  static let masks: [CheckSubject] = [
    .operation("choose", .any("a", [2, 3]), .any("b", [2, 3])) {
      choose(Variable(choice.tensor(dtype: $0[0].dtype)), $0[0], $0[1])
    },
    .operation("choose (broadcast)", .any("a", [2, 3]), .any("b", [3])) {
      choose(Variable(Tensor([[1], [0]], dtype: $0[0].dtype)), $0[0], $0[1])
    },
    .operation("notEqual", CheckInput("x", exactly: [[0.5, -1.25, 0.75], [1.5, 0.5, -0.375]])) {
      $0[0] * notEqual($0[0], 0.5)
    },
    .operation("tokensNotEqual", .any("x", [2, 3])) {
      $0[0] * notEqual(IntTensor([[3, 0, 1], [0, 2, 2]]), 0, like: $0[0])
    },
  ]

  static let boundaries: [CheckSubject] = [
    .operation("detach", .nonzero("x", [2, 3])) { $0[0] * $0[0].detached() },
    // Numbers that float32 holds exactly: what is checked is the cast, not its rounding.
    .operation("cast", CheckInput("x", exactly: [[0.5, -1.25, 0.75], [1.5, 0.25, -0.375]])) {
      $0[0].cast(to: .float32).cast(to: .float64)
    },
  ]

  /// Larger than some of ``CheckInput/distinct(_:_:)`` and smaller than others, away from all.
  private static let between = CheckInput("b", [2, 3], in: 0..<0.05, 0.95..<1, -0.5 ..< -0.45)
  private static let betweenRow = CheckInput("b", [4], in: 0..<0.05, 0.95..<1, -0.5 ..< -0.45)

  private static let choice = BoolTensor([true, false, false, false, true, true], shape: [2, 3])
}
