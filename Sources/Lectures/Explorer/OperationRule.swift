import UnrollAutodiff

/// What stands above an operation in its source: its formula, and what its pullback does.
public struct OperationRule: Codable, Sendable {
  /// The formula pair as its source states it, formulas between backquotes.
  public let text: String
  /// What its inputs are called there; where there are many, the last one stands for all.
  public let letters: [String]
  /// The local derivative `∂y/∂x` for each input, in a formula; empty where that is a matrix for each row.
  public let slopes: [String]

  private init(_ text: String, _ letters: [String] = ["x"], slopes: [String] = []) {
    (self.text, self.letters, self.slopes) = (text, letters, slopes)
  }

  /// What the inputs of an operation are called: `x`, or `a` and `b`, or `x₀`, `x₁`, …
  static func letters(for operation: any Operation, count: Int) -> [String] {
    let rule = key(for: operation).flatMap { all[$0] }
    if let letters = rule?.letters, letters.count == count { return letters }
    if count == 1 { return ["x"] }
    if rule == nil, count == 2 { return ["a", "b"] }
    return (0..<count).map { "x" + String(String($0).map { subscripts[$0] ?? $0 }) }
  }

  /// The name of an operation of the library among all rules; nil for one of a user.
  static func key(for operation: any Operation) -> String? {
    let name = String(describing: type(of: operation))
    return all[name] == nil ? nil : name
  }

  private static let subscripts: [Character: Character] = [
    "0": "₀", "1": "₁", "2": "₂", "3": "₃", "4": "₄", "5": "₅", "6": "₆", "7": "₇", "8": "₈",
    "9": "₉",
  ]

  /// Each operation's rule, by the name of its type. A test holds the texts against the sources.
  static let all: [String: OperationRule] = elementwise.merging(others) { first, _ in first }

  private static let pair = ["a", "b"]

  private static let elementwise: [String: OperationRule] = [
    "Add": .init("`y = a + b`, `da = dy`, `db = dy`", pair, slopes: ["1", "1"]),
    "Subtract": .init("`y = a − b`, `da = dy`, `db = −dy`", pair, slopes: ["1", "−1"]),
    "Multiply": .init("`y = a ⊙ b`, `da = dy ⊙ b`, `db = dy ⊙ a`", pair, slopes: ["b", "a"]),
    "Divide": .init(
      "`y = a / b`, `da = dy / b`, `db = −dy ⊙ y / b`", pair, slopes: ["1 / b", "−y / b"]),
    "Negate": .init("`y = −x`, `dx = −dy`", slopes: ["−1"]),
    "Scale": .init("`y = c x`, `dx = c dy`", slopes: ["c"]),
    "Shift": .init("`y = x + c`, `dx = dy`", slopes: ["1"]),
    "SubtractFrom": .init("`y = c − x`, `dx = −dy`", slopes: ["−1"]),
    "DivideBy": .init("`y = x / c`, `dx = dy / c`", slopes: ["1 / c"]),
    "DivideInto": .init("`y = c / x`, `dx = −dy ⊙ y / x`", slopes: ["−y / x"]),
    "Exponential": .init("`y = eˣ`, `dx = dy ⊙ y`", slopes: ["y"]),
    "Logarithm": .init("`y = ln x`, `dx = dy / x`", slopes: ["1 / x"]),
    "Softplus": .init("`y = ln(1 + eˣ)`, `dx = dy ⊙ σ(x)`", slopes: ["σ(x)"]),
    "SquareRoot": .init("`y = √x`, `dx = dy / (2y)`", slopes: ["1 / (2y)"]),
    "IntegerPower": .init("`y = xⁿ`, `dx = dy ⊙ n xⁿ⁻¹`", slopes: ["n xⁿ⁻¹"]),
    "Power": .init(
      "`y = aᵇ`, `da = dy ⊙ b aᵇ⁻¹`, `db = dy ⊙ y ⊙ ln a`", pair, slopes: ["b aᵇ⁻¹", "y ln a"]),
    "Tanh": .init("`y = tanh x`, `dx = dy ⊙ (1 − y²)`", slopes: ["1 − y²"]),
    "Sigmoid": .init("`y = σ(x) = 1 / (1 + e⁻ˣ)`, `dx = dy ⊙ y ⊙ (1 − y)`", slopes: ["y (1 − y)"]),
    "ReLU": .init("`y = max(x, 0)`, `dx = dy ⊙ [x > 0]`", slopes: ["[x > 0]"]),
    "TanhPullback": .init(
      "`y = a ⊙ (1 − b²)`, `da = dy ⊙ (1 − b²)`, `db = −2 dy ⊙ a ⊙ b`", pair,
      slopes: ["1 − b²", "−2 a b"]),
    "SigmoidPullback": .init(
      "`y = a ⊙ b ⊙ (1 − b)`, `da = dy ⊙ b ⊙ (1 − b)`, `db = dy ⊙ a ⊙ (1 − 2b)`", pair,
      slopes: ["b (1 − b)", "a (1 − 2b)"]),
    "ReLUPullback": .init(
      "`y = a ⊙ [b > 0]`, `da = dy ⊙ [b > 0]`, `db = 0`", pair, slopes: ["[b > 0]", "0"]),
    "AbsoluteValue": .init("`y = |x|`, `dx = dy ⊙ sign x`", slopes: ["sign x"]),
    "Maximum": .init(
      "`y = max(a, b)`, `da = dy ⊙ ([a > b] + ½[a = b])`, `db = dy ⊙ ([b > a] + ½[a = b])`", pair,
      slopes: ["[a > b] + ½[a = b]", "[b > a] + ½[a = b]"]),
    "Minimum": .init(
      "`y = min(a, b)`, `da = dy ⊙ ([a < b] + ½[a = b])`, `db = dy ⊙ ([b < a] + ½[a = b])`", pair,
      slopes: ["[a < b] + ½[a = b]", "[b < a] + ½[a = b]"]),
    "Clip": .init(
      "`y = min(max(x, low), high)`, `dx = dy ⊙ [low ≤ x ≤ high]`", slopes: ["[low ≤ x ≤ high]"]),
    "ClipPullback": .init(
      "`y = a ⊙ [low ≤ b ≤ high]`, `da = dy ⊙ [low ≤ b ≤ high]`, `db = 0`", pair,
      slopes: ["[low ≤ b ≤ high]", "0"]),
    "Select": .init(
      "`y = a where mask, else b`, `da = dy ⊙ mask`, `db = dy ⊙ ¬mask`", pair,
      slopes: ["mask", "¬mask"]),
    "SigmoidCrossEntropy": .init(
      "`y = ln(1 + eˣ) − x t`, `dx = dy ⊙ (σ(x) − t)`, `dt = −dy ⊙ x`", ["x", "t"],
      slopes: ["σ(x) − t", "−x"]),
  ]

