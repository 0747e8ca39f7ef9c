/// What the reader asked for, checked: every value has the type and the range that its declaration states.
struct ParsedArguments: Sendable {
  /// The command's name.
  let command: String
  private let values: [String: any Sendable]
  private let given: Set<String>

  init(command: String, values: [String: any Sendable], given: Set<String>) {
    self.command = command
    self.values = values
    self.given = given
  }

  /// `arguments[Self.epochs]`: what the reader gave, else the default.
  subscript<Value>(_ option: Option<Value>) -> Value { value(of: option.label) }

  subscript<Value>(_ argument: Argument<Value>) -> Value { value(of: argument.label) }

  /// Whether the value is the reader's own choice rather than a default.
  func wasGiven(_ declaration: any Declaration) -> Bool { given.contains(declaration.label) }

  /// The value if the command declares the option at all.
  func ifDeclared<Value>(_ option: Option<Value>) -> Value? { values[option.label] as? Value }

  private func value<Value>(of label: String) -> Value {
    guard let value = values[label] as? Value else {
      preconditionFailure("\(command) reads \(label), which is not in its list `accepts`")
    }
    return value
  }
}
