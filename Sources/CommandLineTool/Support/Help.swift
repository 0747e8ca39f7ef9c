import UnrollConsole

/// The help texts. They teach: what a command is for, what each option changes, and lines to try.
struct Help {
  let style: Style
  let width: Int

  /// `unroll --help`.
  func tool(_ commands: [any Command]) -> String {
    let builtIn = [(term: "help COMMAND", text: "Explain a command, its options and its results.")]
    return sections([
      ("", wrap(toolPurpose, width: width)),
      ("Usage", ["  unroll COMMAND [options]", "  swift run -c release unroll COMMAND [options]"]),
      ("Commands", pairs(commands.map { (term: $0.name, text: $0.summary) } + builtIn)),
      (
        "Options",
        pairs([
          (term: "-h, --help", text: "Show this help; after a command, that command's."),
          (term: "--version", text: "Print the version."),
        ])
      ),
      (
        "Exit codes",
        pairs(
          ExitCode.allCases.map { (term: "\($0.rawValue)".rightAligned(in: 3), text: $0.meaning) })
      ),
    ])
  }

  /// `unroll COMMAND --help`.
  func command(_ command: any Command) -> String {
    let arguments = command.accepts.filter(\.isArgument)
    let options = command.accepts.filter { !$0.isArgument }
    let usage = (["unroll", command.name, "[options]"] + arguments.map(\.usage)).joined(
      separator: " ")
    return sections([
      ("", wrap(command.summary, width: width)),
      ("Usage", ["  " + usage]),
      ("About", command.discussion.isEmpty ? [] : indented(command.discussion)),
      ("Arguments", pairs(arguments.map { (term: $0.label, text: explanation(of: $0)) })),
      (
        "Options",
        pairs(
          options.map { (term: optionTerm($0), text: explanation(of: $0)) }
            + [(term: "-h, --help", text: "Show this help.")])
      ),
      ("Examples", command.examples.flatMap(exampleLines)),
      ("Exit codes", indented(exitCodes)),
    ])
  }
}

private let toolPurpose = """
  Recurrent networks on a tape you can read: the experiments, figures and checks of the course.
  """

private let exitCodes =
  ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ") + "."

// MARK: - The parts of a page

extension Help {
  private func sections(_ sections: [(title: String, lines: [String])]) -> String {
    sections.filter { !$0.lines.isEmpty }.map { section in
      let heading = section.title.isEmpty ? [] : [style.bold(section.title)]
      return (heading + section.lines).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func pairs(_ pairs: [(term: String, text: String)]) -> [String] {
    alignedPairs(pairs, width: width)
  }

  private func indented(_ text: String) -> [String] {
    wrap(text, width: width - 2).map { $0.isEmpty ? "" : "  " + $0 }
  }

  private func exampleLines(_ example: Example) -> [String] {
    ["  unroll \(example.line)"] + wrap(example.purpose, width: width - 6).map { "      " + $0 }
  }

  private func optionTerm(_ option: any Declaration) -> String {
    option.placeholder.map { "\(option.label) \($0)" } ?? option.label
  }

  /// `Passes over the training set. A whole number of at least 1; default 20.`
  private func explanation(of declaration: any Declaration) -> String {
    var facts = declaration.expected.map { [$0] } ?? []
    if declaration.isRepeated { facts.append("may be repeated") }
    if let text = declaration.defaultText { facts.append("default \(text)") }
    guard let first = facts.first else { return declaration.help }
    let rest = facts.dropFirst().map { "; " + $0 }.joined()
    return declaration.help + " " + first.prefix(1).uppercased() + first.dropFirst() + rest + "."
  }
}
