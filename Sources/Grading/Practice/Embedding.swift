import UnrollCourse

extension ExerciseSheet {
  static func embedding(_ variant: CourseVariant) -> ExerciseSheet {
    let layout = variant.layout
    let sum = "\(layout.product("xₜ", "Wx")) + \(layout.product("hₜ₋₁", "Wh")) + b"
    return ExerciseSheet(
      number: 18, slug: "embedding", title: "Embedding and padding",
      objective:
        "Look tokens up in a table, learn its rows, and keep padding from counting anywhere.",
      prerequisites: [5], minutes: 35, points: 10,
      source: "001, the Embedding layer, and shorter sequences padded with 0s (H5, H6)",
      question: Question(
        """
        In a batch the token of "the" stands 40 times, that of "zebra" once, and that of "quagga" not at all. What reaches \
        their three rows of the table in one step of training?
        """,
        answer: """
          "the" gets the sum of 40 gradients, "zebra" one, "quagga" none: its row stays exactly as it is, for plain descent. \
          A row is a weight like any other. Used in 40 places, it gets what comes back from all of them.
          """),
      byHand: variant.noted(handEmbedding(variant.network)),
      hints: [
        """
        Which of the five functions have to know about padding, and from what do they know it? And a row of zeros with a \
        single 1, times the table: which row comes out, and is anything to be multiplied for it?
        """,
        """
        x[t] is made of one row of the table for each sample: .row(…), and Matrix([…]) makes a matrix of rows. On the way \
        back the same places are visited, and each number of dx goes to the row it came from, where others may be already.
        """,
        """
        A state at padding is neither computed nor zero: it is that of the step before, sample by sample; with the mask's \
        column for t as m it is m of the new and 1 − m of the old. For the mean, add up what counts, and divide each sample \
        by how many that were.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 18. tokens[i][t] is token t of sample i, 0 is padding; table [tokens, features] has a row for each token.
        // x[t], dx[t] [batch, features]; mask [batch, time] is 1 at words, 0 at padding, which adds nothing to the gradient;
        // hₜ = tanh(\(sum)) at words, hₜ₋₁ at padding; the mean of each sample is over its words.

        @main struct Embedding: EmbeddingExercise {
          func mask(tokens: [[Int]]) -> Matrix {
            notWritten("the mask")
          }

          func lookup(tokens: [[Int]], table: Matrix) -> [Matrix] {
            notWritten("x₁ … x_T")
          }

          func gradient(dx: [Matrix], tokens: [[Int]], table: Matrix) -> Matrix {
            notWritten("∂L/∂table")
          }

          func states(x: [Matrix], mask: Matrix, h0: Matrix, weights: RNNWeights) -> [Matrix] {
            notWritten("h₁ … h_T")
          }

          func mean(h: [Matrix], mask: Matrix) -> Matrix {
            notWritten("the mean of the states, [batch, units]")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: EmbeddingByTokens<PaddingLeftOut>.reply(to:),
        misconceptions: [
          Misconception(
            "a mask whose ones all stand in front, as many as there are words",
            """
            How many words there are does not say where they stand. Here padding may be in front as well (where Keras's \
            pad_sequences puts it), so each token has to be looked at.
            """, seen: "lengths turned into a mask, for sequences that are padded in front",
            EmbeddingByTokens<OnesInFront>.reply(to:)),
          Misconception(
            "rows that are overwritten where a token is repeated, step by step: its last time step in the batch is left",
            """
            Each place of a token overwrote the one before, so that the row has the gradient of a single place: of the latest \
            step at which the token stands, in the last sample that has it there. The gradients of all places add: += and \
            not =.
            """, seen: "dE[token] = dx in a loop over time",
            EmbeddingByTokens<LastStepLeft>.reply(to:)),
          Misconception(
            "rows that are overwritten where a token is repeated, sample by sample: the last sample that has it is left",
            """
            Each place of a token overwrote the one before, so that the row has the gradient of a single place: of the last \
            sample in which the token stands, at its last step there. The gradients of all places add: += and not =. (NumPy's \
            dE[tokens] += dx, too, adds only once for a repeated token.)
            """, seen: "dE[tokens] = dx for a whole batch",
            EmbeddingByTokens<LastSampleLeft>.reply(to:)),
          Misconception(
            "a gradient that is averaged over the places of a token",
            """
            The row is used in each of these places, and the gradients of all uses add. If the loss is a mean, that is in \
            dx already.
            """, seen: "PyTorch's scale_grad_by_freq, taken for the rule",
            EmbeddingByTokens<MeanOfPlaces>.reply(to:)),
          Misconception(
            "a gradient for the row of padding",
            """
            Token 0 stands for nothing. What dx has at its places is left out, or its row, which all short sequences share, \
            would learn to mean something.
            """, seen: "a table without PyTorch's padding_idx",
            EmbeddingByTokens<PaddingLearns>.reply(to:)),
          Misconception(
            "states that go on through padding as if it were words",
            """
            At padding the state stays what it was, or the same sentence would end in another state for each amount of \
            filling behind it.
            """, seen: "an Embedding without mask_zero before a recurrent layer",
            EmbeddingByTokens<StepsThroughPadding>.reply(to:)),
          Misconception(
            "states that are set to zero at padding",
            """
            Multiplied by the mask, the state forgets all that came before. It is to be carried over: hₜ = hₜ₋₁ where the \
            mask is 0, also before the first word, where it is h0.
            """, seen: "mask ⊙ h, without (1 − mask) ⊙ the state before",
            EmbeddingByTokens<ZeroAtPadding>.reply(to:)),
          Misconception(
            "a mean over all positions, padding included",
            """
            Only positions whose mask is 1 are added, and each sample is divided by how many it has of them. Otherwise \
            short sentences are mostly padding.
            """, seen: "GlobalAveragePooling1D without a mask",
            EmbeddingByTokens<MeanWithPadding>.reply(to:)),
          Misconception(
            "a mean that leaves padding out of the sum and counts it in the divisor",
            """
            The sum is right, but it is divided by the length to which all were filled up. Each sample is divided by the \
            number of its own words, which is the sum of its row of the mask.
            """, seen: "(mask ⊙ h) followed by an ordinary mean",
            EmbeddingByTokens<PaddingInDivisor>.reply(to:)),
        ],
        cases: { embeddingCases($0, variant) }, weights: ["Wx", "Wh"]))
  }
}

/// Two words and one of them again, then padding: the first two states are the network's own.
private func handEmbedding(_ network: HandNetwork) -> String {
  let (first, second) = (network.x[0], network.x[1])
  let h = [network.h(1), network.h(2), network.step(from: network.h(2), x: first)]
  let mean = (h[0] + h[1] + h[2]) / 3
  return """
    One sample, one feature, one unit. The table has the rows 0 (padding), \(first.written) and \(second.written); the \
    tokens are 1, 2, 1, 0.

      mask   1   1   1   0
      x      \(first.written)   \(second.written)   \(first.written)   0

    With dx = 0.1, −0.3, 0.4, 0.2 the gradient of the table is
      row 1   0.1 + 0.4 = 0.5, from both of its places
      row 2   −0.3
      row 0   0, although dx is 0.2 there

    The states of the course's network, Wx = \(network.wx.written), Wh = \(network.wh.written), b = \(network.b.written), \
    h₀ = 0:
      h₁ = \(h[0].fourDigits)   h₂ = \(h[1].fourDigits)
      h₃ = tanh(\(network.wx.written) · \(first.factor) + \(network.wh.written) · \(h[1].factor4) + \
    \(network.b.written)) = \(h[2].fourDigits)   h₄ = h₃ = \(h[2].fourDigits)
      mean = (\(h[0].fourDigits) + \(h[1].fourDigits) + \(h[2].fourDigits)) / 3 = \(mean.fourDigits)
    """
}
