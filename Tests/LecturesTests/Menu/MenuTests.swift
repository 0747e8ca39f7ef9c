import Testing
import UnrollAutodiff
import UnrollNumerics

@testable import UnrollLectures

private typealias Dish = RoommateMenu.Dish
private typealias Weather = RoommateMenu.Weather

/// All two times three cases, from the slides.
private let cases: [(yesterday: Dish, weather: Weather, tonight: Dish)] = [
  (.cutlet, .fine, .cutlet), (.noodles, .fine, .noodles), (.stew, .fine, .stew),
  (.cutlet, .rain, .noodles), (.noodles, .rain, .stew), (.stew, .rain, .cutlet),
]

@Suite struct RoommateMenuTests {
  @Test func `on a fine day there is yesterday's dish, on a rainy day the next`() {
    for (yesterday, weather, tonight) in cases {
      #expect(RoommateMenu.dinner(after: yesterday, weather) == tonight)
    }
  }

  @Test func `the lecture's week ends with noodles and stew, whichever of two days was rainy`() {
    #expect(MenuHistory.lecture.dinners == [.stew, .stew, .cutlet, .cutlet, .noodles, .stew])
    let other = MenuHistory(first: .stew, weather: [.fine, .fine, .rain, .rain, .rain])
    #expect(other.dinners == [.stew, .stew, .stew, .cutlet, .noodles, .stew])
  }

  @Test func `a network reads the first dish, then the weather`() {
    let history = MenuHistory(first: .stew, weather: [.rain, .fine])
    let data = MenuData.dataset([history])
    #expect(data.x.shape == [1, 3, 5])
    #expect(data.x.elements == [0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0])
    #expect(data.targets.input().tokens("test").elements == [2, 0, 0])
  }

  @Test func `no fortnight is both trained on and judged by, or there twice`() {
    let fortnights = Menu(seed: 1).fortnights()
    #expect(fortnights.training.count == 256 && fortnights.unseen.count == 200)
    #expect(Set(fortnights.training).union(fortnights.unseen).count == 456)
    #expect((fortnights.training + fortnights.unseen).allSatisfy { $0.days == 14 })
    #expect(fortnights.training != Menu(seed: 2).fortnights().training)
  }

  @Test func `droughts and rainy seasons are trained on`() {
    let rain = Menu(seed: 1).fortnights().training.map { $0.weather.count { $0 == .rain } }
    // The number of rainy days is as likely one as another, 0 to 13, but histories differ.
    for days in 1...12 { #expect(rain.count { $0 == days } >= 6) }
  }
}

@Suite struct MenuByHandTests {
  @Test func `hand-set weights are right in all six cases`() {
    for (yesterday, weather, tonight) in cases {
      let history = MenuHistory(first: yesterday, weather: [weather])
      #expect(MenuResult.dishes(MenuByHand.network(), history) == [yesterday, tonight])
    }
  }

  @Test func `hand-set weights give a 1 to the dish and 0 to the others`() {
    let output = MenuByHand.network()(MenuData.inputs([.lecture]))
    #expect(output.shape == [1, 6, 3])
    let places = MenuHistory.lecture.dinners.map(\.place)
    #expect(output == IntTensor([places]).oneHot(3))
  }

  @Test func `hand-set weights remember for as long as you like`() {
    var generator = SeededGenerator(seed: 3)
    let histories = MenuData.random(20, days: 400, using: &generator)
    #expect(Set(histories).count == 20)
    #expect(MenuResult.share(MenuByHand.network(), histories) == 1)
  }

  @Test func `a wrong permutation is noticed`() {
    let network = MenuByHand.network()
    var recurrent = network.weights(of: "simple_rnn")["recurrent_kernel"] ?? .zeros([6, 6])
    recurrent = Variable(recurrent).transposed().value
    network.setWeights(["recurrent_kernel": recurrent], of: "simple_rnn")
    #expect(MenuResult.share(network, [.lecture]) == 0)
  }
}

@Suite struct MenuTrainingTests {
  @Test(arguments: [42, 3] as [UInt64])
  func `a trained network is right on unseen fortnights and longer histories`(_ seed: UInt64) throws
  {
    let result = try Menu(seed: seed).run()
    #expect(result.scores.map(\.days) == [14, 30, 365])
    #expect(result.scores.allSatisfy { $0.byHand == 1 && $0.trained == 1 })
    #expect(result.hasLearnt)
    let evenings = result.evenings(.lecture)
    #expect(evenings.last?.trained == .stew && evenings.last?.byHand == .stew)
    #expect(evenings.map(\.dish) == MenuHistory.lecture.dinners)
    #expect(evenings[0].weather == nil && evenings[5].weather == .rain)
    #expect(evenings.allSatisfy { $0.probability > 0.9 && $0.probability <= 1 })
  }

  @Test func `a network that was hardly trained makes mistakes`() throws {
    let result = try Menu(units: 2, epochs: 1).run()
    #expect(!result.hasLearnt && result.scores[0].byHand == 1)
  }
}
