import Foundation
import Testing
import UnrollSequences

/// The Large Movie Review Dataset (Maas et al. 2011), where it is there.
@Suite struct MovieReviewTests {
  private static let data = ProcessInfo.processInfo.environment["UNROLL_DATA"] ?? ""

  private static var hasData: Bool {
    FileManager.default.fileExists(atPath: data + "/imdb_train.tsv.xz")
  }

  private static let xz = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":")
    .map { "\($0)/xz" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Unpacks a file into another.
  private func unpack(_ name: String, to folder: TemporaryFile) throws {
    let output = "\(folder.path)/\(name)"
    #expect(FileManager.default.createFile(atPath: output, contents: nil))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.xz))
    process.arguments = ["-dc", "\(Self.data)/\(name).xz"]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test(
    .enabled(if: hasData, "UNROLL_DATA does not name a folder with the movie reviews"),
    .enabled(if: xz != nil, "there is no program xz to unpack the movie reviews"))
  func `the movie reviews are read whole, packed in their folder or unpacked`() throws {
    #expect(
      throws: TextFileError(file: Self.data + "/imdb_train.tsv.xz", .packed(.xz))
    ) { try LabelledTexts.read(Self.data) }

    let folder = try TemporaryFile(files: [:])
    for name in ["imdb_train.tsv", "imdb_test.tsv"] { try unpack(name, to: folder) }
    let reviews = try LabelledTexts.read(folder.path)
    #expect(
      folder.hidden(in: reviews.remark)
        == "FILE: 25,000 texts to train on and 25,000 to test by, in lines of a label, a name and a text."
    )
    for texts in [reviews.train, try #require(reviews.test)] {
      #expect(texts.count == 25_000)
      #expect(texts.count { $0.label == 1 } == 12_500)
      #expect(texts.map(\.place.line) == Array(1...25_000))
    }
    // A line holds a character that ends lines elsewhere.
    #expect(reviews.train.contains { $0.text.utf8.contains(0x85) && $0.text.contains("\u{85}") })

    // The same reviews in files of their own, as the archive has them, are the same texts in the same order.
    let some = reviews.train.prefix(300).enumerated()
    let files = some.map { index, review in
      (
        "train/\(review.label == 1 ? "pos" : "neg")/\(index / 2)_\(review.label * 9).txt",
        review.text
      )
    }
    let archive = try TemporaryFile(files: Dictionary(uniqueKeysWithValues: files))
    let read = try LabelledTexts.read(archive.path)
    #expect(read.train.map(\.text) == some.map(\.element.text))
    #expect(read.train.map(\.label) == some.map(\.element.label))
  }
}
