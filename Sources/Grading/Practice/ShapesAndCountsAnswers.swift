import UnrollCourse

// Right and wrong answers to exercise 13, all from a list of the matrices that a layer has.

/// What is different in counting; nothing unless said otherwise.
protocol CountVariant {
  static var hasStateMatrix: Bool { get }
  static func biases(of kind: LayerPlan.Kind) -> Int
  static var hasDenseBias: Bool { get }
  static func sets(of kind: LayerPlan.Kind) -> Int
  /// How many features a recurrent layer is thought to have before it.
  static func features(_ input: [Int]) -> Int
  /// How often a recurrent layer counts.
  static func times(_ input: [Int]) -> Int
  static func givesAllStates(_ layer: LayerPlan) -> Bool
  /// What two directions are thought to have, in widths of one and in weights of one.
  static var pair: (widths: Int, weights: Int) { get }
  static func rows(of embedding: LayerPlan, _ input: [Int]) -> Int
  static var goesOn: Bool { get }
}

extension CountVariant {
  static var hasStateMatrix: Bool { true }
  static func biases(of kind: LayerPlan.Kind) -> Int { kind == .gru ? 2 : 1 }
  static var hasDenseBias: Bool { true }
  static func sets(of kind: LayerPlan.Kind) -> Int { kind == .lstm ? 4 : kind == .gru ? 3 : 1 }
  static func features(_ input: [Int]) -> Int { input.last ?? 0 }
  static func times(_ input: [Int]) -> Int { 1 }
  static func givesAllStates(_ layer: LayerPlan) -> Bool { layer.returnsSequences }
  static var pair: (widths: Int, weights: Int) { (2, 2) }
  static func rows(of embedding: LayerPlan, _ input: [Int]) -> Int { embedding.vocabulary }
  static var goesOn: Bool { true }
}

enum RightCount: CountVariant {}

enum NoBias: CountVariant {
  static func biases(of kind: LayerPlan.Kind) -> Int { 0 }
}

enum NoBiasAnywhere: CountVariant {
  static func biases(of kind: LayerPlan.Kind) -> Int { 0 }
  static var hasDenseBias: Bool { false }
}

enum NoDenseBias: CountVariant { static var hasDenseBias: Bool { false } }

enum NoStateMatrix: CountVariant { static var hasStateMatrix: Bool { false } }

enum EachStep: CountVariant {
  static func times(_ input: [Int]) -> Int { input.count > 1 ? input[1] : 1 }
}

enum StepsForFeatures: CountVariant {
  static func features(_ input: [Int]) -> Int { input.count > 1 ? input[1] : 0 }
}

enum ThreeSets: CountVariant {
  static func sets(of kind: LayerPlan.Kind) -> Int { kind == .simpleRNN ? 1 : 3 }
}

enum TwoSets: CountVariant {
  static func sets(of kind: LayerPlan.Kind) -> Int { kind == .lstm ? 4 : kind == .gru ? 2 : 1 }
}

enum OneBias: CountVariant {
  static func biases(of kind: LayerPlan.Kind) -> Int { 1 }
}

enum AllStates: CountVariant {
  static func givesAllStates(_ layer: LayerPlan) -> Bool { true }
}

enum LastState: CountVariant {
  static func givesAllStates(_ layer: LayerPlan) -> Bool { false }
}

enum NarrowPair: CountVariant {
  static var pair: (widths: Int, weights: Int) { (1, 2) }
}

enum SharedPair: CountVariant {
  static var pair: (widths: Int, weights: Int) { (2, 1) }
}

enum SameInput: CountVariant { static var goesOn: Bool { false } }

enum RowsOfSteps: CountVariant {
  static func rows(of embedding: LayerPlan, _ input: [Int]) -> Int { input.last ?? 0 }
}

/// The counts from the shapes of all matrices, one after another.
struct CountByMatrices<Variant: CountVariant>: ShapesAndCountsExercise {
  private typealias Shape = (rows: Int, columns: Int)

  func simpleRNN(input: [Int], units: Int) -> Int { recurrent(.simpleRNN, input, units) }
  func lstm(input: [Int], units: Int) -> Int { recurrent(.lstm, input, units) }
  func gru(input: [Int], units: Int) -> Int { recurrent(.gru, input, units) }

  func outputShape(of layer: LayerPlan, input: [Int]) -> [Int] {
    var shape = input
    switch layer.kind {
    case .embedding: shape.append(layer.units)
    case .flatten:
      while shape.count > 2 { shape.append(shape.removeLast() * shape.removeLast()) }
    case .dense: shape[shape.count - 1] = layer.units
    case .simpleRNN, .lstm, .gru:
      shape[shape.count - 1] = layer.units * (layer.isBidirectional ? Variant.pair.widths : 1)
      if !Variant.givesAllStates(layer), shape.count > 2 { shape.remove(at: 1) }
    }
    return shape
  }

  func total(of layers: [LayerPlan], input: [Int]) -> Int {
    var (shape, count) = (input, 0)
    for layer in layers {
      switch layer.kind {
      case .embedding: count += numbers([(Variant.rows(of: layer, shape), layer.units)])
      case .flatten: break
      case .dense:
        count += numbers([
          (shape[shape.count - 1], layer.units), (Variant.hasDenseBias ? 1 : 0, layer.units),
        ])
      case .simpleRNN, .lstm, .gru:
        for _ in 0..<(layer.isBidirectional ? Variant.pair.weights : 1) {
          count += recurrent(layer.kind, shape, layer.units)
        }
      }
      if Variant.goesOn { shape = outputShape(of: layer, input: shape) }
    }
    return count
  }

  private func recurrent(_ kind: LayerPlan.Kind, _ input: [Int], _ units: Int) -> Int {
    var matrices: [Shape] = []
    for _ in 0..<Variant.sets(of: kind) {
      matrices.append((Variant.features(input), units))
      if Variant.hasStateMatrix { matrices.append((units, units)) }
      matrices += [Shape](repeating: (1, units), count: Variant.biases(of: kind))
    }
    return numbers(matrices) * Variant.times(input)
  }

  private func numbers(_ matrices: [Shape]) -> Int {
    var count = 0
    for matrix in matrices { for _ in 0..<matrix.rows { count += matrix.columns } }
    return count
  }
}
