import Foundation

@testable import CommandLineTool
@testable import UnrollConsole

/// A command with one of everything, for the tests.
struct SampleCommand: Command {
  static let epochs = Option(
    "epochs", "N", .int(in: 1...500), default: 20, help: "Passes over the training set.")
  static let rate = Option(
    "rate", "RATE", .positiveDouble, default: 0.001, help: "How far a step goes along the gradient."
  )
  static let units = Option(
    "units", "N,N", .positiveInts, default: [20, 20], help: "Units of each layer.")
  static let cell = Option(
    "cell", "NAME", .choice(["simple", "lstm", "gru"]), default: "simple",
    help: "The recurrent cell.")
  static let load = Option("load", "FILE", .text, help: "Start from these weights.")
  static let note = Option(repeated: "note", "TEXT", .text, help: "A remark to print.")
  static let quiet = Option(flag: "quiet", help: "Print the result only.")
  static let series = Argument("SERIES", .text, help: "The series to forecast.")
  static let horizon = Argument(optional: "HORIZON", .int, help: "Steps ahead.")
  static let others = Argument(repeated: "OTHERS", .text, help: "More series.")

  let name = "sample"
  let summary = "Forecast a series with a recurrent network of two layers."
  let discussion = """
    The series is cut into windows; the network reads fifty steps and forecasts the next ones. What it \
    learns is compared with the last value repeated, which is harder to beat than it looks.
    """
  var accepts: [any Declaration] {
    [
      Self.series, Self.horizon, Self.others, Self.epochs, Self.rate, Self.units, Self.cell,
      Self.load,
      Self.note, Self.quiet,
    ] + Shared.all
  }
  let examples = [Example("sample wave --epochs 5", "A quick look.")]
  var body: @Sendable (ParsedArguments, Console) throws -> Void = { _, _ in }

  func run(_ arguments: ParsedArguments, _ console: Console) throws { try body(arguments, console) }
}

/// A command without arguments.
struct BareCommand: Command {
  let name = "bare"
  let summary = "Do nothing."
  func run(_ arguments: ParsedArguments, _ console: Console) {}
}

/// Reads words as the sample command would.
func parse(_ words: String...) throws -> ParsedArguments {
  try Parser(command: SampleCommand()).parse(words)
}
