import Unroll
import UnrollConsole

/// `unroll menu`: the roommate's dinners, by weights set by hand and by trained ones.
struct MenuCommand: Command {
  static let weather = Argument(
    repeated: "WEATHER", .choice(RoommateMenu.Weather.allCases.map(\.rawValue)),
    help: "The weather of each day after Monday, a week of your own; else the lecture's.")
  static let first = Option(
    "first", "DISH", .choice(RoommateMenu.Dish.allCases.map(\.rawValue)), default: "stew",
    help: "What there was on Monday.")
  static let units = Option(
    "units", "N", .int(in: 1...100), default: 8, help: "The size of the trained network's state.")
  static let epochs = Option(
    "epochs", "N", .int(in: 1...10_000), default: 100,
    help: "Passes through the training histories.")

  let name = "menu"
  let summary = "Foretell the roommate's dinner from the weather."
  let discussion = """
    The first recurrent network of lecture 000. A roommate cooks pork cutlet, black bean noodles and stew \
    in turn: on a fine day yesterday's dish again, on a rainy day the next. Monday's dish is told, of the \
    other days only the weather; what there was yesterday, the network has to remember.

    First the weights are set by hand: the identity for a fine day, a permutation for a rainy one. Then a \
    GRU is trained on fortnights. Others that it has not seen, months and years must come out without a \
    mistake. Takes less than a second.
    """
  var accepts: [any Declaration] {
    [Self.weather, Self.first, Self.units, Self.epochs, Shared.seed, Shared.json]
  }
  let examples = [
    Example("menu", "The lecture's week."),
    Example("menu --first noodles rain", "Its question alone: noodles, then rain."),
    Example("menu fine rain rain fine", "A week of your own."),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    console.interrupt.listen()
    let menu = Menu(
      units: arguments[Self.units], epochs: arguments[Self.epochs], seed: arguments[Shared.seed])
    Self.showMatrices(console)
    let result = try menu.run(
      watch: TrainingWatch(observers: [StopWhen { console.interrupt.isRequested }]))

    console.print()
    try console.report(Self.table(result.evenings(Self.history(arguments))), arguments)
    console.print()
    if Self.isLecture(arguments) {
      console.say(Self.answer)
      console.print()
    }
    let heading = "The GRU was trained on \(result.trainedOn) fortnights. Right on every evening:"
    console.say(heading)
    console.print()
    console.print(Self.table(result.scores).text(width: console.windowWidth, style: console.style))
    if console.interrupt.isRequested { return console.print("Ended early, as asked.") }
    if !result.hasLearnt {
      throw CommandFailure.checkFailed(
        "the trained network makes mistakes; more --units or --epochs help")
    }
  }

  private static func isLecture(_ arguments: ParsedArguments) -> Bool {
    arguments[weather].isEmpty && !arguments.wasGiven(first)
  }

  /// The reader's days, or the lecture's.
  private static func history(_ arguments: ParsedArguments) -> MenuHistory {
    let given = arguments[weather].compactMap(RoommateMenu.Weather.init)
    return MenuHistory(
      first: RoommateMenu.Dish(rawValue: arguments[first]) ?? .stew,
      weather: given.isEmpty ? MenuHistory.lecture.weather : given)
  }

  /// The two matrices side by side.
  private static func showMatrices(_ console: Console) {
    let dishes = RoommateMenu.Dish.allCases.map(\.rawValue)
    console.print(console.style(.bold, "Weights set by hand"))
    let meaning =
      "Yesterday's dish, a row, times one of these is tonight's; columns: "
      + dishes.joined(separator: ", ") + "."
    console.say(meaning)
    console.print()
    func show(_ dish: String, _ fine: String, _ rain: String) {
      console.print(dish.padded(to: 9) + fine.padded(to: 15) + rain)
    }
    show("", "on a fine day", "on a rainy day")
    let (fine, rain) = (lines(MenuByHand.identity), lines(MenuByHand.permutation))
    for (dish, row) in zip(dishes, zip(fine, rain)) { show(dish, row.0, row.1) }
  }

  private static func lines(_ matrix: Tensor) -> [String] {
    "\(matrix)".split(separator: "\n").map(String.init)
  }

  private static let answer = """
    Friday's rain gave noodles, so Saturday's gives stew. (The slide does not tell what Wednesday and \
    Thursday were like. One of them was rainy, or there were no noodles on Friday; which one does not \
    matter.)
    """

  private static func table(_ scores: [MenuResult.Score]) -> Table {
    Table(
      rows: scores,
      columns: [
        Column("Histories", key: "histories") { .text($0.name) },
        Column("Number", key: "count") { .integer($0.histories) },
        Column("By hand", key: "byHand", .percent(1)) { .number($0.byHand) },
        Column("Trained", key: "trained", .percent(1)) { .number($0.trained) },
      ])
  }

  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private static func table(_ evenings: [MenuResult.Evening]) -> Table {
    Table(
      rows: evenings,
      columns: [
        Column("Day", key: "day") { .text(days[$0.day % days.count]) },
        Column("Weather", key: "weather") { .optional($0.weather?.rawValue) },
        Column("Dinner", key: "dinner") { .text($0.dish.rawValue) },
        Column("By hand", key: "byHand", tint: { $0.tint($0.byHand) }) {
          .text($0.byHand.rawValue)
        },
        Column("Trained", key: "trained", tint: { $0.tint($0.trained) }) {
          .text($0.trained.rawValue)
        },
        Column("Probability", key: "probability", .fixed(3)) { .number($0.probability) },
      ])
  }
}

extension MenuResult.Evening {
  /// Green for the right dish.
  fileprivate func tint(_ found: RoommateMenu.Dish) -> Style.Tint { found == dish ? .green : .red }
}

extension MenuResult.Score {
  /// `unseen fortnights`, `of 30 days`.
  fileprivate var name: String { days == Menu.days ? "unseen fortnights" : "of \(days) days" }
}
