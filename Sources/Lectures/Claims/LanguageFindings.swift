import UnrollAutodiff

/// K3: the menu by hand-set and by trained weights, and the slide's question.
extension MenuResult {
  /// Holds where both networks are right on every evening of every history, and answer stew.
  var finding: Claim.Finding {
    let saturday = evenings(.lecture).last
    let unseen = scores[0]
    let isRight = scores.allSatisfy { $0.byHand == 1 } && hasLearnt
    return Claim.Finding(
      .text(
        "\(saturday?.trained.rawValue ?? ""); of \(unseen.histories) unseen fortnights "
          + "\((100 * unseen.byHand).significant(4)) % right with weights set by hand, "
          + "\((100 * unseen.trained).significant(4)) % trained"),
      .holds(isRight && saturday?.byHand == .stew && saturday?.trained == .stew))
  }
}

/// K10: the network with a state spells the word, the one without cannot.
enum HelloFindings {
  static func finding(_ recurrent: HelloResult, memoryless: HelloResult) -> Claim.Finding {
    let said = recurrent.steps.map { String($0.said) }.joined(separator: ", ")
    let pair = memoryless.steps[3].probabilities
    let least = HelloWord.smallestLossWithoutState
    return Claim.Finding(
      .text(
        "\(said); without a state l has \(pair[2].fixed(2)) and o \(pair[3].fixed(2)) after either l, loss "
          + "\(memoryless.loss.fixed(4)) of at least \(least.fixed(4))"),
      .holds(
        recurrent.hasLearnt && recurrent.loss < least && !memoryless.hasLearnt
          && memoryless.loss > least))
  }
}

/// K8 and K9: probabilities of sentences, and what is made large or small.
enum SentenceFindings {
  /// Holds where words that depend on the one in front foretell unseen sentences better.
  static func probabilities(seed: UInt64) throws -> Claim.Finding {
    let total = SentenceComparison(try SentenceText(SentenceText.own, seed: seed)).total
    return Claim.Finding(
      .text(
        "the, be, really: \(SlideWords.product.significant(3)); difficult : easy = "
          + "\(SlideWords.ratio.significant(4)) : 1; of our own text, perplexity "
          + "\(total.independent.significant(3)) with independent words, "
          + "\(total.conditional.significant(3)) with conditional ones"),
      .holds(total.conditional < total.independent))
  }

  /// Refuted as a loss where Σ ln p is minus the cross-entropy and grows as that falls.
  static func loss(seed: UInt64) throws -> Claim.Finding {
    let comparison = SentenceComparison(try SentenceText(SentenceText.own, seed: seed))
    let losses = comparison.text.heldOut.map {
      SentenceLoss(of: comparison.conditional, on: $0)
    }
    let distance = losses.map(\.distance).max() ?? .infinity
    let isLoss = losses.allSatisfy {
      $0.afterStep.logProbability > $0.logProbability && $0.afterStep.crossEntropy < $0.crossEntropy
    }
    return Claim.Finding(
      .text(
        "to be made large, so no loss: minus the cross-entropy, to \(distance.significant(2)); and f is the "
          + "probability already: log f(x)"),
      distance < 1e-13 && isLoss ? .refuted : .failed)
  }
}
