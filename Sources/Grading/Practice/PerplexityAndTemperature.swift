import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func perplexityAndTemperature(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 20, slug: "perplexity-and-temperature", title: "Perplexity and temperature",
      objective:
        "Measure how well a model foretells a text, and sharpen or flatten what it would write.",
      prerequisites: [4], minutes: 35, points: 10,
      source: "000, K8: the chain rule of a sentence's probability; K19: text from a model",
      question: Question(
        """
        A corpus has two sequences: one of 2 tokens with perplexity 2, one of 98 tokens with perplexity 50. Is the \
        perplexity of the corpus nearer to 26 or to 47?
        """,
        answer: """
          To 47: every token counts the same, so the mean of −ln p is (2 · ln 2 + 98 · ln 50) / 100 = 3.8476, and \
          e^3.8476 = 46.88. The mean of the two perplexities, 26, would let 2 tokens count as much as 98.
          """),
      byHand: foretoldByHand(WordModel(variant)),
      hints: [
        """
        Each row of probabilities foretells one token. Which single number of the row does the sequence need? And what \
        becomes of a product of 1000 such numbers, as a Double?
        """,
        """
        A sum of logarithms is never too small, a product soon is. The corpus is one long list of tokens: which two numbers \
        of it, a sum and a count, make the mean? Only in the end come the bits, where ln 2 nats are one bit, and exp.
        """,
        """
        Temperature acts on logits, before exp: z / T, then softmax as in exercise 04, the largest subtracted first. \
        Logarithms of probabilities are logits, too: softmax of ln p is p again. p^(1/T) comes to the same, but its rows do \
        not sum to 1 before they are divided.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 20. probabilities [length, vocabulary]: row t foretells tokens[t]; their product is p, its logarithm ln p.
        // sequences[i] [1, length] are the p of true tokens: the mean of −ln p over all tokens, in nats and bits, and e^nats.
        // softmax(z / T) of each row, from logits z or from the probabilities of T = 1, some of them 0; shapes stay.

        @main struct PerplexityAndTemperature: PerplexityAndTemperatureExercise {
          func sequence(
            probabilities: Matrix, tokens: [Int]
          ) -> (logarithm: Double, probability: Double) {
            notWritten("ln p and p of a sequence")
          }

          func corpus(sequences: [Matrix]) -> (nats: Double, bits: Double, perplexity: Double) {
            notWritten("nats and bits per token, and the perplexity")
          }

          func softmax(logits: Matrix, temperature: Double) -> Matrix {
            notWritten("softmax(z / T)")
          }

          func tempered(probabilities: Matrix, temperature: Double) -> Matrix {
            notWritten("the same from probabilities")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: PerplexityByRecursion.reply(to:), misconceptions: perplexityMisconceptions,
        cases: { perplexityCases($0, variant) }))
  }
}

private let perplexityMisconceptions = [
  Misconception(
    "a sequence of which only the last token counts, p(x_T | x₁ … x_T−1)",
    """
    That is one conditional probability. The sequence has one for each token, and its own probability is their product: \
    the sum of all ln p.
    """, seen: "000:427, where p(x_T) stands for the conditional",
    PerplexityByNumbers<LastTokenAlone>.reply(to:)),
  Misconception(
    "a sequence of the likeliest tokens, the largest of each row",
    """
    A model is measured by what it foretold of the token that came: probabilities[t, tokens[t]]. The largest of a row \
    says how sure it was, right or wrong.
    """, seen: "max in place of the place of the label",
    PerplexityByNumbers<LikeliestToken>.reply(to:)),
  Misconception(
    "a corpus whose every sequence counts the same, however long",
    """
    The mean is over all tokens: one sum of −ln p, divided by the number of tokens. A mean of the sequences' means lets \
    a token of a short sequence count for more.
    """, seen: "losses averaged per sequence or batch, and then again",
    PerplexityByNumbers<MeanOverSequences>.reply(to:)),
  Misconception(
    "a perplexity that is the mean of the sequences' perplexities",
    """
    exp comes last and once, behind the mean over all tokens. It is not linear, so the mean of perplexities is another \
    number, and one bad sequence dominates it.
    """, seen: "perplexity computed for each batch and then averaged",
    PerplexityByNumbers<PerplexitiesAveraged>.reply(to:)),
  Misconception(
    "logarithms to base 2, log₂ p in place of ln p",
    """
    ln is the natural logarithm, to base e, which Foundation calls log. By log₂ the sums are in bits already: \
    they are not to be divided by ln 2 again, and the perplexity is 2 to the power of bits, not e.
    """, seen: "information theory, where log is log₂", PerplexityByNumbers<BaseTwo>.reply(to:)),
  Misconception(
    "logarithms to base 10, log₁₀ p in place of ln p",
    """
    ln is the natural logarithm, to base e; Foundation calls it log. log₁₀ p is ln p / 2.3026, so that sums and means come \
    out smaller by this factor, and exp, which belongs to ln, does not undo it.
    """, seen: "log and ln on a pocket calculator, where log is log₁₀",
    PerplexityByNumbers<BaseTen>.reply(to:)),
  Misconception(
    "a perplexity 2^nats",
    """
    The base has to be that of the logarithm: e^nats or 2^bits, which are the same number. 2^nats is too small.
    """, seen: "the formula 2^H of information theory, with H taken by ln",
    PerplexityByNumbers<TwoToTheNats>.reply(to:)),
  Misconception(
    "bits that are nats times ln 2",
    """
    A bit is ln 2 = 0.6931 nats, so there are more bits than nats: divide. log₂ p = ln p / ln 2. A fair coin costs \
    0.6931 nats, which is 1 bit.
    """, seen: "the change of base, the wrong way round",
    PerplexityByNumbers<BitsMultiplied>.reply(to:)),
  Misconception(
    "a temperature that logits are multiplied by",
    """
    Logits are divided by T: a low temperature spreads them and makes the model surer, a high one brings all \
    probabilities closer together. Multiplied, cold and hot change places.
    """, seen: "β = 1 / T of physics, called a temperature",
    PerplexityByNumbers<TemperatureMultiplied>.reply(to:)),
  Misconception(
    "a softmax of p / T, probabilities taken for logits",
    """
    Temperature acts on logits, and those of a probability are its logarithm: softmax(ln p / T). p / T lies between 0 and \
    1 / T, so that softmax flattens it; even T = 1 does not give p back, and what was impossible is not.
    """, seen: "softmax applied to the output of a softmax layer",
    PerplexityByNumbers<SoftmaxOfProbabilities>.reply(to:)),
  Misconception(
    "p / T, normalised again, which is p",
    """
    A factor that all numbers of a row share cancels when they are divided by their sum: this temperature does nothing. \
    It divides the logarithms, which makes powers of the probabilities: p^(1/T).
    """, seen: "probabilities divided by T as logits are",
    PerplexityByNumbers<SharesOfQuotients>.reply(to:)),
  Misconception(
    "p^(1/T), not normalised again",
    """
    The powers of a row no longer sum to 1. Each is divided by their sum, as softmax does with its exponentials; only \
    then are they probabilities to draw from.
    """, seen: "exp(log(p) / T) handed to the draw as it is",
    PerplexityByNumbers<NotNormalisedAgain>.reply(to:)),
]
