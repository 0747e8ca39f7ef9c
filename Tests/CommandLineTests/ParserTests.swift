import Testing

@testable import CommandLineTool
@testable import UnrollConsole

private let sampleOptions =
  "The options are --epochs, --rate, --units, --cell, --load, --note, --quiet, --seed, --json, --out, --help."

@Suite struct ParserTests {
  @Test func `an option that is not given has its default`() throws {
    let arguments = try parse("wave")
    #expect(arguments[SampleCommand.epochs] == 20)
    #expect(arguments[SampleCommand.rate] == 0.001)
    #expect(arguments[SampleCommand.units] == [20, 20])
    #expect(arguments[SampleCommand.cell] == "simple")
    #expect(arguments[SampleCommand.load] == nil)
    #expect(arguments[SampleCommand.note] == [])
    #expect(arguments[SampleCommand.quiet] == false)
    #expect(arguments[SampleCommand.horizon] == nil)
    #expect(arguments[SampleCommand.others] == [])
    #expect(arguments[Shared.seed] == 42)
    #expect(arguments[Shared.json] == nil)
    #expect(arguments[Shared.out] == "unroll-out/")
  }

  @Test func `a value follows its option after a space or an equals sign`() throws {
    #expect(try parse("wave", "--epochs", "7")[SampleCommand.epochs] == 7)
    #expect(try parse("wave", "--epochs=7")[SampleCommand.epochs] == 7)
    #expect(try parse("--epochs", "7", "wave")[SampleCommand.series] == "wave")
    #expect(try parse("wave", "--load=a=b")[SampleCommand.load] == "a=b")
    #expect(try parse("wave", "--units=8,4,2")[SampleCommand.units] == [8, 4, 2])
  }

  @Test func `given twice the last value counts, and a repeated option keeps all`() throws {
    #expect(try parse("wave", "--epochs", "7", "--epochs=9")[SampleCommand.epochs] == 9)
    #expect(try parse("wave", "--note", "a", "--note=b")[SampleCommand.note] == ["a", "b"])
  }

  @Test func `arguments are filled by place and the repeated one takes the rest`() throws {
    let arguments = try parse("wave", "-3", "--quiet", "sine", "noise")
    #expect(arguments[SampleCommand.series] == "wave")
    #expect(arguments[SampleCommand.horizon] == -3)
    #expect(arguments[SampleCommand.others] == ["sine", "noise"])
    #expect(arguments[SampleCommand.quiet])
  }

  @Test func `two dashes end the options`() throws {
    let arguments = try parse("--", "--epochs", "4", "--", "-h")
    #expect(arguments[SampleCommand.series] == "--epochs")
    #expect(arguments[SampleCommand.others] == ["--", "-h"])
    #expect(!Parser.asksForHelp(["--", "--help"]))
  }

  @Test func `a single dash and a negative number are values`() throws {
    #expect(try parse("wave", "--json", "-")[Shared.json] == "-")
    #expect(try parse("-")[SampleCommand.series] == "-")
  }

  @Test func `a command can tell a choice from a default`() throws {
    let arguments = try parse("wave", "--epochs", "20")
    #expect(arguments.wasGiven(SampleCommand.epochs))
    #expect(!arguments.wasGiven(SampleCommand.rate))
  }

  static let mistakes: [(words: [String], sentence: String)] = [
    (["wave", "--epoch", "3"], "unknown option '--epoch'. Did you mean '--epochs'?"),
    (["wave", "-epochs", "3"], "unknown option '-epochs'. Did you mean '--epochs'?"),
    (["wave", "--EPOCHS=3"], "unknown option '--EPOCHS'. Did you mean '--epochs'?"),
    (["wave", "--zzz"], "unknown option '--zzz'. \(sampleOptions)"),
    (["wave", "-q"], "unknown option '-q'. \(sampleOptions)"),
    (
      ["wave", "--epochs", "ten"],
      "--epochs got 'ten'; expected a whole number from 1 to 500, for example --epochs 20."
    ),
    (
      ["wave", "--epochs", "0"],
      "--epochs got '0'; expected a whole number from 1 to 500, for example --epochs 20."
    ),
    (
      ["wave", "--epochs", "99999999999999999999"],
      "--epochs got '99999999999999999999'; expected a whole number from 1 to 500, for example --epochs 20."
    ),
    (
      ["wave", "--epochs", "-3"],
      "--epochs got '-3'; expected a whole number from 1 to 500, for example --epochs 20."
    ),
    (
      ["wave", "--epochs="],
      "--epochs got ''; expected a whole number from 1 to 500, for example --epochs 20."
    ),
    (
      ["wave", "--seed=-1"],
      "--seed got '-1'; expected a whole number of at least 0, for example --seed 42."
    ),
    (
      ["wave", "--rate", "nan"],
      "--rate got 'nan'; expected a number greater than 0, for example --rate 0.001."
    ),
    (
      ["wave", "--rate", "0,5"],
      "--rate got '0,5'; expected a number greater than 0, for example --rate 0.001."
    ),
    (
      ["wave", "--units", "20,,20"],
      "--units got '20,,20'; expected whole numbers of at least 1, separated by commas without spaces,"
        + " for example --units 20,20."
    ),
    (
      ["wave", "--cell", "rnn"],
      "--cell got 'rnn'; expected one of simple, lstm, gru, for example --cell simple."
    ),
    (["wave", "--load="], "--load got ''; expected some text, for example --load FILE."),
    (
      ["wave", "--epochs"],
      "--epochs needs a value (N), but nothing follows; write --epochs 20."
    ),
    (
      ["wave", "--load", "--quiet"],
      "--load needs a value (FILE), but '--quiet' follows; write --load FILE."
        + " If --quiet is the value, write --load=--quiet."
    ),
    (
      ["wave", "--quiet=yes"],
      "--quiet is a switch and takes no value, but got 'yes'; write just --quiet."
    ),
    (
      [],
      "SERIES is missing; write unroll sample SERIES [HORIZON] [OTHERS ...]."
    ),
    (["wave", "soon"], "HORIZON got 'soon'; expected a whole number, for example 10."),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with what came, what was expected and what to do`(
    _ mistake: (words: [String], sentence: String)
  ) {
    let failure = CommandFailure(
      .wrongUsage, mistake.sentence + "\nSee 'unroll sample --help'.")
    #expect(throws: failure) { try Parser(command: SampleCommand()).parse(mistake.words) }
  }

  @Test func `a command without arguments refuses a bare word`() {
    let failure = CommandFailure(
      .wrongUsage,
      "unexpected 'help': bare takes options only.\nSee 'unroll bare --help'.")
    #expect(throws: failure) { try Parser(command: BareCommand()).parse(["help"]) }
  }

  @Test func `a range of real numbers includes its ends and names them`() {
    let kind = ValueKind<Double>.double(in: 0...0.5)
    #expect(kind.expected == "a number from 0 to 0.5")
    #expect(kind.read("0") == 0)
    #expect(kind.read("0.5") == 0.5)
    #expect(kind.read("0.51") == nil)
    #expect(kind.read("inf") == nil)
  }
}
