import UnrollNumerics

@testable import UnrollAutodiff

// The mistakes that are made in every pullback.

extension MutationSite {
  /// Every mutant of this pullback.
  func mutants() -> [Mutant] {
    let inputs = contributions().keys.sorted()
    guard !inputs.isEmpty else { return [] }
    return inputs.flatMap(wrongContributions) + inputs.flatMap(wrongBroadcastSums)
      + inputs.flatMap(wrongPlaces) + wrongOperands() + wrongCotangents() + staleOutputs()
      + inputShapes.indices.flatMap(staleInputs)
  }

  /// What is added to an input has the wrong sign, size or order.
  private func wrongContributions(_ input: Int) -> [Mutant] {
    [
      .numbers(self, input, "sign flipped") { -$0 },
      .numbers(self, input, "scaled by 1.01") { 1.01 * $0 },
      .numbers(self, input, "added twice") { 2 * $0 },
      .numbers(self, input, "divided by the number of rows") {
        $0.rank > 0 && $0.shape[0] > 1 ? $0 / Double($0.shape[0]) : nil
      },
      .numbers(self, input, "dropped") { 0 * $0 },
      .numbers(self, input, "one element off by 1%") { $0.largestElementOff() },
      .numbers(self, input, "averaged") { $0.averaged() },
      .numbers(self, input, "rows rotated") { $0.rowsRotated() },
      .numbers(self, input, "last axis reversed") { $0.lastAxisReversed() },
      .numbers(self, input, "transposed") {
        $0.rank == 2 && $0.shape[0] == $0.shape[1] && $0.shape[0] > 1 ? $0.transposed([1, 0]) : nil
      },
    ].compactMap { $0 }
  }

  /// Where an input was repeated, its cotangent is the sum over the repetitions, not something else.
  private func wrongBroadcastSums(_ input: Int) -> [Mutant] {
    let operation = entry.operation
    guard operation is any ElementwiseBinary || operation is BroadcastTo else { return [] }
    let (own, whole) = (inputShapes[input], outputShapes[0])
    guard own.elementCount < whole.elementCount else { return [] }
    let share = Double(own.elementCount) / Double(whole.elementCount)

    var first = Mistake("first slice")
    first.cotangent = { step, right in
      guard step.index == index else { return right }
      return Variable(right.value.firstSlice(repeatedFrom: own))
    }
    let slice = contributions(with: first)[input]?.first
    return [
      .numbers(self, input, "mean over what was repeated") { share * $0 },
      .contribution(self, input, "one slice of what was repeated") { _ in slice },
    ].compactMap { $0 }
  }

  /// Contributions that belong to a part of an input go to another part, or overwrite each other.
  private func wrongPlaces(_ input: Int) -> [Mutant] {
    let whole = inputShapes[input]
    return [
      .contribution(self, input, "region moved by one") { right in
        guard case .region(let part, let region) = right else { return nil }
        let size = whole[region.axis]
        guard region.range.count < size else { return nil }
        let start = (region.range.lowerBound + 1) % (size - region.range.count + 1)
        return .region(part, Region(region.axis, start..<(start + region.range.count)))
      },
      .contribution(self, input, "indices rotated") { right in
        guard case .rows(let rows, let indices) = right else { return nil }
        let rotated = Array(indices.elements.suffix(1) + indices.elements.dropLast())
        return .rows(rows, IntTensor(rotated, shape: indices.shape))
      },
      .contribution(self, input, "the last of repeated rows only") { right in
        guard case .rows(let rows, let indices) = right else { return nil }
        let width = rows.value.elementCount / indices.elementCount
        let kept = rows.value.elements.enumerated().map { place, element in
          let row = place / width
          return indices.elements[(row + 1)...].contains(indices.elements[row]) ? 0 : element
        }
        return .rows(Variable(Tensor(kept, shape: rows.shape, dtype: rows.dtype)), indices)
      },
    ].compactMap { $0 }
  }

  /// The two inputs are taken for each other.
  private func wrongOperands() -> [Mutant] {
    guard inputShapes.count == 2, inputShapes[0] == inputShapes[1] else { return [] }
    let right = contributions()
    let exchanged = Mutant.input(self, nil, "operands exchanged") { _, input, step in
      step.pass.variable(step.inputSlot(1 - input)).value
    }
    guard let a = right[0]?.first, let b = right[1]?.first else { return [exchanged] }
    let trace = Mutant.Trace()
    trace.hasChanged = !a.isEqual(to: b)
    var swap = Mistake("contributions exchanged")
    swap.contribution = { step, input, right in
      step.index == index ? (input == 0 ? b : a) : right
    }
    return [
      exchanged, Mutant(site: self, name: "contributions exchanged", mistake: swap, trace: trace),
    ]
  }

  /// What comes from above is ignored or disordered.
  private func wrongCotangents() -> [Mutant] {
    [
      .cotangent(self, "upstream ignored") { .ones($0.shape, dtype: $0.dtype) },
      .cotangent(self, "upstream averaged") { $0.averaged() },
      .cotangent(self, "upstream rows rotated") { $0.rowsRotated() },
    ].compactMap { $0 }
  }

  /// The result that the pullback computes with is not the recorded one.
  private func staleOutputs() -> [Mutant] {
    var mutants: [Mutant] = [
      .output(self, "output zero") { y, _ in .zeros(y.shape, dtype: y.dtype) },
      .output(self, "output off by 1%") { y, _ in 1.01 * y },
    ]
    if let shape = outputShapes.first, inputShapes.first == shape {
      mutants.append(
        .output(self, "output is the input") { _, step in
          step.pass.variable(step.inputSlot(0)).value
        })
    }
    return mutants
  }

  /// An input that the pullback computes with is not the recorded one.
  private func staleInputs(_ input: Int) -> [Mutant] {
    var mutants: [Mutant] = [
      .input(self, input, "zero") { x, _, _ in .zeros(x.shape, dtype: x.dtype) },
      .input(self, input, "off by 1%") { x, _, _ in 1.01 * x },
    ]
    if inputShapes[input].first ?? 1 > 1 {
      mutants.append(.input(self, input, "with rows rotated") { x, _, _ in x.rowsRotated() ?? x })
    }
    if let shape = outputShapes.first, inputShapes[input] == shape {
      mutants.append(
        .input(self, input, "is the output") { _, _, step in
          step.pass.variable(step.entry.firstOutput).value
        })
    }
    return mutants
  }
}
