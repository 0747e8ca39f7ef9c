import UnrollCourse

extension ExerciseSheet {
  static func maskedSequenceLoss(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 19, slug: "masked-sequence-loss", title: "A loss at every step, without the padding",
      objective:
        "Feed a decoder by teacher forcing, and take loss and gradient over true positions only.",
      prerequisites: [4, 18], minutes: 40, points: 15,
      source:
        "000, K4 and K9: many to many, and the cross-entropy over a sentence; 003, A3: ignored outputs",
      question: Question(
        """
        A batch has one sentence of 9 tokens and one of a single token, padded to 9. How much does one token count in the \
        loss if it is the mean over all words? And how much if it is the mean of the two sentences' means?
        """,
        answer: """
          Over all words each of the ten counts 1/10. With means of sentences each of the nine counts 1/18, and the single \
          one 1/2: nine times as much. Were padding counted, the eight empty places would count as much as words, and a \
          model would first of all learn to say nothing.
          """),
      byHand: variant.noted(handLoss(variant.network)),
      hints: [
        """
        While it learns, what has the decoder read before step t: what it should have said, or what it said? And how many \
        positions are there over which the mean is taken, in the batch as a whole?
        """,
        """
        The inputs are one list per sample, as long as the targets: one token in front, and one fewer at the end. For the \
        loss take the cross-entropy of exercise 04 row by row at each step; the mask says which of them are added, and its \
        sum by how many they are divided.
        """,
        """
        For each position the gradient is p − y, as in exercise 04; only the factor before it is another one, and it is the \
        same for all words of the batch. What factor has a position that is not in the loss at all?
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 19. targets[i][t] is what sample i is to say at step t; mask [batch, time] is 1 at words, 0 at padding.
        // The decoder reads start, then the target before. The cross-entropies −ln p of all targets are [batch, time], and L
        // is their mean where the mask is 1. logits[t], probabilities[t] and ∂L/∂z[t] are [batch, classes], one for each t.

        @main struct MaskedSequenceLoss: MaskedSequenceLossExercise {
          func decoderInputs(targets: [[Int]], predictions: [[Int]], start: Int) -> [[Int]] {
            notWritten("what the decoder reads, as many tokens as there are targets")
          }

          func loss(logits: [Matrix], targets: [[Int]], mask: Matrix) -> (
            crossEntropies: Matrix, loss: Double
          ) {
            notWritten("the cross-entropies and L")
          }

          func gradient(probabilities: [Matrix], targets: [[Int]], mask: Matrix) -> [Matrix] {
            notWritten("∂L/∂z of each step")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: MaskedLossOnTape<WordsOnly>.reply(to:),
        misconceptions: [
          Misconception(
            "inputs that are the targets themselves, not moved by one step",
            """
            At step t the decoder is to say targets[i][t], so it may have read only what comes before: the start token, then \
            targets up to t − 1. Otherwise it is told the answer, and learns to copy it.
            """, seen: "one array for inputs and targets",
            MaskedLossOnTape<InputsNotMoved>.reply(to:)),
          Misconception(
            "inputs that are the model's own predictions, behind the start token",
            """
            With teacher forcing the decoder reads the right token before each, whatever it said itself. Its own \
            predictions it reads when it writes without a teacher.
            """, seen: "the loop of greedy decoding, used for training",
            MaskedLossOnTape<OwnPredictions>.reply(to:)),
        ] + maskedLossMistakes + maskedTableMistakes + maskedGradientMistakes,
        cases: { maskedLossCases($0, variant) }))
  }
}

/// Wrong means, in the loss alone and in both.
private let maskedLossMistakes = [
  Misconception(
    "a loss that is the mean over all positions, padding included",
    """
    Positions whose mask is 0 are in neither the sum nor the number it is divided by. Padding is easy to predict, and a \
    loss that counts it hides how the model does on words.
    """, seen: "a loss that was not told of the mask",
    MaskedLossOnTape<LossAlone<AllPositionsCount>>.reply(to:)),
  Misconception(
    "a mean over all positions, padding included, in the loss and in its gradient",
    """
    Positions whose mask is 0 are in neither the sum nor the number it is divided by, and nothing comes back to them. \
    Here the model is made to predict padding, which is easy and hides how it does on words.
    """, seen: "a loss that was not told of the mask, and its gradient",
    MaskedLossOnTape<AllPositionsCount>.reply(to:)),
  Misconception(
    "a loss that is a sum over words, divided by the number of all positions",
    """
    Padding adds nothing here, but it counts in the divisor: the same sentences in a longer batch would have a smaller \
    loss. Divide by the sum of the mask.
    """, seen: "mean(mask ⊙ cross-entropy), as with sample weights of 0",
    MaskedLossOnTape<LossAlone<AllPositionsInDivisor>>.reply(to:)),
  Misconception(
    "a sum over words that is divided by the number of all positions, in the loss and in its gradient",
    """
    Padding adds nothing here, but it counts in the divisor: the same sentences in a longer batch would have a smaller \
    loss and a smaller gradient. Divide both by the sum of the mask.
    """, seen: "mean(mask ⊙ cross-entropy), and its gradient",
    MaskedLossOnTape<AllPositionsInDivisor>.reply(to:)),
  Misconception(
    "a loss that is the mean of the sentences' means",
    """
    Each word of the batch counts the same, so there is one sum and one divisor. With a mean for each sentence the words \
    of short ones count more than those of long ones.
    """, seen: "a loss function for one sentence, averaged over the batch",
    MaskedLossOnTape<LossAlone<MeanOfSentences>>.reply(to:)),
  Misconception(
    "a mean of the sentences' means, in the loss and in its gradient",
    """
    Each word of the batch counts the same, so there is one sum and one divisor, for the loss and for the gradient. With a \
    mean for each sentence the words of short ones count, and learn, more than those of long ones.
    """, seen: "a loss for one sentence and its gradient, both averaged over the batch",
    MaskedLossOnTape<MeanOfSentences>.reply(to:)),
]

/// Cross-entropies that are masked already.
private let maskedTableMistakes = [
  Misconception(
    "cross-entropies that are zero at padding, behind which the loss is right",
    """
    The table of cross-entropies has −ln p at every position, whatever the mask is: what the model gives to padding can \
    be read from it. The mask comes in afterwards, where the loss is made.
    """, seen: "mask ⊙ cross-entropy, returned in place of the cross-entropies",
    MaskedLossOnTape<TableMasked>.reply(to:)),
  Misconception(
    "cross-entropies that are set to zero at padding and then averaged over all positions",
    """
    A zero in a mean is a number like any other: it makes the mean smaller. Leave the cross-entropies as they are, add up \
    those of words, and divide by how many words there are, the sum of the mask.
    """, seen: "mask ⊙ cross-entropy, followed by an ordinary mean",
    MaskedLossOnTape<LossAlone<TableAveraged>>.reply(to:)),
  Misconception(
    "cross-entropies set to zero at padding and averaged over all positions, and the gradient of this mean",
    """
    A zero in a mean is a number like any other: it makes the mean smaller, and its gradient too. Leave the \
    cross-entropies as they are; loss and gradient are divided by the number of words, the sum of the mask.
    """, seen: "mask ⊙ cross-entropy, followed by an ordinary mean",
    MaskedLossOnTape<TableAveraged>.reply(to:)),
]

/// Gradients that are not those of a right loss.
private let maskedGradientMistakes = [
  Misconception(
    "a gradient whose mask is on the targets only, p − mask ⊙ y, divided by the sum of the mask",
    """
    Where the mask is 0, p is left, which pushes all logits of padding down, those of likely classes most. The mask \
    multiplies the whole difference: mask ⊙ (p − y).
    """, seen: "1-of-k rows that are zeros at padding, and p as it is",
    MaskedLossOnTape<TargetsMasked>.reply(to:)),
  Misconception(
    "a gradient of the mean over all positions, padding included, (p − y) / (batch · time)",
    """
    The loss does not depend on logits at padding, so their gradient is zero; and words count one part in as many as \
    there are words, which is the sum of the mask.
    """, seen: "a gradient that was not told of the mask",
    MaskedLossOnTape<GradientAlone<AllPositionsCount>>.reply(to:)),
  Misconception(
    "a gradient that is masked and divided by the number of all positions",
    """
    Padding has no gradient here, as it should be, but it counts in the divisor. L is a mean over words, so p − y is \
    divided by their number, the sum of the mask.
    """, seen: "1 / (batch · time), as if all sentences were of one length",
    MaskedLossOnTape<GradientAlone<AllPositionsInDivisor>>.reply(to:)),
  Misconception(
    "a gradient p − y, neither masked nor divided",
    """
    p − y is the gradient of one cross-entropy for its own logits. In L a word counts one part in as many as there are \
    words, and padding nothing: p − y times mask / sum of the mask.
    """, seen: "the formula of exercise 04 for one sample",
    MaskedLossOnTape<GradientPlain>.reply(to:)),
  Misconception(
    "a gradient that is divided and not masked",
    """
    The loss does not depend on logits at padding, so their gradient is zero. p − y alone would pull them towards \
    token 0.
    """, seen: "p − y for all positions, behind a loss that was masked",
    MaskedLossOnTape<GradientUnmasked>.reply(to:)),
  Misconception(
    "a gradient that is masked and divided by the size of the batch",
    """
    In exercise 04 there was one position per sample. Here the mean is over all true positions of the batch: p − y \
    is divided by the sum of the mask.
    """, seen: "the factor 1 / batch of exercise 04, copied",
    MaskedLossOnTape<GradientByBatch>.reply(to:)),
  Misconception(
    "a gradient that is masked and not divided at all",
    """
    L is a mean, so each word counts one part in as many as there are words. p − y is the gradient of the sum: with \
    it more words would mean a larger step.
    """, seen: "p − y, the formula for one word", MaskedLossOnTape<GradientOfSum>.reply(to:)
  ),
]
