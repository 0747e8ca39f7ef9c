/// A mistake, made by editing a right solution's text.
struct Mistake {
  /// The exercise.
  let exercise: String
  /// What the name of its misconception begins with; nil where it is no known one.
  let misconception: String?
  /// What is replaced, everywhere, by what.
  let edits: [(String, String)]

  init(_ exercise: String, _ misconception: String?, _ edits: (String, String)...) {
    (self.exercise, self.misconception, self.edits) = (exercise, misconception, edits)
  }

  /// The text with the mistake in it.
  /// - Throws: ``Failure`` where the solution no longer has the text that is edited.
  func made(in text: String) throws -> String {
    try edits.reduce(text) { text, edit in
      guard text.contains(edit.0) else {
        throw Failure("the solution of \(exercise) has no '\(edit.0)' any more")
      }
      return text.replacing(edit.0, with: edit.1)
    }
  }
}

extension Mistake {
  static let all: [Mistake] =
    chainRule + tape + products + steps + throughTime + long + practice

  private static let chainRule = [
    Mistake(
      "ChainRule", "a backward pass that leaves tanh′ out", ("dy * (1 - y * y)", "dy")),
    Mistake(
      "ChainRule", "a slope of tanh taken at y",
      ("(1 - y * y)", "(1 - pow(tanh(y), 2))")),
    Mistake("ChainRule", "an error with its sign turned", ("2 * (y - target)", "2 * (target - y)")),
    Mistake("ChainRule", "an error without the 2", ("2 * (y - target)", "(y - target)")),
    Mistake("ChainRule", "dh with h where u belongs", ("dh: da * u", "dh: da * h")),
    Mistake("ChainRule", nil, ("w * x + u * h + b", "w * x + u * h - b")),
  ]

  private static let tape = [
    Mistake(
      "OwnTape", "a tape on which a gradient replaces", ("gradients[a] +=", "gradients[a] ="),
      ("gradients[b] +=", "gradients[b] =")),
    Mistake("OwnTape", "a tape that is walked forwards", (".prefix(slot + 1).reversed()", "")),
    Mistake(
      "OwnTape", "a product whose factors get their own value",
      ("gradients[a] += g * entries[b].value", "gradients[a] += g * entries[a].value"),
      ("gradients[b] += g * entries[a].value", "gradients[b] += g * entries[b].value")),
    Mistake(
      "OwnTape", "a slope of tanh that is taken of its result again",
      ("(1 - entry.value * entry.value)", "(1 - pow(tanh(entry.value), 2))")),
    Mistake(
      "OwnTape", "a slope of tanh that is taken of the number before",
      ("(1 - entry.value * entry.value)", "(1 - entries[a].value * entries[a].value)")),
    Mistake(
      "OwnTape", "a gradient of the last entry",
      ("gradients[slot] = 1", "gradients[entries.count - 1] = 1"), (".prefix(slot + 1)", "")),
    Mistake("OwnTape", nil, ("gradients[slot] = 1", "gradients[slot] = 2")),
  ]

  private static let products = [
    Mistake(
      "MatmulPullback", "a matrix used twice whose second gradient replaces",
      ("matmul(dy, a.transposed) + matmul(a.transposed, dy)", "matmul(a.transposed, dy)")),
    Mistake(
      "MatmulPullback", "a matrix used twice of which only the first",
      ("matmul(dy, a.transposed) + matmul(a.transposed, dy)", "matmul(dy, a.transposed)")),
    Mistake(
      "MatmulPullback", nil,
      ("da: matmul(dy, b.transposed)", "da: 0.5 * matmul(dy, b.transposed)")),
    Mistake(
      "SoftmaxCrossEntropy", "a gradient without the 1 / batch",
      ("return gradient / Double(gradient.rows)", "return gradient")),
    Mistake(
      "SoftmaxCrossEntropy", "a log-likelihood, without the minus",
      ("total += largest + log(sum)", "total -= largest + log(sum)")),
    Mistake(
      "SoftmaxCrossEntropy", "a loss in bits",
      ("return total / Double(logits.rows)", "return total / log(2) / Double(logits.rows)")),
    Mistake(
      "SoftmaxCrossEntropy", nil, ("gradient[i, classes[i]] -= 1", "gradient[i, classes[i]] += 1")),
  ]

  private static let whole = "(matmul(x, wx) + matmul(h, wh) + b).map(tanh)"

