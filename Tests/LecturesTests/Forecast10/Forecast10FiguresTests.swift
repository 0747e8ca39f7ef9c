import Testing
import UnrollTraining

@testable import UnrollLectures

@Suite struct Forecast10FiguresTests {
  @Test func `there are the errors, the forecasts and a learning curve for each network`() throws {
    let figures = SmallForecast10.experiment.figures(try SmallForecast10.rows.get())
    #expect(
      figures.map(\.name) == [
        "forecast10-errors", "forecast10-forecasts", "forecast10-curves-iterated",
        "forecast10-curves-vector", "forecast10-curves-sequence",
      ])
    #expect(figures[1].figure.panels.count == 3)
    for (name, figure) in figures { #expect(figure.svg().contains("</svg>"), "\(name)") }
    for way in Forecast10.Way.allCases {
      #expect(figures[0].figure.svg().contains(way.rawValue))
      #expect(figures[1].figure.svg().contains(way.rawValue))
    }
  }

  @Test func `without an epoch there is no curve, and without rows no figure`() throws {
    let row = try SmallForecast10.experiment.run(.vector, seeds: [1]) { _ in
      .init(observers: [StopWhen { true }])
    }
    #expect(
      SmallForecast10.experiment.figures([row]).map(\.name)
        == ["forecast10-errors", "forecast10-forecasts"])
    #expect(SmallForecast10.experiment.figures([]).isEmpty)
  }
}
