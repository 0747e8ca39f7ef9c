import UnrollAutodiff
import UnrollRecurrent

/// A1b: cells whose state is their output, and one whose state is more.
enum MemoryCells {
  static func finding(seed: UInt64) -> Claim.Finding {
    let simple = StateAndOutput.difference(of: SimpleRNNCell(4), seed: seed)
    let gru = StateAndOutput.difference(of: GRUCell(4), seed: seed)
    let lstm = StateAndOutput.difference(of: LSTMCell(4), seed: seed)
    return Claim.Finding(
      .text(
        "after the same output, the next differ by \(simple.significant(2)) (SimpleRNN), \(gru.significant(2)) "
          + "(GRU) and \(lstm.significant(2)) (LSTM, another carry)"),
      .holds(simple == 0 && gru == 0 && lstm > 0.01))
  }
}

/// A9: a cell against the equation with z and 1 − z.
enum OneGate {
  static func finding(_ cell: some RecurrentCell, seed: UInt64) -> Claim.Finding {
    let distance = GRUEquation.distance(of: cell, seed: seed)
    return Claim.Finding(
      .text("states differ by \(distance.significant(2)) from z ⊙ h + (1 − z) ⊙ g"),
      .holds(distance < 1e-13))
  }
}

/// A9b: whether the GRU's error is the LSTM's, within the factor that other random weights may make.
extension CellComparison {
  static func finding(_ lstm: Entry, _ gru: Entry) -> Claim.Finding {
    guard let lstmError = lstm.error, let gruError = gru.error else {
      return Claim.Finding(.text("training was stopped"), .failed)
    }
    // Here both figures are ours: a GRU that is worse refutes the statement.
    let verdict = Verdict.onTraining(gruError, published: lstmError)
    return Claim.Finding(
      .text(
        "error of the GRU \(gruError.significant(3)) (\(gru.parameters.grouped) weights), "
          + "\((gruError / lstmError).fixed(2)) times the LSTM's \(lstmError.significant(3)) "
          + "(\(lstm.parameters.grouped))"),
      verdict == .failed ? .refuted : verdict)
  }
}

/// S3: a bidirectional layer is two layers, and its gradient is exact.
enum BothDirections {
  static func finding(seed: UInt64) -> Claim.Finding {
    let distance =
      [
        TwoDirections.distance(of: Bidirectional(SimpleRNN(4, returnSequences: true)), seed: seed),
        TwoDirections.distance(of: Bidirectional(LSTM(4, returnSequences: true)), seed: seed),
        TwoDirections.distance(of: Bidirectional(GRU(4, returnSequences: true)), seed: seed),
      ].max() ?? .infinity
    let reports = CheckSubject.layers.filter { $0.family == "Bidirectional" }
      .map { $0.report(order: 1, seed: seed) }
    let right = reports.count { $0.verdict == .correct }
    return Claim.Finding(
      .text(
        "differs by \(distance.significant(2)) from a layer beside one that reads in reverse; "
          + "\(right) of \(reports.count) gradients right"),
      .holds(distance < 1e-13 && right == reports.count && right > 0))
  }
}

/// S6: the statement holds if a network answers well with gates that do not do what they are called for.
extension GateStudy {
  static func finding(_ networks: [Network]) -> Claim.Finding {
    let learnt = networks.filter(\.hasLearnt)
    let units = learnt.flatMap(\.units).filter(\.isUsed)
    guard !units.isEmpty else {
      return Claim.Finding(.text("no network has learnt to answer"), .failed)
    }
    let forgetting = units.count { $0.forget.atMarks < $0.forget.between }
    let takingIn = units.count { $0.input.atMarks > $0.input.between }
    let (atMarks, between) = (
      mean(units.map(\.forget.atMarks)), mean(units.map(\.forget.between))
    )
    return Claim.Finding(
      .text(
        """
        \(learnt.count) of \(networks.count) LSTMs learnt when to forget; of \(units.count) units that answers \
        depend on, \(forgetting) lower their forget gate then (to \(atMarks.fixed(2)), else \
        \(between.fixed(2))), and \(takingIn) raise their input gate
        """),
      forgetting == units.count && takingIn == units.count ? .refuted : .reproduced)
  }
}
