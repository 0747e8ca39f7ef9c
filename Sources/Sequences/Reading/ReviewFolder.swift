/// Labelled texts out of a folder with the folders `pos` and `neg`, each text in a file of its own: one part
/// of `aclImdb`, the Large Movie Review Dataset (Maas et al. 2011).
///
/// Files are named `number_rating.txt`. They are read by their numbers, and the negative one of two before
/// the positive one, so that a part of the texts holds as many of the one kind as of the other.
enum ReviewFolder {
  /// Whether a folder is one.
  static func holds(_ path: String) -> Bool {
    isFolder(FolderEntry.path(path, "pos")) && isFolder(FolderEntry.path(path, "neg"))
  }

  /// Reads all texts in a folder.
  static func read(_ path: String) throws(TextFileError) -> [LabelledText] {
    var found: [(number: Int, rating: Int, label: Int, file: String)] = []
    for (label, name) in ["neg", "pos"].enumerated() {
      for entry in try FolderEntry.entries(of: FolderEntry.path(path, name)) {
        let (number, rating) = try numbers(entry)
        found.append((number, rating, label, entry.path))
      }
    }
    found.sort { ($0.number, $0.label, $0.rating) < ($1.number, $1.label, $1.rating) }
    var texts: [LabelledText] = []
    texts.reserveCapacity(found.count)
    for (_, _, label, file) in found {
      let text = try PlainText.text(ofFile: file, lineEnds: .lineFeeds, chunk: 1 << 14)
      let trimmed = text.hasSuffix("\n") ? String(text.dropLast()) : text
      if trimmed.allSatisfy(\.isWhitespace) {
        throw .unexpected(
          file: file, found: "no text", expected: "a review; complete the file, or take it out")
      }
      texts.append(LabelledText(trimmed, label: label, file: file))
    }
    try LabelledText.checkLabels(texts, file: path)
    return texts
  }

  private static func numbers(_ entry: FolderEntry) throws(TextFileError) -> (Int, Int) {
    let name = entry.path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts[0].split(separator: "_", omittingEmptySubsequences: false).map { Int($0) }
    guard !entry.isFolder, parts.count == 2, parts[1] == "txt", numbers.count == 2,
      let number = numbers[0], let rating = numbers[1]
    else {
      throw .unexpected(
        file: entry.path, found: "the name \(excerpt(String(name)))",
        expected: "a number and a rating, such as 0_9.txt; take the file out of the folder")
    }
    return (number, rating)
  }
}
