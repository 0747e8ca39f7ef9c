import Unroll
import UnrollConsole

/// What `unroll vectors` shows of vectors: the same rows as tables and as JSON.
struct VectorsReport {
  /// What one row of the JSON report may hold.
  struct Row: Sendable {
    var kind: String
    var query: String
    var rank: Int?
    var word: String?
    var cosine: Double?
    var right: Int?
    var covered: Int?
    var count: Int?
    var score: Double?
    var scoreByNeighbour: Double?
    var x: Double?
    var y: Double?
  }

  private let vectors: WordVectors
  private let source: VectorsSource
  private let request: VectorsRequest
  /// What is asked for, and the words nearest to it.
  private var nearest: [(kind: String, query: String, words: [Neighbour])] = []
  private var missing: [MissingWord] = []
  private var score: AnalogyScore?
  private var similarity: SimilarityScore?
  private var map: WordMap?

  init(_ source: VectorsSource, _ request: VectorsRequest) throws {
    vectors = source.vectors
    self.source = source
    self.request = request
    let choice = request.isOpen ? Choice(source) : nil
    let sums = choice?.sums ?? request.sums
    for word in choice?.neighbours ?? request.neighbours {
      do {
        nearest.append(("neighbour", word, try vectors.neighbours(of: word)))
      } catch { missing.append(error) }
    }
    for sum in sums {
      do {
        let kept = request.keepsWords
        nearest.append(
          ("sum", sum.description, try vectors.answers(to: sum, keepingWords: kept)))
      } catch { missing.append(error) }
    }
    let questions = request.questions ?? choice?.questions
    score = questions.map { vectors.score(on: $0, keepingWords: request.keepsWords) }
    similarity = request.similarities.map { vectors.score(on: $0) }
    let plot = choice?.plot ?? request.plot
    map = plot.isEmpty ? nil : WordMap(plot, in: vectors)
    missing += vectors.missing(among: request.plot)
  }

  /// What is shown where the reader asked for nothing.
  private struct Choice {
    var neighbours: [String]
    var sums: [WordSum] = []
    var plot: [String] = []
    var questions: AnalogyQuestions?

    init(_ source: VectorsSource) {
      let vectors = source.vectors
      func isKnown(_ words: [String]) -> Bool { words.allSatisfy { vectors[$0] != nil } }
      switch source.kind {
      case .grammar:
        neighbours = ["king", "girl", "dog", "bread", "red", "three"]
        plot = GrammarText.classes.prefix(4).flatMap {
          $0.words.prefix($0.name == "people" ? 12 : 2)
        }
        questions = GrammarText.questions
      case .file:
        neighbours = ["frog", "king"]
        plot = [
          "king", "queen", "man", "woman", "france", "paris", "germany", "berlin", "italy", "rome",
          "spain", "madrid", "japan", "tokyo",
        ]
      case .text:
        // The most frequent words are articles and the like, which stand everywhere.
        let skipped = min(100, vectors.count / 3)
        neighbours = Array(vectors.words.dropFirst(skipped).prefix(10))
        plot = Array(vectors.words.dropFirst(skipped).prefix(30))
      }
      neighbours = neighbours.filter { vectors[$0] != nil }
      if neighbours.isEmpty { neighbours = Array(vectors.words.prefix(5)) }
      if let queen = try? WordSum("king - man + woman"), isKnown(queen.words) { sums = [queen] }
    }
  }
}

// MARK: - Showing

extension VectorsReport {
  func show(_ arguments: ParsedArguments, _ console: Console) throws {
    for word in missing {
      console.print()
      console.say(word.description)
    }
    let tables = self.tables
    for (index, (title, table)) in tables.enumerated() {
      console.print()
      console.print(console.style(.bold, title))
      console.print()
      if index == 0 {
        try console.report(table, json: Self.json(rows), arguments)
      } else {
        console.print(table.text(width: console.windowWidth, style: console.style))
      }
    }
    for sentence in sentences {
      console.print()
      console.say(sentence)
    }
    if let map { try draw(map, arguments, console) }
    if source.wasEnded { console.print("Ended early, as asked; this is what was learnt so far.") }
    let noPlane = """
      --plot: a plane takes vectors of at least 2 numbers and \(WordMap.fewest) words that have one; these vectors \
      have \(vectors.dimensions), and \(request.plot.count { vectors[$0] != nil }) of the words have one.
      """
    if tables.isEmpty { throw CommandFailure(.wrongUsage, missing.first?.description ?? noPlane) }
    if map == nil && !request.plot.isEmpty { console.say(noPlane) }
  }

