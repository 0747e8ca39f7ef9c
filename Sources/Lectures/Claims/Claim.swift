import UnrollSequences

/// A statement of the lectures that the project recomputes.
public struct Claim: Sendable {
  /// Its number in the list of the lectures' items: `K12`. A letter behind it marks a second statement
  /// of the same item.
  public let id: String

  /// What is claimed, in a sentence.
  public let statement: String

  /// Where the lectures say it: the number of the lecture and the line, `000:721`.
  public let source: String

  /// What the lectures give for it.
  public let lecture: Value

  /// The command that shows it.
  public let command: String

  /// Recomputes it.
  public let check: @Sendable (ClaimLaboratory) throws -> Finding

  /// A number, or words where a number would not do.
  public enum Value: Sendable, Equatable {
    /// A number that can be compared.
    case number(Double)
    /// Words.
    case text(String)
  }

  /// What recomputing gave.
  public struct Finding: Sendable {
    /// Our value, or our words.
    public let ours: Value
    /// What follows.
    public let verdict: Verdict

    init(_ ours: Value, _ verdict: Verdict) {
      self.ours = ours
      self.verdict = verdict
    }
  }

  init(
    _ id: String, _ statement: String, source: String, lecture: Value, command: String,
    check: @escaping @Sendable (ClaimLaboratory) throws -> Finding
  ) {
    self.id = id
    self.statement = statement
    self.source = source
    self.lecture = lecture
    self.command = command
    self.check = check
  }

  /// Whether networks are trained for it that take seconds: everything but LAB01's and small ones.
  public var takesLong: Bool { Self.long.contains(id) }

  private static let long: Set<String> = [
    "K19", "A7", "A7b", "A7c", "A7d", "A7e", "A7f", "A8", "A9", "A9b", "H14", "S4",
  ]

  /// All claims in the lectures' order.
  public static let all: [Claim] =
    rnnForNLP + harvard + simpleRNNForIMDB + abandah + remedies + cells + session6
}

/// What several claims need, computed once: the trained models of LAB01, of ten steps ahead, of each
/// shape, with each remedy and on the adding problem.
public final class ClaimLaboratory {
  /// The seed from which all random numbers follow.
  public let seed: UInt64

  /// Where the film reviews are that some claims are about; nil where they are not at hand.
  public let data: String?

  let observe: (_ model: String, _ seed: UInt64) -> TrainingWatch
  private var reviewsRead: Reviews?
  private var reviewResults: [ReviewNetwork: ReviewResult] = [:]
  private var rows: [Lab01.Model: Lab01.Row] = [:]
  private var forecasts: [Forecast10.Way: Forecast10.Row] = [:]
  private var remedies: [String: RemedyResult] = [:]
  private var shapes: [SequenceShape: SequenceShape.Result] = [:]
  private var memories: [String: MemoryResult] = [:]

  /// A laboratory; `observe` is asked who watches the training of the model with a name.
  public init(
    seed: UInt64, data: String? = nil,
    observe: @escaping (_ model: String, _ seed: UInt64) -> TrainingWatch = { _, _ in .nobody }
  ) {
    self.seed = seed
    self.data = data
    self.observe = observe
  }

  /// The film reviews, read when they are first asked for; nil where they are not at hand.
  func reviews() throws -> Reviews? {
    if let reviewsRead { return reviewsRead }
    guard let data else { return nil }
    let reviews = try Reviews(LabelledTexts.read(data))
    guard reviews.train.count == 25_000, reviews.test.count == 25_000 else {
      throw ReviewError.otherReviews(train: reviews.train.count, test: reviews.test.count)
    }
    reviewsRead = reviews
    return reviews
  }

  /// A network that has read film reviews, trained when it is first asked for; nil where there are none, or no
  /// vectors for the network that needs some.
  func review(_ network: ReviewNetwork) throws -> ReviewResult? {
    if let result = reviewResults[network] { return result }
    guard let reviews = try reviews() else { return nil }
    let vectors = network == .glove ? try ReviewFindings.vectors(beside: data, reviews) : nil
    if network == .glove, vectors == nil { return nil }
    let result = try reviews.run(
      network, vectors: vectors, seed: seed, threads: 2, watch: observe(network.layers, seed))
    reviewResults[network] = result
    return result
  }

  /// The lecture's data.
  public private(set) lazy var lab01 = Lab01()

  /// The lecture's data for ten steps ahead.
  public private(set) lazy var forecast10 = Forecast10()

  /// Takes a row of LAB01 that was trained from the same seed, so that no claim trains it again.
  public func keep(_ row: Lab01.Row) { rows[row.model] = row }

  /// A row of LAB01, trained when it is first asked for.
  func row(_ model: Lab01.Model) throws -> Lab01.Row {
    if let row = rows[model] { return row }
    let row = try lab01.run(model, seeds: [seed]) { [observe] in observe(model.rawValue, $0) }
    rows[model] = row
    return row
  }

  /// A row of ten steps ahead, trained when it is first asked for.
  func tenSteps(_ way: Forecast10.Way) throws -> Forecast10.Row {
    if let row = forecasts[way] { return row }
    let row = try forecast10.run(way, seeds: [seed]) { [observe] in observe(way.rawValue, $0) }
    forecasts[way] = row
    return row
  }

  /// A network of a shape, trained when it is first asked for.
  func shape(_ shape: SequenceShape) throws -> SequenceShape.Result {
    if let result = shapes[shape] { return result }
    let result = try shape.run(seed: seed)
    shapes[shape] = result
    return result
  }

  /// The most steps of a training on the adding problem, fewer than those of `unroll memory`.
  static let memoryBudget = 2000

  /// A cell on the adding problem, trained when it is first asked for.
  func memory(
    _ cell: MemoryCell, length: Int, seed: UInt64? = nil,
    study: MemoryStudy = MemoryStudy(budget: ClaimLaboratory.memoryBudget)
  ) -> MemoryResult {
    let seed = seed ?? self.seed
    let name = "\(cell.rawValue), T = \(length)"
    let key = "\(name), seed \(seed), \(study.budget) steps"
    if let result = memories[key] { return result }
    let result = study.run(cell, length: length, seed: seed, watch: observe(name, seed))
    memories[key] = result
    return result
  }

  /// Networks with a remedy, trained when they are first asked for.
  func remedy(_ remedy: Remedy, _ base: Remedy.Base) -> RemedyResult {
    let name = remedy.name(base)
    if let result = remedies[name] { return result }
    let result = RemedyStudy(seed: seed).run(remedy, base) { [observe] in observe(name, $0) }
    remedies[name] = result
    return result
  }
}