  private static let others: [String: OperationRule] = [
    "MatrixProduct": .init("`y = a b`, `da = dy bᵀ`, `db = aᵀ dy`", pair, slopes: ["bᵀ", "aᵀ"]),
    "MeanSquaredError": .init(
      "`y = Σ (a − b)² / n`, `da = dy ⊙ 2(a − b)/n`, `db = −da`", pair,
      slopes: ["2(a − b)/n", "−2(a − b)/n"]),
    "Sum": .init("`y = Σ x`, `dx = dy`, repeated", slopes: ["1"]),
    "Mean": .init("`y = Σ x / n`, `dx = dy / n`, repeated", slopes: ["1 / n"]),
    "Max": .init(
      "`y = max x`, `dx = dy ⊙ [x = y] / (number of equals)`",
      slopes: ["[x = y] / (number of equals)"]),
    "LogSumExp": .init(
      "`y = m + ln Σ e^(x − m)` with `m = max x`, `dx = dy ⊙ softmax(x)`", slopes: ["softmax(x)"]),
    "SoftmaxCrossEntropy": .init(
      "`y = −logSoftmax(x)[label]`, `dx = dy ⊙ (softmax(x) − onehot(label))`",
      slopes: ["softmax(x) − onehot(label)"]),
    "SoftmaxMinusOneHot": .init(
      "`y = softmax(x) − onehot(label)`, `dx = p ⊙ (dy − Σ dy ⊙ p)` with `p = softmax(x)`"),
    "Softmax": .init("`y = eˣ / Σ eˣ`, `dx = y ⊙ (dy − Σ dy ⊙ y)`"),
    "LogSoftmax": .init("`y = x − logSumExp(x)`, `dx = dy − eʸ ⊙ Σ dy`"),
    "Reshape": .init("`y = x` in row-major order, `dx = dy`", slopes: ["1"]),
    "Transpose": .init(
      "`y[i₀, i₁, …] = x` with the axes permuted, `dx` = the inverse permutation of `dy`",
      slopes: ["1"]),
    "BroadcastTo": .init("`y[…, i] = x[…, 0]`, `dx = Σᵢ dy[…, i]`", slopes: ["1"]),
    "SumTo": .init("`y = Σ x` over repeated elements, `dx = dy` repeated", slopes: ["1"]),
    "Concatenate": .init(
      "`y = [x₀; x₁; …]`, `dxᵢ` = the part of `dy` that came from `xᵢ`", [], slopes: ["1"]),
    "Stack": .init("`y[…, i, …] = xᵢ`, `dxᵢ = dy[…, i, …]`", [], slopes: ["1"]),
    "Unstack": .init("`yᵢ = x[…, i, …]`, `dx[…, i, …] += dyᵢ`", slopes: ["1"]),
    "Split": .init(
      "`yᵢ = x[…, i·n ..< (i+1)·n, …]`, `dx[…, i·n ..< (i+1)·n, …] += dyᵢ`", slopes: ["1"]),
    "Slice": .init("`y = x[…, range, …]`, `dx[…, range, …] += dy`", slopes: ["1"]),
    "Assemble": .init("`y = 0; y[regionᵢ] += xᵢ`, `dxᵢ = dy[regionᵢ]`", [], slopes: ["1"]),
    "Gather": .init(
      "`y[i] = table[indices[i]]`, `dtable[indices[i]] += dy[i]`; a row that is looked up twice gets both.",
      ["table"], slopes: ["1"]),
    "ScatterAddRows": .init(
      "`y = 0; y[indices[i]] += x[i]`, `dx[i] = dy[indices[i]]`", slopes: ["1"]),
    "Detach": .init("`y = x`, `dx = 0`", slopes: ["0"]),
    "Cast": .init(
      "`y = x`, rounded where it gets narrower, `dx = dy` in the type of `x`", slopes: ["1"]),
  ]
}
