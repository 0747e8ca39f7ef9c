import UnrollAutodiff
import UnrollNumerics
import UnrollTraining

/// Histories of the menu as a network reads them, all equally long.
enum MenuData {
  /// What a network reads in a day: cutlet, noodles, stew, fine, rain.
  static let features = RoommateMenu.Dish.allCases.count + RoommateMenu.Weather.allCases.count

  /// Inputs `[histories, days, 5]`: on the first day a 1 for the dish, on the others a 1 for the weather.
  static func inputs(_ histories: [MenuHistory]) -> Tensor {
    let dishes = RoommateMenu.Dish.allCases.count
    let places = histories.flatMap { history in
      [history.first.place] + history.weather.map { $0 == .fine ? dishes : dishes + 1 }
    }
    return IntTensor(places, shape: [histories.count, histories.first?.days ?? 0]).oneHot(features)
  }

  /// Inputs with the right dish of every evening as a class, `[histories, days]`.
  static func dataset(_ histories: [MenuHistory]) -> Dataset {
    Dataset(inputs(histories), IntTensor(histories.map { $0.dinners.map(\.place) }))
  }

  /// Random histories: every day as likely fine as rainy.
  static func random(
    _ count: Int, days: Int, using generator: inout SeededGenerator
  ) -> [MenuHistory] {
    (0..<count).map { _ in history(days: days, rain: 0.5, using: &generator) }
  }

  /// Random histories that are all different, each with a chance of rain of its own: droughts and rainy
  /// seasons are among them.
  static func seasons(
    _ count: Int, days: Int, using generator: inout SeededGenerator
  ) -> [MenuHistory] {
    unseenSamples(count, besides: []) {
      history(days: days, rain: generator.uniform(), using: &generator)
    }
  }

  static func history(
    days: Int, rain: Double, using generator: inout SeededGenerator
  ) -> MenuHistory {
    let dish = RoommateMenu.Dish.allCases[generator.integer(below: 3)]
    let weather = (1..<days).map { _ in
      generator.uniform() < rain ? RoommateMenu.Weather.rain : .fine
    }
    return MenuHistory(first: dish, weather: weather)
  }
}
