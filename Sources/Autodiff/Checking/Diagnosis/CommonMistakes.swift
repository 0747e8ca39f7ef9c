// The mistakes that people make in backpropagation through time, each as a change of the tape's own
// backward pass. A claimed gradient that equals one of these has very probably come about in that way.

extension RecurrentStructure {
  /// Mistakes that concern all time steps alike.
  func mistakesEverywhere(_ tape: Tape) -> [Mistake] {
    var mistakes: [Mistake] = []
    for loop in loops {
      mistakes.append(
        .dropping(
          "the state's gradient is not carried from one time step to the one before", loop.carries))
      mistakes.append(.leavingUntransposed(loop))
      mistakes.append(.usingLaterState(loop, lastState: tanhs.last, tape))
    }
    mistakes += Mistake.aboutTanh(at: Set(tanhs), "")
    if let last = tanhs.last { mistakes.append(.ignoringUpstream(at: last)) }
    mistakes += overwriting(tape)
    return mistakes
  }

  /// Mistakes at one time step, or from one time step on.
  func mistakesInTime(_ tape: Tape) -> [Mistake] {
    var mistakes: [Mistake] = []
    for loop in loops {
      for steps in 1..<loop.uses.count {
        let cut = loop.uses[loop.uses.count - steps]
        mistakes.append(
          .dropping(
            "the gradient is truncated after \(steps) time step\(steps == 1 ? "" : "s")",
            [cut.entry: cut.stateInput]))
      }
    }
    for (t, entry) in tanhs.enumerated() {
      mistakes += Mistake.aboutTanh(at: [entry], " at time step \(t)")
    }
    for (source, uses) in repeatedUses.sorted(by: { $0.key < $1.key }) {
      for (t, use) in uses.enumerated() {
        mistakes.append(
          .keeping("the term of time step \(t) is missing from \(tape.title(of: source))", source) {
            $0 != use
          })
      }
    }
    return mistakes
  }

  /// A loop that assigns where it should add, for all weights and for each.
  private func overwriting(_ tape: Tape) -> [Mistake] {
    let sources = repeatedUses.keys.sorted()
    guard !sources.isEmpty else { return [] }
    let first = sources.map { ($0, repeatedUses[$0]?.first) }
    let last = sources.map { ($0, repeatedUses[$0]?.last) }
    var mistakes = [
      Mistake.keepingOnly(
        "the loop overwrites the weights' gradients instead of adding to them, so that only time step 0 is left",
        Dictionary(uniqueKeysWithValues: first)),
      Mistake.keepingOnly(
        "only the last time step counts in the weights' gradients",
        Dictionary(uniqueKeysWithValues: last)),
    ]
    for source in sources {
      let (name, uses) = (tape.title(of: source), repeatedUses[source] ?? [])
      mistakes.append(
        .keeping("only the last time step counts in the gradient for \(name)", source) {
          $0 == uses.last
        })
      mistakes.append(
        .keeping(
          "the gradient for \(name) is overwritten in the loop, so that only time step 0 is left",
          source
        ) { $0 == uses.first })
    }
    return mistakes
  }
}

extension RecurrentStructure.Loop {
  /// The inputs through which the state's gradient flows back, by entry.
  fileprivate var carries: [Int: Int] {
    Dictionary(uniqueKeysWithValues: uses.map { ($0.entry, $0.stateInput) })
  }
}

extension Mistake {
  /// Nothing flows back through some inputs, given by entry.
  fileprivate static func dropping(_ name: String, _ inputs: [Int: Int]) -> Mistake {
    var mistake = Mistake(name)
    mistake.contribution = { step, index, right in inputs[step.index] == index ? nil : right }
    return mistake
  }

  /// A source receives something only from entries that a rule lets through.
  fileprivate static func keeping(
    _ name: String, _ source: Slot, _ rule: @escaping (Int) -> Bool
  ) -> Mistake {
    var mistake = Mistake(name)
    mistake.contribution = { step, index, right in
      step.inputSlot(index) != source || rule(step.index) ? right : nil
    }
    return mistake
  }

