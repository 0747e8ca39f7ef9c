import UnrollAutodiff

/// Which layer of a file is which of a model's. The shapes of the weights say it; where several layers are alike, only what is
/// certain decides: which way they read, the numbers of PyTorch's stacked layers, or what a person said. Nothing is guessed.
struct WeightMatch {
  /// Which way one of two layers reads, or none where it is not one of two.
  enum Direction {
    case none, forward, backward
  }

  /// A part of one of the model's layers.
  struct Wanted {
    /// The layer in the model, and the part's path: "bidirectional/forward".
    let layer, path: String
    let shapes: [String: Shape]
    let direction: Direction
  }

  /// A layer of the file, or one direction of it.
  struct Found {
    let name: String
    let shapes: [String: Shape]
    let direction: Direction
    /// The number in a stack of PyTorch's.
    let stacked: Int
  }

  private let wanted: [Wanted]
  private let found: [Found]
  private let inOrder: Bool
  private let hasDirections: Bool
  /// The parts of which a person said what they are.
  private var isSaid: Set<Int> = []
  /// The number of the layer of the file for each wanted part.
  private(set) var assigned: [Int?]
  /// What does not fit.
  private(set) var differences: [String] = []

  /// Finds them.
  ///
  /// - Parameters:
  ///   - said: With what a layer's names begin in the file, by the layer or the part, where a person said so.
  ///   - inOrder: Whether numbers in names are taken for the order of the layers.
  ///   - hasDirections: Whether the file always says which layers are directions of one.
  init(
    _ wanted: [Wanted], _ found: [Found], said: [String: String], inOrder: Bool,
    hasDirections: Bool
  ) throws(ConventionError) {
    (self.wanted, self.found) = (wanted, found)
    (self.inOrder, self.hasDirections) = (inOrder, hasDirections)
    assigned = wanted.map { _ in nil }
    try assignSaid(said)
    var seen: Set<[String: Shape]> = []
    for part in wanted where seen.insert(part.shapes).inserted {
      let places = free.filter { wanted[$0].shapes == part.shapes }
      let candidates = left.filter { found[$0].shapes == part.shapes }
      if places.count == candidates.count {
        try assign(places, candidates)
      } else {
        differences.append(sentence(places, candidates, part.shapes))
      }
    }
    let known = Set(wanted.map(\.shapes))
    for layer in left.map({ found[$0] }) where !known.contains(layer.shapes) {
      differences.append("'\(layer.name)' has \(words(layer.shapes)), as no layer of the model")
    }
    if differences.isEmpty { requireCountedOrder() }
  }

  private var free: [Int] { assigned.indices.filter { assigned[$0] == nil } }

  private var left: [Int] {
    let taken = Set(assigned.compactMap { $0 })
    return found.indices.filter { !taken.contains($0) }
  }

  // MARK: - Layers that are alike

  /// What a person said comes first.
  private mutating func assignSaid(_ said: [String: String]) throws(ConventionError) {
    // One direction before a whole layer.
    for (name, start) in said.sorted(by: { ($0.key.count, $0.key) > ($1.key.count, $1.key) }) {
      let places = free.filter { wanted[$0].path == name || wanted[$0].layer == name }
      guard let place = places.first else {
        throw ConventionError(.unknownLayer(name, available: Self.unique(wanted.map(\.path))))
      }
      let named = left.filter { ForeignName.begins(found[$0].name, with: start) }
      if named.isEmpty {
        throw ConventionError(
          .unknownName(start, available: Self.unique(left.map { found[$0].name })))
      }
      var fitting = named.filter { found[$0].shapes == wanted[place].shapes }
      if places.count == 1, fitting.count > 1 {
        fitting.removeAll { found[$0].direction != wanted[place].direction }
      }
      guard fitting.count == places.count else {
        differences.append(
          "\(name) needs \(words(wanted[place].shapes)); "
            + named.map { "'\(found[$0].name)' has \(words(found[$0].shapes))" }
            .joined(separator: ", "))
        continue
      }
      isSaid.formUnion(places)
      try assign(places, fitting)
    }
  }

