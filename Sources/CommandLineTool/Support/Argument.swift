/// A bare word, known by its place: the `FILE` in `unroll inspect FILE`.
struct Argument<Value: Sendable>: Declaration {
  let label: String
  let isRequired: Bool
  let isRepeated: Bool
  let help: String
  let expected: String?
  let example: String
  private let valueOfTexts: @Sendable ([String]) throws(UnreadableText) -> Value?

  var placeholder: String? { nil }
  var isArgument: Bool { true }
  var defaultText: String? { nil }

  func value(of texts: [String]) throws(UnreadableText) -> any Sendable {
    // Empty only where the argument is required, and the parser has complained about that already.
    guard let value = try valueOfTexts(texts) else { throw UnreadableText(text: "") }
    return value
  }

  /// A word the command can't do without.
  init(_ label: String, _ kind: ValueKind<Value>, help: String) {
    self.init(label, kind, isRequired: true, isRepeated: false, help: help) {
      texts throws(UnreadableText) in
      guard let text = texts.first else { return nil }
      return try kind.readOrThrow(text)
    }
  }

  /// A word that may be left out: nil then.
  init<Wrapped>(optional label: String, _ kind: ValueKind<Wrapped>, help: String)
  where Value == Wrapped? {
    self.init(label, kind, isRequired: false, isRepeated: false, help: help) {
      texts throws(UnreadableText) in
      guard let text = texts.first else { return .some(nil) }
      return try kind.readOrThrow(text)
    }
  }

  /// All the words that are left, perhaps none. It must be the last argument.
  init<Element>(repeated label: String, _ kind: ValueKind<Element>, help: String)
  where Value == [Element] {
    self.init(label, kind, isRequired: false, isRepeated: true, help: help) {
      texts throws(UnreadableText) in
      var values: [Element] = []
      for text in texts { values.append(try kind.readOrThrow(text)) }
      return values
    }
  }

  private init<Kind>(
    _ label: String, _ kind: ValueKind<Kind>, isRequired: Bool, isRepeated: Bool, help: String,
    valueOfTexts: @escaping @Sendable ([String]) throws(UnreadableText) -> Value?
  ) {
    self.label = label
    self.isRequired = isRequired
    self.isRepeated = isRepeated
    self.help = help
    expected = kind.expected
    example = kind.example ?? label
    self.valueOfTexts = valueOfTexts
  }
}
