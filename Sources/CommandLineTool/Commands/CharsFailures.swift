import Unroll

/// What `unroll chars` can't do, in sentences.
extension CharsCommand {
  static func wrongUsage(_ sentence: String) -> CommandFailure {
    CommandFailure(.wrongUsage, sentence + "\nSee 'unroll chars --help'.")
  }

  static func checkPrompt(_ arguments: ParsedArguments, _ model: CharacterModel) throws {
    do {
      _ = try CharacterWriter.ids(of: arguments[prompt] ?? "", model.vocabulary)
    } catch {
      throw wrongUsage("--prompt: \(error).")
    }
  }

  /// A text that can't be used, with the name of its file.
  static func naming<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let problem as CharacterText.Unusable {
      throw CommandFailure(.badData, "\(file): \(problem).")
    }
  }

  static func readModel(_ path: String) throws -> CharacterModel {
    do {
      return try CharacterModel(reading: path)
    } catch let error as NotACharacterModel {
      throw CommandFailure(.badData, "\(error)")
    }
  }
}