  /// Gives layers of one kind to as many parts.
  private mutating func assign(_ places: [Int], _ candidates: [Int]) throws(ConventionError) {
    func ours(_ direction: Direction) -> [Int] {
      places.filter { wanted[$0].direction == direction }
    }
    func theirs(_ direction: Direction) -> [Int] {
      candidates.filter { found[$0].direction == direction }
    }
    let all: [Direction] = [.none, .forward, .backward]
    if all.allSatisfy({ ours($0).count == theirs($0).count }) {
      for direction in all { try assignAlike(ours(direction), theirs(direction)) }
    } else if hasDirections, !isSaid.isSuperset(of: places) {
      let names = candidates.map { "'\(found[$0].name)'" }.joined(separator: ", ")
      differences.append(
        "\(self.names(of: places)) can't be \(names): only directions are directions there")
    } else {
      try assignAlike(places, candidates)
    }
  }

  /// Gives layers that nothing but their names tells apart to as many parts.
  private mutating func assignAlike(
    _ places: [Int], _ candidates: [Int]
  ) throws(ConventionError) {
    guard let ordered = candidates.count < 2 ? candidates : ordered(candidates) else {
      throw ConventionError(
        .alike(
          layers: Self.unique(
            places.map {
              found[candidates[0]].direction == .none ? wanted[$0].path : wanted[$0].layer
            }),
          candidates: Self.unique(candidates.map { found[$0].name })))
    }
    for (place, candidate) in zip(places, ordered) { assigned[place] = candidate }
  }

  /// The layers in the order of the numbers in their names; nil where these are none that count layers.
  private func ordered(_ candidates: [Int]) -> [Int]? {
    let keys = candidates.map { key(found[$0]) }
    guard Set(keys.map(\.stem)).count == 1, Set(keys.map(\.numbers)).count == keys.count else {
      return nil
    }
    return zip(candidates, keys.map(\.numbers)).sorted { $0.1.lexicographicallyPrecedes($1.1) }
      .map(\.0)
  }

  /// What a name counts; without being told so, only the layers of one stack.
  private func key(_ layer: Found) -> (stem: String, numbers: [Int]) {
    let name = layer.stacked > 0 ? String(layer.name.prefix { $0 != ":" }) : layer.name
    guard inOrder else { return (name, [layer.stacked]) }
    let (stem, numbers) = ForeignName.counted(name, byEnd: true)
    return (stem, numbers + [layer.stacked])
  }

  /// Layers whose numbers stand by themselves, as in PyTorch's Sequential, have to come in the same order here, unless a person
  /// said otherwise.
  private mutating func requireCountedOrder() {
    var last: [String: (numbers: [Int], name: String)] = [:]
    for (place, part) in wanted.enumerated() where !isSaid.contains(place) {
      guard let layer = assigned[place].map({ found[$0] }) else { continue }
      let (stem, numbers) = ForeignName.counted(layer.name, byEnd: false)
      if let before = last[stem], numbers.lexicographicallyPrecedes(before.numbers) {
        differences.append(
          """
          '\(layer.name)' comes before '\(before.name)' there, and \(part.path) behind it here; say which is which (layers; \
          --layer) if that is right
          """)
      }
      last[stem] = (numbers, layer.name)
    }
  }

  // MARK: - Sentences

  private func sentence(
    _ places: [Int], _ candidates: [Int], _ shapes: [String: Shape]
  ) -> String {
    let ours = names(of: places)
    if candidates.isEmpty {
      let near = left.first { found[$0].shapes.keys == shapes.keys }.map { found[$0] }
      let instead = near.map { "; '\($0.name)' has \(words($0.shapes))" } ?? ""
      return "\(ours) \(places.count == 1 ? "needs" : "need") \(words(shapes))\(instead)"
    }
    let theirs = candidates.map { "'\(found[$0].name)'" }.joined(separator: ", ")
    return
      "of layers with \(words(shapes)) the file has \(candidates.count) (\(theirs)), the model \(places.count)\(places.isEmpty ? "" : " (\(ours))")"
  }

  private func names(of places: [Int]) -> String {
    places.map { wanted[$0].path }.joined(separator: ", ")
  }

  /// `weight [1, 20], bias [1]`; of a Flax cell, whose weights are many, only what they begin with.
  private func words(_ shapes: [String: Shape]) -> String {
    let shown = shapes.keys.sorted().prefix(4).map { "\($0) \(shapes[$0] ?? [])" }
    let rest = shapes.count > 4 ? " and \(shapes.count - 4) more" : ""
    return shown.joined(separator: ", ") + rest
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