  private func draw(_ map: WordMap, _ arguments: ParsedArguments, _ console: Console) throws {
    let figure = map.figure(title: "\(map.words.count) words on a plane")
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write(figure.svg(), as: "vectors-plane.svg")
    console.draw(figure, height: 24)
    console.print()
    console.print(folder.whereabouts(ofFigures: 1))
  }

  private var tables: [(title: String, table: Table)] {
    var tables: [(title: String, table: Table)] = []
    if !nearest.isEmpty {
      tables.append(("The nearest words, and the cosine of the angle", Self.table(nearest)))
    }
    if let score {
      tables.append(
        (
          "Analogies, a is to b as c is to …: the word nearest to b − a + c, or to c alone",
          Self.table(score.rows + [score.total])
        ))
    }
    if let similarity {
      tables.append(("Similarity, and what people say", Self.table([similarity])))
    }
    if tables.isEmpty, let map {
      let places = map.words.indices.map { (word: map.words[$0], x: map.x[$0], y: map.y[$0]) }
      tables.append(("Places on the plane", Self.table(places)))
    }
    return tables
  }

  private var sentences: [String] {
    var sentences: [String] = []
    if source.kind == .grammar && request.isOpen {
      let (right, all) = GrammarText.nearestOfOwnClass(vectors)
      sentences.append(
        """
        The grammar has people, animals, foods, colours and numbers. Of \(all) words of these classes, \
        \(right) have a nearest one of their own class; the training knew nothing of classes.
        """)
    }
    if let total = score?.total {
      let share = total.accuracy.map { "\((100 * $0).fixed(1)) %" } ?? "none"
      sentences.append(
        """
        \(total.covered.grouped) of \(total.count.grouped) questions have vectors for all four words; of these \
        \(share) are answered rightly. Words of a question are looked up as written, or else in small letters, \
        and are \(request.keepsWords ? "left in" : "no answer themselves").
        """)
      sentences += [Self.neighbourSentence(total)].compactMap(\.self)
    }
    return sentences
  }

  /// What the sums are worth beside the word nearest to c alone.
  private static func neighbourSentence(_ total: AnalogyScore.Row) -> String? {
    guard let sum = total.accuracy, let alone = total.accuracyByNeighbour else { return nil }
    let share = "The word nearest to c alone is right for \((100 * alone).fixed(1)) %"
    return alone < sum
      ? "\(share): what is above that is the sum's doing."
      : "\(share), so on these questions the sum says no more than neighbours do."
  }
}

// MARK: - JSON

extension VectorsReport {
  /// Everything that is shown, a row for each word, section or file.
  private var rows: [Row] {
    let near = nearest.flatMap { entry in
      entry.words.enumerated().map { index, found in
        Row(
          kind: entry.kind, query: entry.query, rank: index + 1, word: found.word,
          cosine: found.cosine)
      }
    }
    let sections = score.map { $0.rows + [$0.total] } ?? []
    let analogies = sections.map {
      Row(
        kind: "analogies", query: $0.section, right: $0.right, covered: $0.covered,
        count: $0.count, score: $0.accuracy, scoreByNeighbour: $0.accuracyByNeighbour)
    }
    let people = similarity.map {
      Row(
        kind: "similarity", query: "Spearman's ρ", covered: $0.covered, count: $0.count,
        score: $0.correlation)
    }
    let plane = (map.map { Array($0.words.indices) } ?? []).map { index in
      Row(kind: "plane", query: map?.words[index] ?? "", x: map?.x[index], y: map?.y[index])
    }
    return near + analogies + [people].compactMap(\.self) + plane
  }
}
