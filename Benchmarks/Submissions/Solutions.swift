import Foundation

/// An exercise of the course, as a student's folder has it.
struct Exercise {
  /// `05`
  let id: String
  /// `RNNStep`
  let name: String
  /// `Exercises/05-rnn-step/RNNStep.swift`
  let file: String
  /// The file that a student begins with.
  let stub: String

  /// The exercises of a folder that `unroll start` made.
  static func all(of folder: String) throws -> [Exercise] {
    let exercises = folder + "/Exercises"
    return try FileManager.default.contentsOfDirectory(atPath: exercises).sorted().map { name in
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(exercises)/\(name)")
      guard let file = files.first(where: { $0.hasSuffix(".swift") }) else {
        throw Failure("\(name) has no file")
      }
      return Exercise(
        id: String(name.prefix(2)), name: String(file.dropLast(6)),
        file: "Exercises/\(name)/\(file)",
        stub: try String(contentsOfFile: "\(exercises)/\(name)/\(file)", encoding: .utf8))
    }
  }
}

/// Why there is nothing to compare.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The right solutions of the tests, each as a text of its own.
struct Solutions {
  /// What stands at the left edge of a file: a type, an extension, a function.
  private struct Declaration {
    let name: String
    let text: String
  }

  private let declarations: [Declaration]

  init(_ folder: String) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    declarations = try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
      Self.declarations(try String(contentsOfFile: folder + "/" + file, encoding: .utf8))
    }
  }

  /// The names of the types that solve an exercise, the one that is named after it first.
  func names(of exercise: Exercise) -> [String] {
    let own = declarations.filter { declaration in
      declaration.text.prefix { !$0.isNewline }.contains(": \(exercise.name)Exercise {")
    }.map(\.name)
    let first = exercise.name + "Solution"
    return own.filter { $0 == first } + own.filter { $0 != first }
  }

  /// A solution with all that it uses, under another name.
  func text(_ name: String, as newName: String) -> String {
    var wanted = [name]
    var parts: [String] = []
    var place = 0
    while place < wanted.count {
      let found = declarations.filter { $0.name == wanted[place] }.map(\.text)
      parts += found
      let words = Set(found.flatMap { Self.words($0) })
      wanted += Set(declarations.map(\.name)).intersection(words).subtracting(wanted).sorted()
      place += 1
    }
    return Self.renamed(parts.joined(separator: "\n\n"), name, newName)
  }

  /// A text with another word for a word.
  static func renamed(_ text: String, _ word: String, _ newWord: String) -> String {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      let part = rest.prefix { isPartOfName($0) == isPartOfName(first) }
      result += part == word[...] ? newWord[...] : part
      rest = rest.dropFirst(part.count)
    }
    return result
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func words(_ text: String) -> [String] {
    text.split { !isPartOfName($0) }.map(String.init)
  }

  private static func declarations(_ text: String) -> [Declaration] {
    let kinds: Set<String> = ["struct", "enum", "class", "extension", "func", "protocol", "let"]
    var found: [Declaration] = []
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let words = words(line)
      let begins =
        lines.isEmpty && line.first?.isLetter == true && words.contains(where: kinds.contains)
      if begins || !lines.isEmpty { lines.append(line) }
      let isWhole = line.first == "}" || (begins && (line.hasSuffix("}") || !line.contains("{")))
      if !lines.isEmpty, isWhole, let kind = Self.words(lines[0]).firstIndex(where: kinds.contains)
      {
        let name = Self.words(lines[0])[kind + 1]
        found.append(Declaration(name: name, text: lines.joined(separator: "\n")))
        lines = []
      }
    }
    return found
  }
}
