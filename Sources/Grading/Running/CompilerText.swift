import Foundation

/// What a compiler complains about in one file, short: a complaint a line of it, the first with the line itself, and with what
/// was probably meant where that is known.
struct CompilerText {
  let text: String

  /// How many lines are spoken of.
  private static let most = 4

  init(_ said: String, file: String, name: String) {
    let source = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    let (lines, code) = (Self.lines(source), Self.lines(SourceText.code(source)))
    let complaints = Complaint.all(in: said, on: file)
    // A brace that is missing has many consequences above the place where that is noticed.
    func comes(_ a: [Complaint], before b: [Complaint]) -> Bool {
      let (isBrace, other) = (a.contains(where: \.isBrace), b.contains(where: \.isBrace))
      return isBrace == other ? a[0].line < b[0].line : isBrace
    }
    let byLine = Dictionary(grouping: complaints, by: \.line).sorted {
      comes($0.value, before: $1.value)
    }
    guard !byLine.isEmpty else {
      text = Self.aboutOtherFiles(said, name: name).printable
      return
    }
    var told: [String] = []
    for (number, complaints) in byLine.prefix(Self.most) {
      let line = lines.indices.contains(number - 1) ? lines[number - 1] : ""
      let slip =
        code.indices.contains(number - 1)
        ? Slip.behind(complaints.map(\.message), in: code[number - 1]) : nil
      let complaint = complaints[slip?.complaint ?? 0]
      told.append("\(name):\(number):\(complaint.column): error: \(complaint.message)")
      if told.count == 1 {
        told += [line, String(repeating: " ", count: max(0, complaint.column - 1)) + "^"]
      }
      if let slip, !told.contains("  " + slip.advice) { told.append("  " + slip.advice) }
    }
    let more = byLine.count - Self.most
    if more > 0 { told.append("and \(more) more line\(more == 1 ? "" : "s") with errors") }
    text = told.joined(separator: "\n").printable
  }

  private static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// What there is to say where the file itself has no errors.
  private static func aboutOtherFiles(_ said: String, name: String) -> String {
    // Our own part of the program names the type that the file has to have.
    if let missing = said.firstMatch(of: /cannot find '(\w+)' in scope/)?.1 {
      return "\(name): expected the type \(missing), as the file had it in the beginning."
    }
    return said.split(separator: "\n").suffix(12).joined(separator: "\n")
  }
}

/// One complaint of a compiler.
private struct Complaint {
  let line, column: Int
  let message: String

  var isBrace: Bool { message.contains("expected '}'") }

  /// The errors in a file, in its order. That an expression was too much for the compiler, or that a function is missing, is
  /// said where nothing else is: mostly it follows.
  static func all(in said: String, on file: String) -> [Complaint] {
    let paths = [URL(filePath: file).resolvingSymlinksInPath().path, file]
    var seen: Set<String> = []
    let found = said.split(separator: "\n").compactMap { line -> Complaint? in
      guard let path = paths.first(where: line.hasPrefix), seen.insert(String(line)).inserted,
        let match = line.dropFirst(path.count).prefixMatch(of: /:(\d+):(\d+): error: (.*)/),
        let number = Int(match.1), let column = Int(match.2)
      else { return nil }
      return Complaint(line: number, column: column, message: String(match.3))
    }.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    let others = found.filter {
      !$0.message.contains("reasonable time")
        && !$0.message.contains("does not conform to protocol")
    }
    return others.isEmpty ? found : others
  }
}
