/// What may stand after an option, how it is read, and how it is described when it is wrong.
///
/// A kind is chosen where the option is declared, so that a wrong value is refused before any work begins:
/// `Option("epochs", "N", .positiveInt, default: 20, help: "…")`.
struct ValueKind<Value: Sendable>: Sendable {
  /// Completes the sentence "expected …": `a whole number from 1 to 10`; nil where any text will do.
  let expected: String?
  /// A value that would be accepted, for a declaration that has no default to show; nil where any text would.
  let example: String?
  /// The value as the reader would write it.
  let write: @Sendable (Value) -> String
  /// The value that a text stands for, or nil.
  let read: @Sendable (String) -> Value?
}

// MARK: - Whole numbers

extension ValueKind where Value == Int {
  static var int: Self { .int(in: Int.min...Int.max) }
  static var positiveInt: Self { .int(in: 1...Int.max) }
  static var nonNegativeInt: Self { .int(in: 0...Int.max) }

  static func int(in range: ClosedRange<Int>) -> Self {
    Self(
      expected: "a whole number" + describe(range),
      example: "\(range.contains(10) ? 10 : range.lowerBound)", write: { "\($0)" },
      read: { Int($0).flatMap { range.contains($0) ? $0 : nil } })
  }
}

extension ValueKind where Value == UInt64 {
  /// Where random numbers start; the generators take 64 bits without a sign.
  static var seed: Self {
    Self(
      expected: "a whole number of at least 0", example: "42", write: { "\($0)" },
      read: { UInt64($0) })
  }
}

extension ValueKind where Value == [Int] {
  static var ints: Self { .ints(in: Int.min...Int.max) }
  static var positiveInts: Self { .ints(in: 1...Int.max) }

  /// `20,20`: a list, at least one number long.
  static func ints(in range: ClosedRange<Int>) -> Self {
    Self(
      expected: "whole numbers" + describe(range) + ", separated by commas without spaces",
      example: "20,20", write: { $0.map(String.init).joined(separator: ",") },
      read: { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }.filter(range.contains)
        return numbers.count == parts.count ? numbers : nil
      })
  }
}

/// ` from 1 to 10`, ` of at least 1`, or nothing where any number will do.
private func describe(_ range: ClosedRange<Int>) -> String {
  switch (range.lowerBound, range.upperBound) {
  case (.min, .max): ""
  case (let lower, .max): " of at least \(lower)"
  case (.min, let upper): " of at most \(upper)"
  case (let lower, let upper): " from \(lower) to \(upper)"
  }
}

// MARK: - Other numbers

extension ValueKind where Value == Double {
  static var double: Self { .double("a number") { _ in true } }
  static var positiveDouble: Self { .double("a number greater than 0") { $0 > 0 } }

  static func double(in range: ClosedRange<Double>) -> Self {
    .double("a number from \(short(range.lowerBound)) to \(short(range.upperBound))") {
      range.contains($0)
    }
  }

  /// Infinity and not-a-number are never accepted: no option means anything by them.
  private static func double(
    _ expected: String, accepts: @escaping @Sendable (Double) -> Bool
  ) -> Self {
    Self(
      expected: expected, example: "0.01", write: short,
      read: { Double($0).flatMap { $0.isFinite && accepts($0) ? $0 : nil } })
  }
}

/// `1` rather than `1.0`, `0.001` as it is.
@Sendable private func short(_ number: Double) -> String {
  "\(number)".hasSuffix(".0") ? String("\(number)".dropLast(2)) : "\(number)"
}

// MARK: - Text

extension ValueKind where Value == String {
  /// Any text but an empty one.
  static var text: Self {
    Self(
      expected: nil, example: nil, write: { $0 }, read: { $0.isEmpty ? nil : $0 })
  }

  /// One of a few words.
  static func choice(_ words: [String]) -> Self {
    Self(
      expected: "one of \(words.joined(separator: ", "))", example: words.first,
      write: { $0 }, read: { words.contains($0) ? $0 : nil })
  }
}

extension ValueKind where Value == [String] {
  /// `lstm,gru`: some of a few words, at least one.
  static func choices(_ words: [String]) -> Self {
    Self(
      expected: "some of \(words.joined(separator: ", ")), separated by commas without spaces",
      example: words.first, write: { $0.joined(separator: ",") },
      read: { text in
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return parts.allSatisfy(words.contains) ? parts : nil
      })
  }
}

/// `lstm=encoder`: what something is to be taken for.
struct Assignment: Sendable {
  let name, value: String
}

extension ValueKind where Value == Assignment {
  /// `lstm=encoder`.
  static var assignment: Self {
    Self(
      expected: "two names with = between them", example: "lstm=encoder",
      write: { "\($0.name)=\($0.value)" },
      read: { text in
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        return parts.count == 2 ? Assignment(name: parts[0], value: parts[1]) : nil
      })
  }
}
