import UnrollAutodiff

/// Which layer of a file is which of a model's. The shapes of the weights say it; where several layers are alike, only what is
/// certain decides: which way they read, numbers that a library counts by, or what a person said. Nothing is guessed.
struct WeightMatch {
  /// A part of one of the model's layers.
  struct Wanted {
    /// The layer in the model, and the part's path: "bidirectional/forward".
    let layer, path: String
    let shapes: [String: Shape]
    let isBackward: Bool
  }

  /// A layer of the file, or one direction of it.
  struct Found {
    let name: String
    let shapes: [String: Shape]
    let isBackward: Bool
  }

  private let wanted: [Wanted]
  private let found: [Found]
  private let inOrder: Bool
  /// The number of the layer of the file for each wanted part.
  private(set) var assigned: [Int?]
  /// What does not fit.
  private(set) var differences: [String] = []

  /// Finds them.
  ///
  /// - Parameters:
  ///   - said: With what a layer's names begin in the file, by the layer or the part, where a person said so.
  ///   - inOrder: Whether numbers at the end of names are taken for the order of the layers.
  init(
    _ wanted: [Wanted], _ found: [Found], said: [String: String], inOrder: Bool
  ) throws(ConventionError) {
    (self.wanted, self.found, self.inOrder) = (wanted, found, inOrder)
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
    for (name, start) in said.sorted(by: { $0.key < $1.key }) {
      let places = free.filter { wanted[$0].path == name || wanted[$0].layer == name }
      if places.isEmpty {
        throw ConventionError(.unknownLayer(name, available: Self.unique(wanted.map(\.path))))
      }
      let named = left.filter { ForeignName.begins(found[$0].name, with: start) }
      if named.isEmpty {
        throw ConventionError(
          .unknownName(start, available: Self.unique(left.map { found[$0].name })))
      }
      let fitting = named.filter { found[$0].shapes == wanted[places[0]].shapes }
      guard fitting.count == places.count else {
        differences.append(
          "\(name) needs \(words(wanted[places[0]].shapes)); "
            + named.map { "'\(found[$0].name)' has \(words(found[$0].shapes))" }
            .joined(separator: ", "))
        continue
      }
      try assign(places, fitting)
    }
  }

  /// Gives layers of one kind to as many parts.
  private mutating func assign(_ places: [Int], _ candidates: [Int]) throws(ConventionError) {
    if places.count <= 1 {
      for (place, candidate) in zip(places, candidates) { assigned[place] = candidate }
      return
    }
    let backward = places.filter { wanted[$0].isBackward }
    let marked = candidates.filter { found[$0].isBackward }
    if backward.count == marked.count, !marked.isEmpty, backward.count < places.count {
      try assign(backward, marked)
      try assign(
        places.filter { !wanted[$0].isBackward }, candidates.filter { !found[$0].isBackward })
      return
    }
    guard let ordered = ordered(candidates) else {
      throw ConventionError(
        .alike(
          layers: places.map { wanted[$0].path }, candidates: candidates.map { found[$0].name }))
    }
    for (place, candidate) in zip(places, ordered) { assigned[place] = candidate }
  }

  /// The layers in the order of the numbers in their names; nil where these are none that count layers.
  private func ordered(_ candidates: [Int]) -> [Int]? {
    let names = candidates.map { ForeignName.counted(found[$0].name, byEnd: inOrder) }
    let numbers = names.map(\.numbers)
    guard Set(names.map(\.stem)).count == 1, Set(numbers).count == numbers.count else { return nil }
    return zip(candidates, numbers).sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }

  /// Layers that the library counts, as those of PyTorch's Sequential, have to come in the same order here.
  private mutating func requireCountedOrder() {
    var last: [String: (numbers: [Int], name: String)] = [:]
    for (part, number) in zip(wanted, assigned) {
      guard let layer = number.map({ found[$0] }) else { continue }
      let (stem, numbers) = ForeignName.counted(layer.name, byEnd: false)
      if let before = last[stem], numbers.lexicographicallyPrecedes(before.numbers) {
        differences.append(
          "'\(layer.name)' comes before '\(before.name)' there, and \(part.path) behind it here")
      }
      last[stem] = (numbers, layer.name)
    }
  }

  // MARK: - Sentences

  private func sentence(
    _ places: [Int], _ candidates: [Int], _ shapes: [String: Shape]
  ) -> String {
    let ours = places.map { wanted[$0].path }.joined(separator: ", ")
    if candidates.isEmpty {
      let near = left.first { found[$0].shapes.keys == shapes.keys }.map { found[$0] }
      let instead = near.map { "; '\($0.name)' has \(words($0.shapes))" } ?? ""
      return "\(ours) \(places.count == 1 ? "needs" : "need") \(words(shapes))\(instead)"
    }
    let theirs = candidates.map { "'\(found[$0].name)'" }.joined(separator: ", ")
    return
      "of layers with \(words(shapes)) the file has \(candidates.count) (\(theirs)), the model \(places.count)\(places.isEmpty ? "" : " (\(ours))")"
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
