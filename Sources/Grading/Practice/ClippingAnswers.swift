import UnrollCourse

// Right and wrong answers to exercise 16, with all numbers in one row.

/// What is different in clipping; nothing unless said otherwise.
protocol ClippingVariant {
  /// The norm of all from the numbers of each gradient.
  static func norm(_ gradients: [[Double]]) -> Double
  /// What becomes of one number.
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double
}

extension ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double { length(gradients.flatMap { $0 }) }
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    number * (limit < norm ? limit / norm : 1)
  }
  /// The length of a row, its largest number taken out, so that no square overflows.
  static func length(_ row: [Double]) -> Double {
    guard let top = row.map(\.magnitude).max(), top > 0 else { return 0 }
    return top * row.reduce(0) { $0 + ($1 / top) * ($1 / top) }.squareRoot()
  }
}

enum OneFactor: ClippingVariant {}

enum WithoutRoot: ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double {
    gradients.reduce(0) { $0 + length($1) * length($1) }
  }
}

enum SumOfNorms: ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double { gradients.reduce(0) { $0 + length($1) } }
}

enum LargestNorm: ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double { gradients.map(length).max() ?? 0 }
}

enum LargestNumber: ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double {
    gradients.joined().map(\.magnitude).max() ?? 0
  }
}

enum MeanOfSquares: ClippingVariant {
  static func norm(_ gradients: [[Double]]) -> Double {
    let row = gradients.flatMap { $0 }
    return length(row) / Double(row.count).squareRoot()
  }
}

enum EachByItself: ClippingVariant {
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    number * (limit < own ? limit / own : 1)
  }
}

enum AlwaysScaled: ClippingVariant {
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    number * (limit / norm)
  }
}

enum FactorTurned: ClippingVariant {
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    number * (limit < norm ? norm / limit : 1)
  }
}

enum ByValue: ClippingVariant {
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    min(max(number, -limit), limit)
  }
}

enum ToOne: ClippingVariant {
  static func clipped(_ number: Double, ofNorm own: Double, norm: Double, limit: Double) -> Double {
    number / (limit < norm ? norm : 1)
  }
}

/// Clipping number by number, with what a variant changes.
struct ClippingInOneRow<Variant: ClippingVariant>: ClippingExercise {
  func globalNorm(of gradients: [Matrix]) -> Double { Variant.norm(gradients.map(\.elements)) }

  func clipped(_ gradients: [Matrix], norm: Double, limit: Double) -> [Matrix] {
    gradients.map { gradient in
      let own = OneFactor.length(gradient.elements)
      return gradient.map { Variant.clipped($0, ofNorm: own, norm: norm, limit: limit) }
    }
  }
}
