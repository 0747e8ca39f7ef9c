import Unroll
import UnrollConsole

/// `unroll tour`: everything once, from a tape of 25 lines to the lectures' claims.
struct TourCommand: Command {
  /// LAB01's series, and the number of passes through them; a test takes fewer.
  var lab01: @Sendable () -> Lab01 = { Lab01() }
  var epochs = Lab01.epochs
  /// The claims that are computed; a test takes fewer.
  var claims = Claim.all

  let name = "tour"
  let summary = "See everything once, in half a minute, and get a report of it."
  let discussion = """
    A recurrent network is built from primitives and its tape printed; backpropagation through time is held against the \
    formula, and a mistake in it found; the gradient vanishes and explodes; LAB01's deep network is trained; and what \
    the lectures claim is computed anew. The report, tour.html, has all figures and the table of claims, in one file \
    that needs no network. Ctrl-C ends a training and keeps what was learnt.
    """
  var accepts: [any Declaration] { [Shared.seed, Shared.out] }
  let examples = [
    Example("tour", "The report is unroll-out/tour.html."),
    Example("tour --seed 7 --out ~/tour", "Other random numbers, another folder."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    let folder = OutputFolder(arguments[Shared.out])
    try folder.checkWritable()
    console.interrupt.listen()
    let seed = arguments[Shared.seed]
    let laboratory = ClaimLaboratory(seed: seed) { _, _ in
      TrainingWatch(observers: [StopWhen { console.interrupt.isRequested }])
    }
    var guide = TourGuide(console)
    guide.showTape()
    guide.checkBackward()
    guide.followGradient(seed: seed)
    let row = try guide.train(lab01(), epochs: epochs, seed: seed)
    laboratory.keep(row)
    let failed = try guide.checkClaims(claims, laboratory)
    guide.sayWhereNext()
    let path = try folder.write(guide.page.html, as: "tour.html")
    console.print("The report: \(path)")
    if console.interrupt.isRequested { return console.print("Ended early, as asked.") }
    if row.verdict == .failed || !failed.isEmpty {
      throw CommandFailure.checkFailed(
        "what did not come out as it should: "
          + ((row.verdict == .failed ? ["LAB01"] : []) + failed).joined(separator: ", "))
    }
  }
}
