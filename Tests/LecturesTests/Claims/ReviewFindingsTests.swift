import Foundation
import Testing

@testable import UnrollLectures
@testable import UnrollTraining

/// The claims on film reviews: what they say without the reviews, and what they must not accept.
@Suite struct ReviewFindingsTests {
  private static let ids = ["H6", "H7", "H8", "H8b", "H12", "H13", "W3"]

  @Test(arguments: ids)
  func `without the reviews a claim names them, and trains nothing`(_ id: String) throws {
    let claim = try #require(Claim.all.first { $0.id == id })
    let laboratory = ClaimLaboratory(seed: 42) { model, _ in
      Issue.record("\(id) trained \(model)")
      return .nobody
    }
    let finding = try claim.check(laboratory)
    #expect(finding.verdict == .needsData)
    #expect(
      finding.ours
        == .text("needs the reviews, aclImdb or imdb_train.tsv and imdb_test.tsv: --data PATH"))
  }

  @Test func `without word vectors H7 names these`() {
    let finding = ReviewFindings.glove(nil, hasReviews: true)
    #expect(finding.verdict == .needsData)
    #expect(
      finding.ours == .text("needs word vectors, glove.6B.50d.txt or the like, beside the reviews"))
  }

  @Test func `W4: the published losses are lowest after the second epoch`() {
    let finding = ReviewFindings.earlyStopping()
    #expect(finding.verdict == .refuted)
    #expect(
      finding.ours
        == .text(
          "of 0.4095, 0.3296, 0.3569 the least is that of epoch 2: EarlyStopping keeps its weights, the lecture "
            + "those of epoch 3"))
    #expect(ReviewFindings.earlyStopping([0.5, 0.4, 0.3]).verdict == .failed)
  }

  /// A result with such figures, of a network that was not trained.
  private func result(
    _ network: ReviewNetwork, test: Double, validation: [Double] = [0.8], wasStopped: Bool = false
  ) -> ReviewResult {
    let right = Int((1000 * test).rounded())
    let answers = (0..<1000).map { $0 < right ? 0.9 : 0.1 }
    var history = History()
    for value in validation { history.append([.init("loss", 1), .init("val_accuracy", value)]) }
    return ReviewResult(
      network: network, model: network.model(words: 10), reading: network.reading,
      history: history, epoch: 1, validationAccuracy: validation.last ?? 0,
      test: Confusion(answers, Array(repeating: 1, count: 1000)), testLoss: 0.4, seconds: 1,
      wasStopped: wasStopped)
  }

  @Test func `an accuracy that is not the lecture's is rejected`() {
    func verdicts(_ accuracies: [Double], _ finding: (Double) -> Claim.Finding) -> [Verdict] {
      accuracies.map { finding($0).verdict }
    }
    let (yes, no) = (Verdict.reproduced, Verdict.failed)
    #expect(
      verdicts([0.5, 0.71, 0.73, 0.77, 0.79]) {
        ReviewFindings.twentyWords(
          first: result(.first20, test: 0.7), last: result(.last20, test: $0))
      } == [no, no, yes, yes, no])
    #expect(
      verdicts([0.5, 0.51, 0.64, 0.65]) {
        ReviewFindings.glove(result(.glove, test: $0), hasReviews: true)
      } == [no, yes, yes, no])
    #expect(
      verdicts([0.81, 0.83, 0.87, 0.89]) {
        ReviewFindings.hundredWords(result(.simple100, test: 0.8, validation: [0.5, $0, 0.7]))
      } == [no, yes, yes, no])
    #expect(verdicts([0.86, 0.88]) { ReviewFindings.bag(result(.bag, test: $0)) } == [no, yes])
    #expect(
      verdicts([0.8, 0.82, 0.86, 0.88]) { ReviewFindings.lastState(result(.simple500, test: $0)) }
        == [no, yes, yes, .betterThanPublished])
  }

  @Test func `a training that was stopped proves nothing`() {
    let stopped = result(.simple500, test: 0.84, wasStopped: true)
    #expect(ReviewFindings.lastState(stopped).verdict == .failed)
    #expect(ReviewFindings.bag(result(.bag, test: 0.88, wasStopped: true)).verdict == .failed)
    #expect(
      ReviewFindings.twentyWords(
        first: result(.first20, test: 0.7, wasStopped: true), last: result(.last20, test: 0.75)
      ).verdict == .failed)
  }

  @Test func `numbers and shapes that are not the lecture's are rejected`() {
    let reviews = Reviews.madeUp(train: 40, test: 20, seed: 1)
    #expect(ReviewFindings.uniqueWords(reviews).verdict == .failed)
    #expect(ReviewFindings.shape(reviews).verdict == .failed)
  }

  @Test func `other reviews than the lectures' are refused with their number`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = (0..<30).map { "\($0 % 2)\tx\tthe film w\($0)\n" }.joined()
    let file = folder.appending(path: "own.tsv")
    try lines.write(to: file, atomically: true, encoding: .utf8)
    let laboratory = ClaimLaboratory(seed: 42, data: file.path)
    let claim = try #require(Claim.all.first { $0.id == "H8" })
    let error = #expect(throws: ReviewError.self) { try claim.check(laboratory) }
    #expect(error == .otherReviews(train: 24, test: 6))
  }
}
