import UnrollConsole
import UnrollGrading

/// `unroll student-copy`: the course without its solutions.
struct StudentCopyCommand: Command {
  static let folder = Argument("DIR", .text, help: "The folder to make.")

  let name = "student-copy"
  let summary = "Copy the course without the solutions, to hand out."
  let discussion = """
    Everything is in it that a student needs, the checker too; the solutions and the tests that need them are not. Its history \
    is not copied either. The checker is there as source: who reads Sources/Grading finds how the right numbers are computed, \
    which choice of a question is right and the letters of the bug hunt.
    """
  var accepts: [any Declaration] { [Self.folder] }
  let examples = [Example("student-copy ../rnn-course", "A copy beside this folder.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let path = arguments[Self.folder]
    let count = try Coursework.failing { try StudentCopy.make(path) }
    console.say("\(count) files and folders in \(path), without the solutions.")
  }
}
