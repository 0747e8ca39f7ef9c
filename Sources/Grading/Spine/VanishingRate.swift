import Foundation
import UnrollCourse

extension ExerciseSheet {
  static func vanishingRate(_ variant: CourseVariant) -> ExerciseSheet {
    let isTurned = variant.layout == .unitsByInputs
    let (wh, wh0) = (variant.network.wh.written, isTurned ? "Wh[i, j]" : "Wh[j, i]")
    let formula = isTurned ? " of tanh(xₜ Wxᵀ + hₜ₋₁ Whᵀ + b)" : ""
    return ExerciseSheet(
      number: 8, slug: "vanishing-rate", title: "The rate at which gradients vanish",
      objective:
        "Compute how much the last state depends on each earlier one, and by which factor per step that falls.",
      prerequisites: [7], minutes: 35, points: 10,
      source: "000, K6: the vanishing gradient problem, a product of Jacobians",
      question: Question(
        """
        Wh = \(wh) for a single unit. By how much at most does one step back multiply the gradient, and where does the state \
        have to be for that? Can the gradient grow?
        """,
        answer: """
          The factor is \(wh) (1 − h²), so it is largest where h = 0: \(wh). With one unit and |Wh| < 1 it can only shrink; the \
          farther the states are from 0, the faster. For it to grow, Wh has to make up for all that the tanh takes away.
          """),
      byHand: variant.noted(vanishingByHand(variant.network)),
      hints: [
        """
        hₜ[i] = tanh(… + Σⱼ hₜ₋₁[j] \(wh0)). Differentiate this one number for one hₜ₋₁[j]: which number of Wh is left, and \
        which slope, that of the old or of the new state?
        """,
        """
        J[i, j] = (1 − hₜ[i]²) \(wh0). Beware: a matrix of one row is multiplied with every row of another, so it scales \
        columns. Which columns do you want scaled, those of Wh or those of its transpose?
        """,
        """
        The chain rule goes from h_T to hₜ₋₁ through all states between: ∂h_T/∂hₜ₋₁ = ∂h_T/∂hₜ · ∂hₜ/∂hₜ₋₁, a matrix product. \
        Begin with the last Jacobian and walk back. Where does each new one join the product, left or right?
        """,
      ],
      stub: """
        import Foundation
        import UnrollCourse

        // Exercise 08. One sample\(formula): h is hₜ [1, units], \(isTurned ? "" : "and ")J[i, j] = ∂hₜ[i]/∂hₜ₋₁[j] [units, units].
        // jacobians[t] = ∂hₜ/∂hₜ₋₁; from them products[t] = ∂h_T/∂hₜ₋₁ for every t, the norm of each (.norm: Frobenius's, the
        // root of the sum of all squares), and the rate ‖∂h_T/∂h₀‖^(1/T), where T is how many there are.

        @main struct VanishingRate: VanishingRateExercise {
          func jacobian(h: Matrix, wh: Matrix) -> Matrix {
            notWritten("∂hₜ/∂hₜ₋₁")
          }

          func decay(jacobians: [Matrix]) -> (products: [Matrix], norms: [Double], rate: Double) {
            notWritten("the products, their norms and the rate")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: StepByStep<RightRate>.reply(to:),
        misconceptions: [
          Misconception(
            "a Jacobian with rows and columns exchanged, ∂hₜ[j] / ∂hₜ₋₁[i]",
            isTurned
              ? """
              A Jacobian has a row for each result and a column for each thing it depends on. Here Wh has a row for each \
              new unit as well, and stands in the Jacobian as it is.
              """
              : """
              A Jacobian has a row for each result and a column for each thing it depends on. Here the states are rows and \
              stand to the left of Wh, so Wh has to be transposed.
              """,
            seen: isTurned
              ? "a product that was transposed for its slopes, and not back again"
              : "h Wh read as Wh h", StepByStep<TurnedJacobian>.reply(to:)),
          Misconception(
            "a Jacobian whose slopes stand at the old units, (1 − hₜ[j]²) \(wh0)",
            """
            The tanh belongs to the new unit, so row i of the Jacobian is multiplied by 1 − hₜ[i]². A matrix of one row \
            times another multiplies columns: it has to be done \
            \(isTurned ? "with Wh transposed, and the result turned back" : "before Wh is transposed").
            """,
            seen: """
              (1 − h ⊙ h) ⊙ \(isTurned ? "Wh" : "Whᵀ"), where the one row goes with every row
              """,
            StepByStep<SlopesOfColumns>.reply(to:)),
          Misconception(
            isTurned
              ? "a Jacobian with Whᵀ where Wh belongs" : "a Jacobian with Wh where Whᵀ belongs",
            isTurned
              ? """
              hₜ[i] takes in hₜ₋₁[j] with Wh[i, j]: the first index is the new unit, as in the Jacobian. So Wh stands in it \
              as it is, and is not transposed.
              """
              : """
              hₜ[i] takes in hₜ₋₁[j] with Wh[j, i]: the first index is the old unit. With a row for each new unit, Wh stands \
              transposed in the Jacobian.
              """,
            seen: isTurned
              ? "formulas for weights that stand as in Keras, copied"
              : "formulas with column vectors, diag(1 − h²) W, copied",
            StepByStep<WeightsUnturned>.reply(to:)),
          Misconception(
            "a Jacobian without tanh′",
            """
            hₜ is the tanh of the sum, so row i is multiplied by 1 − hₜ[i]². Without it the rate is that of Wh alone, and \
            saturated units would not matter.
            """, seen: "the argument by powers of Wh, taken for the whole",
            StepByStep<SlopesLeftOut>.reply(to:)),
          Misconception(
            "Jacobians that are multiplied in the order of time, first step first",
            """
            ∂h_T/∂hₜ₋₁ = J_T J_T−1 ⋯ Jₜ: the last step stands at the left, because its rows are those of h_T. Matrices \
            can't change places in a product; for a single unit it makes no difference.
            """, seen: "a loop that multiplies on the wrong side",
            StepByStep<OrderTurned>.reply(to:)),
          Misconception(
            "Jacobians that are multiplied element by element",
            """
            The old state acts on the new one by way of all units between, and these ways add: that is the matrix product, \
            matmul. `*` is for each element by itself.
            """, seen: "`*` taken for the matrix product, as in other languages",
            StepByStep<ElementByElement>.reply(to:)),
          Misconception(
            "products that are listed from the last step back, ∂h_T/∂h_T−1 first",
            """
            The numbers are right and their places are not: products[t] belongs to step t, as jacobians[t] does, so \
            ∂h_T/∂h₀ comes first. Walking back, each new one has to be put in front.
            """, seen: "append in a loop back through time", StepByStep<ListedBack>.reply(to:)),
          Misconception(
            "norms that are products of the norms of the single Jacobians",
            """
            ‖A B‖ ≤ ‖A‖ ‖B‖: the product of norms is a bound from above, and often far above. The norm is taken of the \
            product.
            """, seen: "the bound of Pascanu and others (2013), taken for the value",
            StepByStep<ProductOfNorms>.reply(to:)),
          Misconception(
            "a rate that is the norm divided by the number of steps",
            """
            Factors multiply: after T steps with the factor r there is r^T. So the factor per step is the T-th root, not \
            the T-th part.
            """, seen: "averages of sums, carried over to products",
            StepByStep<PartForRoot>.reply(to:)),
        ],
        cases: { vanishingRateCases($0, variant) }, weights: ["Wh"]))
  }
}

/// What is different on the way to the rate; nothing unless said otherwise.
private protocol RateVariant {
  /// ∂hₜ[new] / ∂hₜ₋₁[old].
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double
  /// A Jacobian of two steps from that of the later and that of the earlier one.
  static func chain(_ later: Matrix, _ earlier: Matrix) -> Matrix
  /// The norm of a product from it and from its factors' own norms.
  static func norm(_ product: Matrix, factors: [Double]) -> Double
  static func rate(_ norm: Double, steps: Int) -> Double
  /// Whether the last step is listed first.
  static var isListedBack: Bool { get }
}

extension RateVariant {
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double {
    wh[old, new] * (1 - h[0, new]) * (1 + h[0, new])
  }
  static func chain(_ later: Matrix, _ earlier: Matrix) -> Matrix { ways(later, earlier) }
  static func norm(_ product: Matrix, factors: [Double]) -> Double { product.norm }
  static func rate(_ norm: Double, steps: Int) -> Double {
    norm == 0 ? 0 : exp(log(norm) / Double(steps))
  }
  static var isListedBack: Bool { false }
  /// The sum over all units between.
  static func ways(_ a: Matrix, _ b: Matrix) -> Matrix {
    var sums = Matrix(rows: a.rows, columns: b.columns)
    for between in 0..<a.columns {
      for i in 0..<a.rows {
        for j in 0..<b.columns { sums[i, j] += a[i, between] * b[between, j] }
      }
    }
    return sums
  }
}

private enum RightRate: RateVariant {}
private enum TurnedJacobian: RateVariant {
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double {
    RightRate.slope(of: old, by: new, h: h, wh: wh)
  }
}
private enum SlopesOfColumns: RateVariant {
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double {
    wh[old, new] * (1 - h[0, old] * h[0, old])
  }
}
private enum WeightsUnturned: RateVariant {
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double {
    wh[new, old] * (1 - h[0, new] * h[0, new])
  }
}
private enum SlopesLeftOut: RateVariant {
  static func slope(of new: Int, by old: Int, h: Matrix, wh: Matrix) -> Double { wh[old, new] }
}
private enum OrderTurned: RateVariant {
  static func chain(_ later: Matrix, _ earlier: Matrix) -> Matrix { ways(earlier, later) }
}
private enum ElementByElement: RateVariant {
  static func chain(_ later: Matrix, _ earlier: Matrix) -> Matrix { later * earlier }
}
private enum ListedBack: RateVariant { static var isListedBack: Bool { true } }
private enum ProductOfNorms: RateVariant {
  static func norm(_ product: Matrix, factors: [Double]) -> Double { factors.reduce(1, *) }
}
private enum PartForRoot: RateVariant {
  static func rate(_ norm: Double, steps: Int) -> Double { norm / Double(steps) }
}

/// The Jacobians number by number, and their products from the last step back.
private struct StepByStep<Variant: RateVariant>: VanishingRateExercise {
  func jacobian(h: Matrix, wh: Matrix) -> Matrix {
    var slopes = Matrix.zeros(like: wh)
    for new in 0..<h.columns {
      for old in 0..<h.columns {
        slopes[new, old] = Variant.slope(of: new, by: old, h: h, wh: wh)
      }
    }
    return slopes
  }

  func decay(jacobians: [Matrix]) -> (products: [Matrix], norms: [Double], rate: Double) {
    var products: [Matrix] = []
    var norms: [Double] = []
    for t in jacobians.indices.reversed() {
      let product = products.first.map { Variant.chain($0, jacobians[t]) } ?? jacobians[t]
      products.insert(product, at: 0)
      norms.insert(Variant.norm(product, factors: jacobians[t...].map(\.norm)), at: 0)
    }
    let rate = Variant.rate(norms.first ?? 0, steps: jacobians.count)
    return Variant.isListedBack
      ? (products.reversed(), norms.reversed(), rate) : (products, norms, rate)
  }
}
