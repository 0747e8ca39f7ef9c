import UnrollCourse

/// Holds what a solution answered against what is right, and then against what is known to be wrong.
struct Grader {
  let sheet: ExerciseSheet
  let cases: [ExerciseCase]
  /// What is right, by cases.
  private let truth: [Outputs]

  init(_ sheet: ExerciseSheet, seed: UInt64 = 42) {
    self.sheet = sheet
    cases = sheet.rules.cases(seed)
    truth = cases.map { Self.outputs(sheet.rules.truth($0.call)) ?? Outputs() }
  }

  /// The verdict on the answers to all cases.
  func verdict(on replies: [ExerciseReply]) -> Verdict {
    if let wrong = firstWrong(replies) { return wrong }
    guard replies.count == cases.count else {
      return .stopped(
        reason:
          "the program gave \(replies.count > cases.count ? "more" : "\(replies.count)") answers to \(cases.count) calls; expected one to each"
      )
    }
    return .passed
  }

  /// The first answer that is wrong, of those that came; nil where none is.
  func firstWrong(_ replies: [ExerciseReply]) -> Verdict? {
    let replies = Array(replies.prefix(cases.count))
    for (index, reply) in replies.enumerated() {
      switch reply {
      case .outputs: continue
      case .threw(let error):
        return .wrong(
          finding(
            at: index, "\(cases[index].call.part) threw an error: \(error.prefix(500))".printable))
      case .unknownPart, .confined:
        return .wrong(
          finding(at: index, "the program has no function \(cases[index].call.part)."))
      }
    }
    let found = replies.compactMap(Self.outputs)
    for index in found.indices {
      if let (name, sentence) = firstProblem(found[index], truth[index]) {
        return .wrong(finding(at: index, sentence, of: name, all: found))
      }
    }
    return nil
  }

  /// The functions of the exercise.
  var parts: Set<String> { Set(cases.map(\.call.part)) }

  /// How many functions are right in every case, of which the answers are given by the cases' places.
  func rightParts(in replies: [Int: ExerciseReply]) -> Int {
    parts.count { part in
      cases.indices.allSatisfy { index in
        cases[index].call.part != part
          || replies[index].flatMap(Self.outputs)?.agrees(with: truth[index]) == true
      }
    }
  }

  /// What is wrong first, in the order in which quantities follow from one another.
  private func firstProblem(
    _ found: Outputs, _ expected: Outputs
  ) -> (quantity: String, sentence: String)? {
    for quantity in expected.quantities {
      guard let mine = found.matrices(quantity.name) else {
        return (quantity.name, "\(quantity.name) is missing.")
      }
      let comparison = QuantityComparison(
        quantity.name, mine, quantity.value.matrices, isList: quantity.value.isList)
      if let sentence = comparison.sentence {
        return (
          quantity.name,
          sheet.rules.words?(quantity.name, comparison.found, comparison.expected) ?? sentence
        )
      }
    }
    return nil
  }

  private func finding(
    at index: Int, _ sentence: String, of quantity: String = "", all found: [Outputs] = []
  ) -> Finding {
    let part = cases[index].call.part
    let agreeing =
      found.isEmpty ? [] : sheet.rules.misconceptions.filter { agrees($0, with: found) }
    let named = agreeing.filter { isTold($0, by: found.indices) }
    return Finding(
      part: part, caseName: cases[index].name, place: index,
      inputs: sheet.rules.callText?(cases[index].call) ?? CaseText(cases[index].call).lines,
      sentence: isConstant(found, part) ? "\(sentence) It is the same for every input." : sentence,
      misconceptions: named,
      candidates: found.isEmpty || !named.isEmpty
        ? [] : agreeing.isEmpty ? candidates(found, part: part, quantity: quantity) : agreeing,
      isEarly: named.isEmpty && !agreeing.isEmpty,
      relations: found.isEmpty ? [] : relations(found, part: part))
  }

