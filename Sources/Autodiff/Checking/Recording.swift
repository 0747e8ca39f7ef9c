/// A function of a gradient check, recorded at a point.
struct Recording {
  let tape = Tape()
  let value: Variable
  private let variables: [Variable]

  /// Records the function of a check at its inputs, or at another point.
  init(_ check: GradientCheck, at point: [Tensor]? = nil) {
    let tape = tape
    let inputs = point ?? check.inputs
    variables = zip(inputs, check.names).map { tape.variable($0, name: $1) }
    value = check.function(variables)
  }

  /// Whether the result lies on the tape, so that it has a gradient at all.
  var isOnTape: Bool { value.tape === tape }

  var target: Slot { value.slot }

  var sources: [Slot] { variables.map(\.slot) }

  /// The tape's gradients for all inputs.
  func gradients() -> [Tensor] { tape.gradient(of: value, for: variables).map(\.value) }

  /// Whether the result is computed from an input, for each input.
  var isUsed: [Bool] {
    var feeds: Set<Slot> = [target]
    for entry in tape.entries.reversed() where entry.outputs.contains(where: feeds.contains) {
      feeds.formUnion(tape.inputs(of: entry))
    }
    return sources.map(feeds.contains)
  }
}

extension GradientCheck {
  /// What is wrong with the point where a gradient is to be checked.
  func problemsWithInputs() -> [String] {
    zip(inputs, names).compactMap { input, name in
      guard let bad = input.elements.first(where: { !$0.isFinite }) else { return nil }
      return """
        check: \(name) holds \(bad.isNaN ? "NaN" : "an infinity"); a gradient is checked at finite \
        numbers. Choose another point
        """
    }
  }

  /// What is wrong with gradients that were computed by hand, before any number is compared.
  func problemsWithClaim(_ claimed: [Tensor]?) -> [String] {
    guard let claimed else { return [] }
    if claimed.count != inputs.count {
      return [
        """
        check: got \(claimed.count) gradients for \(inputs.count) inputs; expected one for each, in \
        the inputs' order
        """
      ]
    }
    return zip(zip(claimed, inputs), names).compactMap { pair, name in
      guard pair.0.shape != pair.1.shape else { return nil }
      return """
        check: the gradient for \(name) has shape \(pair.0.shape), but \(name) has \(pair.1.shape); \
        a gradient has the shape of what it is for
        """
    }
  }

  /// What is wrong with the function's result.
  func problemsWithResult(_ recording: Recording) -> [String] {
    let value = recording.value
    if value.value.elementCount != 1 {
      return [
        """
        check: the function gave shape \(value.shape); expected a scalar. Reduce it, for example \
        with .sum(), or weigh its elements first so that they can't cancel
        """
      ]
    }
    if !recording.isOnTape {
      return [
        """
        check: the function's result does not depend on any input. Compute from the variables that \
        it is given, not from their values
        """
      ]
    }
    let (first, second) = (value.item(), Recording(self).value.item())
    if first.bitPattern != second.bitPattern {
      return [
        """
        check: the function is not deterministic: at the same point it gave \(first) and then \
        \(second). Draw random numbers from a generator that is seeded inside the function
        """
      ]
    }
    if !first.isFinite {
      let origin = recording.tape.firstNonFinite().map { "; the first to go wrong: \($0)" } ?? ""
      return ["check: the function gave \(first)\(origin). Choose another point"]
    }
    return []
  }
}