  private static let steps = [
    Mistake("RNNStep", "a step without the state before", (whole, "(matmul(x, wx) + b).map(tanh)")),
    Mistake(
      "RNNStep", "a tanh of each part",
      (whole, "(matmul(x, wx) + b).map(tanh) + matmul(h, wh).map(tanh)")),
    Mistake(
      "RNNStep", "a step whose tanh is applied twice", (".map(tanh)", ".map(tanh).map(tanh)")),
    Mistake("RNNStep", "a step without its tanh", (".map(tanh)", "")),
    Mistake("RNNStep", "a step without its bias", (" + b)", ")")),
    Mistake(
      "RNNStep", "a state that is multiplied by Wh the wrong way",
      ("matmul(h, wh)", "matmul(h, wh.transposed)")),
    Mistake("RNNStep", "a sigmoid in place of tanh", (".map(tanh)", ".map { 1 / (1 + exp(-$0)) }")),
    Mistake("RNNStep", nil, (whole, "(matmul(x, wx) - matmul(h, wh) + b).map(tanh)")),
    Mistake(
      "LSTMStep", "gates whose columns are read in the order f, i",
      ("let i = z.columns(0..<n)", "let f = z.columns(0..<n)"),
      ("let f = z.columns(n..<(2 * n))", "let i = z.columns(n..<(2 * n))")),
    Mistake(
      "LSTMStep", "gates whose columns are read in the order i, f, o",
      ("let g = z.columns((2 * n)..<(3 * n))", "let g = z.columns((3 * n)..<(4*n))"),
      ("let o = z.columns((3 * n)..<(4 * n))", "let o = z.columns((2 * n)..<(3 * n))")),
    Mistake(
      "LSTMStep", "a candidate that goes through the sigmoid",
      ("(3 * n)).map(tanh)", "(3 * n)).map(sigmoid)")),
    Mistake("LSTMStep", "gates that go through tanh", (".map(sigmoid)", ".map(tanh)")),
    Mistake(
      "LSTMStep", "a carry whose two gates are exchanged", ("f * c + i * g", "i * c + f * g")),
    Mistake("LSTMStep", "a carry without its forget gate", ("f * c + i * g", "c + i * g")),
    Mistake(
      "LSTMStep", "a state without the tanh of the carry", ("o * carry.map(tanh)", "o * carry")),
    Mistake(
      "LSTMStep", "a state made from the old carry", ("o * carry.map(tanh)", "o * c.map(tanh)")),
    Mistake(
      "LSTMStep", "a forget gate to whose sum 1 is added",
      ("z.columns(n..<(2 * n)).map(sigmoid)", "z.columns(n..<(2 * n)).map { sigmoid($0 + 1) }")),
    Mistake("LSTMStep", nil, ("f * c + i * g", "f * c - i * g")),
  ]

  private static let throughTime = [
    Mistake(
      "UntiedWeights", "steps that all begin at h0",
      ("matmul(h, weights[t].wh)", "matmul(h0, weights[t].wh)")),
    Mistake(
      "UntiedWeights", "a gradient that reaches the last copy only",
      ("matmul(delta, weights[t].wh.transposed)", ".zeros(like: dh)")),
    Mistake(
      "UntiedWeights", "states that go back through Wh where",
      ("weights[t].wh.transposed", "weights[t].wh")),
    Mistake(
      "UntiedWeights", "a gradient of Wh with hₜ",
      ("matmul(before.transposed, delta)", "matmul(h[t].transposed, delta)")),
    Mistake(
      "UntiedWeights", "a tied gradient that is the last copy's",
      ("return sum", "return gradients[gradients.count - 1]")),
    Mistake(
      "UntiedWeights", "a tied gradient that is the mean",
      (
        "return sum",
        "let n = Double(gradients.count)\n    return RNNWeights(wx: sum.wx / n, wh: sum.wh / n, b: sum.b / n)"
      )),
    Mistake(
      "Backpropagation", "a gradient that is not carried back", ("dh[t] + carried", "dh[t]")),
    Mistake(
      "Backpropagation", "a carried gradient that replaces",
      ("dh[t] + carried", "t == x.count - 1 ? dh[t] : carried")),
    Mistake(
      "Backpropagation", "weights whose gradients are overwritten",
      ("gradients.wx +=", "gradients.wx ="), ("gradients.wh +=", "gradients.wh ="),
      ("gradients.b +=", "gradients.b =")),
    Mistake(
      "Backpropagation", "a backward pass that leaves tanh′ out",
      ("states[t] * (1 - h[t] * h[t])", "states[t]")),
    Mistake(
      "Backpropagation", "a slope of tanh that is taken of the state again",
      ("(1 - h[t] * h[t])", "(1 - h[t].map(tanh) * h[t].map(tanh))")),
    Mistake(
      "Backpropagation", "states that go back through Wh",
      ("matmul(delta, weights.wh.transposed)", "matmul(delta, weights.wh)")),
    Mistake(
      "Backpropagation", "a gradient of Wh with hₜ",
      ("matmul(before.transposed, delta)", "matmul(h[t].transposed, delta)")),
    Mistake(
      "Backpropagation", "a bias whose gradient is a mean",
      ("delta.sumOverRows", "delta.sumOverRows / Double(h0.rows)")),
    Mistake("Backpropagation", nil, ("h = (matmul(input", "h = 0.9 * (matmul(input")),
  ]

