import UnrollAutodiff
import UnrollNumerics

/// The name of a weight in another library's file, taken apart: `encoder.lstm.weight_ih_l1_reverse` is `weight_ih_l0` of the second
/// layer of `encoder.lstm`, backwards.
struct ForeignName {
  /// The layer that has the weight, with its number where PyTorch stacks several in one: "encoder.lstm:1".
  let layer: String
  /// The weight within the layer.
  let weight: String
  /// Whether the name is that of a direction that reads from the end, as only PyTorch's are.
  let isBackward: Bool
  /// The number of the layer in a stack, as only PyTorch has them.
  var stacked = 0

  /// Reads the names of a file as a library writes them.
  static func all(
    _ names: some Collection<String>, _ convention: WeightConvention
  ) -> [String: ForeignName] {
    let read: (String) -> ForeignName
    switch convention {
    case .pyTorch: read = ForeignName.init(pyTorch:)
    case .flax:
      let cells = flaxCells(names)
      read = { ForeignName(flax: $0, cells: cells) }
    default: read = ForeignName.init(keras:)
    }
    return Dictionary(uniqueKeysWithValues: names.map { ($0, read($0)) })
  }

  private init(_ layer: [Substring], _ weight: String, isBackward: Bool = false, by stroke: String)
  {
    self.layer = layer.joined(separator: stroke)
    self.weight = weight
    self.isBackward = isBackward
  }

  /// `lstm.weight_ih_l1_reverse`; a cell's are `weight_ih`.
  private init(pyTorch name: String) {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let last = String(parts.removeLast())
    let recurrent = /(?<weight>(?:weight|bias)_(?:ih|hh))(?:_l(?<number>\d+)(?<reverse>_reverse)?)?/
    guard let match = last.wholeMatch(of: recurrent) else {
      self.init(parts, last, by: ".")
      return
    }
    let number = match.number.flatMap { Int($0) } ?? 0
    if number > 0 { parts.append("\(parts.popLast() ?? ""):\(number)") }
    self.init(parts, "\(match.weight)_l0", isBackward: match.reverse != nil, by: ".")
    stacked = number
  }

  /// `sequential/bidirectional/forward_gru/gru_cell/kernel`; older versions put `:0` behind.
  private init(keras name: String) {
    let plain = name.hasSuffix(":0") ? name.dropLast(2) : name[...]
    var parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    let weight = String(parts.removeLast())
    self.init(parts, weight, by: "/")
  }

  /// `params/LSTMCell_0/hf/kernel`, or with full stops. What comes first is the collection.
  private init(flax name: String, cells: Set<[Substring]>) {
    var (parts, stroke) = Self.flaxParts(name)
    var weight = String(parts.removeLast())
    if let gate = Self.gate(parts), cells.contains(parts.dropLast()) {
      weight = "\(gate)/\(weight)"
      parts.removeLast()
    }
    if let first = parts.first, ["params", "batch_stats"].contains(first) { parts.removeFirst() }
    self.init(parts, weight, by: stroke)
  }

  /// The parts of a path, and what stands between them.
  private static func flaxParts(_ name: String) -> (parts: [Substring], stroke: String) {
    let stroke = name.contains("/") ? "/" : "."
    return (name.split(separator: stroke, omittingEmptySubsequences: false), stroke)
  }

  /// What has the gates of a cell, all of them: a layer that happens to be called `h` is none.
  private static func flaxCells(_ names: some Collection<String>) -> Set<[Substring]> {
    var gates: [[Substring]: Set<Substring>] = [:]
    for name in names {
      let path = Array(flaxParts(name).parts.dropLast())
      guard let gate = gate(path) else { continue }
      gates[path.dropLast(), default: []].insert(gate)
    }
    let cells: [Set<Substring>] = [
      ["i", "h"], ["ii", "if", "ig", "io", "hi", "hf", "hg", "ho"],
      ["ir", "iz", "in", "hr", "hz", "hn"],
    ]
    return Set(gates.filter { cells.contains($0.value) }.keys)
  }

  /// The gate that a path ends with: "hf". Flax's newer layers write `if_`.
  private static func gate(_ parts: [Substring]) -> Substring? {
    guard let last = parts.last, last.wholeMatch(of: /[ih][figonrz]?_?/) != nil else { return nil }
    return last.hasSuffix("_") ? last.dropLast() : last
  }
}

// MARK: - Names of layers

extension ForeignName {
  /// Whether a layer is one of those under a name.
  static func begins(_ name: String, with start: String) -> Bool {
    name == start || ["/", "."].contains { name.hasPrefix(start + $0) }
  }

  /// A name with its numbers taken out, and these: those that stand by themselves (`layers.2`), and with `byEnd` those at the end
  /// of other names (`lstm_1`), where a name without one comes first.
  static func counted(_ name: String, byEnd: Bool) -> (stem: String, numbers: [Int]) {
    var numbers: [Int] = []
    let stems = name.split(omittingEmptySubsequences: false) { "/.".contains($0) }
      .map { part -> Substring in
        if let number = Int(part) {
          numbers.append(number)
          return "#"
        }
        guard byEnd else { return part }
        guard let match = part.wholeMatch(of: /(.*?)_?([0-9]+)/), let number = Int(match.2) else {
          numbers.append(-1)
          return part
        }
        numbers.append(number)
        return match.1
      }
    return (stems.joined(separator: "/"), numbers)
  }
}

extension ForeignName {
  /// The name of a weight of one of our layers, as a library would write it.
  static func written(
    _ weight: String, of part: TranslatablePart, in layer: String, _ convention: WeightConvention
  ) -> String {
    switch convention {
    case .pyTorch: return "\(layer).\(weight)\(part.isBackward ? "_reverse" : "")"
    case .flax:
      let collection = ["mean", "var"].contains(weight) ? "batch_stats" : "params"
      let path = part.within.isEmpty ? layer : "\(layer)/\(part.within)"
      return "\(collection)/\(path)/\(weight)"
    default:
      let path = part.kerasPath.isEmpty ? layer : "\(layer)/\(part.kerasPath)"
      return "\(path)/\(weight)"
    }
  }
}
