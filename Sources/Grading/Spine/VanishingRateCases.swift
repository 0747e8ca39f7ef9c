import Foundation
import UnrollCourse

/// The worked example of exercise 08.
func vanishingByHand(_ network: HandNetwork) -> String {
  let steps = [3, 2, 1]
  let jacobian = steps.map(network.jacobian)
  let products = steps.indices.map { jacobian[...$0].reduce(1, *) }
  let (all, rate) = (products[2], pow(products[2], 1 / 3.0))
  let table = HandColumn.table([
    HandColumn("t", steps.map { "\($0)" }),
    HandColumn("1 − h_t²", steps.map { network.slope($0).fourDigits }),
    HandColumn("∂h_t/∂h_t−1", jacobian.map(\.fourDigits)),
    HandColumn(
      "∂h₃/∂h_t−1",
      steps.indices.map { place in
        let product = products[place].fourDigits
        return place == 0
          ? product
          : "\(product) = \(products[place - 1].fourDigits) · \(jacobian[place].fourDigits)"
      }, leavesRoom: true),
  ])
  let states = (1...3).map { "h\(["₁", "₂", "₃"][$0 - 1]) = \(network.h($0).fourDigits)" }.asList
  return """
    The course's network: Wh = \(network.wh.written), \(states). Each Jacobian is one number, Wh (1 − h_t²):

    \(table)

    The norms are the same three numbers, and the rate is \(all.fourDigits)^(1/3) = \(String(format: "%.3f", rate)): each \
    step back leaves about \(share(rate)).
    (Rounded only when written; in exercise 07: \(network.dh(3).fourDigits) · \(all.fourDigits) = \(network.dh(0).fourDigits) = ∂L/∂h₀.)
    """
}

/// About what part a number below 1 is, in words.
private func share(_ part: Double) -> String {
  let known = [
    (0.2, "a fifth"), (0.25, "a quarter"), (1 / 3.0, "a third"), (0.4, "two fifths"), (0.5, "half"),
    (0.6, "three fifths"), (2 / 3.0, "two thirds"), (0.75, "three quarters"),
  ]
  return known.first { (part - $0.0).magnitude < 0.015 }?.1
    ?? "\(Int((100 * part).rounded())) per cent"
}

/// Single Jacobians first, then sequences of them.
func vanishingRateCases(_ seed: UInt64, _ variant: CourseVariant) -> [ExerciseCase] {
  var numbers = CaseNumbers(seed, "vanishing-rate")
  let network = variant.network
  let single = [3, 2, 4, 1, 5].map(variant.size).map { units in
    ExerciseCase(
      counted(units, "unit"), "jacobian",
      ["h": .matrix(numbers.matrix(1, units)), "Wh": .matrix(numbers.matrix(units, units))],
      sizes: ["the number of units": units])
  }
  let flat = ExerciseCase(
    "3 units, two of them nearly flat", "jacobian",
    ["h": .matrix([[0.99, -0.2, -0.995]]), "Wh": .matrix(numbers.matrix(3, 3))],
    sizes: ["the number of units": 3])
  func sequence(
    _ standardSteps: Int, _ standardUnits: Int, _ scale: Double = 1, _ remark: String = ""
  ) -> ExerciseCase {
    let (steps, units) = (variant.size(standardSteps), variant.size(standardUnits))
    return ExerciseCase(
      "\(counted(steps, "step")), \(counted(units, "unit"))\(remark)", "decay",
      ["J": .matrices(numbers.matrices(steps, units, units, scale))],
      sizes: ["the number of units": units, "the number of time steps": steps])
  }
  let hand = (1...3).map { Matrix([[network.jacobian($0).rounded4]]) }
  return [
    ExerciseCase(
      "the numbers by hand, t = 3", "jacobian",
      ["h": .number(network.h(3).rounded4), "Wh": .number(network.wh)])
  ] + single + [flat]
    + [
      ExerciseCase("the numbers by hand", "decay", ["J": .matrices(hand)]),
      sequence(2, 2), sequence(4, 3), sequence(6, 2), sequence(1, 3),
      sequence(30, 4, 0.01, ", where hardly anything is left"),
      sequence(8, 5, 3, ", where gradients grow"),
    ]
}
