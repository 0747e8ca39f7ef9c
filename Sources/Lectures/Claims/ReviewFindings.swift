import UnrollAutodiff
import UnrollRecurrent
import UnrollSequences
import UnrollTraining

/// H6 to H8, H12, H13, W3 and W4: what lectures 001 and 002 found on film reviews.
///
/// All but W4 are computed on the reviews themselves, where these are at hand.
enum ReviewFindings {
  /// What is said where they are not.
  static let needsReviews = Claim.Finding(
    .text("needs the reviews, aclImdb or imdb_train.tsv and imdb_test.tsv: --data PATH"), .needsData
  )

  /// H6: reproduced within three points of the lecture's 75 % by the rows that its code makes.
  static func twentyWords(first: ReviewResult?, last: ReviewResult?) -> Claim.Finding {
    guard let first, let last else { return needsReviews }
    let accuracy = last.test.accuracy
    return Claim.Finding(
      .text(
        "\(percent(accuracy)) by the last 20 words, which are those that the code keeps; "
          + "\(percent(first.test.accuracy)) by the first 20, which the text speaks of"),
      !isWhole(first, last) ? .failed : abs(accuracy - 0.75) <= 0.03 ? .reproduced : .failed)
  }

  /// H7: holds between chance and 65 %.
  static func glove(_ result: ReviewResult?, hasReviews: Bool) -> Claim.Finding {
    guard let result else {
      return hasReviews
        ? Claim.Finding(
          .text("needs word vectors, glove.6B.50d.txt or the like, beside the reviews"), .needsData)
        : needsReviews
    }
    let accuracy = result.test.accuracy
    let size = result.model.parameters.first?.value.shape.last ?? 0
    return Claim.Finding(
      .text("\(percent(accuracy)), with vectors of \(size) numbers (the lecture's have 100)"),
      .holds(isWhole(result) && accuracy > 0.5 && accuracy < 0.65))
  }

  /// H8: holds for exactly the lecture's number.
  static func uniqueWords(_ reviews: Reviews?) -> Claim.Finding {
    guard let reviews else { return needsReviews }
    return Claim.Finding(
      .number(Double(reviews.uniqueWords)), .holds(reviews.uniqueWords == 88_582))
  }

  /// H8b: there are 25,000 reviews to train on; the lecture has 30 more.
  static func shape(_ reviews: Reviews?) -> Claim.Finding {
    guard let reviews else { return needsReviews }
    let rows = ReviewRows.last(100)(reviews.train.reviews, reviews.vocabulary).shape
    return Claim.Finding(
      .text("(\(rows[0]), \(rows[1])): the dataset has 25,000 reviews to train on"),
      rows == [25_000, 100] ? .refuted : .failed)
  }

  /// H12: reproduced where the best epoch is within three points of the lecture's 85 %.
  static func hundredWords(_ result: ReviewResult?) -> Claim.Finding {
    guard let result else { return needsReviews }
    let best = result.history["val_accuracy"].max() ?? 0
    let last = result.history.last("val_accuracy") ?? 0
    return Claim.Finding(
      .text("up to \(percent(best)), \(percent(last)) after the last of ten epochs"),
      .holds(isWhole(result) && abs(best - 0.85) <= 0.03))
  }

  /// H13: holds where the words alone give 87 % or more.
  static func bag(_ result: ReviewResult?) -> Claim.Finding {
    guard let result else { return needsReviews }
    let accuracy = result.test.accuracy
    return Claim.Finding(
      .text("\(percent(accuracy)), by a score for each word and no order"),
      .holds(isWhole(result) && accuracy >= 0.87))
  }

  /// W3: reproduced from 81 % to 86 %, which is how far the seeds lie apart.
  static func lastState(_ result: ReviewResult?) -> Claim.Finding {
    guard let result else { return needsReviews }
    let accuracy = result.test.accuracy
    let text = Claim.Value.text("\(accuracy.fixed(5)), loss \(result.testLoss.fixed(3))")
    guard isWhole(result), accuracy >= 0.81 else { return Claim.Finding(text, .failed) }
    return Claim.Finding(text, accuracy <= 0.86 ? .reproduced : .betterThanPublished)
  }

  /// The validation losses of lecture 002 (002:103).
  static let publishedLosses = [0.4095, 0.3296, 0.3569]

  /// W4: refuted where the published losses are lowest before the last epoch, whose weights the lecture keeps.
  static func earlyStopping(_ losses: [Double] = publishedLosses) -> Claim.Finding {
    let model = Sequential(inputShape: [1]) { Dense(1) }
    let stopping = EarlyStopping(model, patience: 1, restoreBestWeights: true)
    var epoch = 0
    while epoch < losses.count {
      epoch += 1
      let goesOn = stopping.epochEnded(
        TrainingProgress(
          epoch: epoch, epochs: losses.count, step: 1, steps: 1,
          figures: [.init("val_loss", losses[epoch - 1])], elapsed: 0))
      if !goesOn { break }
    }
    let best = stopping.bestEpoch ?? 0
    return Claim.Finding(
      .text(
        "of \(losses.map { "\($0)" }.joined(separator: ", ")) the least is that of epoch \(best): EarlyStopping "
          + "keeps its weights, the lecture those of epoch \(losses.count)"),
      best < losses.count ? .refuted : .failed)
  }

  private static func isWhole(_ results: ReviewResult...) -> Bool {
    !results.contains(where: \.wasStopped)
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }

  /// GloVe's vectors of the vocabulary's words, beside the reviews or where ``VectorsOnDisk`` finds them; nil where
  /// there are none.
  static func vectors(beside data: String?, _ reviews: Reviews) throws -> Tensor? {
    for place in [VectorsOnDisk.find(in: data), VectorsOnDisk.find()] {
      guard case .file(let path) = place else { continue }
      return try WordVectorsFile(contentsOf: path).vectors.table(
        for: reviews.vocabulary.entries, reserved: reviews.vocabulary.reserved.count
      ).matrix
    }
    return nil
  }
}
