import UnrollConsole

/// The whole program but for its commands: finds the one that is meant, runs it, and reports how it ended.
struct Tool {
  let commands: [any Command]

  /// Never throws: whatever goes wrong becomes a sentence on standard error and an exit code.
  func run(_ words: [String], _ console: Console) -> ExitCode {
    do {
      try perform(words, console)
      console.endTransientLine()
      if let reason = console.writeError {
        throw CommandFailure.cannotWrite("the output", because: reason)
      }
      return .done
    } catch {
      var failure = CommandFailure(describing: error)
      // The reader of the pipe left and the command ended for that reason: nobody is there to be told.
      if console.readerIsGone && failure.code == .interrupted { return .done }
      // It ended because its text could no longer be written: that is the reason to tell.
      if let reason = console.writeError, failure.code == .interrupted {
        failure = .cannotWrite("the output", because: reason)
      }
      console.complain(failure.sentence)
      return failure.code
    }
  }

  private func perform(_ words: [String], _ console: Console) throws {
    let help = Help(style: console.style, width: console.width)
    guard let first = words.first else { return console.print(help.tool(commands)) }
    let rest = Array(words.dropFirst())

    switch first {
    case "--help", "-h": console.print(help.tool(commands))
    case "--version": console.print("unroll \(toolVersion)\(buildRemark)")
    case "help":
      let topic = rest.first { !Parser.looksLikeOption($0) } ?? "help"
      let isAboutTool = topic == "help"
      console.print(isAboutTool ? help.tool(commands) : help.command(try command(named: topic)))
    case _ where Parser.looksLikeOption(first): throw misplacedOption(first)
    default:
      let command = try command(named: first)
      if Parser.asksForHelp(rest) { return console.print(help.command(command)) }
      try run(command, try Parser(command: command).parse(rest), console)
    }
  }

  private func run(_ command: any Command, _ arguments: ParsedArguments, _ console: Console) throws
  {
    // Before an hour of training, not after it: can the results be written where they should go?
    let json = arguments.ifDeclared(Shared.json) ?? nil
    if let json, json != "-" { try OutputFile(json).checkWritable() }
    if let out = arguments.ifDeclared(Shared.out) { try OutputFolder(out).checkWritable() }
    try command.run(arguments, json == "-" ? console.withTextOnStandardError() : console)
  }

  private func command(named name: String) throws -> any Command {
    if let command = commands.first(where: { $0.name == name }) { return command }
    throw CommandFailure(
      .wrongUsage,
      "unknown command \(quoted(name))." + didYouMean(name, commands.map(\.name) + ["help"])
        + "\nSee 'unroll --help' for the list.")
  }

  private func misplacedOption(_ option: String) -> CommandFailure {
    let guess = didYouMean(option, ["--help", "--version"])
    let advice = guess.isEmpty ? " A command's own options follow its name." : guess
    return CommandFailure(
      .wrongUsage, "unknown option \(quoted(option)).\(advice)\nSee 'unroll --help'.")
  }
}

/// A debug build computes the same numbers many times slower; who reads a slow time should know.
private var buildRemark: String {
  #if DEBUG
    " (debug build: slow; 'swift run -c release unroll' is the fast one)"
  #else
    ""
  #endif
}
