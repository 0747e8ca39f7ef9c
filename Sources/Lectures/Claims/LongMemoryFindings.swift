import UnrollRecurrent

// H14, A8 and S4: how far back cells with and without gates remember, by the adding problem.

/// H14: the error as length grows, each cell by its best learning rate.
enum LongSequences {
  static let lengths = [10, 100]

  /// Reproduced where every cell solves the shortest sequences, and the longest those with gates only.
  static func finding(_ results: [MemoryResult]) -> Claim.Finding {
    let words = MemoryCell.allCases.map { cell in
      let errors = results.filter { $0.cell == cell }.map { $0.error.significant(2) }
      return "\(cell.rawValue) " + errors.joined(separator: ", ")
    }
    let text =
      "error of a sum over " + lengths.map(String.init).joined(separator: " and ")
      + " steps (chance 0.17): " + words.joined(separator: "; ")
    guard !results.contains(where: \.wasStopped) else { return Claim.Finding(.text(text), .failed) }
    let longest = results.filter { $0.length == lengths[lengths.count - 1] }
    let shortest = results.filter { $0.length == lengths[0] }
    guard shortest.allSatisfy(\.isSolved), longest.allSatisfy({ $0.cell.isSimple || $0.isSolved })
    else { return Claim.Finding(.text(text), .failed) }
    let isShort = longest.allSatisfy { !$0.cell.isSimple || !$0.isSolved }
    return Claim.Finding(.text(text), isShort ? .reproduced : .refuted)
  }
}

/// A8: the steps to the same error, by the median over five seeds, and whether a long sequence is solved.
enum FasterConvergence {
  static let length = 30
  static let seeds = 5

  /// Reproduced where the LSTM needs fewer steps, and solves the long sequences too.
  static func finding(
    lstm: [MemoryResult], simple: [MemoryResult], long: MemoryResult
  ) -> Claim.Finding {
    let (fast, slow) = (median(lstm), median(simple))
    let text = """
      steps to solve T = \(length), median of \(lstm.count) seeds: LSTM \(words(fast)), SimpleRNN \
      \(words(slow)); T = \(long.length): the LSTM \(long.verdict)
      """
    guard let fast, !(lstm + simple + [long]).contains(where: \.wasStopped) else {
      return Claim.Finding(.text(text), .failed)
    }
    let isFaster = slow.map { fast < $0 } ?? true
    return Claim.Finding(.text(text), isFaster && long.isSolved ? .reproduced : .refuted)
  }

  /// The median number of steps; nil where half of the trainings or more did not get there.
  static func median(_ results: [MemoryResult]) -> Int? {
    let steps = results.map { $0.isSolved ? $0.steps : Int.max }.sorted()
    let middle = steps[steps.count / 2]
    return middle == Int.max ? nil : middle
  }

  private static func words(_ steps: Int?) -> String {
    steps?.grouped ?? "more than \(ClaimLaboratory.memoryBudget.grouped)"
  }
}

/// S4: whether a SimpleRNN with time enough learns what the LSTM learns at once.
enum MeaningfulMemory {
  static let length = 100
  /// The steps that a SimpleRNN is given. On four seeds it took 13,000 to 28,000 of them.
  static let patience = 40_000

  /// A study with one learning rate, the one that suits the SimpleRNN.
  static var study: MemoryStudy {
    var study = MemoryStudy(budget: patience)
    study.learningRates = [0.001]
    return study
  }

  /// Refuted where the SimpleRNN gets there.
  static func finding(simple: MemoryResult, lstm: MemoryResult) -> Claim.Finding {
    func words(_ name: String, _ result: MemoryResult) -> String {
      "\(name) \(result.verdict) in \(result.steps.grouped) steps"
    }
    let text =
      "a sum over \(length) steps: \(words("SimpleRNN", simple)), \(words("LSTM", lstm))"
    if simple.isSolved { return Claim.Finding(.text(text), .refuted) }
    return Claim.Finding(.text(text), .holds(lstm.isSolved && !simple.wasStopped))
  }
}
