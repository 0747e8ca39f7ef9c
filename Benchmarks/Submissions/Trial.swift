import Foundation

/// Writes submissions, has them marked, and holds the verdicts against those that are right.
struct Trial {
  private struct Report: Decodable { let rows: [Row] }

  /// A line of what `unroll grade` says.
  private struct Row: Decodable {
    let student: String
    let exercise: String
    let verdict: String
    let misconception: String?
    let why: String
  }

  private let unroll: String
  private let folder: String
  private let submissions: [Submission]
  /// Where programs try to do harm.
  private let place: String

  init(unroll: String, solutions: String, folder: String, isShort: Bool) throws {
    (self.unroll, self.folder, place) = (unroll, folder, folder + "/place")
    let files = FileManager.default
    try files.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("what must not be read\n".utf8).write(to: URL(filePath: place + "/victim"))
    try Self.call(unroll, ["start", folder + "/start"], output: folder + "/started")
    let collection = try Collection(
      Exercise.all(of: folder + "/start"), Solutions(solutions), place: place)
    submissions = isShort ? collection.oneOfEach : collection.submissions
  }

  /// Whether every verdict is right and nothing was harmed; says what is not.
  func run(workers: String) throws -> Bool {
    for (index, submission) in submissions.enumerated() { try write(submission, name(index)) }
    print("\(submissions.count) submissions, by \(workers) workers")
    let begin = ContinuousClock.now
    try Self.call(
      unroll,
      ["grade", folder + "/class", "--workers", workers, "--json", folder + "/marks.json"],
      output: folder + "/said")
    let seconds = Double((ContinuousClock.now - begin).components.seconds)
    let report = try JSONDecoder().decode(
      Report.self, from: Data(contentsOf: URL(filePath: folder + "/marks.json")))
    let rows = Dictionary(grouping: report.rows, by: \.student)

    var kinds: [String] = []
    var counts: [String: (all: Int, right: Int)] = [:]
    var complaints: [String] = []
    for (index, submission) in submissions.enumerated() {
      let kind = submission.kind
      if counts[kind] == nil { kinds.append(kind) }
      let row = rows[name(index)]?.first { $0.exercise == submission.exercise.id }
      let isRight = row.map { self.isRight($0, submission) } ?? false
      let count = counts[kind, default: (0, 0)]
      counts[kind] = (count.all + 1, count.right + (isRight ? 1 : 0))
      if !isRight {
        complaints.append(
          "\(name(index)) (\(kind), exercise \(submission.exercise.id)): expected "
            + "\(submission.verdicts.sorted().joined(separator: " or "))\(submission.misconception.map { ", \($0)" } ?? ""); "
            + "got \(row.map { "\($0.verdict): \($0.misconception ?? "")\($0.why)" } ?? "nothing")")
      }
    }
    for kind in kinds {
      let count = counts[kind] ?? (0, 0)
      let mark = count.right == count.all ? " " : "!"
      print(
        "\(mark) \(count.right) of \(count.all)".padding(toLength: 14, withPad: " ", startingAt: 0)
          + kind)
    }
    complaints += try harm()
    for complaint in complaints { print(complaint) }
    let right = counts.values.reduce(0) { $0 + $1.right }
    print("\(right) of \(submissions.count) verdicts are right, in \(Int(seconds)) s")
    return complaints.isEmpty
  }

  private func name(_ index: Int) -> String { String(format: "s%03d", index + 1) }

  private func isRight(_ row: Row, _ submission: Submission) -> Bool {
    guard submission.verdicts.contains(row.verdict) else { return false }
    guard let expected = submission.misconception else { return row.misconception == nil }
    return row.misconception?.hasPrefix(expected) == true
  }

  /// What the programs did to the folder that must stay as it is.
  private func harm() throws -> [String] {
    let files = FileManager.default
    let found = try files.contentsOfDirectory(atPath: place)
    var harm =
      found == ["victim"] ? [] : ["the programs left \(found.sorted().joined(separator: ", "))"]
    let attributes = try files.attributesOfItem(atPath: place + "/victim")
    if (attributes[.size] as? Int) != 22 { harm.append("a program changed a file") }
    let owner = (attributes[.ownerAccountID] as? NSNumber)?.uint32Value
    let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    if permissions & 0o400 == 0 || owner != getuid() {
      harm.append("a program changed a file's owner or permissions")
    }
    return harm
  }

  private func write(_ submission: Submission, _ name: String) throws {
    let files = FileManager.default
    let own = folder + "/class/" + name
    let file = own + "/" + submission.exercise.file
    let parent = URL(filePath: file).deletingLastPathComponent().path
    try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
    switch submission.content {
    case .text(let text): try Data(text.utf8).write(to: URL(filePath: file))
    case .bytes(let bytes): try Data(bytes).write(to: URL(filePath: file))
    case .nothing: break
    case .folder: try files.createDirectory(atPath: file, withIntermediateDirectories: true)
    case .link:
      // The first submission is right; whatever is linked to must not be read.
      try files.createSymbolicLink(
        atPath: file, withDestinationPath: folder + "/class/s001/" + submission.exercise.file)
    case .linkedFolder:
      let other = folder + "/elsewhere"
      try files.createDirectory(atPath: other, withIntermediateDirectories: true)
      try Data(submission.exercise.stub.utf8)
        .write(to: URL(filePath: other + "/\(submission.exercise.name).swift"))
      try files.removeItem(atPath: parent)
      try files.createSymbolicLink(atPath: parent, withDestinationPath: other)
    case .atTheTop(let text):
      try files.removeItem(atPath: own + "/Exercises")
      try Data(text.utf8).write(to: URL(filePath: own + "/\(submission.exercise.name).swift"))
    }
  }

  private static func call(_ program: String, _ arguments: [String], output: String) throws {
    try Data().write(to: URL(filePath: output))
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure("unroll \(arguments[0]) ended with \(process.terminationStatus)")
    }
  }
}
