import Unroll

// The tables of `unroll vectors`, and the one of its JSON report.

extension VectorsReport {
  static func table(
    _ nearest: [(kind: String, query: String, words: [Neighbour])]
  ) -> Table {
    typealias Entry = (query: String, words: String)
    let rows: [Entry] = nearest.map { entry in
      (
        entry.query,
        entry.words.map { "\($0.word) \($0.cosine.fixed(2))" }.joined(separator: ", ")
      )
    }
    return Table(
      rows: rows,
      columns: [
        Column("Word or sum", key: "query") { .text($0.query) },
        Column("Nearest", key: "words") { .text($0.words) },
      ])
  }

  static func table(_ rows: [AnalogyScore.Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Section", key: "section") { .text($0.section) },
        Column("Questions", key: "count") { .integer($0.count) },
        Column("Covered", key: "covered") { .integer($0.covered) },
        Column("Right", key: "right") { .integer($0.right) },
        Column("Accuracy", key: "accuracy", .percent(1)) { .optional($0.accuracy) },
        Column("Nearest to c", key: "accuracyByNeighbour", .percent(1)) {
          .optional($0.accuracyByNeighbour)
        },
      ])
  }

  static func table(_ places: [(word: String, x: Double, y: Double)]) -> Table {
    Table(
      rows: places,
      columns: [
        Column("Word", key: "word") { .text($0.word) },
        Column("First", key: "x", .fixed(2)) { .number($0.x) },
        Column("Second", key: "y", .fixed(2)) { .number($0.y) },
      ])
  }

  static func table(_ scores: [SimilarityScore]) -> Table {
    Table(
      rows: scores,
      columns: [
        Column("Pairs", key: "count") { .integer($0.count) },
        Column("Covered", key: "covered") { .integer($0.covered) },
        Column("Spearman's ρ", key: "correlation", .fixed(3)) { .optional($0.correlation) },
      ])
  }

  static func json(_ rows: [Row]) -> Table {
    Table(
      rows: rows,
      columns: [
        Column("Kind", key: "kind") { .text($0.kind) },
        Column("Query", key: "query") { .text($0.query) },
        Column("Rank", key: "rank") { .optional($0.rank) },
        Column("Word", key: "word") { .optional($0.word) },
        Column("Cosine", key: "cosine") { .optional($0.cosine) },
        Column("Right", key: "right") { .optional($0.right) },
        Column("Covered", key: "covered") { .optional($0.covered) },
        Column("Count", key: "count") { .optional($0.count) },
        Column("Score", key: "score") { .optional($0.score) },
        Column("Nearest to c", key: "scoreByNeighbour") { .optional($0.scoreByNeighbour) },
        Column("x", key: "x") { .optional($0.x) },
        Column("y", key: "y") { .optional($0.y) },
      ])
  }
}
