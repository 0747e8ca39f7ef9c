import Foundation
import UnrollCourse

// Right and wrong tapes for exercise 02. A tape walks back, and each entry gives to those that it was computed from.
// Here each slot asks instead who used it, and collects; so it can be said of each use whether it counts.

/// What is different in a backward pass; nothing unless said otherwise.
protocol TapeVariant {
  /// Which uses of a slot count, of those by entries up to the one that is asked for.
  static func counted(_ uses: [TapeUse], from slot: Int) -> [TapeUse]
  /// What one factor gets from a product.
  static func factor(own: Double, other: Double) -> Double
  /// The slope of tanh.
  static func slope(input: Double, result: Double) -> Double
  /// Where the walk begins.
  static func start(asked: Int, count: Int) -> Int
  /// Whether gradients stay from call to call.
  static var keeps: Bool { get }
}

extension TapeVariant {
  static func counted(_ uses: [TapeUse], from slot: Int) -> [TapeUse] { uses }
  static func factor(own: Double, other: Double) -> Double { other }
  static func slope(input: Double, result: Double) -> Double { (1 - result) * (1 + result) }
  static func start(asked: Int, count: Int) -> Int { asked }
  static var keeps: Bool { false }
}

enum AllUses: TapeVariant {}

enum LastWins: TapeVariant {
  // Walking back, the entry nearest to the slot is the last that writes to it.
  static func counted(_ uses: [TapeUse], from slot: Int) -> [TapeUse] {
    guard let nearest = uses.map(\.user).min() else { return [] }
    return [TapeUse](uses.filter { $0.user == nearest }.prefix(1))
  }
}

enum WalkedForwards: TapeVariant {
  static func counted(_ uses: [TapeUse], from slot: Int) -> [TapeUse] {
    uses.filter { $0.user == slot }
  }
}

enum OwnFactor: TapeVariant {
  static func factor(own: Double, other: Double) -> Double { own }
}

enum TanhOfResult: TapeVariant {
  static func slope(input: Double, result: Double) -> Double { 1 - pow(tanh(result), 2) }
}

enum SlopeOfInput: TapeVariant {
  static func slope(input: Double, result: Double) -> Double { 1 - input * input }
}

enum FromTheEnd: TapeVariant {
  static func start(asked: Int, count: Int) -> Int { count - 1 }
}

enum KeptGradients: TapeVariant { static var keeps: Bool { true } }

/// A place where a slot is used.
struct TapeUse {
  /// The entry that uses it.
  let user: Int
  /// How the entry's value moves with it.
  let slope: Double
}

/// A tape whose slots know where they are used.
struct TapeByUses<Variant: TapeVariant>: OwnTapeExercise {
  private var values: [Double] = []
  private var uses: [[TapeUse]] = []
  private var kept: [Double] = []

  private mutating func take(_ value: Double, _ used: [(slot: Int, slope: Double)]) -> Int {
    for use in used { uses[use.slot].append(TapeUse(user: values.count, slope: use.slope)) }
    values.append(value)
    uses.append([])
    return values.count - 1
  }

  mutating func variable(_ value: Double) -> Int { take(value, []) }

  mutating func add(_ a: Int, _ b: Int) -> Int { take(values[a] + values[b], [(a, 1), (b, 1)]) }

  mutating func multiply(_ a: Int, _ b: Int) -> Int {
    let (x, y) = (values[a], values[b])
    return take(
      x * y, [(a, Variant.factor(own: x, other: y)), (b, Variant.factor(own: y, other: x))])
  }

  mutating func applyTanh(_ a: Int) -> Int {
    let result = tanh(values[a])
    return take(result, [(a, Variant.slope(input: values[a], result: result))])
  }

  func value(of slot: Int) -> Double { values[slot] }

  mutating func gradient(of slot: Int) -> [Double] {
    let start = Variant.start(asked: slot, count: values.count)
    var collected = kept.isEmpty ? values.map { _ in 0 } : kept
    collected[start] = 1
    for own in stride(from: start - 1, through: 0, by: -1) {
      let known = uses[own].filter { $0.user <= start }
      collected[own] += Variant.counted(known, from: start).reduce(0) {
        $0 + collected[$1.user] * $1.slope
      }
    }
    if Variant.keeps { kept = collected }
    return collected
  }
}
