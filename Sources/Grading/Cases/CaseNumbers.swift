import UnrollNumerics

/// Random numbers for the cases of an exercise: others for each name, the same for each seed.
struct CaseNumbers {
  private var generator: SeededGenerator

  init(_ seed: UInt64, _ name: String) {
    generator = SeededGenerator(seed: seed, stream: "exercises/\(name)")
  }

  /// A number from −1 to 1, times a scale.
  mutating func number(_ scale: Double = 1) -> Double { generator.uniform(in: -scale..<scale) }

  /// A matrix of such numbers.
  mutating func matrix(_ rows: Int, _ columns: Int, _ scale: Double = 1) -> Matrix {
    Matrix((0..<(rows * columns)).map { _ in number(scale) }, rows: rows, columns: columns)
  }

  /// A matrix for each time step.
  mutating func matrices(_ count: Int, _ rows: Int, _ columns: Int, _ scale: Double = 1) -> [Matrix]
  {
    (0..<count).map { _ in matrix(rows, columns, scale) }
  }
}
