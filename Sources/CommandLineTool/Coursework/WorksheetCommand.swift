import UnrollConsole
import UnrollGrading

/// `unroll worksheet`: backpropagation through time on paper.
struct WorksheetCommand: Command {
  static let answers = Option(flag: "answers", help: "Write the sheet with its answers too.")

  let name = "worksheet"
  let summary = "Write a sheet to be printed: backpropagation through time, by hand."
  let discussion = """
    Two pages to be filled in with a pencil: the course's network of one unit over three steps, and hello. Its numbers are \
    those of the tutorials and of the exercises; another variant of the course has other ones. Open the file in a browser \
    and print it.
    """
  var accepts: [any Declaration] { [Coursework.variant, Self.answers, Shared.out] }
  let examples = [Example("worksheet --answers", "The sheet and its answers, in unroll-out/.")]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let variant = CourseVariant(UInt64(arguments[Coursework.variant]))
    let folder = OutputFolder(arguments[Shared.out])
    let name = "worksheet" + (variant.seed == 0 ? "" : "-\(variant.seed)")
    var written = [try folder.write(Worksheet(variant).html, as: name + ".html")]
    if arguments[Self.answers] {
      written.append(
        try folder.write(Worksheet(variant, isSolved: true).html, as: name + "-answers.html"))
    }
    for file in written { console.print(file) }
    console.say("Open it in a browser and print it: it has two pages.")
  }
}
