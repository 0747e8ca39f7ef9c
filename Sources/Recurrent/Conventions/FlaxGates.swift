import UnrollAutodiff
import UnrollNumerics

/// A cell's weights as Flax keeps them: a matrix for each gate, `ii`, `if`, `ig`, `io` for the inputs of an LSTM and `hi`, `hf`,
/// `hg`, `ho` for its state.
///
/// There is a bias only where two products are added: an LSTM has it beside the state's matrices, a GRU beside the inputs',
/// and one more (`hn/bias`) inside the reset gate's product.
struct FlaxGates {
  private let family: GatedFamily
  private let gates: [Gate]
  private let hasBias: Bool

  /// - Parameter gates: The order in which the gates stand side by side here.
  init(_ family: GatedFamily, _ gates: [Gate], hasBias: Bool) {
    (self.family, self.gates, self.hasBias) = (family, gates, hasBias)
  }

  /// The names of all weights.
  var names: [String] {
    let matrices = gates.flatMap { ["\(name("i", $0))/kernel", "\(name("h", $0))/kernel"] }
    guard hasBias else { return matrices }
    let side = family == .lstm ? "h" : "i"
    return matrices + gates.map { "\(name(side, $0))/bias" } + (family == .gru ? ["hn/bias"] : [])
  }

  /// The gates side by side, as here; stops with a sentence where one is missing.
  func together(_ tensors: [String: Tensor]) -> [String: Tensor] {
    func joined(_ names: [String]) -> Tensor {
      concatenate(
        names.map { name in
          guard let tensor = tensors[name] else {
            let found = tensors.keys.sorted().joined(separator: ", ")
            stop("weights: Flax's \(family.rawValue) has \(name), but it is not among \(found)")
          }
          return Variable(tensor)
        }, axis: -1
      ).value
    }
    var result = [
      "kernel": joined(gates.map { "\(name("i", $0))/kernel" }),
      "recurrent_kernel": joined(gates.map { "\(name("h", $0))/kernel" }),
    ]
    guard hasBias else { return result }
    switch family {
    case .simple: result["bias"] = joined(["i/bias"])
    case .lstm: result["bias"] = joined(gates.map { "\(name("h", $0))/bias" })
    case .gru:
      let outer = joined(gates.map { "\(name("i", $0))/bias" })
      let inner = joined(["hn/bias"])
      let rest = Tensor.zeros([outer.elementCount - inner.elementCount], dtype: outer.dtype)
      result["bias"] =
        stack([Variable(outer), concatenate([Variable(rest), Variable(inner)])]).value
    }
    return result
  }

  /// Each gate's weights by themselves. Where two biases are added anyway, theirs is the sum.
  func apart(_ tensors: [String: Tensor]) -> [String: Tensor] {
    func parts(_ tensor: Tensor) -> [Tensor] {
      split(Variable(tensor), into: gates.count, axis: -1).map(\.value)
    }
    var result: [String: Tensor] = [:]
    for (side, weight) in [("i", "kernel"), ("h", "recurrent_kernel")] {
      guard let tensor = tensors[weight] else { continue }
      for (gate, part) in zip(gates, parts(tensor)) { result["\(name(side, gate))/kernel"] = part }
    }
    guard hasBias, let bias = tensors["bias"] else { return result }
    switch family {
    case .simple: result["i/bias"] = bias
    case .lstm:
      for (gate, part) in zip(gates, parts(bias)) { result["\(name("h", gate))/bias"] = part }
    case .gru:
      for (gate, (outer, inner)) in zip(gates, zip(parts(bias[0]), parts(bias[1]))) {
        if gate == .candidate { result["hn/bias"] = inner }
        result["\(name("i", gate))/bias"] = gate == .candidate ? outer : outer + inner
      }
    }
    return result
  }

  /// `hf`: the side, and the gate as Flax writes it.
  private func name(_ side: String, _ gate: Gate) -> String {
    switch family {
    case .simple: side
    case .lstm: side + gate.rawValue
    case .gru: side + (gate == .candidate ? "n" : gate.rawValue)
    }
  }
}
