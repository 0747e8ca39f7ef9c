/// Which column of a file holds the texts, and which one the labels.
struct LabelledColumns: Equatable, Sendable {
  let text: Int
  let label: Int
  /// Whether the first line holds the names of the columns.
  let hasNames: Bool
  /// How they were found: `from the column review, their labels from the column sentiment`.
  let remark: String

  private static let textNames: Set<String> = [
    "text", "review", "sentence", "phrase", "comment", "content", "document", "body", "tweet",
  ]
  private static let labelNames: Set<String> = [
    "label", "sentiment", "polarity", "class", "target", "y",
  ]

  /// Names of columns that the reader gives, each of them optional.
  struct Names: Equatable, Sendable {
    var text: String?
    var label: String?
  }

  /// Finds the columns by names that are given, by names that are usual, or in a row that holds a label.
  ///
  /// A column that no name tells is the other one of two. Without any names, there are two columns, or
  /// three of which the first holds the label and the last the text. Nil where this leaves a doubt.
  /// - Throws: ``CSVError`` where no column or several have a name that was given.
  init?(firstLine cells: [String], _ given: Names, file: String) throws(CSVError) {
    let names = cells.map { $0.trimmingSpaces() }
    var text = try Self.column(given.text, or: Self.textNames, names, file)
    var label = try Self.column(given.label, or: Self.labelNames, names, file)
    if cells.count == 2 {
      text = text ?? label.map { 1 - $0 }
      label = label ?? text.map { 1 - $0 }
    }
    if let text, let label, text != label {
      let remark = "from the column \(names[text]), their labels from the column \(names[label])"
      self.init(text: text, label: label, hasNames: true, remark: remark)
    } else if text == nil, label == nil {
      self.init(firstRow: cells)
    } else {
      return nil
    }
  }

  /// The column of the name that was given; else the only one with a usual name.
  private static func column(
    _ given: String?, or usual: Set<String>, _ names: [String], _ file: String
  ) throws(CSVError) -> Int? {
    let places = names.indices.filter { place in
      given.map { $0 == names[place] } ?? usual.contains(names[place].lowercased())
    }
    if let given, places.count != 1 {
      throw CSVError(
        file: file, line: 1, column: given,
        places.isEmpty ? .missingColumn(available: names) : .repeatedColumn)
    }
    return places.count == 1 ? places[0] : nil
  }

  private init?(firstRow cells: [String]) {
    let labels = cells.indices.filter { LabelledText.label(cells[$0]) != nil }
    guard let label = labels.first else { return nil }
    switch (cells.count, label) {
    case (2, _):
      self.init(text: 1 - label, label: label, hasNames: false, remark: Self.order(label))
    case (3, 0):
      self.init(
        text: 2, label: 0, hasNames: false, remark: "in lines of a label, a name and a text")
    default: return nil
    }
  }

  private init(text: Int, label: Int, hasNames: Bool, remark: String) {
    (self.text, self.label, self.hasNames, self.remark) = (text, label, hasNames, remark)
  }

  private static func order(_ label: Int) -> String {
    label == 0 ? "in lines of a label and a text" : "in lines of a text and a label"
  }

  /// What is said where the columns can't be found.
  static func error(_ cells: [String], file: String, line: Int) -> TextFileError {
    let shown =
      cells.prefix(6).map(excerpt).joined(separator: ", ") + (cells.count > 6 ? ", …" : "")
    return .unexpected(
      file: file, line: line, found: "\(cells.count == 1 ? "the cell" : "the cells") \(shown)",
      expected:
        "names of columns, such as text and label, or a label (\(LabelledText.labelWords)) and a "
        + "text")
  }
}
