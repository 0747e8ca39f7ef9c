/// What the lecture's roommate cooks (000:74): pork cutlet, black bean noodles and stew in turn. On a fine
/// day there is yesterday's dish again, on a rainy day the next (000:89).
public enum RoommateMenu {
  /// The dishes, in their turn.
  public enum Dish: String, Sendable, CaseIterable {
    /// Pork cutlet.
    case cutlet
    /// Black bean noodles.
    case noodles
    /// Stew.
    case stew

    /// The place in the turn.
    var place: Int { self == .cutlet ? 0 : self == .noodles ? 1 : 2 }

    /// The dish that comes next in the turn.
    public var next: Dish { Dish.allCases[(place + 1) % Dish.allCases.count] }
  }

  /// The weather of a day.
  public enum Weather: String, Sendable, CaseIterable {
    /// Yesterday's dish again.
    case fine
    /// The next dish in the turn.
    case rain
  }

  /// Tonight's dish, by the rule.
  public static func dinner(after yesterday: Dish, _ weather: Weather) -> Dish {
    weather == .fine ? yesterday : yesterday.next
  }
}

/// Some evenings in a row: the first dish is told, of the days behind it only the weather.
public struct MenuHistory: Sendable, Hashable {
  /// What there was on the first evening.
  public let first: RoommateMenu.Dish
  /// The weather of the days that follow.
  public let weather: [RoommateMenu.Weather]

  /// A history.
  public init(first: RoommateMenu.Dish, weather: [RoommateMenu.Weather]) {
    self.first = first
    self.weather = weather
  }

  /// The number of evenings.
  public var days: Int { weather.count + 1 }

  /// The dishes of all evenings, by the rule.
  public var dinners: [RoommateMenu.Dish] {
    weather.reduce(into: [first]) { dinners, weather in
      dinners.append(RoommateMenu.dinner(after: dinners[dinners.count - 1], weather))
    }
  }

  /// The lecture's week (000:102): stew on Monday, a fine Tuesday, rain on Friday and Saturday.
  ///
  /// The slide does not say what Wednesday and Thursday were like. From stew on Tuesday to noodles on Friday
  /// it takes two rainy days, so one of these two was rainy; Saturday's dinner is the same for either.
  public static let lecture = MenuHistory(
    first: .stew, weather: [.fine, .rain, .fine, .rain, .rain])
}
