import Foundation
import Testing

@testable import UnrollSequences

/// The 20,000 most frequent words of GloVe, where UNROLL_DATA names a folder that has them.
private enum RealVectors {
  static let folder = ProcessInfo.processInfo.environment["UNROLL_DATA"] ?? ""
  static let packed = folder + "/glove.6B.50d.top20000.txt.xz"

  static var areThere: Bool {
    FileManager.default.fileExists(atPath: packed)
      && FileManager.default.fileExists(atPath: folder + "/questions-words.txt")
      && (try? unpack()) != nil
  }

  /// Unpacks the file into a temporary folder, once; nil where there is no program for that.
  static func unpack() throws -> String? { try unpacked.get() }

  private static let unpacked: Result<String?, any Error> = Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "glove-\(getpid()).txt")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["xz", "-dc", packed]
    try Data().write(to: file)
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? file.path : nil
  }
}

@Suite(
  .enabled(
    if: RealVectors.areThere,
    "UNROLL_DATA does not name a folder with GloVe's vectors, or xz is not there"))
struct RealVectorsTests {
  /// All at once: the file is unpacked and read one time.
  @Test func `GloVe's vectors answer as NumPy has them answer`() throws {
    let path = try #require(try RealVectors.unpack())
    defer { try? FileManager.default.removeItem(atPath: path) }
    let vectors = try WordVectorsFile(contentsOf: path).vectors
    #expect(vectors.count == 20_000 && vectors.dimensions == 50)
    #expect(vectors["the"]?.floats.prefix(2) == [0.418, 0.24968])

    let queen = try WordSum("king - man + woman")
    let answers = try vectors.answers(to: queen)
    #expect(answers.map(\.word) == ["queen", "throne", "prince", "daughter", "elizabeth"])
    #expect(try vectors.answers(to: queen, keepingWords: true).first?.word == "king")
    #expect(try vectors.answers(to: WordSum("elephant + dogs - dog")).first?.word == "elephants")
    #expect(
      try vectors.neighbours(of: "frog", count: 4).map(\.word) == [
        "snake", "monkey", "spider", "orchid",
      ])

    let questions = try AnalogyQuestions(contentsOf: RealVectors.folder + "/questions-words.txt")
    let score = vectors.score(on: questions)
    #expect(score.total.count == 19_544 && score.total.covered == 12_042)
    #expect(score.total.right == 6268)
    #expect(
      score.rows.map(\.right) == [
        403, 1305, 24, 253, 251, 122, 36, 667, 156, 357, 1252, 576, 662, 204,
      ])

    let people = try WordSimilarities(contentsOf: RealVectors.folder + "/wordsim353.tsv")
    let similarity = vectors.score(on: people)
    #expect(similarity.count == 353 && similarity.covered == 319)
    // SciPy's spearmanr of NumPy's cosines.
    #expect(abs((similarity.correlation ?? 0) - 0.522_192_44) < 1e-5)
  }
}
