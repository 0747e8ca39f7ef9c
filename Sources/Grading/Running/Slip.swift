/// A line that would be right in Python or on paper, and how Swift has it.
struct Slip {
  /// What to write.
  let advice: String
  /// Which of the line's complaints shows it.
  let complaint: Int

  /// The slip behind the complaints about a line, which is given without comments and texts; nil where none is known.
  static func behind(_ messages: [String], in line: String) -> Slip? {
    let code = line.trimmingPrefix(while: \.isWhitespace)
    for rule in rules where rule.pattern.map({ code.firstMatch(of: $0) != nil }) ?? true {
      let index = rule.message.map { part in messages.firstIndex { $0.contains(part) } } ?? 0
      if let index { return Slip(advice: rule.advice, complaint: index) }
    }
    for (index, message) in messages.enumerated() {
      if let name = message.prefixMatch(of: /cannot find '([^']+)' in scope/)?.1,
        let advice = advice(onUnknown: String(name), in: code)
      {
        return Slip(advice: advice, complaint: index)
      }
    }
    return nil
  }

  /// A part of what the compiler says, and what the line looks like, if that matters.
  private struct Rule {
    let message: String?
    let pattern: Regex<Substring>?
    let advice: String

    init(_ message: String? = nil, line pattern: Regex<Substring>? = nil, _ advice: String) {
      (self.message, self.pattern, self.advice) = (message, pattern, advice)
    }
  }

  /// The first that fits is it, so that special ones come first.
  private static var rules: [Rule] {
    [
      Rule(line: /(?:^|\s)#\s/, "A comment begins with //."),
      Rule(line: /^#/, "A comment begins with //."),
      Rule(line: /\b(?:np|math)\.(?:tanh|exp|log|sqrt|abs|cosh|sin|cos)\b/, mathematics),
      Rule(line: /\bnp\./, noNumPy),
      Rule(line: /\s@\s/, "The product of matrices is matmul(a, b)."),
      Rule(
        line: /\^/, "A power is pow(x, 2), or x * x; ^ is something else, of whole numbers."),
      Rule("no operator '**'", "A power is pow(x, 2), or x * x."),
      Rule(line: /^def\b/, "A function begins with func: func f(a: Double) -> Double { … }."),
      Rule(line: /\blambda\b/, "A function without a name is { a in … }."),
      Rule(line: /\belif\b/, "Write else if."),
      Rule(line: /\s(?:and|or|not)\s/, "Write && for and, || for or, ! for not."),
      Rule("'{'", line: /:\s*$/, "A block stands in braces: { … }, without a colon."),
      Rule(
        "consecutive statements", line: /^return\s[^(\[{]*,/,
        "Two results are returned in parentheses: return (a, b)."),
      Rule("cannot find operator '..'", "From 0 up to and without n is 0..<n."),
      Rule("is not a valid digit", "A multiplication is written out: 2 * x."),
      Rule(
        "non-function type", line: /(?:^|[^\w.])\d+(?:\.\d+)?\s*\(/,
        "A multiplication is written out: 2 * (x + y)."),
      Rule(
        "non-function type", line: /\w\(\)/,
        "Leave the () out: .transposed, .sum, .rows and the like are values."),
      Rule("no exact matches in call to global function", ofEach),
      Rule("candidates produce the expected contextual result type 'Matrix'", ofEach),
      Rule("has no member 'T'", "The transpose is .transposed."),
      Rule("has no member 'dot'", "The product of matrices is matmul(a, b)."),
      Rule("has no member 'push'", "Write .append(…)."),
      Rule("cannot find type 'float'", "The type of numbers is Double."),
      Rule(
        "missing argument for parameter #2 in subscript",
        "A matrix has two indices, x[0, 1]; a whole row is x.row(0), and columns are x.columns(0..<2)."
      ),
      Rule("operands of type 'Double' and 'Int'", wholeNumbers),
      Rule("operands of type 'Int' and 'Double'", wholeNumbers),
      Rule("value of type 'Int' to specified type 'Double'", wholeNumbers),
      Rule("value of type 'Int' to expected argument type 'Double'", wholeNumbers),
      Rule(
        "is a 'let' constant",
        "What changes begins with var, and let is for what stays. Of a parameter make a copy: var copy = x."
      ),
      Rule("expected '}'", "A { above has no }."),
      Rule(
        "does not conform to protocol",
        """
        A function of the file is missing or has other labels or types; or a property has no value to begin with, as in \
        var entries: [Entry] = [].
        """),
      Rule("empty collection literal", "Say what is in it: var list: [Double] = []"),
      Rule("expected 'var' keyword", property),
      Rule("expected 'func' keyword", property),
      Rule("'self' is immutable", "A function that changes properties begins with mutating func."),
      Rule(
        "reasonable time",
        """
        It is too much for the compiler. Is a whole number among the others, or are parentheses missing? Write Double(n), \
        or give parts of it names.
        """),
      Rule(
        "extraneous argument label",
        "Write the values alone, without what stands before the colons."
      ),
      Rule("missing argument label", "Write the names before the values: f(x: …, h: …)."),
    ]
  }

  private static let mathematics =
    "Without np or math: tanh(a) of a number; of each element of a matrix z.map { tanh($0) }."
  private static let noNumPy =
    "There is no NumPy: write matmul(a, b), x.transposed, and z.map { … }."
  private static let foundation = "At the top of the file stands import Foundation."
  private static let property = "A property begins with var: var entries: [Entry] = []"
  private static let ofEach = "It takes a number. Of each element of a matrix: z.map { tanh($0) }."
  private static let wholeNumbers =
    "Whole numbers do not become others by themselves: write Double(n)."

  /// Names that other languages have.
  private static let names: [String: String] = [
    "None": "Nothing is nil.", "True": "Write true.", "False": "Write false.",
    "len": "Write list.count; a matrix has .rows and .columns.",
    "range": "Write 0..<n, or (0..<n).reversed() for the way back.",
    "zeros": "Zeros are Matrix(rows: 2, columns: 3).",
    "sum": "The sum of a list is list.reduce(0, +), of a matrix x.sum.",
    "tanh": foundation, "exp": foundation, "log": foundation, "sqrt": foundation, "pow": foundation,
  ]

  private static func advice(onUnknown name: String, in code: Substring) -> String? {
    if let advice = names[name] { return advice }
    if code.hasPrefix("\(name) =") || code.hasPrefix("\(name)=") {
      return "A new name begins with let, or with var where it changes: let \(name) = …"
    }
    return
      "There is no \(name) here: a function sees its own names and what it is given. Is it spelt as above?"
  }
}
