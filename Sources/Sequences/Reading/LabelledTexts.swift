/// Labelled texts to train on and to test by, from a file or a folder of one's own.
///
/// ```swift
/// let reviews = try LabelledTexts.read("aclImdb")
/// print(reviews.remark)
/// // aclImdb: 25,000 texts to train on and 25,000 to test by, each in a file of its own; unsup was left out.
/// ```
///
/// What a path holds is found out from what is there:
/// - a folder with `train/pos` and `train/neg`, and the same in `test`: `aclImdb` as its archive has it (or
///   the folder around it); what is in `unsup` has no label and is left out;
/// - a folder with `pos` and `neg`: texts to train on;
/// - a folder with `imdb_train` and `imdb_test`, or `train` and `test`, ending in `.tsv` or `.csv`;
/// - a file with tabs between cells, with `label, text` or `label, name, text` in its lines, or names of the
///   columns above them. Quotes mean nothing in it;
/// - a CSV file, such as Kaggle's with the columns `review` and `sentiment`; quoted cells may hold line
///   ends.
///
/// Labels are the words positive and negative, pos and neg, or 1 and 0, in capitals or not. One that is
/// none of them, a line with more or fewer cells than the first, a text without a letter, and a part
/// whose texts all have one label are errors, each with its place; nothing is passed over but blank lines.
public struct LabelledTexts: Sendable {
  /// The texts to train on, in the order of the file.
  public let train: [LabelledText]
  /// The texts to test by; nil where there are none of their own, as in a single file.
  public let test: [LabelledText]?
  /// What was found, in a sentence.
  public let remark: String

  /// Reads labelled texts from wherever they are.
  ///
  /// - Parameters:
  ///   - path: A file or a folder.
  ///   - text: The name of the column with the texts; nil for the one with a usual name.
  ///   - label: The name of the column with the labels; nil for the one with a usual name.
  /// - Throws: ``TextFileError``, and ``CSVError`` for names of columns and the form of a CSV file.
  public static func read(_ path: String, text: String? = nil, label: String? = nil) throws
    -> LabelledTexts
  {
    let names = LabelledColumns.Names(text: text, label: label)
    guard isFolder(path) else {
      let table = try LabelledTable(contentsOf: path, names: names)
      return LabelledTexts(path, table.texts, nil, source: table.remark)
    }
    if let (root, train) = reviewFolder(path) {
      if names != .init() {
        throw TextFileError.unexpected(
          file: path, found: "texts in files of their own",
          expected: "a table, because columns are named"
        )
      }
      return try read(root, train: train)
    }
    return try readTables(in: path, names)
  }

  private init(
    _ path: String, _ train: [LabelledText], _ test: [LabelledText]?, source: String,
    leftOut: String? = nil
  ) {
    self.train = train
    self.test = test
    let parts =
      test.map { "\(train.count.grouped) texts to train on and \($0.count.grouped) to test by" }
      ?? "\(train.count.grouped) texts to train on and none to test by"
    remark = "\(path): \(parts), \(source)\(leftOut.map { "; \($0)" } ?? "")."
  }
}

// MARK: - Folders of reviews

extension LabelledTexts {
  /// The folder around the parts, and the part to train on, which may be that folder itself.
  private static func reviewFolder(_ path: String) -> (root: String, train: String)? {
    for root in [path, FolderEntry.path(path, "aclImdb")] {
      let train = FolderEntry.path(root, "train")
      if ReviewFolder.holds(train) { return (root, train) }
    }
    return ReviewFolder.holds(path) ? (path, path) : nil
  }

  private static func read(_ root: String, train: String) throws -> LabelledTexts {
    let test = FolderEntry.path(root, "test")
    let hasTest = train != root && isFolder(test)
    let hasUnlabelled = isFolder(FolderEntry.path(train, "unsup"))
    return LabelledTexts(
      root, try ReviewFolder.read(train), hasTest ? try ReviewFolder.read(test) : nil,
      source: "each in a file of its own",
      leftOut: hasUnlabelled ? "unsup, which has no labels, was left out" : nil)
  }
}

// MARK: - Folders of tables

extension LabelledTexts {
  private static let tables = ["imdb_", ""].flatMap { start in
    [".tsv", ".csv"].map { (train: "\(start)train\($0)", test: "\(start)test\($0)") }
  }

  private static func readTables(
    in folder: String, _ names: LabelledColumns.Names
  ) throws -> LabelledTexts {
    let files = try FolderEntry.entries(of: folder).filter { !$0.isFolder }.map(\.path)
    func path(_ name: String) -> String { FolderEntry.path(folder, name) }
    func packed(_ name: String) -> String? {
      files.first { $0.hasPrefix(path(name) + ".") && Packing(ofName: $0) != nil }
    }
    if let found = tables.first(where: { files.contains(path($0.train)) }) {
      let train = try LabelledTable(contentsOf: path(found.train), names: names)
      let hasTest = files.contains(path(found.test))
      let test = hasTest ? try LabelledTable(contentsOf: path(found.test), names: names) : nil
      let leftOut = hasTest ? nil : packed(found.test).map { "\($0) is packed and was not read" }
      return LabelledTexts(
        folder, train.texts, test?.texts, source: train.remark, leftOut: leftOut)
    }
    let archives = tables.lazy.compactMap { packed($0.train) }.first ?? packed("aclImdb_v1.tar")
    if let file = archives, let packing = Packing(ofName: file) {
      throw TextFileError(file: file, .packed(packing))
    }
    throw TextFileError.unexpected(
      file: folder, found: "a folder without labelled texts",
      expected:
        "train/pos and train/neg, as in aclImdb, or a file train.tsv or train.csv; a file of "
        + "another name can be given itself")
  }
}
