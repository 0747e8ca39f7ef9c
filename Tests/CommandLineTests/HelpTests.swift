import Testing

@testable import CommandLineTool
@testable import UnrollConsole

@Suite struct HelpTests {
  @Test(arguments: [60, 80, 120])
  func `no line of a help text is wider than the window`(_ width: Int) {
    let help = Help(style: .plain, width: width)
    let commands: [any Command] = [SampleCommand(), BareCommand()]
    for text in [help.tool(commands), help.command(SampleCommand()), help.command(BareCommand())] {
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines.filter { displayWidth($0) > width } == [])
      #expect(lines.filter { $0.hasSuffix(" ") } == [])
    }
    let longest = help.command(SampleCommand()).split(separator: "\n").map(\.count).max() ?? 0
    #expect(longest > width * 3 / 4, "the width should be used")
  }

  @Test func `a command's help shows usage, options, examples and exit codes`() {
    #expect(
      Help(style: .plain, width: 80).command(SampleCommand()) == """
        Forecast a series with a recurrent network of two layers.

        Usage
          unroll sample [options] SERIES [HORIZON] [OTHERS ...]

        About
          The series is cut into windows; the network reads fifty steps and forecasts
          the next ones. What it learns is compared with the last value repeated, which
          is harder to beat than it looks.

        Arguments
          SERIES   The series to forecast.
          HORIZON  Steps ahead. A whole number.
          OTHERS   More series. May be repeated.

        Options
          --epochs N   Passes over the training set. A whole number from 1 to 500;
                       default 20.
          --rate RATE  How far a step goes along the gradient. A number greater than 0;
                       default 0.001.
          --units N,N  Units of each layer. Whole numbers of at least 1, separated by
                       commas without spaces; default 20,20.
          --cell NAME  The recurrent cell. One of simple, lstm, gru; default simple.
          --load FILE  Start from these weights.
          --note TEXT  A remark to print. May be repeated.
          --quiet      Print the result only.
          --seed N     Where the random numbers start; the same seed gives the same
                       results. A whole number of at least 0; default 42.
          --json FILE  Also write the printed table as JSON; - writes it to standard
                       output, and the text goes to standard error.
          --out DIR    The folder for figures, created if need be. Default unroll-out/.
          -h, --help   Show this help.

        Examples
          unroll sample wave --epochs 5
              A quick look.

        Exit codes
          0 done; 1 a check failed; 64 wrong usage; 65 bad data in a file; 66 no such
          file; 70 an error nobody foresaw; 73 an output cannot be written; 130 stopped
          by Ctrl-C, nothing kept.
        """)
  }

  @Test func `the list of commands has a line for each, and headings stand out only in colour`() {
    let plain = Help(style: .plain, width: 80).tool([SampleCommand(), BareCommand()])
    #expect(plain.contains("\n  bare          Do nothing.\n"))
    #expect(plain.contains("\n  130  stopped by Ctrl-C, nothing kept"))
    #expect(!plain.contains("\u{1B}"))
    let bright = Help(style: Style(isEnabled: true), width: 80).tool([])
    #expect(bright.contains("\u{1B}[1mUsage\u{1B}[0m"))
  }

  @Test func `wrapping keeps long words whole and line breaks where they are`() {
    #expect(wrap("one two three", width: 7) == ["one two", "three"])
    #expect(wrap("a/very/long/path b", width: 5) == ["a/very/long/path", "b"])
    #expect(wrap("one\n\ntwo", width: 9) == ["one", "", "two"])
    #expect(wrap("", width: 9) == [""])
    #expect(wrap("日本 日本", width: 8) == ["日本", "日本"])
  }

  @Test func `an option too long for its column has a line of its own`() {
    let pairs = [
      (term: "--a", text: "Short."), (term: "--a-very-long-option-name VALUE", text: "Long."),
    ]
    #expect(
      alignedPairs(pairs, width: 40) == [
        "  --a               Short.",
        "  --a-very-long-option-name VALUE",
        "                    Long.",
      ])
  }
}