  /// Each source receives something only from one entry.
  fileprivate static func keepingOnly(_ name: String, _ entries: [Slot: Int?]) -> Mistake {
    var mistake = Mistake(name)
    mistake.contribution = { step, index, right in
      guard let kept = entries[step.inputSlot(index)] else { return right }
      return kept == step.index ? right : nil
    }
    return mistake
  }

  /// The recurrent weight stands in the backward pass as in the forward pass.
  fileprivate static func leavingUntransposed(_ loop: RecurrentStructure.Loop) -> Mistake {
    var mistake = Mistake("the recurrent weight is not transposed in the backward pass")
    let uses = Dictionary(uniqueKeysWithValues: loop.uses.map { ($0.entry, $0) })
    mistake.contribution = { step, index, right in
      guard let use = uses[step.index], index == use.stateInput, let dy = step.cotangent(0) else {
        return right
      }
      let weight = step.input(use.weightInput)
      let product = use.weightInput == 1 ? (dy, weight) : (weight, dy)
      guard product.0.shape.last == product.1.shape.dropLast().last else { return right }
      let wrong = matmul(product.0, product.1)
      return wrong.shape == step.input(index).shape ? .dense(wrong) : right
    }
    return mistake
  }

  /// The weight's gradient is built with the state after the step instead of the one before.
  fileprivate static func usingLaterState(
    _ loop: RecurrentStructure.Loop, lastState: Int?, _ tape: Tape
  ) -> Mistake {
    var mistake = Mistake("hₜ stands where hₜ₋₁ belongs in the recurrent weight's gradient")
    var later: [Int: Slot] = [:]
    for (use, next) in zip(loop.uses, loop.uses.dropFirst()) {
      later[use.entry] = RecurrentStructure.slot(of: next.stateInput, next.entry, tape)
    }
    if let last = loop.uses.last, let lastState {
      later[last.entry] = tape.entries[lastState].firstOutput
    }
    let states = Dictionary(uniqueKeysWithValues: loop.uses.map { ($0.entry, $0.stateInput) })
    // The pullback of the weight reads the other factor, and nothing else does.
    mistake.contribution = { step, index, right in
      guard let slot = later[step.index], let state = states[step.index], index != state,
        let dy = step.cotangent(0)
      else { return right }
      let value = step.pass.variable(slot)
      guard value.shape == step.input(state).shape else { return right }
      let wrong =
        state == 0
        ? matmul(value, dy, transposeA: true) : matmul(dy, value, transposeB: true)
      return wrong.shape == step.input(index).shape ? .dense(wrong) : right
    }
    return mistake
  }

  /// The gradient that comes from above is taken as one.
  fileprivate static func ignoringUpstream(at entry: Int) -> Mistake {
    var mistake = Mistake("the gradient that comes from the loss is ignored, as if it were one")
    mistake.cotangent = { step, right in
      step.index == entry ? Variable(.ones(right.shape, dtype: right.dtype)) : right
    }
    return mistake
  }

  /// The three ways to get tanh's derivative wrong.
  fileprivate static func aboutTanh(at entries: Set<Int>, _ place: String) -> [Mistake] {
    func changed(
      _ name: String, _ wrong: @escaping (_ dy: Variable, _ h: Variable) -> Variable
    ) -> Mistake {
      var mistake = Mistake(name + place)
      mistake.contribution = { step, _, right in
        guard entries.contains(step.index), let dy = step.cotangent(0) else { return right }
        return .dense(wrong(dy, step.output(0)))
      }
      return mistake
    }
    guard !entries.isEmpty else { return [] }
    return [
      changed("tanh′ is left out") { dy, _ in dy },
      changed("tanh′ is taken as 1 − h instead of 1 − h²") { dy, h in dy * (1 - h) },
      changed("tanh is applied to h again: 1 − tanh²(h) instead of 1 − h²") { dy, h in
        let twice = tanh(h)
        return dy * (1 - twice * twice)
      },
    ]
  }
}

extension Tape {
  /// What a reader calls a value: its name, or its place.
  func title(of slot: Slot) -> String { names[slot] ?? "%\(slot)" }
}
