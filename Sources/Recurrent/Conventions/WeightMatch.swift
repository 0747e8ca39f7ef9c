import UnrollAutodiff

/// Which layer of a file is which of a model's: by the shapes of their weights, and by names where shapes are alike.
struct WeightMatch {
  /// What tells layers apart.
  struct Signature: Hashable {
    let shapes: [String: Shape]
    let isBackward: Bool
  }

  /// A part of one of the model's layers.
  struct Wanted {
    /// The layer in the model, and the part's path: "bidirectional/forward".
    let layer, path: String
    /// The name that the library would give it.
    let name: String
    let signature: Signature
  }

  /// A layer of the file.
  struct Found {
    let name: String
    let signature: Signature
  }

  private(set) var differences: [String] = []
  /// The number of the layer of the file for each wanted part.
  private(set) var assigned: [Int?]

  /// Finds them.
  ///
  /// - Parameter said: Which names of the file a layer's begin with, where a person said so.
  init(
    _ wanted: [Wanted], _ found: [Found], said: [String: String]
  ) throws(ConventionError) {
    assigned = wanted.map { _ in nil }
    for signature in Self.unique(wanted.map(\.signature)) {
      let places = wanted.indices.filter { wanted[$0].signature == signature }
      let candidates = found.indices.filter { found[$0].signature == signature }
      try assign(places, candidates, wanted, found, said)
    }
    let taken = Set(assigned.compactMap { $0 })
    let left = found.indices.filter { !taken.contains($0) }.map { found[$0] }
    for (part, number) in zip(wanted, assigned) where number == nil {
      differences.append(Self.sentence(part, left))
    }
    for layer in left {
      differences.append(
        "the model has no layer for '\(layer.name)' with \(layer.signature.words)")
    }
  }

  /// Gives layers that are alike to parts that are alike.
  private mutating func assign(
    _ places: [Int], _ candidates: [Int], _ wanted: [Wanted], _ found: [Found],
    _ said: [String: String]
  ) throws(ConventionError) {
    var (places, candidates) = (places, candidates)
    for place in places {
      guard let start = said[wanted[place].layer] else { continue }
      let named = candidates.filter { Self.begins(found[$0].name, with: start) }
      assigned[place] = named.min { Self.isBefore(found[$0].name, found[$1].name) }
      candidates.removeAll { $0 == assigned[place] }
    }
    places.removeAll { said[wanted[$0].layer] != nil }
    guard places.count == candidates.count else {
      // One too many, or one too few: nobody could say which.
      return
    }
    if places.count < 2 {
      if let place = places.first { assigned[place] = candidates[0] }
      return
    }
    let byName = places.map { place in
      candidates.first { Self.ends(found[$0].name, with: wanted[place].name) }
    }
    if Set(byName.compactMap { $0 }).count == places.count {
      for (place, candidate) in zip(places, byName) { assigned[place] = candidate }
      return
    }
    let ordered = candidates.sorted { Self.isBefore(found[$0].name, found[$1].name) }
    guard Set(ordered.map { Self.withoutNumbers(found[$0].name) }).count == 1 else {
      throw ConventionError(
        .alike(layers: places.map { wanted[$0].layer }, candidates: ordered.map { found[$0].name }))
    }
    for (place, candidate) in zip(places, ordered) { assigned[place] = candidate }
  }

  // MARK: - Names

  private static func begins(_ name: String, with start: String) -> Bool {
    name == start || ["/", "."].contains { name.hasPrefix(start + $0) }
  }

  private static func ends(_ name: String, with end: String) -> Bool {
    name == end || ["/", "."].contains { name.hasSuffix($0 + end) }
  }

  /// `lstm_2` before `lstm_10`, and `lstm` before both.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    let (left, right) = (pieces(a), pieces(b))
    for (x, y) in zip(left, right) where x != y {
      if let m = Int(x), let n = Int(y) { return m < n }
      return x < y
    }
    return left.count < right.count
  }

  /// `lstm`, `10` of "lstm_10".
  private static func pieces(_ name: String) -> [String] {
    name.matches(of: /[0-9]+|[^0-9_]+/).map { String($0.output) }
  }

  /// What is left of a name when numbers are taken out: "lstm" of "lstm_10".
  private static func withoutNumbers(_ name: String) -> String {
    name.replacing(/\.?layer [0-9]+/, with: "").filter { !$0.isNumber && $0 != "_" }
  }

  // MARK: - Sentences

  private static func sentence(_ part: Wanted, _ left: [Found]) -> String {
    let near = left.first { $0.signature.shapes.keys == part.signature.shapes.keys }
    let instead = near.map { "; '\($0.name)' has \($0.signature.words)" } ?? ""
    return "\(part.path) needs \(part.signature.words)\(instead)"
  }

  private static func unique(_ signatures: [Signature]) -> [Signature] {
    var seen: Set<Signature> = []
    return signatures.filter { seen.insert($0).inserted }
  }
}

extension WeightMatch.Signature {
  /// `weight [1, 20], bias [1]`.
  var words: String {
    let weights = shapes.keys.sorted().map { "\($0) \(shapes[$0] ?? [])" }
    return weights.joined(separator: ", ") + (isBackward ? ", backwards" : "")
  }
}
