import UnrollAutodiff
import UnrollSequences
import UnrollTraining

/// H9: word2vec, trained on a text in which is known what words have in common.
enum Word2VecFindings {
  /// Holds where, for both methods, every word's nearest is of its own class.
  static func finding(
    seed: UInt64, observe: (_ model: String, _ seed: UInt64) -> TrainingWatch
  ) throws -> Claim.Finding {
    let sentences = GrammarText.sentences(seed: seed)
    var parts: [String] = []
    var holds = true
    for method in Word2Vec.Method.allCases {
      let name = method == .cbow ? "CBOW" : "skip-gram"
      let result = try GrammarText.trainer(method, seed: seed).train(
        sentences, watch: observe("word2vec, \(name)", seed))
      let (right, all) = GrammarText.nearestOfOwnClass(result.vectors)
      let score = result.vectors.score(on: GrammarText.questions).total
      holds = holds && right == all
      parts.append(
        "\(name): \(right) of \(all) words have a nearest word of their class, \(score.right) of "
          + "\(score.covered) analogies right")
    }
    return Claim.Finding(.text(parts.joined(separator: "; ")), .holds(holds))
  }
}

/// H10: what GloVe's vectors say, where a file of them is at hand.
enum GloVeFindings {
  /// The words nearest to frog on the slide.
  static let frogWords = [
    "frogs", "toad", "litoria", "leptodactylidae", "rana", "lizard", "eleutherodactylus",
  ]

  /// Needs data where a word of the slide has no vector; holds where its seven are the seven nearest.
  static func frog(_ place: VectorsOnDisk.Place) throws -> Claim.Finding {
    try finding(place) { vectors, file in
      let nearest = try vectors.neighbours(of: "frog", count: frogWords.count).map(\.word)
      let missing = frogWords.filter { vectors[$0] == nil }
      if missing.isEmpty {
        let verdict: Verdict = Set(nearest) == Set(frogWords) ? .reproduced : .refuted
        return Claim.Finding(.text(nearest.joined(separator: ", ")), verdict)
      }
      let remark = """
        \(VectorsOnDisk.names[0]), beyond the \(vectors.count.grouped) words of \(file), which lacks \
        \(missing.joined(separator: ", "))
        """
      return Claim.Finding(.text(remark), .needsData)
    }
  }

  /// King, and the difference of woman and man; then with the words of the sum left in.
  static func queen(_ place: VectorsOnDisk.Place) throws -> Claim.Finding {
    try finding(place) { vectors, _ in
      let sum = WordSum(["king", "woman"], minus: ["man"])
      let best = try vectors.answers(to: sum, count: 1).first?.word ?? ""
      let kept = try vectors.answers(to: sum, count: 1, keepingWords: true).first?.word ?? ""
      return Claim.Finding(
        .text("king - man + woman = \(best), these three words left out; with them, \(kept)"),
        .holds(best == "queen" && kept == "king"))
    }
  }

  /// The plural as the mean of several pairs' differences, elephants not among them.
  static func elephants(_ place: VectorsOnDisk.Place) throws -> Claim.Finding {
    try finding(place) { vectors, _ in
      let singular = ["cat", "dog", "bird", "horse", "cow"]
      let sum = WordSum(singular.map { $0 + "s" }, minus: singular)
      let plural = try vectors.vector(of: sum) / Double(singular.count)
      let elephant = try vectors.vector(of: WordSum(["elephant"]))
      let answers = vectors.neighbours(of: elephant + plural, count: 2).map(\.word)
      let answer = answers.first { $0 != "elephant" } ?? ""
      return Claim.Finding(
        .text("\(answer); the plural is the mean of cats - cat, …, cows - cow"),
        .holds(answer == "elephants"))
    }
  }

  /// Reads the vectors, or says which file was looked for.
  private static func finding(
    _ place: VectorsOnDisk.Place, _ body: (WordVectors, _ file: String) throws -> Claim.Finding
  ) throws -> Claim.Finding {
    let names = "\(VectorsOnDisk.names[0]) or \(VectorsOnDisk.names[3])"
    switch place {
    case .nowhere(nil):
      return Claim.Finding(
        .text("\(names) in the folder that UNROLL_DATA names; none is named"), .needsData)
    case .nowhere(let folder?):
      return Claim.Finding(.text("\(names) in \(folder); there is none"), .needsData)
    case .packed(let path):
      return Claim.Finding(.text("\(path) unpacked: xz -dk \(path)"), .needsData)
    case .file(let path):
      return try body(try WordVectorsFile(contentsOf: path).vectors, path)
    }
  }
}
