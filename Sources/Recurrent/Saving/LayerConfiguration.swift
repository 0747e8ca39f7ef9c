/// What a layer was made with, by Keras's names of options: what Keras's `get_config` gives.
///
/// ```swift
/// let configuration = try Dense(3, activation: .relu).configuration
/// print(configuration)   // {"activation":"relu","bias_initializer":{…},…,"units":3,"use_bias":true}
/// ```
public struct LayerConfiguration: Sendable {
  /// The options by name.
  private(set) var options: [String: JSONValue]

  /// The types of the layers within, so that they can be read again.
  private(set) var types: [any SavableLayer.Type] = []

  /// The layers that may occur within.
  let known: KnownLayers

  /// Options as they were read.
  init(_ options: [String: JSONValue], known: KnownLayers) {
    self.options = options
    self.known = known
  }

  /// An option.
  /// - Throws: A sentence where it is missing, or is something else.
  public subscript<Value: OptionValue>(_ name: String) -> Value {
    get throws {
      let option = try option(name)
      guard let value = Value(option: option) else {
        throw OptionError(name, option, expected: Value.expectation)
      }
      return value
    }
  }

  /// An option that counts something: units, tokens, steps.
  /// - Throws: A sentence where it is missing, or no whole number from 1 to 100,000,000.
  public func count(_ name: String) throws -> Int {
    let count: Int = try self[name]
    guard (1...Self.largestCount).contains(count) else {
      throw OptionError(name, .int(count), expected: "1 to \(Self.largestCount)")
    }
    return count
  }

  /// An option that is a share to be dropped.
  /// - Throws: A sentence where it is missing, or not at least 0 and below 1.
  public func rate(_ name: String) throws -> Double {
    let rate: Double = try self[name]
    guard rate >= 0 && rate < 1 else {
      throw OptionError(name, .number(rate), expected: "at least 0 and below 1")
    }
    return rate
  }

  /// A layer within.
  /// - Throws: A sentence where it is missing, of an unknown class, or has wrong options.
  public func layer(_ name: String) throws -> any SavableLayer {
    try known.layer(option(name))
  }

  /// These options and others, which replace those of the same names.
  public func adding(_ others: LayerConfiguration) -> LayerConfiguration {
    var result = self
    result.options.merge(others.options) { _, other in other }
    result.types += others.types
    return result
  }

  /// What stands under a name.
  func option(_ name: String) throws -> JSONValue {
    guard let option = options[name] else {
      throw OptionError(missing: name, options.keys.sorted())
    }
    return option
  }

  /// With four times as many units, a weight still has a shape.
  private static let largestCount = 100_000_000
}

extension LayerConfiguration: ExpressibleByDictionaryLiteral {
  /// Options as a literal: `["units": units, "use_bias": useBias]`.
  public init(dictionaryLiteral options: (String, any OptionValue)...) {
    self.init(
      Dictionary(options.map { ($0, $1.option) }, uniquingKeysWith: { _, other in other }),
      known: .library)
    types = options.flatMap { ($1 as? SavedLayer)?.types ?? [] }
  }
}

extension LayerConfiguration: CustomStringConvertible {
  /// The options as JSON.
  public var description: String { JSONValue.object(options).text }
}

/// What an option of a layer can be: a truth value, a number, text, or a type of yours that says how it is
/// written.
public protocol OptionValue: Sendable {
  /// What a file has to hold: `true or false`.
  static var expectation: String { get }

  /// The value that was written; nil where it is none of these.
  init?(option: JSONValue)

  /// The value as it is written.
  var option: JSONValue { get }
}

extension Bool: OptionValue {
  public static var expectation: String { "true or false" }

  public init?(option: JSONValue) {
    guard case .bool(let value) = option else { return nil }
    self = value
  }

  public var option: JSONValue { .bool(self) }
}

extension Int: OptionValue {
  public static var expectation: String { "a whole number" }

  public init?(option: JSONValue) {
    guard case .int(let value) = option else { return nil }
    self = value
  }

  public var option: JSONValue { .int(self) }
}

extension Double: OptionValue {
  public static var expectation: String { "a number" }

  public init?(option: JSONValue) {
    switch option {
    case .int(let value): self = Double(value)
    case .number(let value): self = value
    case .string("NaN"): self = .nan
    case .string("Infinity"): self = .infinity
    case .string("-Infinity"): self = -.infinity
    default: return nil
    }
  }

  public var option: JSONValue { .number(self) }
}

extension String: OptionValue {
  public static var expectation: String { "text" }

  public init?(option: JSONValue) {
    guard case .string(let value) = option else { return nil }
    self = value
  }

  public var option: JSONValue { .string(self) }
}

/// Cases with names: an ``Activation``, for one.
extension OptionValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  public static var expectation: String {
    "one of " + allCases.map(\.rawValue).joined(separator: ", ")
  }

  public init?(option: JSONValue) {
    guard case .string(let name) = option else { return nil }
    self.init(rawValue: name)
  }

  public var option: JSONValue { .string(rawValue) }
}

/// What is wrong with an option that was read.
struct OptionError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ sentence: String) { description = sentence }

  init(_ name: String, _ found: JSONValue, expected: String) {
    let text = found.text
    let shown = text.count > 60 ? text.prefix(60) + "…" : text
    self.init("\(name) is \(shown); expected \(expected)")
  }

  init(missing name: String, _ available: [String]) {
    let others = available.isEmpty ? "is nothing" : "are " + available.joined(separator: ", ")
    self.init("\(name) is missing; there \(others)")
  }
}
