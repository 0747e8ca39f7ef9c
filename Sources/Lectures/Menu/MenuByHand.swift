import UnrollAutodiff
import UnrollRecurrent

/// The menu with weights set by hand: what a network could know without training.
///
/// A fine day multiplies yesterday's dish by the identity, a rainy day by a permutation. A network has to
/// compute both and choose. Its state has six places: a dish on a fine day in the first three, a dish on
/// a rainy day in the last three. Both candidates get 1, the weather gives 1 to its own half, and
/// `relu(… − 1)` leaves only what got both:
///
/// `hₜ = relu(xₜ·Wxh + hₜ₋₁·Whh − 1)` with `Whh = [I; I]·[I P]`, and the dish is `hₜ·[I; I]`.
public enum MenuByHand {
  /// What a fine day does to a dish: nothing.
  public static let identity = Tensor.identity(3)

  /// What a rainy day does to a dish, a row: cutlet becomes noodles, noodles stew, and stew cutlet.
  public static let permutation: Tensor = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]

  /// A `SimpleRNN` with relu and a `Dense` without bias, their weights set.
  public static func network() -> Sequential {
    let network = Sequential(inputShape: [nil, MenuData.features]) {
      SimpleRNN(6, activation: .relu, returnSequences: true)  // [batch, days, 6]
      Dense(3, useBias: false)  // [batch, days, 3]
    }
    let (fine, rain) = (Variable(identity), Variable(permutation))
    let candidates = concatenate([fine, rain], axis: 1)  // [I P]: [3, 6]
    let merge = concatenate([fine, fine])  // [I; I]: [6, 3]
    let kernel: Tensor = [
      [2, 0, 0, 0, 0, 0],  // the first evening's dish is told: it needs no weather
      [0, 2, 0, 0, 0, 0],
      [0, 0, 2, 0, 0, 0],
      [1, 1, 1, 0, 0, 0],  // fine
      [0, 0, 0, 1, 1, 1],  // rain
    ]
    network.setWeights(
      [
        "kernel": kernel, "recurrent_kernel": matmul(merge, candidates).value,
        "bias": Tensor(repeating: -1, shape: [6]),
      ], of: "simple_rnn")
    network.setWeights(["kernel": merge.value], of: "dense")
    return network
  }
}
