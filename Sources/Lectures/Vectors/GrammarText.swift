import UnrollNumerics
import UnrollSequences

/// A text of our own for word vectors, made by a small grammar: what words have in common is known.
///
/// Words of one class stand in the same places of sentences. People come in pairs, a man and a woman, that do the
/// same things: what tells them apart is `he` and `she`, `his` and `her`. So a good vector has the class, the role
/// and the sex in it, and man is to king as woman is to queen.
public enum GrammarText {
  /// A man and a woman of one role, and what they do.
  struct Role: Sendable {
    let man, woman: String
    let verbs, things, places: [String]
  }

  static let roles = [
    Role(
      man: "man", woman: "woman", verbs: ["buys", "wears"], things: ["hat", "coat"],
      places: ["street", "shop"]),
    Role(
      man: "king", woman: "queen", verbs: ["rules", "commands"], things: ["crown", "army"],
      places: ["palace", "hall"]),
    Role(
      man: "prince", woman: "princess", verbs: ["rides", "dances"], things: ["ring", "sword"],
      places: ["castle", "tower"]),
    Role(
      man: "boy", woman: "girl", verbs: ["plays", "runs"], things: ["ball", "kite"],
      places: ["school", "yard"]),
    Role(
      man: "father", woman: "mother", verbs: ["cooks", "works"], things: ["child", "kitchen"],
      places: ["house", "office"]),
    Role(
      man: "uncle", woman: "aunt", verbs: ["visits", "writes"], things: ["letter", "present"],
      places: ["village", "station"]),
  ]

  static let animals = ["cat", "dog", "horse", "cow", "sheep", "goat"]
  static let foods = ["bread", "soup", "cheese", "rice", "cake", "fish"]
  static let colours = ["red", "blue", "green", "white", "black", "yellow"]
  static let numbers = ["two", "three", "four", "five", "six", "seven"]

  /// Classes of words that stand in the same places.
  public static let classes: [(name: String, words: [String])] = [
    ("people", roles.flatMap { [$0.man, $0.woman] }), ("animals", animals), ("foods", foods),
    ("colours", colours), ("numbers", numbers),
  ]

  /// So many sentences, drawn from the grammar.
  public static func sentences(_ count: Int = 6000, seed: UInt64 = 42) -> [[String]] {
    var generator = SeededGenerator(seed: seed, stream: "grammar text")
    func pick(_ words: [String]) -> String { words[generator.integer(below: words.count)] }
    return (0..<count).map { _ in
      switch generator.integer(below: 10) {
      case 0..<5:
        let role = roles[generator.integer(below: roles.count)]
        let isMan = generator.integer(below: 2) == 0
        let (person, he, his) = isMan ? (role.man, "he", "his") : (role.woman, "she", "her")
        let (verb, thing, place) = (pick(role.verbs), pick(role.things), pick(role.places))
        return generator.integer(below: 2) == 0
          ? ["the", person, verb, "with", his, thing, "in", "the", place]
          : ["in", "the", place, he, "is", "the", person, "who", verb, "with", his, thing]
      case 5, 6:
        return [
          "the", pick(colours), pick(animals), pick(["sleeps", "eats", "drinks"]), "near", "the",
          pick(["barn", "river", "field"]),
        ]
      case 7, 8:
        return [
          "this", pick(foods), "tastes", pick(["sweet", "salty", "fresh"]), "on", "a",
          pick(colours), pick(["plate", "table"]),
        ]
      default:
        return [
          pick(numbers), "of", pick(numbers), pick(["trains", "buses"]), "leave", "at",
          pick(numbers),
        ]
      }
    }
  }

  /// man is to king as woman is to queen: every two roles, both ways.
  public static let questions = AnalogyQuestions([
    .init("man to woman", pairs.map { .init($0.man, $0.woman, $1.man, answer: $1.woman) }),
    .init("woman to man", pairs.map { .init($0.woman, $0.man, $1.woman, answer: $1.man) }),
  ])

  private static let pairs: [(Role, Role)] = roles.indices.flatMap { i in
    roles.indices.filter { $0 != i }.map { (roles[i], roles[$0]) }
  }

  /// Which of the words of all classes have a nearest word of their own class.
  ///
  /// Only words with a class are looked at, as what is asked for and as what is found.
  public static func nearestOfOwnClass(_ vectors: WordVectors) -> (right: Int, of: Int) {
    let classOf = Dictionary(
      uniqueKeysWithValues: classes.flatMap { kind in kind.words.map { ($0, kind.name) } })
    let nearest = classOf.keys.sorted().map { word -> Bool in
      let neighbours = try? vectors.neighbours(of: word, count: vectors.count)
      let first = neighbours?.first { classOf[$0.word] != nil }
      return first.map { classOf[$0.word] == classOf[word] } ?? false
    }
    return (nearest.count { $0 }, nearest.count)
  }

  /// How vectors of this text are trained by default: it has few words, and short sentences.
  public static func trainer(
    _ method: Word2Vec.Method = .skipGram, epochs: Int = 10, seed: UInt64 = 42
  ) -> Word2Vec {
    Word2Vec(
      method: method, dimensions: 24, window: 5, minimumCount: 1, subsampling: 0, epochs: epochs,
      seed: seed)
  }
}
