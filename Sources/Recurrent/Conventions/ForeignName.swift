import UnrollAutodiff
import UnrollNumerics

/// The name of a weight in another library's file, taken apart: `encoder.lstm.weight_ih_l1_reverse` is `weight_ih_l0` of the second
/// layer of `encoder.lstm`, backwards.
struct ForeignName {
  /// The layer that has the weight, and more where it is one of several under that name: "encoder.lstm.layer 1".
  let layer: String
  /// The weight within the layer.
  let weight: String
  /// Whether the name says that the layer reads from the end.
  let isBackward: Bool

  /// Reads a name as a library writes it.
  init(_ name: String, _ convention: WeightConvention) {
    switch convention {
    case .pyTorch: self.init(pyTorch: name)
    case .flax: self.init(flax: name)
    default: self.init(keras: name)
    }
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
    if let number = match.number, number != "0" {
      parts.append("layer \(number)")
    }
    self.init(parts, "\(match.weight)_l0", isBackward: match.reverse != nil, by: ".")
  }

  /// `sequential/bidirectional/forward_gru/gru_cell/kernel`; older versions put `:0` behind.
  private init(keras name: String) {
    let plain = name.hasSuffix(":0") ? name.dropLast(2) : name[...]
    var parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    let weight = String(parts.removeLast())
    let isBackward = parts.contains { $0.hasPrefix("backward_") }
    self.init(parts, weight, isBackward: isBackward, by: "/")
  }

  /// `params/LSTMCell_0/hf/kernel`, or with full stops. What comes first is the collection.
  private init(flax name: String) {
    let stroke: Character = name.contains("/") ? "/" : "."
    var parts = name.split(separator: stroke, omittingEmptySubsequences: false)
    var weight = String(parts.removeLast())
    if let gate = parts.last, gate.wholeMatch(of: /[ih][figonrz]?/) != nil {
      weight = "\(gate)/\(weight)"
      parts.removeLast()
    }
    if let first = parts.first, ["params", "batch_stats"].contains(first) { parts.removeFirst() }
    self.init(parts, weight, by: String(stroke))
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
