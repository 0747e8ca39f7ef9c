import UnrollCourse

// The solutions of the exercise about shapes and counts. They stay out of what students are given.

struct ShapesAndCountsSolution: ShapesAndCountsExercise {
  func simpleRNN(input: [Int], units: Int) -> Int {
    (input[2] + units + 1) * units
  }

  func lstm(input: [Int], units: Int) -> Int {
    4 * (input[2] + units + 1) * units
  }

  func gru(input: [Int], units: Int) -> Int {
    3 * (input[2] + units + 2) * units
  }

  func outputShape(of layer: LayerPlan, input: [Int]) -> [Int] {
    let width = layer.isBidirectional ? 2 * layer.units : layer.units
    switch layer.kind {
    case .embedding: return input + [width]
    case .flatten: return [input[0], input[1] * input[2]]
    case .dense: return input.dropLast() + [width]
    case .simpleRNN, .lstm, .gru:
      return layer.returnsSequences ? [input[0], input[1], width] : [input[0], width]
    }
  }

  func total(of layers: [LayerPlan], input: [Int]) -> Int {
    var total = 0
    var shape = input
    for layer in layers {
      let directions = layer.isBidirectional ? 2 : 1
      switch layer.kind {
      case .embedding: total += layer.vocabulary * layer.units
      case .simpleRNN: total += directions * simpleRNN(input: shape, units: layer.units)
      case .lstm: total += directions * lstm(input: shape, units: layer.units)
      case .gru: total += directions * gru(input: shape, units: layer.units)
      case .flatten: break
      case .dense: total += (shape[shape.count - 1] + 1) * layer.units
      }
      shape = outputShape(of: layer, input: shape)
    }
    return total
  }
}

/// Each gate by itself, and the stack by recursion.
struct ShapesAndCountsByRecursion: ShapesAndCountsExercise {
  private func product(_ shape: [Int]) -> Int { shape.reduce(1, *) }

  func simpleRNN(input: [Int], units: Int) -> Int {
    product([input[input.count - 1], units]) + product([units, units]) + units
  }

  func lstm(input: [Int], units: Int) -> Int {
    let gate = simpleRNN(input: input, units: units)
    return gate + gate + gate + gate
  }

  func gru(input: [Int], units: Int) -> Int {
    let gate = simpleRNN(input: input, units: units) + units
    return gate + gate + gate
  }

  func outputShape(of layer: LayerPlan, input: [Int]) -> [Int] {
    let (batch, rest) = (input[0], Array(input[1...]))
    switch layer.kind {
    case .flatten: return [batch, product(rest)]
    case .embedding: return [batch] + rest + [layer.units]
    case .dense: return [batch] + rest.dropLast() + [layer.units]
    default:
      let width = layer.units + (layer.isBidirectional ? layer.units : 0)
      return [batch] + (layer.returnsSequences ? [rest[0]] : []) + [width]
    }
  }

  func total(of layers: [LayerPlan], input: [Int]) -> Int {
    guard let layer = layers.first else { return 0 }
    let rest = total(
      of: Array(layers.dropFirst()), input: outputShape(of: layer, input: input))
    let (features, units) = (input[input.count - 1], layer.units)
    var own = 0
    if layer.kind == .embedding { own = product([layer.vocabulary, units]) }
    if layer.kind == .dense { own = product([features, units]) + units }
    if layer.kind == .simpleRNN { own = simpleRNN(input: input, units: units) }
    if layer.kind == .lstm { own = lstm(input: input, units: units) }
    if layer.kind == .gru { own = gru(input: input, units: units) }
    return rest + (layer.isBidirectional ? own + own : own)
  }
}
