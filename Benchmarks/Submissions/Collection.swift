import Foundation

/// All submissions that are made up.
struct Collection {
  private let exercises: [Exercise]
  private let solutions: Solutions
  private(set) var submissions: [Submission] = []

  /// - Parameter place: A folder that must stay as it is, whatever the programs do.
  init(_ exercises: [Exercise], _ solutions: Solutions, place: String) throws {
    (self.exercises, self.solutions) = (exercises, solutions)
    addRight()
    try addMistakes()
    addSpoilt()
    addUnwritten()
    addFiles()
    for (index, hostility) in Hostility.all(place).enumerated() { add(hostility, index) }
  }

  /// One of each kind; of those with known verdicts by misconception a few.
  var oneOfEach: [Submission] {
    var seen: Set<String> = []
    return submissions.filter { seen.insert($0.kind).inserted }
  }

  private func solution(_ exercise: Exercise) -> String {
    solutions.names(of: exercise).first.map { solutions.text($0, as: exercise.name) } ?? ""
  }

  private mutating func add(
    _ kind: String, _ exercise: Exercise, _ content: Submission.Content, _ verdicts: Set<String>,
    _ misconception: String? = nil
  ) {
    submissions.append(
      Submission(
        kind: kind, exercise: exercise, content: content, verdicts: verdicts,
        misconception: misconception))
  }

  private mutating func addRight() {
    for exercise in exercises {
      for (index, name) in solutions.names(of: exercise).enumerated() {
        let text = exercise.file(solutions.text(name, as: exercise.name))
        add(index == 0 ? "right" : "right, written otherwise", exercise, .text(text), ["right"])
      }
    }
  }

  private mutating func addMistakes() throws {
    for mistake in Mistake.all {
      guard let exercise = exercises.first(where: { $0.name == mistake.exercise }) else { continue }
      let text = exercise.file(try mistake.made(in: solution(exercise)))
      add(
        mistake.misconception == nil ? "wrong otherwise" : "a known mistake", exercise, .text(text),
        ["wrong"], mistake.misconception)
    }
    for (name, first, second) in Mistake.pairs {
      guard let exercise = exercises.first(where: { $0.name == name }) else { continue }
      let both = [first, second].compactMap { beginning in
        Mistake.all.first {
          $0.exercise == name && $0.misconception?.hasPrefix(beginning) == true
        }
      }
      guard both.count == 2 else { throw Failure("\(name): no pair of \(first) and \(second)") }
      let text = try both.reduce(solution(exercise)) { try $1.made(in: $0) }
      add("two mistakes at once", exercise, .text(exercise.file(text)), ["wrong"])
    }
  }

  private mutating func addSpoilt() {
    for (place, spoilt) in Spoilt.kinds.enumerated() {
      // Each kind on every second exercise, so that there are not hundreds of them.
      for (index, exercise) in exercises.enumerated() where (index + place).isMultiple(of: 2) {
        guard let name = solutions.names(of: exercise).first else { continue }
        let text = Spoilt.file(
          exercise, honest: solutions.text(name, as: "Honest"), twin: solution(exercise),
          change: spoilt.change)
        add(spoilt.kind, exercise, .text(text), ["wrong"])
      }
    }
  }

  private mutating func addUnwritten() {
    for exercise in exercises {
      add("as it was in the beginning", exercise, .text(exercise.stub), ["not written"])
      if exercise.id.hasSuffix("1") || exercise.id.hasSuffix("5") {
        let text = exercise.file(solution(exercise))
        add(
          "a bracket is missing", exercise, .text(text.replacing("\n}\n", with: "\n")),
          ["no program"])
        add("a type is wrong", exercise, .text(text + "let n: Int = \"three\"\n"), ["no program"])
      }
    }
    let first = exercises[0]
    add(
      "another name for the type", first,
      .text(first.file(solution(first)).replacing(first.name + ":", with: "Mine:")), ["no program"])
  }

  private mutating func addFiles() {
    let some = exercises[4 % exercises.count]
    let text = some.file(solution(some))
    func bytes(_ text: String) -> Submission.Content { .bytes(Array(text.utf8)) }
    add("nothing is there", some, .nothing, ["missing"])
    add("a folder in place of the file", some, .folder, ["unreadable"])
    add("a link in place of the file", some, .link, ["unreadable"])
    add("a link in place of the folder", some, .linkedFolder, ["unreadable"])
    add("the file alone, at the top", some, .atTheTop(text), ["right"])
    add("an empty file", some, .text(""), ["no program"])
    add(
      "five megabytes", some,
      .text(text + String(repeating: "// and so on and so on\n", count: 220_000)), ["unreadable"])
    add("no text", some, .bytes((0..<4096).map { UInt8(($0 * 167 + 13) & 0xFF) }), ["unreadable"])
    add(
      "two bytes a letter", some,
      .bytes(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }), ["unreadable"])
    add("a mark before the text", some, bytes("\u{FEFF}" + text), ["right"])
    add("lines that end as on Windows", some, bytes(text.replacing("\n", with: "\r\n")), ["right"])
    add(
      "a comment that says @main and import", some,
      .text(
        "// @main import Unroll\n/* @main */\n" + text
          + "let note = #\"\\\"#; let more = \"@main\"\n"), ["right"])
    add(
      "slow to compile", some,
      .text(
        text
          + "let slow = [1, 2.0, 3, 4.5].map { -$0 + 1 + 2.0 * 3 - 4 / 5 + 6 - 7 * 8.0 + [1, 2.5, 3].map { $0 * 2 - 1 / 3 + 4 }.reduce(0, +) }.reduce(0, { $0 + $1 * 2 - 3 / 4 + 5 }) + -(1 + 2.0 - 3)\n"
      ),
      ["right", "no program"])
  }

  private mutating func add(_ hostility: Hostility, _ index: Int) {
    // By turns on all exercises whose solution may have an init() more.
    let exercise = exercises[index % exercises.count]
    let text =
      hostility.members.isEmpty
      ? solution(exercise) : Spoilt.withMember(hostility.members, in: solution(exercise))
    add(
      hostility.kind, exercise, .text(exercise.file(text) + hostility.behind + "\n"),
      hostility.verdicts)
  }
}
