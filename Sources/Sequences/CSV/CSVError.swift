import UnrollConsole

/// Why a CSV file can't be used: where, what was found, what was expected, and what to do.
///
/// `temps.csv, line 3, column Temp: found 'mild'; expected a number, or nothing for a gap.`
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as its reader named it.
  public let file: String
  /// The line, counted from 1; nil where the whole file is meant.
  public let line: Int?
  /// The name of the column; nil where none or all are meant.
  public let column: String?
  /// What is wrong there.
  public let problem: Problem

  /// What can be wrong with a CSV file.
  public enum Problem: Equatable, Sendable {
    /// It can't be read as text: it is missing, packed, not in UTF-8, …
    case text(TextFileError.Problem)
    /// There is nothing in the file.
    case empty
    /// There are names of columns and nothing below them.
    case noRows
    /// A quote opens a cell and is never closed.
    case openQuote
    /// Something stands between a closing quote and the end of its cell.
    case textAfterQuote
    /// A line has more or fewer cells than there are columns.
    case ragged(found: Int, expected: Int, delimiter: CSVDelimiter)
    /// No column has the name that was asked for.
    case missingColumn(available: [String])
    /// Several columns have the name that was asked for.
    case repeatedColumn
    /// The first line holds numbers, not names.
    case noHeader(found: String)
    /// A cell holds something else than a number.
    case notANumber(found: String)
    /// A cell holds an infinity.
    case notFinite(found: String)
    /// A column has decimal points in some lines and decimal commas in others.
    case mixedDecimals(found: String, other: String, otherLine: Int)
    /// A column holds gaps only.
    case noNumbers
  }

  /// A problem in a file, at a place as exact as it is known.
  public init(file: String, line: Int? = nil, column: String? = nil, _ problem: Problem) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// A file that can't be read as text; an empty one lacks the names of its columns.
  init(_ error: TextFileError) {
    let problem: Problem = error.problem == .empty ? .empty : .text(error.problem)
    self.init(file: error.file, line: error.line, problem)
  }

  /// The place and the sentence.
  public var description: String {
    let place = [file, line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
    return place.joined(separator: ", ") + ": " + sentence
  }
}

extension CSVError {
  private var sentence: String {
    switch problem {
    case .text(let problem): problem.sentence(file: file)
    case .empty: "found nothing; expected a line with the names of the columns, then the rows."
    case .noRows: "found the names of the columns only; expected rows below them."
    case .openQuote:
      "found a quote (\") that is never closed; expected a second one. Close it, and write a quote "
        + "inside a quoted cell twice (\"\")."
    case .textAfterQuote:
      "found text behind a closing quote; expected the end of the cell. Write a quote inside a "
        + "quoted cell twice (\"\")."
    case .ragged(let found, let expected, let delimiter):
      "found \(found) \(found == 1 ? "cell" : "cells"), separated by \(delimiter); expected "
        + "\(expected), as many as there are columns. Complete the line, or put quotes around a "
        + "cell that holds \(delimiter) itself."
    case .missingColumn(let available): Self.missing(column ?? "", available)
    case .repeatedColumn: "found several columns of this name; expected one. Rename the others."
    case .noHeader(let found):
      "found \(found) where the name of a column was expected. Put a line with the names of the "
        + "columns above the rows."
    case .notANumber(let found):
      "found '\(found)'; expected a number such as 20.7, or nothing for a gap."
    case .notFinite(let found):
      "found '\(found)'; expected a finite number, or nothing for a gap."
    case .mixedDecimals(let found, let other, let otherLine):
      "found '\(found)', but '\(other)' on line \(otherLine); expected one decimal sign in a column. "
        + "Write points everywhere, and no separators between thousands."
    case .noNumbers: "found no number; expected at least one."
    }
  }

  /// Names a few of the columns, and the one that was probably meant.
  private static func missing(_ name: String, _ available: [String]) -> String {
    let shown = available.prefix(12).joined(separator: ", ")
    let rest = available.count > 12 ? " and \(available.count - 12) more" : ""
    let guess = suggestion(for: name, among: available).map { " Did you mean '\($0)'?" } ?? ""
    return "found no column of this name; the columns are \(shown)\(rest).\(guess)"
  }
}
