import UnrollConsole

/// Reads the words after a command's name.
///
/// `--name value` and `--name=value` are the same. `--` ends the options: what follows is an argument,
/// dashes or not. A word that starts with a dash is an option, unless it is `-` or a negative number.
struct Parser {
  let command: any Command

  /// Whether the reader asks for help, whatever else stands on the line.
  static func asksForHelp(_ words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  func parse(_ words: [String]) throws -> ParsedArguments {
    var texts: [String: [String]] = [:]  // by label, in the reader's order
    var bareWords: [String] = []
    var rest = words[...]

    while let word = rest.popFirst() {
      if word == "--" {
        bareWords += rest
        break
      }
      guard Self.looksLikeOption(word) else {
        bareWords.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = try declaredOption(String(parts[0]))
      if option.isSingle, texts[option.label] != nil {
        throw wrongUsage("\(option.label) is given twice; give it once.")
      }
      let attached = parts.count == 2 ? String(parts[1]) : nil
      texts[option.label, default: []].append(
        try value(for: option, attached: attached, rest: &rest))
    }
    try assign(bareWords, to: &texts)
    return try read(texts)
  }

  static func looksLikeOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && Double(word) == nil
  }
}

// MARK: - Options

extension Parser {
  private func declaredOption(_ label: String) throws -> any Declaration {
    let options = command.accepts.filter { !$0.isArgument }
    if let option = options.first(where: { $0.label == label }) { return option }
    let labels = options.map(\.label) + ["--help"]
    let hint = didYouMean(label, labels)
    throw wrongUsage(
      "unknown option \(quoted(label))."
        + (command.advice(on: label).map { " " + $0 }
          ?? (hint.isEmpty ? " The options are \(labels.joined(separator: ", "))." : hint)))
  }

  /// The text after an option: attached by `=`, or the next word.
  private func value(
    for option: any Declaration, attached: String?, rest: inout ArraySlice<String>
  ) throws -> String {
    guard let placeholder = option.placeholder else {
      guard let attached else { return "" }
      throw wrongUsage(
        "\(option.label) is a switch and takes no value, but got \(quoted(attached));"
          + " write just \(option.label).")
    }
    if let attached { return attached }
    if let next = rest.first, !Self.looksLikeOption(next) { return rest.removeFirst() }
    let found = rest.first.map { "\(quoted($0)) follows" } ?? "nothing follows"
    throw wrongUsage(
      "\(option.label) needs a value (\(placeholder)), but \(found);"
        + " write \(option.label) \(option.example)."
        + (rest.first.map { " If \($0) is the value, write \(option.label)=\($0)." } ?? ""))
  }
}

// MARK: - Arguments

extension Parser {
  /// Gives each argument its word by place; a repeated one, which comes last, takes all that are left.
  private func assign(_ words: [String], to texts: inout [String: [String]]) throws {
    let arguments = command.accepts.filter(\.isArgument)
    var rest = words[...]
    for argument in arguments {
      if argument.isRepeated {
        texts[argument.label] = rest.isEmpty ? nil : Array(rest)
        rest = []
      } else if let word = rest.popFirst() {
        texts[argument.label] = [word]
      } else if argument.isRequired {
        throw wrongUsage(
          "\(argument.label) is missing; write unroll \(command.name)"
            + " \(arguments.map(\.usage).joined(separator: " ")).")
      }
    }
    guard let extra = rest.first else { return }
    let takes =
      arguments.isEmpty
      ? "\(command.name) takes options only"
      : "\(command.name) takes only \(arguments.map(\.usage).joined(separator: " "))"
    let options = command.accepts.filter { !$0.isArgument }
    let file = options.first { $0.isSingle && $0.placeholder == "FILE" }
    let hint =
      command.advice(on: extra).map { " " + $0 }
      ?? file.map { " If it is the file, write \($0.label) \(extra)." }
    throw wrongUsage(
      "unexpected \(quoted(extra)): \(takes)." + (hint ?? didYouMean(extra, options.map(\.label))))
  }

  /// Turns texts into values, and complains about the first that can't be one.
  private func read(_ texts: [String: [String]]) throws -> ParsedArguments {
    var values: [String: any Sendable] = [:]
    for declaration in command.accepts {
      do {
        values[declaration.label] = try declaration.value(of: texts[declaration.label] ?? [])
      } catch {
        let advice = declaration.isArgument ? "" : "\(declaration.label) "
        throw wrongUsage(
          "\(declaration.label) got \(quoted(error.text)); expected \(declaration.expected ?? "some text"),"
            + " for example \(advice)\(declaration.example).")
      }
    }
    return ParsedArguments(command: command.name, values: values, given: Set(texts.keys))
  }
}

// MARK: - Complaints

extension Parser {
  private func wrongUsage(_ sentence: String) -> CommandFailure {
    CommandFailure(.wrongUsage, sentence + "\nSee 'unroll \(command.name) --help'.")
  }
}

/// ` Did you mean '--epochs'?`, or nothing when no candidate is near.
func didYouMean(_ word: String, _ candidates: [String]) -> String {
  suggestion(for: word, among: candidates).map { " Did you mean '\($0)'?" } ?? ""
}

func quoted(_ word: String) -> String { "'\(word)'" }
