extension Initializer: OptionValue {
  public static var expectation: String {
    "an initialiser, such as {\"class_name\": \"GlorotUniform\", \"config\": {}}"
  }

  /// Keras's class name and options.
  public var option: JSONValue {
    func named(_ name: String, _ config: [String: JSONValue] = [:]) -> JSONValue {
      .object(["class_name": .string(name), "config": .object(config)])
    }
    return switch self {
    case .zeros: named("Zeros")
    case .ones: named("Ones")
    case .constant(let value): named("Constant", ["value": .number(value)])
    case .glorotUniform: named("GlorotUniform")
    case .orthogonal(let gain): named("Orthogonal", ["gain": .number(gain)])
    case .identity(let gain): named("Identity", ["gain": .number(gain)])
    case .randomUniform(let range):
      named(
        "RandomUniform",
        ["minval": .number(range.lowerBound), "maxval": .number(range.upperBound)])
    case .randomNormal(let deviation): named("RandomNormal", ["stddev": .number(deviation)])
    // Keras has none of these.
    case .parts(let parts): named("Parts", ["initializers": .array(parts.map(\.option))])
    }
  }

  public init?(option: JSONValue) {
    guard case .object(let fields) = option, fields.count == 2,
      case .string(let name)? = fields["class_name"], case .object(let config)? = fields["config"]
    else { return nil }
    func number(_ key: String) -> Double? { config[key].flatMap(Double.init(option:)) }
    let found: Initializer? =
      switch name {
      case "Zeros": .zeros
      case "Ones": .ones
      case "Constant": number("value").map(Initializer.constant)
      case "GlorotUniform": .glorotUniform
      case "Orthogonal": number("gain").map(Initializer.orthogonal)
      case "Identity": number("gain").map(Initializer.identity)
      case "RandomUniform": Self.uniform(number("minval"), number("maxval"))
      case "RandomNormal": number("stddev").map(Initializer.randomNormal)
      case "Parts": Self.parts(config["initializers"])
      default: nil
      }
    // Options that are not the initialiser's own are refused with it.
    guard let found, case .object(let own) = found.option,
      case .object(let ownConfig)? = own["config"], ownConfig.count == config.count
    else { return nil }
    self = found
  }

  private static func uniform(_ lower: Double?, _ upper: Double?) -> Initializer? {
    guard let lower, let upper, lower < upper, (upper - lower).isFinite else { return nil }
    return .randomUniform(lower..<upper)
  }

  private static func parts(_ value: JSONValue?) -> Initializer? {
    guard case .array(let values)? = value, !values.isEmpty else { return nil }
    let parts = values.compactMap(Initializer.init(option:))
    return parts.count == values.count ? .parts(parts) : nil
  }
}
