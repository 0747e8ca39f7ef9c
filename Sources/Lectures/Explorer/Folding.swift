import UnrollAutodiff

extension Explorer {
  /// A row of the drawing: a layer with its time steps, or what belongs to no step.
  public struct Row: Codable, Sendable {
    /// What it is called.
    public let title: String
    /// Its boxes, in the order of the tape.
    public let boxes: [Int]
  }

  /// Entries that follow each other on the tape and belong to one layer and time step.
  public struct Box: Codable, Sendable {
    /// What it is called: `step 3`.
    public let title: String
    /// The time step; nil for what belongs to none.
    public let step: Int?
    /// Its first entry.
    public let first: Int
    /// How many entries it has.
    public let count: Int
    /// What it hands on, as the drawing shows it when folded: `h_3`.
    public let name: String
    /// The entry that made that.
    public let source: Int
    /// Its numbers; nil for a box of several weights and inputs, none of which stands for all.
    public let value: ShownTensor?
    /// Its gradient; nil where nothing comes back.
    public let gradient: ShownTensor?
  }
}

/// The entries of a tape put into boxes by layer and time step.
struct Folding {
  private(set) var boxes: [Explorer.Box] = []
  private(set) var rows: [Explorer.Row] = []
  /// For each box the place of the value it shows.
  private(set) var statePlaces: [Int] = []

  /// Where an entry belongs.
  private struct Home: Equatable {
    let layer: String
    let step: Int?
    let title: String

    /// `["simple_rnn", "step 3"]` is step 3 of the layer simple_rnn; `["step 1: h → e"]` is step 1.
    init(_ scopes: [String]) {
      let place = scopes.firstIndex { $0.hasPrefix("step ") && Self.number($0) != nil }
      layer = scopes[..<(place ?? scopes.count)].joined(separator: "/")
      step = place.flatMap { Self.number(scopes[$0]) }
      title = place.map { scopes[$0] } ?? layer
    }

    private static func number(_ scope: String) -> Int? {
      Int(scope.dropFirst("step ".count).prefix { $0.isNumber })
    }
  }

  init(_ reading: TapeReading) {
    let homes = reading.lines.map { Home($0.scopes) }
    let stepped = Set(homes.filter { $0.step != nil }.map(\.layer))
    var start = 0
    var keys: [String] = []
    var members: [String: [Int]] = [:]
    while start < homes.count {
      let home = homes[start]
      var end = start + 1
      while end < homes.count, homes[end] == home { end += 1 }
      let isLoose = home.layer.isEmpty && home.step == nil
      let lines = start..<end
      let title =
        isLoose
        ? Self.looseTitle(reading, lines)
        : home.step == nil && stepped.contains(home.layer)
          ? (members[home.layer] == nil ? "before the steps" : "after the steps") : home.title
      let key =
        isLoose ? title : home.layer.isEmpty ? "time steps" : home.layer
      if members[key] == nil { keys.append(key) }
      members[key, default: []].append(boxes.count)
      append(reading, lines, title: title, step: home.step)
      start = end
    }
    rows = keys.map { Explorer.Row(title: $0, boxes: members[$0] ?? []) }
  }

  /// What stands outside of every scope: weights and inputs in front, whatever else behind.
  private static func looseTitle(_ reading: TapeReading, _ lines: Range<Int>) -> String {
    let isGiven = lines.allSatisfy { reading.lines[$0].inputs.isEmpty }
    return isGiven ? "weights and inputs" : "outside the steps"
  }

  private mutating func append(
    _ reading: TapeReading, _ lines: Range<Int>, title: String, step: Int?
  ) {
    let tape = reading.network.tape
    let places = lines.flatMap { reading.lines[$0].outputs }
    let wanted = step.map { "\(reading.network.state)_\($0)" }
    // A line such as a comparison has no result; a box of nothing else shows the first value of the tape.
    let place = places.last { wanted != nil && tape.name(at: $0) == wanted } ?? places.last ?? 0
    let isGiven = places.count > 1 && lines.allSatisfy { reading.lines[$0].inputs.isEmpty }
    let name = tape.name(at: place) ?? (step == nil ? "%\(place)" : reading.network.state)
    statePlaces.append(place)
    boxes.append(
      Explorer.Box(
        title: title, step: step, first: lines.lowerBound, count: lines.count,
        name: isGiven ? places.map { tape.name(at: $0) ?? "%\($0)" }.joined(separator: ", ") : name,
        source: reading.lineOfPlace[place],
        value: isGiven ? nil : reading.shown(tape.value(at: place)),
        gradient: isGiven ? nil : reading.gradient(at: place).map(reading.shown)))
  }
}
