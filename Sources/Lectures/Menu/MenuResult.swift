import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What hand-set and trained weights came to.
public struct MenuResult {
  /// How two networks did on histories of one length.
  public struct Score: Sendable {
    /// The number of days of each history.
    public let days: Int
    /// The number of histories.
    public let histories: Int
    /// The share of histories with the right dish on every evening.
    public let byHand, trained: Double
  }

  /// One evening.
  public struct Evening: Sendable {
    /// The number of the day, from 0.
    public let day: Int
    /// The weather; nil on the first day, whose dish is told.
    public let weather: RoommateMenu.Weather?
    /// The dish by the rule, and by both networks.
    public let dish, byHand, trained: RoommateMenu.Dish
    /// How probable the trained network finds its own dish.
    public let probability: Double
  }

  /// The number of fortnights that were trained on.
  public let trainedOn: Int
  /// How both networks did: on unseen fortnights, then on longer histories.
  public let scores: [Score]

  private let byHand: Sequential
  private let trained: Sequential

  init(trained: Sequential, trainedOn: Int, judgedBy histories: [[MenuHistory]]) {
    let byHand = MenuByHand.network()
    self.trained = trained
    self.byHand = byHand
    self.trainedOn = trainedOn
    scores = histories.map { histories in
      Score(
        days: histories.first?.days ?? 0, histories: histories.count,
        byHand: Self.share(byHand, histories), trained: Self.share(trained, histories))
    }
  }

  /// Whether the trained network is right on every evening of every history.
  public var hasLearnt: Bool { scores.allSatisfy { $0.trained == 1 } }

  /// The evenings of a history, as the rule and both networks have them.
  public func evenings(_ history: MenuHistory) -> [Evening] {
    let probabilities = softmax(Variable(trained(MenuData.inputs([history])))).value[0]
    let found = Self.dishes(trained, history)
    let byHand = Self.dishes(self.byHand, history)
    return history.dinners.enumerated().map { day, dish in
      Evening(
        day: day, weather: day == 0 ? nil : history.weather[day - 1], dish: dish,
        byHand: byHand[day], trained: found[day],
        probability: probabilities[day, found[day].place].item())
    }
  }

  /// The dish that a network finds for each evening.
  static func dishes(_ network: Sequential, _ history: MenuHistory) -> [RoommateMenu.Dish] {
    network(MenuData.inputs([history])).argmax().elements.map { RoommateMenu.Dish.allCases[$0] }
  }

  /// The share of histories that a network has right on every evening.
  static func share(_ network: Sequential, _ histories: [MenuHistory]) -> Double {
    let data = MenuData.dataset(histories)
    return Metric.exactMatch()(network.predict(data.inputs), data.targets)
  }
}
