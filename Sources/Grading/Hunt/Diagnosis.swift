/// What may be wrong with a training, by a letter. More are listed than the programs of the hunt have.
public struct Diagnosis: Sendable {
  /// The letter that stands in the file.
  public let letter: Character
  /// What is wrong, in a line.
  public let name: String
  /// Why it does harm, and what is right.
  public let explanation: String
  /// How it would show in a program.
  public let sign: String

  /// All of them, by letter.
  public static let all: [Diagnosis] = [
    Diagnosis(
      "A", "gradients of earlier batches are still in the sum",
      """
      A step follows the gradient of its own batch. Where new gradients are added to a list that is never set back to \
      zero, each step repeats all steps before it, and the training overshoots further and further.
      """, "The step grows from batch to batch, while the gradient of each batch does not."),
    Diagnosis(
      "B", "the input holds the answer",
      """
      Where the target lies among the inputs, the network learns to hand it on. Its error is then small on every set that \
      was cut the same way, validation too, and says nothing of a future that is not known yet.
      """,
      "The gradient for the inputs is nearly all at one step: ask ∂L/∂x at each of them (inputGradients())."
    ),
    Diagnosis(
      "C", "the padding counts as data",
      """
      A recurrent layer without a mask goes on through the zeros behind a sequence, and its state is changed by each of \
      them. With a mask the state stays as it was at the last real step.
      """,
      "The state goes on moving, and gradients flow, at steps where there is nothing but padding."),
    Diagnosis(
      "D", "a pullback is wrong",
      """
      Values can be right while slopes are not. The slope of tanh is 1 − y², from its result y; from its input x it \
      would be 1 − tanh²(x). A pullback of one's own is checked before it is trusted.
      """, "checkGradients says so, with the operation's name."),
    Diagnosis(
      "E", "dropout is on while predicting",
      """
      Dropout belongs to training. A prediction is made with all units; otherwise the same input has another answer each \
      time.
      """, "The same input gives two answers."),
    Diagnosis(
      "F", "gradients vanish on their way back",
      """
      At each step back the gradient is multiplied by Whᵀ and by the slope of the activation. A sigmoid's slope is at most \
      ¼; with small recurrent weights, 30 steps leave nothing. Orthogonal weights with tanh, or an LSTM, let it through.
      """, "‖∂L/∂hₜ‖ falls by the same factor at each step back, to nothing."),
    Diagnosis(
      "G", "shapes that differ were broadcast",
      """
      [32, 1] minus [32] is [32, 32]: every prediction is compared with every target. The best answer to that is the mean \
      of all targets. Both have to be [32, 1].
      """,
      "The tape, printed, has a shape that nobody wanted. checkGradients finds nothing: the slope of a wrong loss is right."
    ),
    Diagnosis(
      "H", "the scaler knows the future",
      """
      A mean that is taken of the whole series has seen the test. The scaler is fitted to the training rows alone.
      """, "The mean of the scaled training rows is not 0."),
    Diagnosis(
      "I", "softmax is applied twice",
      """
      A loss from logits applies softmax itself. Of probabilities, which lie between 0 and 1, softmax makes at most \
      e / (e + 2) = 0.58 for three classes, and the loss can't fall below −ln 0.58 = 0.55.
      """, "The output of the network is between 0 and 1 before the loss begins."),
    Diagnosis(
      "J", "the state is set back at each window",
      """
      Truncation cuts the gradient, and keeps the state. Where the state begins with zeros at each window, nothing that \
      happened before the window is known in it.
      """, "The error is largest at the first steps of each window."),
    Diagnosis(
      "K", "all weights begin equal",
      """
      Units with equal weights have equal gradients and stay equal: many units are then no more than one.
      """, "The columns of a weight's gradient are the same."),
    Diagnosis(
      "L", "the gradient is cut at every step",
      """
      detached() keeps the value and cuts the gradient. Within the loop over time it cuts the way back through the states \
      at every step: what is learnt is one step alone. It belongs between windows.
      """,
      "∂L/∂hₜ is exactly zero everywhere but at the last step, where vanishing would leave something."
    ),
    Diagnosis(
      "M", "gradients explode",
      """
      Where a step back multiplies the gradient by more than 1, forty steps multiply it by very much, and a step of \
      gradient descent throws the weights away. Clipping the norm of the gradients bounds the step and keeps its direction.
      """, "‖∂L/∂hₜ‖ grows by a factor at each step back."),
    Diagnosis(
      "N", "inputs and targets are shuffled apart",
      """
      A new order has to be the same for both; else each input has a stranger's target, and the mean is all there is to \
      learn.
      """, "Samples that are printed beside their targets do not match."),
  ]

  /// The diagnosis of a letter, large or small; nil where there is none.
  public static func of(_ letter: Character) -> Diagnosis? {
    all.first { "\($0.letter)" == letter.uppercased() }
  }

  /// The letter that a program's file names behind `// Diagnosis:`; nil where there is none yet.
  static func letter(in text: String) -> Character? {
    let heading = "// Diagnosis:"
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix(heading) {
      let rest = line.dropFirst(heading.count).drop { $0.isWhitespace }
      guard let first = rest.first, first.isLetter, rest.dropFirst().first?.isLetter != true
      else { return nil }
      return first
    }
    return nil
  }

  private init(_ letter: Character, _ name: String, _ explanation: String, _ sign: String) {
    (self.letter, self.name, self.explanation, self.sign) = (letter, name, explanation, sign)
  }
}
