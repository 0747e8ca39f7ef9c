import Foundation
import Unroll
import UnrollConsole

/// The sequence that a reader brings to `unroll flow`: a column of a CSV file, or a text.
struct FlowSource {
  let source: FlowOnData.Source
  let path: String
  /// What was read.
  let remark: String

  /// Nil where neither file is named.
  init?(_ arguments: ParsedArguments) throws {
    switch (arguments[FlowCommand.csv], arguments[FlowCommand.text]) {
    case (nil, nil):
      if arguments[FlowCommand.column] != nil {
        throw Self.wrongUsage(
          "--column goes with --csv; write unroll flow --csv FILE --column NAME.")
      }
      return nil
    case (_?, _?):
      throw Self.wrongUsage("--csv and --text can't be followed at once; name one of them.")
    case (let path?, nil):
      let table = try CSVTable(contentsOf: path)
      let name = try arguments[FlowCommand.column] ?? Self.onlyColumn(of: table)
      let values = try table.numbers(in: name)
      if let gap = values.firstIndex(where: { !$0.isFinite }) {
        throw CommandFailure(
          .badData,
          "\(path), line \(table.line(ofRow: gap)): no number in \(name); expected one in every row."
        )
      }
      self.init(
        source: .series(values), path: path,
        remark: "\(path): \(values.count) rows of \(name), standardised.")
    case (nil, let path?):
      let text = try PlainText(contentsOf: path).text
      self.init(
        source: .text(text), path: path,
        remark: "\(path): \(text.count) characters, of which the first 20,000 are read.")
    }
  }

  private init(source: FlowOnData.Source, path: String, remark: String) {
    (self.source, self.path, self.remark) = (source, path, remark)
  }

  /// The study of this sequence.
  func study(_ arguments: ParsedArguments) throws -> FlowOnData {
    do {
      return try FlowOnData(
        source, units: arguments[FlowCommand.units], steps: arguments[FlowCommand.steps],
        seed: arguments[Shared.seed])
    } catch {
      throw CommandFailure(
        .badData,
        "\(path): found \(error.got) steps; expected at least \(error.needed), two more than --steps."
      )
    }
  }

  private static func onlyColumn(of table: CSVTable) throws -> String {
    try table.checkHeader()
    let numeric = table.numericColumns
    if let only = numeric.first, numeric.count == 1 { return only }
    throw wrongUsage(
      numeric.isEmpty
        ? "\(table.file) has no column of numbers; name one with --column."
        : "\(table.file) has several columns of numbers (\(numeric.joined(separator: ", "))); name "
          + "one with --column.")
  }

  private static func wrongUsage(_ sentence: String) -> CommandFailure {
    CommandFailure(.wrongUsage, sentence + "\nSee 'unroll flow --help'.")
  }
}
