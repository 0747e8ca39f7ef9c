import Foundation
import Testing
import UnrollCourse

@testable import UnrollGrading

/// What a student reads in another term: of its convention, and with its numbers.
@Suite struct TermTextTests {
  /// All that is read of an exercise, by where it stands.
  private static func texts(_ sheet: ExerciseSheet) -> [(place: String, text: String)] {
    let own = [
      ("objective", sheet.objective), ("source", sheet.source), ("question", sheet.question.text),
      ("answer", sheet.question.answer), ("worked example", sheet.byHand), ("stub", sheet.stub),
    ]
    let hints = sheet.hints.enumerated().map { ("hint \($0 + 1)", $1) }
    let known = sheet.rules.misconceptions.flatMap {
      [("name", $0.name), ("explanation of \($0.name)", $0.explanation), ("seen", $0.seen)]
    }
    return own + hints + known
  }

  /// Rows times weights as they are, and times weights that are transposed; `through Wh` is neither.
  private static func products(in text: String) -> (plain: [String], turned: [String]) {
    let pattern = /(?:^|[^A-Za-z])((?:x|xₜ|h|hₜ|hₜ₋₁|h_T) W[xhy]ₜ?)(ᵀ?)/
    let found = text.matches(of: pattern).map { (String($0.1), !$0.2.isEmpty) }
    return (found.filter { !$0.1 }.map(\.0), found.filter(\.1).map(\.0))
  }

  @Test(arguments: 0...6)
  func `texts speak of the convention of their term`(seed: UInt64) throws {
    let course = Course(CourseVariant(seed))
    let isTurned = course.variant.layout == .unitsByInputs
    let others =
      isTurned
      ? ["[inputs, units]", "[inputs, 4·units]", "Wx [characters, units]"]
      : ["[units, inputs]", "[4·units, inputs]", "Wx [units, characters]"]
    for sheet in course.sheets {
      for (place, text) in Self.texts(sheet) {
        for other in others { #expect(!text.contains(other), "\(sheet.id), \(place): \(text)") }
        // A misconception may be named after the other convention, and a bracket may mention it.
        if place == "name" || text.contains("(Keras") { continue }
        let products = Self.products(in: text)
        let wrong = isTurned ? products.plain : products.turned
        #expect(wrong.isEmpty, "\(sheet.id), \(place): \(wrong)")
      }
    }
  }

  /// Comments in the course's library are the same in every term, so they leave to the stub how weights stand.
  @Test func `the library's comments speak of no convention`() throws {
    let folder = StudentFolder.courseRoot + "/Sources/Course"
    let files = try #require(FileManager.default.enumerator(atPath: folder))
    var (count, told) = (0, [String]())
    while let file = files.nextObject() as? String {
      guard file.hasSuffix(".swift") else { continue }
      count += 1
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains("//") {
        let shapes =
          line.contains(/\[(?:inputs|features|characters), (?:\d·)?units\]/)
          || line.contains(/\[(?:\d·)?units, (?:inputs|features|characters|1)\]/)
          || line.contains(/W[xhy]\d? `?\[(?!units, units)/)
        let products = Self.products(in: String(line))
        if !products.plain.isEmpty || !products.turned.isEmpty || shapes {
          told.append("\(file): \(line)")
        }
      }
    }
    #expect(count > 20)
    #expect(told == [])
  }

  @Test(arguments: 0...6)
  func `one of a kind has no plural in the name of a case`(seed: UInt64) throws {
    for sheet in Course(CourseVariant(seed)).sheets {
      for asked in sheet.rules.cases(42) {
        let isWrong = asked.name.contains(
          /(?:^|[^+] )1 (?:steps|inputs|units|words|tokens|classes|epochs|time steps)\b/)
        #expect(!isWrong, "\(sheet.id): \(asked.name)")
      }
    }
  }

  @Test(arguments: 0...6)
  func `a stub says how weights stand, or whose they are`(seed: UInt64) throws {
    let course = Course(CourseVariant(seed))
    let isTurned = course.variant.layout == .unitsByInputs
    for sheet in course.sheets where !sheet.rules.weights.isEmpty {
      let products = Self.products(in: sheet.stub)
      let said = isTurned ? products.turned : products.plain
      // Exercise 08 needs no more than Wh, and 09 is 07 in windows.
      let isSaid = !said.isEmpty || sheet.slug == "truncation" || sheet.slug == "vanishing-rate"
      #expect(isSaid, "\(sheet.id)")
      let lines = sheet.stub.split(separator: "\n").count { $0.hasPrefix("//") }
      #expect(lines <= 3, "\(sheet.id)")
    }
  }

  @Test(arguments: 0...6)
  func `numbers in texts are numbers`(seed: UInt64) throws {
    let course = Course(CourseVariant(seed))
    for sheet in course.sheets {
      for (place, text) in Self.texts(sheet) where place != "seen" {
        let isNumber =
          !text.contains(/\b(?:nan|inf)\b/) && !text.contains(/−0(?:\.0+)?\b(?!\.)/)
          && !text.contains(/-0\.0+\b/)
        #expect(isNumber, "\(sheet.id), \(place): \(text)")
      }
    }
  }

  /// What is computed on the way and is not on the page.
  private static let unwritten: Set<String> = [
    "11 stepBackward dWx", "11 stepBackward dWh", "12 gradients dWy", "12 gradients dby",
  ]

  @Test(arguments: 0...6)
  func `a worked example has the numbers of its case`(seed: UInt64) throws {
    let course = Course(CourseVariant(seed))
    for sheet in course.sheets {
      let written = sheet.byHand.matches(of: /[0-9]+(?:\.[0-9]+)?/).compactMap { Double($0.0) }
      for asked in sheet.rules.cases(42) where Self.isByHand(asked) {
        guard case .outputs(let right) = sheet.rules.truth(asked.call) else {
          Issue.record("\(sheet.id): no answer")
          continue
        }
        for quantity in right.quantities {
          let name = "\(sheet.id) \(asked.call.part) \(quantity.name)"
          if Self.unwritten.contains(name) { continue }
          // Cases are given what is on the page, in four digits; the rate has three.
          let room = quantity.name == "rate" ? 6e-4 : 2e-4
          let missing = quantity.value.matrices.flatMap(\.elements).filter { number in
            !written.contains { ($0 - number.magnitude).magnitude < room }
          }
          #expect(missing.isEmpty, "\(name): \(missing)")
        }
      }
    }
  }

  /// Whether a case is that of the worked example; a longer tape and a descent have other numbers.
  private static func isByHand(_ asked: ExerciseCase) -> Bool {
    asked.name.contains("the numbers by hand") && !asked.name.contains("of 15")
      && asked.call.part != "train"
  }

  @Test(arguments: 1...20)
  func `what is computed by hand is no edge`(seed: UInt64) throws {
    let variant = CourseVariant(seed)
    let network = variant.network
    #expect((network.h(3) - network.target).magnitude >= 0.1)
    let word = variant.spelling
    #expect(word.loss(after: 1, rate: 0.5) < word.loss)
    #expect(word.letters.count == 4)
    #expect((0...4).map { word.letters[HandSpelling.places[$0]] } == variant.word.map { "\($0)" })
  }
}
