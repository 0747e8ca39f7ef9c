import Testing
import UnrollNumerics
import UnrollSequences

@testable import UnrollLectures

/// Series of a reader's own: several columns (A11), a CSV file (S7).
@Suite struct OwnSeriesFindingsTests {
  @Test func `a column that drives the series helps, and one of random numbers does not`() throws {
    let driven = DrivenSeries(rows: 300, seed: 42).columns
    let helped = try ColumnComparison(driven, epochs: 10, seed: 42)
    #expect(helped.finding.verdict == .reproduced)
    #expect(helped.multivariate.mse < helped.univariate.mse / 2)

    var generator = SeededGenerator(seed: 42, stream: "noise")
    let noise = Forecast.Column("noise", (0..<300).map { _ in generator.normal() })
    let misled = try ColumnComparison([driven[0], noise], epochs: 10, seed: 42)
    #expect(misled.finding.verdict == .failed)
  }

  @Test func `the series follows its equation`() {
    let columns = DrivenSeries(rows: 2000, seed: 1).columns
    let (y, d) = (columns[0].values, columns[1].values)
    let noise = (1..<2000).map { row -> Double in y[row] - y[row - 1] / 2 - d[row - 1] }
    #expect(abs(mean(noise)) < 0.01)
    #expect(abs(mean(noise.map { $0 * $0 }) - 0.01) < 0.002)
  }

  @Test func `a CSV file is read row by row and forecast`() throws {
    let text = OwnCSV.text(seed: 42)
    let lines = text.split(separator: "\n")
    #expect(lines.count == OwnCSV.rows + 1 && lines[0] == "Month,Sold")
    let forecast = try OwnCSV.forecast(text)
    let written = try lines.dropFirst().map { line in
      try #require(Double(line.split(separator: ",")[1]))
    }
    #expect(forecast.target.values == written)
    #expect(
      try OwnCSVForecast.finding(text, epochs: 20, seed: 42).verdict == .reproduced)
  }

  @Test func `a file with a row too few, or a network that learnt nothing, is rejected`() throws {
    let text = OwnCSV.text(seed: 42)
    let shorter = text.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(try OwnCSVForecast.finding(shorter, epochs: 20, seed: 42).verdict == .failed)
    #expect(try OwnCSVForecast.finding(text, epochs: 0, seed: 42).verdict == .failed)
  }

  @Test func `a file that is none has its line named`() {
    #expect(throws: CSVError.self) { try OwnCSV.forecast("Month,Sold\n2010-1,many\n") }
  }
}