  private static let long = [
    Mistake(
      "VanishingRate", "a Jacobian with rows and columns exchanged",
      ("((1 - h * h) * wh).transposed", "(1 - h * h) * wh")),
    Mistake(
      "VanishingRate", "a Jacobian without tanh′",
      ("((1 - h * h) * wh).transposed", "wh.transposed")),
    Mistake(
      "VanishingRate", "a Jacobian whose slopes stand at the old units",
      ("((1 - h * h) * wh).transposed", "(1 - h * h) * wh.transposed")),
    Mistake(
      "VanishingRate", "Jacobians that are multiplied in the order of time",
      ("matmul(products[t + 1], jacobians[t])", "matmul(jacobians[t], products[t + 1])")),
    Mistake(
      "VanishingRate", "Jacobians that are multiplied element by element",
      ("matmul(products[t + 1], jacobians[t])", "products[t + 1] * jacobians[t]")),
    Mistake(
      "VanishingRate", "a rate that is the norm divided",
      ("pow(norms[0], 1 / Double(jacobians.count))", "norms[0] / Double(jacobians.count)")),
    Mistake(
      "Truncation", "a gradient that is not cut at all",
      ("t % window == 0 ? .zeros(like: h0) : matmul", "matmul")),
    Mistake(
      "Truncation", "a gradient that is cut after every step",
      ("t % window == 0 ? .zeros(like: h0) :", "window >= 0 ? .zeros(like: h0) :")),
    Mistake(
      "LSTMThroughTime", "a carry whose gradient lacks the way through the state",
      ("dc + dh * o * (1 - shown * shown)", "dc")),
    Mistake(
      "LSTMThroughTime", "a carry whose gradient from the next step",
      ("dc + dh * o * (1 - shown * shown)", "dh * o * (1 - shown * shown)")),
    Mistake(
      "LSTMThroughTime", "a state whose gradient is not carried back",
      ("dh[t] + fromState", "dh[t]")),
    Mistake(
      "LSTMThroughTime", "a carry whose gradient goes back past the forget gate",
      ("cBefore: carry * f", "cBefore: carry")),
    Mistake(
      "LSTMThroughTime", "a carry whose gradient goes back by the input gate",
      ("cBefore: carry * f", "cBefore: carry * i")),
    Mistake(
      "LSTMThroughTime", "a forget gate whose gradient is computed with the new carry",
      ("carry * c * f * (1 - f)", "carry * values.c * f * (1 - f)")),
    Mistake(
      "LSTMThroughTime", "a backward pass that leaves out the slope",
      (" * (1 - shown * shown)", "")),
    Mistake(
      "LSTMThroughTime", "a slope of tanh(c′) that is computed as 1 − c′²",
      ("(1 - shown * shown)", "(1 - values.c * values.c)")),
    Mistake(
      "LSTMThroughTime", "a slope of tanh(c′) that is computed as 1 − h′²",
      ("(1 - shown * shown)", "(1 - values.h * values.h)")),
    Mistake(
      "LSTMThroughTime", "a candidate with the slope of a gate",
      ("carry * i * (1 - g * g)", "carry * i * g * (1 - g)")),
    Mistake(
      "LSTMThroughTime", "weights whose gradients are overwritten",
      ("sums.wx +=", "sums.wx ="), ("sums.wh +=", "sums.wh ="), ("sums.b +=", "sums.b =")),
    Mistake(
      "Hello", "a gradient that is not carried back", (" + carried", "")),
    Mistake(
      "Hello", "gradients of the sum over the steps",
      ("      dz = dz / Double(logits.count)\n", "")),
    Mistake(
      "Hello", "a target that is the character that is read", ("word[t + 1]", "word[t]")),
    Mistake(
      "Hello", "a descent that goes uphill", (" - rate * found", " + rate * found")),
  ]

  /// Two at once, of which neither explains all: pairs of places in ``all``, by exercise and what they begin with.
  static let pairs: [(String, String, String)] = [
    ("ChainRule", "an error without the 2", "dh with h"),
    ("ChainRule", "an error with its sign", "dh with h"),
    ("OwnTape", "a tape on which", "a slope of tanh that is taken of its result"),
    ("OwnTape", "a product whose", "a slope of tanh that is taken of the number"),
    ("SoftmaxCrossEntropy", "a gradient without", "a loss in bits"),
    ("SoftmaxCrossEntropy", "a gradient without", "a log-likelihood"),
    ("RNNStep", "a step without its bias", "a state that is multiplied"),
    ("RNNStep", "a state that is multiplied", "a sigmoid in place"),
    ("LSTMStep", "a carry without", "a state without the tanh"),
    ("LSTMStep", "a candidate that", "a carry whose two"),
    ("UntiedWeights", "a gradient of Wh", "states that go back"),
    ("Backpropagation", "a gradient that is not carried", "a bias whose gradient"),
    ("Backpropagation", "a gradient of Wh", "a backward pass"),
    ("VanishingRate", "a Jacobian without", "a rate that is"),
    ("VanishingRate", "a Jacobian with rows", "Jacobians that are multiplied in"),
    ("LSTMThroughTime", "a carry whose gradient goes back past", "a candidate with"),
    ("LSTMThroughTime", "weights whose gradients", "a forget gate"),
    ("Hello", "a gradient that is not carried", "a descent that goes"),
  ]
}
