/// Something a reader may set by name: `--epochs 20` or `--epochs=20`; a flag, `--quiet`, has no value.
///
/// Given twice, the last one counts, so that a habit in a shell alias can be overridden; but not where each
/// value means other work, as a file that is read.
struct Option<Value: Sendable>: Declaration {
  let label: String
  let placeholder: String?
  let isRepeated: Bool
  let isSingle: Bool
  let help: String
  let expected: String?
  let example: String
  let defaultText: String?
  private let valueOfTexts: @Sendable ([String]) throws(UnreadableText) -> Value

  var isArgument: Bool { false }
  var isRequired: Bool { false }

  func value(of texts: [String]) throws(UnreadableText) -> any Sendable {
    try valueOfTexts(texts)
  }

  /// An option with a default: its value is always there.
  init(
    _ name: String, _ placeholder: String, _ kind: ValueKind<Value>, default fallback: Value,
    help: String
  ) {
    self.init(
      name, placeholder, kind, defaultText: kind.write(fallback), help: help
    ) { texts throws(UnreadableText) in
      guard let last = texts.last else { return fallback }
      return try kind.readOrThrow(last)
    }
  }

  /// An option without a default: nil means that it was not given.
  init<Wrapped>(
    _ name: String, _ placeholder: String, _ kind: ValueKind<Wrapped>, isSingle: Bool = false,
    help: String
  ) where Value == Wrapped? {
    self.init(
      name, placeholder, kind, isSingle: isSingle, defaultText: nil, help: help
    ) { texts throws(UnreadableText) in
      guard let last = texts.last else { return nil }
      return try kind.readOrThrow(last)
    }
  }

  /// An option that may be given several times; the values stand in the reader's order.
  init<Element>(
    repeated name: String, _ placeholder: String, _ kind: ValueKind<Element>, help: String
  ) where Value == [Element] {
    self.init(
      name, placeholder, kind, isRepeated: true, defaultText: nil, help: help
    ) { texts throws(UnreadableText) in
      var values: [Element] = []
      for text in texts { values.append(try kind.readOrThrow(text)) }
      return values
    }
  }

  /// A switch: true when it is given.
  init(flag name: String, help: String) where Value == Bool {
    label = "--" + name
    placeholder = nil
    isRepeated = false
    isSingle = false
    self.help = help
    expected = nil
    example = ""
    defaultText = nil
    valueOfTexts = { texts throws(UnreadableText) in !texts.isEmpty }
  }

  private init<Kind>(
    _ name: String, _ placeholder: String, _ kind: ValueKind<Kind>, isRepeated: Bool = false,
    isSingle: Bool = false, defaultText: String?, help: String,
    valueOfTexts: @escaping @Sendable ([String]) throws(UnreadableText) -> Value
  ) {
    label = "--" + name
    self.placeholder = placeholder
    self.isRepeated = isRepeated
    self.isSingle = isSingle
    self.help = help
    expected = kind.expected
    example = defaultText ?? kind.example ?? placeholder
    self.defaultText = defaultText
    self.valueOfTexts = valueOfTexts
  }
}
