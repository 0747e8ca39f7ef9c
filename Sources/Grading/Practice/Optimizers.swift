import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func optimizers(_ variant: CourseVariant) -> ExerciseSheet {
    ExerciseSheet(
      number: 21, slug: "optimizers", title: "SGD, momentum and Adam",
      objective: "Move weights by their gradients, and carry what an optimiser remembers.",
      prerequisites: [1], minutes: 40, points: 10,
      source: "000, K2: W ← W − η ∂C/∂W; K13, K14: Adam, by Keras's rule",
      question: Question(
        """
        Adam begins with m = v = 0. How far does its first step go where the gradient is 0.1, and how far where it is \
        1000? And SGD?
        """,
        answer: """
          Adam's goes η both times: m′ is (1 − β₁) g and √v′ is √(1 − β₂) |g|, the correction takes these two factors away \
          again, and g / |g| is 1 or −1. SGD's steps are 0.1 η and 1000 η. So Adam needs no gradients of a certain size, \
          and a rate means a distance.
          """),
      byHand: stepsByHand(variant.network),
      hints: [
        """
        Each number of a weight is moved by its own gradient, its own v, its own m: no sums, no matrix products. Which \
        operators of Matrix work so? And which function takes a root of each element?
        """,
        """
        v′ of momentum has the rate and the minus in it, so the weight simply adds it. Adam's v′ is of g ⊙ g; the new m′ and \
        v′ are those in the fraction. The factor in front of it is a single number: compute it first, with pow.
        """,
        """
        The functions of several steps call those of one step in a loop, and have three things in front of it that change in \
        each round: the weight, and what is remembered. t is 1 in the first round; with t = 0 Adam divides by zero.
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 21. All matrices have the shape of w.  w − η g;  with momentum v′ = μ v − η g, w′ = w + v′;  Adam has
        // m′ = β₁ m + (1 − β₁) g, v′ = β₂ v + (1 − β₂) g ⊙ g, w′ = w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m′ / (√v′ + ε), t from 1.
        // The steps take gradients[0], gradients[1], … one after another, all remembered at 0 first, and return every state.

        @main struct Optimizers: OptimizersExercise {
          func sgd(w: Matrix, g: Matrix, rate: Double) -> Matrix {
            notWritten("w′")
          }

          func momentum(
            w: Matrix, g: Matrix, v: Matrix, rate: Double, mu: Double
          ) -> (v: Matrix, w: Matrix) {
            notWritten("v′ and w′")
          }

          func adam(
            w: Matrix, g: Matrix, m: Matrix, v: Matrix, t: Int, settings: AdamSettings
          ) -> (m: Matrix, v: Matrix, w: Matrix) {
            notWritten("m′, v′ and w′, by settings.rate, .beta1, .beta2 and .epsilon")
          }

          func momentumSteps(
            w: Matrix, gradients: [Matrix], rate: Double, mu: Double
          ) -> (v: [Matrix], w: [Matrix]) {
            notWritten("v and w after each step")
          }

          func adamSteps(
            w: Matrix, gradients: [Matrix], settings: AdamSettings
          ) -> (m: [Matrix], v: [Matrix], w: [Matrix]) {
            notWritten("m, v and w after each step")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: OptimizersOfFramework.reply(to:), misconceptions: optimizerMisconceptions,
        cases: { optimizerCases($0, variant) }, words: optimizerWords))
  }
}

/// What is to be said of Adam's first step if it is taken with t = 0, whose factor is 0 / 0.
@Sendable private func optimizerWords(_ name: String, _ found: [Matrix], _ expected: [Matrix])
  -> String?
{
  guard name == "w", found.map(\.shape) == expected.map(\.shape),
    found.allSatisfy({ $0.elements.allSatisfy(\.isNaN) })
  else { return nil }
  return """
    w is nan from the first step on; expected numbers. With t = 0 the factor √(1 − β₂ᵗ) / (1 − β₁ᵗ) is 0 / 0: is t 1 in the \
    first step?
    """
}

private let optimizerMisconceptions = [
  Misconception(
    "an ascent: weights that move with the gradient",
    """
    The gradient points to where the loss grows. Weights move against it: minus in SGD, in momentum's v, and in Adam.
    """, seen: "+= for -= in the update", OptimizersByNumbers<Ascent>.reply(to:)),
  Misconception(
    "a momentum that forgets the learning rate, μ v − g",
    """
    In Keras's rule v is a distance, so the gradient is multiplied by η when it is added to v. Without it the steps are \
    1 / η times too long.
    """, seen: "η in SGD's line and not in this one",
    OptimizersByNumbers<RateForgotten>.reply(to:)),
  Misconception(
    "a dampened momentum, μ v − (1 − μ) η g",
    """
    Momentum of SGD adds the whole η g; steps in one direction grow up to 1 / (1 − μ) times as long. A mean with the shares \
    μ and 1 − μ is what Adam's m is.
    """, seen: "exponential averages, and courses that teach momentum as one",
    OptimizersByNumbers<Dampened>.reply(to:)),
  Misconception(
    "momentum with its sign turned, v′ = μ v + η g and w′ = w − v′",
    """
    Here, as in Keras, v is the step itself: the minus is in v′ = μ v − η g, and w′ = w + v′. From v = 0 both move the weights \
    alike, with v of the opposite sign; but a v that is given as Keras's then pushes the wrong way.
    """, seen: "textbooks that subtract v from the weight",
    OptimizersByNumbers<VelocityTurned>.reply(to:)),
  Misconception(
    "momentum as PyTorch has it, v′ = μ v + g and w′ = w − η v′",
    """
    There v is a sum of gradients, and η and the minus come in when the weight is moved. Here, as in Keras, both are in v: \
    v′ = μ v − η g, w′ = w + v′. From v = 0, and while η stays the same, this v is −η times PyTorch's, and the weights are \
    moved alike. Where η changes they are not: here the new η acts on new gradients only, there on the whole sum.
    """, seen: "torch.optim.SGD", OptimizersByNumbers<VelocityOfGradients>.reply(to:)),
  Misconception(
    "Adam without its bias correction",
    """
    m and v begin at zero and are too small at first, each in its own way. √(1 − β₂ᵗ) / (1 − β₁ᵗ) makes up for both; \
    without it, and with β₁ = 0.9 and β₂ = 0.999, the first step is about three times too long.
    """, seen: "RMSprop with momentum, called Adam", OptimizersByNumbers<Uncorrected>.reply(to:)),
  Misconception(
    "a bias correction that is one step ahead, with t + 1",
    """
    Here t is 1 in the first step already: 1 − β₁¹ is just the share of the one gradient in m. Code that counts its steps \
    from 0 adds 1 first; both together is once too often.
    """, seen: "iterations + 1, copied from Keras", OptimizersByNumbers<StepAhead>.reply(to:)),
  Misconception(
    "a bias correction without its powers, √(1 − β₂) / (1 − β₁)",
    """
    That is the factor of the first step. After t steps, what m lacks because it began at zero is the share β₁ᵗ, and v the \
    share β₂ᵗ: less in each step. pow takes both numbers as Doubles.
    """, seen: "the small t overlooked, or read as an index",
    OptimizersByNumbers<PowersForgotten>.reply(to:)),
  Misconception(
    "steps of Adam whose t stays 1",
    """
    t counts the steps: 1 in the first, 2 in the second. With 1 in all of them, every step is corrected as the first is, as \
    if m and v had just begun.
    """, seen: "t: 1 in the loop, or a counter that is set in it",
    OptimizersByNumbers<FirstStepForEver>.reply(to:)),
  Misconception(
    "Adam with β₁ and β₂ exchanged",
    """
    β₁ belongs to m, the mean of the gradients, and β₂ to v, the mean of their squares, in the updates and in the correction. \
    The squares are averaged over the longer time: 0.9 and 0.999.
    """, seen: "two numbers that are easily mistaken for each other",
    OptimizersByNumbers<SharesExchanged>.reply(to:)),
  Misconception(
    "Adam with ε inside the root, √(v + ε)",
    """
    ε is added to the root, √v + ε. Inside it acts as its own root would: 10⁻⁷ becomes 0.0003, and small gradients \
    hardly move their weights.
    """, seen: "the formula of AdaGrad or RMSprop, where some put it inside",
    OptimizersByNumbers<EpsilonInsideRoot>.reply(to:)),
  Misconception(
    "Adam as PyTorch has it, with ε beside the corrected root",
    """
    m̂ / (√v̂ + ε), with both corrected first, is no mistake: it is the paper's first form. This exercise asks for Keras's, \
    the paper's second one, where ε stands beside the root of v as it is. Where gradients are large they agree to \
    many digits; near ε they do not.
    """, seen: "Kingma & Ba's algorithm 1; torch.optim.Adam",
    OptimizersByNumbers<EpsilonBesideCorrected>.reply(to:)),
  Misconception(
    "an Adam whose v is of the gradient and not of its square",
    """
    v is the mean of g ⊙ g, so that its root is the gradient's size, whatever its sign. A mean of g would be m again, and \
    it has no root where it is below zero.
    """, seen: "the line for m, copied for v", OptimizersByNumbers<GradientUnsquared>.reply(to:)),
  Misconception(
    "steps that begin with nothing remembered, each of them",
    """
    v, and m with it, are zero before the first step only. Each step takes what the one before returned; else momentum \
    is no more than SGD.
    """, seen: "zeros made in the loop, not in front of it",
    OptimizersByNumbers<Forgetful>.reply(to:)),
]