  /// Whether a function gives one and the same number everywhere and for all inputs.
  private func isConstant(_ found: [Outputs], _ part: String) -> Bool {
    let own = found.indices.filter { cases[$0].call.part == part }
    let outputs = own.map { found[$0] }
    guard outputs.count > 2, let first = outputs.first else { return false }
    let values = outputs.map {
      Set($0.quantities.flatMap { $0.value.matrices.flatMap(\.elements) })
    }
    return Set(values.map(\.description)).count == 1 && !first.quantities.isEmpty
      && values[0].count == 1 && values[0] != [0]
  }

  // MARK: - Why

  /// Whether enough of the cases in which a known mistake differs from what is right were answered: three, or all.
  private func isTold(_ misconception: Misconception, by answered: Range<Int>) -> Bool {
    answered.count == cases.count
      || telling(misconception, in: answered) >= min(3, telling(misconception))
  }

  /// Whether a known mistake gives these very numbers in every case.
  private func agrees(_ misconception: Misconception, with found: [Outputs]) -> Bool {
    found.indices.allSatisfy { index in
      Self.outputs(misconception.answer(cases[index].call))?.agrees(with: found[index]) ?? false
    }
  }

  /// The known mistakes that give the quantity that is wrong first, in every case, and are wrong in no quantity of the same
  /// function that is right here.
  private func candidates(_ found: [Outputs], part: String, quantity: String) -> [Misconception] {
    let own = found.indices.filter { cases[$0].call.part == part }
    return sheet.rules.misconceptions.filter { misconception in
      own.allSatisfy { index in
        guard let mine = found[index].matrices(quantity),
          let answer = Self.outputs(misconception.answer(cases[index].call)),
          let theirs = answer.matrices(quantity), QuantityComparison.agree(mine, theirs)
        else { return false }
        // Each arrow of a sketch is drawn by itself, so that half of a mistake can be made.
        if !sheet.rules.isDrawn { return true }
        return truth[index].quantities.allSatisfy { right in
          let right = (name: right.name, matrices: right.value.matrices)
          func isRight(_ outputs: Outputs) -> Bool {
            outputs.matrices(right.name).map { QuantityComparison.agree($0, right.matrices) }
              ?? false
          }
          return !isRight(found[index]) || isRight(answer)
        }
      }
    }
  }

  /// What the wrong quantities of a function are to the right ones.
  private func relations(_ found: [Outputs], part: String) -> [String] {
    let own = found.indices.filter { cases[$0].call.part == part }
    guard let first = own.first else { return [] }
    return truth[first].quantities.compactMap { quantity in
      let pairs = own.compactMap {
        index -> (found: [Matrix], expected: [Matrix], sizes: [String: Int])? in
        guard let mine = found[index].matrices(quantity.name),
          let right = truth[index].matrices(quantity.name)
        else { return nil }
        return (mine, right, cases[index].sizes)
      }
      if pairs.allSatisfy({ QuantityComparison.agree($0.found, $0.expected) }) { return nil }
      if let other = exchanged(quantity.name, found, own) {
        return "\(quantity.name) has the numbers of \(other)"
      }
      return Relation.of(pairs).map {
        "\(Relation.name(of: quantity.name, in: part, among: parts)) \($0)"
      }
    }
  }

  /// The quantity of the same function whose right numbers another one has, in all of the cases.
  private func exchanged(_ name: String, _ found: [Outputs], _ own: [Int]) -> String? {
    truth[own[0]].quantities.map(\.name).first { other in
      other != name
        && own.allSatisfy { index in
          guard let mine = found[index].matrices(name), let right = truth[index].matrices(other)
          else { return false }
          return QuantityComparison.agree(mine, right)
        }
    }
  }

  private static func outputs(_ reply: ExerciseReply) -> Outputs? {
    if case .outputs(let outputs) = reply { outputs } else { nil }
  }
}

extension Grader {
  /// The verdict on an implementation in this program: for those that are known.
  func verdict(on answer: ExerciseRules.Answer) -> Verdict {
    verdict(on: cases.map { answer($0.call) })
  }

  /// In how many cases a known mistake differs from what is right.
  func telling(_ misconception: Misconception) -> Int {
    telling(misconception, in: cases.indices)
  }

  private func telling(_ misconception: Misconception, in range: Range<Int>) -> Int {
    range.count { index in
      Self.outputs(misconception.answer(cases[index].call))?.agrees(with: truth[index]) != true
    }
  }
}
