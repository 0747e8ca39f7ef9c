import UnrollAutodiff
import UnrollFigures

/// All that the page of `unroll explain` shows of one recorded tape: numbers, and the words beside them.
///
/// The page computes nothing. What it says of an entry, forward and backward, stands in ``entries``; how entries are
/// folded, in ``boxes``; the order of the backward pass, in ``backward``.
public struct Explorer: Codable, Sendable {
  /// What was recorded.
  public let title: String
  /// What it computes.
  public let equations: [String]
  /// The colours of all magnitudes.
  public let scale: ColourScale
  /// The rows of the drawing: layers, weights, loss.
  public let rows: [Row]
  /// Runs of entries of one layer and time step, in the order of the tape.
  public let boxes: [Box]
  /// Every entry of the tape, in order.
  public internal(set) var entries: [Entry]
  /// Formulas and pullbacks of the operations on the tape, by the names that entries give.
  public let rules: [String: OperationRule]
  /// The entries that the backward pass visits, in its order.
  public let backward: [Int]
  /// The gradient by time, a table for each layer.
  public let ledgers: [Ledger]
  /// The gradient along other recurrent weights, for comparison.
  public let runs: GainRuns

  /// What is to be shown of a network, beside runs with other recurrent weights.
  public init(_ network: ExploredNetwork, runs: GainRuns) {
    let reading = TapeReading(network)
    title = network.title
    equations = network.equations
    scale = reading.scale
    let folding = Folding(reading)
    rows = folding.rows
    boxes = folding.boxes
    let entries = reading.entries()
    let used = Set(entries.compactMap(\.rule))
    rules = OperationRule.all.filter { used.contains($0.key) }
    self.entries = entries
    backward = reading.moves.map(\.line)
    ledgers = Ledger.all(reading, folding)
    self.runs = runs
  }

  /// The loss.
  public var loss: Double? { entries.last?.outputs.first?.value.rows.first?.first }
}

/// A tape read once: its lines, its backward pass, and one scale for all magnitudes.
struct TapeReading {
  let network: ExploredNetwork
  let lines: [TapeLine]
  let moves: [BackwardMove]
  /// The backward move of each line, where there is one.
  let moveOfLine: [Int: BackwardMove]
  /// The line that made the value at a place.
  let lineOfPlace: [Int]
  let scale: ColourScale
  let room: ShownTensor.Room

  init(_ network: ExploredNetwork) {
    self.network = network
    let tape = network.tape
    let lines = tape.lines
    let moves = tape.backwardTrace()
    self.lines = lines
    self.moves = moves
    moveOfLine = Dictionary(moves.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
    lineOfPlace = lines.indices.flatMap { line in lines[line].outputs.map { _ in line } }
    let values = lineOfPlace.indices.lazy.map { tape.value(at: $0).norm() }
    let gradients = moves.lazy.flatMap { move in
      move.gradients.compactMap { $0?.norm() } + move.contributions.map { $0.part.norm() }
    }
    scale = ColourScale(fitting: Array(values) + Array(gradients))
    room = lines.count > 3000 ? .scarce : .ample
  }

  /// A tensor as the page shows it.
  func shown(_ tensor: Tensor) -> ShownTensor { ShownTensor(tensor, scale, room) }

  /// The gradient of the value at a place, once it is complete; nil where nothing came back.
  func gradient(at place: Int) -> Tensor? {
    let line = lineOfPlace[place]
    return moveOfLine[line]?.gradients[place - lines[line].outputs.lowerBound]
  }
}
