import Foundation
import Testing
import UnrollSequences

@testable import UnrollLectures

@Suite struct DateLanguageTests {
  @Test func `a date is written in ten ways`() {
    let written = (0..<10).map { DateLanguage.phrase(1998, 3, 7, way: $0).source }
    #expect(
      written == [
        "7 March 1998", "March 7, 1998", "7 Mar 1998", "Mar 7, 1998", "Sat 7 Mar 1998",
        "Sat, 7 March 1998", "Sat, Mar 7 1998", "7.3.1998", "07/03/1998", "1998 March 7",
      ])
    for way in 0..<10 {
      #expect(DateLanguage.phrase(1998, 3, 7, way: way).target == "1998-03-07")
    }
  }

  @Test func `months have their days, and days their weekday, in leap years too`() throws {
    #expect([1900, 1904, 2000, 2023].map { DateLanguage.days(2, $0) } == [28, 29, 29, 28])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for year in [1900, 1972, 2000, 2024, 2099] {
      for month in 1...12 {
        let date = try #require(
          calendar.date(from: DateComponents(year: year, month: month, day: 1)))
        let days = calendar.range(of: .day, in: .month, for: date)?.count
        #expect(DateLanguage.days(month, year) == days)
        // Foundation counts from Sunday, 1.
        let weekday = (calendar.component(.weekday, from: date) + 5) % 7
        #expect(DateLanguage.weekday(year, month, 1) == weekday, "\(year)-\(month)-1")
      }
    }
  }

  @Test func `phrases are different, and the same for the same seed`() {
    let phrases = DateLanguage.phrases(500, seed: 1)
    #expect(Set(phrases).count == 500)
    #expect(phrases == DateLanguage.phrases(500, seed: 1))
    #expect(phrases != DateLanguage.phrases(500, seed: 2))
  }
}

@Suite struct TranslationTests {
  @Test func `no source of the test is trained on`() {
    let dates = Translation.dates(seed: 1, training: 300, test: 60)
    #expect(dates.training.count == 300 && dates.test.count == 60)
    #expect(Set(dates.training.map(\.source)).isDisjoint(with: dates.test.map(\.source)))

    // Of sentences with several translations, all are on one side.
    let pairs = (0..<50).flatMap { number in
      ["a", "b"].map { PhrasePair("phrase \(number)", "translation \(number) \($0)") }
    }
    let sentences = Translation.sentences(pairs, seed: 1)
    #expect(sentences.test.count == 10 && sentences.training.count == 90)
    #expect(Set(sentences.training.map(\.source)).isDisjoint(with: sentences.test.map(\.source)))
  }

  @Test func `a sentence with another capital or space is the same sentence`() {
    let pairs = (0..<40).flatMap { number in
      ["Go \(number).", "go  \(number) ."].map { PhrasePair($0, "Va \(number).") }
    }
    let sentences = Translation.sentences(pairs, seed: 1)
    #expect(sentences.test.count == 8)
    let trained = Set(sentences.training.map { Tokenizer.wordsAndMarks.tokens(of: $0.source) })
    #expect(
      trained.isDisjoint(with: sentences.test.map { Tokenizer.wordsAndMarks.tokens(of: $0.source) })
    )
  }

  @Test func `a small training translates better than a decoder that does not read`() throws {
    var translation = Translation.dates(seed: 1, training: 60, test: 8)
    translation.units = 12
    translation.epochs = 4
    let result = try translation.run()
    #expect(result.examples.count == 8 && result.exact == 0)
    #expect(result.loss < 3 && result.decoderOnlyLoss < 3 && result.parameters > 1000)
    for example in result.examples {
      #expect(translation.test.contains(PhrasePair(example.source, example.expected[0])))
    }
  }

  @Test func `a translation is exact where it is one of the right ones`() {
    let examples = [("x", ["x"]), ("y", ["x", "y"]), ("z", ["x"])].map { found, expected in
      TranslationResult.Example(source: "s", found: found, expected: expected)
    }
    let result = TranslationResult(
      examples: examples, loss: 1, decoderOnlyLoss: 2, parameters: 3)
    #expect(result.exact == 2.0 / 3)
  }
}
