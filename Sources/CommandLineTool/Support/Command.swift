import UnrollConsole

/// One thing the tool can do, and all that its help text says about it.
///
/// ```swift
/// struct Squares: Command {
///   static let upTo = Option("up-to", "N", .int(in: 1...100), default: 5, help: "The last number squared.")
///
///   let name = "squares"
///   let summary = "Square the first few numbers."
///   var accepts: [any Declaration] { [Self.upTo, Shared.json] }
///
///   func run(_ arguments: ParsedArguments, _ console: Console) throws {
///     let table = Table(rows: Array(1...arguments[Self.upTo]), columns: [
///       Column("n", key: "n") { .integer($0) },
///       Column("n²", key: "square") { .integer($0 * $0) },
///     ])
///     try console.report(table, arguments)
///   }
/// }
/// ```
///
/// Its type goes into the table in `CommandTable.swift`; there is nothing else to register.
protocol Command: Sendable {
  /// What the reader types: `lab01`.
  var name: String { get }
  /// One sentence, for the list of commands.
  var summary: String { get }
  /// What a reader should know before the first run: paragraphs, wrapped to the window.
  var discussion: String { get }
  /// Its options and arguments, in the order of the help text.
  var accepts: [any Declaration] { get }
  /// Lines worth typing, without the leading `unroll`.
  var examples: [Example] { get }
  /// What was probably meant by a word that this command does not take, in a sentence; nil where nothing comes to mind.
  func advice(on word: String) -> String?
  /// Does it. Results go to the console; whatever prevents them is thrown as a `CommandFailure`.
  func run(_ arguments: ParsedArguments, _ console: Console) throws
}

extension Command {
  var discussion: String { "" }
  var accepts: [any Declaration] { [] }
  var examples: [Example] { [] }
  func advice(on word: String) -> String? { nil }
}

/// A line to try, and what it shows.
struct Example: Sendable {
  let line: String
  let purpose: String

  init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

/// The options that mean the same in every command that has them.
enum Shared {
  static let seed = Option(
    "seed", "N", .seed, default: 42,
    help: "Where the random numbers start; the same seed gives the same results.")

  static let seeds = Option(
    "seeds", "N", .int(in: 1...100), default: 1,
    help: "Train with N seeds, counting up from --seed, and show the median beside the first.")

  static let json = Option(
    "json", "FILE", .text,
    help:
      "Also write the printed table as JSON; - writes it to standard output, and the text goes to"
      + " standard error.")

  static let out = Option(
    "out", "DIR", .text, default: "unroll-out/",
    help: "The folder for figures, created if need be.")

  static var all: [any Declaration] { [seed, json, out] }
}

extension ParsedArguments {
  /// The seeds to train with, where a command accepts `--seeds`: the one of `--seed` and those behind it.
  var seeds: [UInt64] { (0..<self[Shared.seeds]).map { self[Shared.seed] &+ UInt64($0) } }
}
