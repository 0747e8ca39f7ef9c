import UnrollCourse

extension ExerciseSheet {
  static func matmulPullback(_ variant: CourseVariant) -> ExerciseSheet {
    let (m, k, n) = variant.sizes((2, 3, 4))
    return ExerciseSheet(
      number: 3, slug: "matmul-pullback", title: "Back through a matrix product",
      objective: "Pass a gradient through Y = A B, and add up where a matrix is used twice.",
      prerequisites: [1], minutes: 25, points: 10,
      source: "000, K5: the products of a recurrent step",
      question: Question(
        "A is [\(m), \(k)] and B is [\(k), \(n)]. Which shapes have Y, dY, dA and dB?",
        answer: """
          Y is [\(m), \(n)]. A gradient has the shape of what it belongs to: dY [\(m), \(n)], dA [\(m), \(k)], \
          dB [\(k), \(n)]. With that alone there is only one way to put dY, A and B together.
          """),
      byHand: """
        A = [1  2], B = [3], Y = A B = [1 · 3 + 2 · 4] = [11], and let dY = [0.5].
                        [4]
        A change of A's first number by ε changes Y by 3 ε, so dA = [0.5 · 3  0.5 · 4] = [1.5  2].
        A change of B's first number by ε changes Y by 1 ε, so dB = [0.5 · 1] = [0.5].
                                                                   [0.5 · 2]   [1  ]
        """,
      hints: [
        """
        Write one number of Y as a sum: Y[i, j] = Σₖ A[i, k] B[k, j]. In which numbers of Y does A[i, k] stand, and with \
        which factor?
        """,
        "dA[i, k] = Σⱼ dY[i, j] B[k, j]. That is a matrix product too, if B is read with rows and columns exchanged.",
        """
        If A stands on both sides, it has an influence through each of them. Take the gradient of each side as if it were \
        the only one; what do you do with the two?
        """,
      ],
      stub: """
        import UnrollCourse

        // Exercise 03. Y = A B, and L depends on Y: from dY = ∂L/∂Y find ∂L/∂A and ∂L/∂B.
        // There are matmul(…, …), .transposed, +, and a * b for products of single elements.
        // A gradient has the shape of what it belongs to; dY has that of Y.

        @main struct MatmulPullback: MatmulPullbackExercise {
          func pullback(dy: Matrix, a: Matrix, b: Matrix) -> (da: Matrix, db: Matrix) {
            notWritten("dA and dB")
          }

          func pullbackOfSquare(dy: Matrix, a: Matrix) -> Matrix {
            notWritten("dA, where Y = A A")
          }
        }

        """,
      forbidden: [],
      rules: ExerciseRules(
        truth: ByEntries<Nothing>.reply(to:),
        misconceptions: [
          Misconception(
            "a matrix used twice whose second gradient replaces the first, dA = dA₂",
            """
            A has an influence through each place where it stands, and the gradient is the sum over these places. In a \
            recurrent network that is the sum over time: = where += belongs loses all steps but one.
            """, seen: "`=` for `+=` in a backward pass", ByEntries<OnlyRight>.reply(to:)),
          Misconception(
            "a matrix used twice of which only the first place counts, dA = dA₁",
            """
            A has an influence through each place where it stands, and the gradient is the sum over these places. The \
            right-hand A was taken for a constant.
            """, seen: "product rules of which one half is forgotten",
            ByEntries<OnlyLeft>.reply(to:)),
          Misconception(
            "a square whose derivative is taken as that of a number, 2 A",
            """
            A A is a matrix product: a number of A moves a whole row and a whole column of Y. Each place gives a product \
            with a transposed matrix of its own, and their sum is not twice one of them.
            """, seen: "d(a²) = 2a, carried over to matrices", ByEntries<TwiceLeft>.reply(to:)),
          Misconception(
            "products with dY in which A or B was not transposed",
            """
            dA[i, k] = Σⱼ dY[i, j] B[k, j] runs along the rows of B, so B has to be transposed; for dB it is A. Where all \
            matrices are square, shapes do not tell.
            """, seen: "copies of the forward product; square test matrices hide it",
            ByEntries<Untransposed>.reply(to:)),
        ],
        cases: { seed in
          var numbers = CaseNumbers(seed, "matmul-pullback")
          let hand = ExerciseCase(
            "the numbers by hand", "pullback",
            ["dy": .matrix([[0.5]]), "a": .matrix([[1, 2]]), "b": .matrix([[3], [4]])])
          let products = [(2, 3, 4), (3, 3, 3), (1, 5, 1), (4, 1, 2), (2, 2, 2)].map { sizes in
            let (m, k, n) = variant.sizes(sizes)
            return ExerciseCase(
              "[\(m), \(k)] times [\(k), \(n)]", "pullback",
              [
                "dy": .matrix(numbers.matrix(m, n)), "a": .matrix(numbers.matrix(m, k)),
                "b": .matrix(numbers.matrix(k, n)),
              ], sizes: ["the number of rows of A": m, "the number of columns of A": k])
          }
          let squares = [1, 2, 3, 5].map(variant.size).map { n in
            ExerciseCase(
              "a square of [\(n), \(n)]", "pullbackOfSquare",
              ["dy": .matrix(numbers.matrix(n, n)), "a": .matrix(numbers.matrix(n, n))],
              sizes: ["the size of A": n])
          }
          return [hand] + products + squares
        }))
  }
}

/// What somebody does wrong with the two places of a product.
private protocol ProductVariant {
  /// Whether matrices are read the wrong way round where shapes allow it.
  static var isUntransposed: Bool { get }
  /// How often the gradients of the left and the right place of a square count.
  static var shares: (left: Double, right: Double) { get }
}

extension ProductVariant {
  static var isUntransposed: Bool { false }
  static var shares: (left: Double, right: Double) { (1, 1) }
}

private enum Nothing: ProductVariant {}
private enum OnlyRight: ProductVariant {
  static var shares: (left: Double, right: Double) { (0, 1) }
}
private enum OnlyLeft: ProductVariant {
  static var shares: (left: Double, right: Double) { (1, 0) }
}
private enum TwiceLeft: ProductVariant {
  static var shares: (left: Double, right: Double) { (2, 0) }
}
private enum Untransposed: ProductVariant { static var isUntransposed: Bool { true } }

/// The pullback number by number: each of Y gives to those of A and B that it was computed from.
private struct ByEntries<Variant: ProductVariant>: MatmulPullbackExercise {
  func pullback(dy: Matrix, a: Matrix, b: Matrix) -> (da: Matrix, db: Matrix) {
    var gradients = (da: Matrix.zeros(like: a), db: Matrix.zeros(like: b))
    for i in 0..<a.rows {
      for j in 0..<b.columns {
        for k in 0..<a.columns {
          let turned = Variant.isUntransposed
          gradients.da[i, k] += dy[i, j] * (turned && b.rows == b.columns ? b[j, k] : b[k, j])
          gradients.db[k, j] += dy[i, j] * (turned && a.rows == a.columns ? a[k, i] : a[i, k])
        }
      }
    }
    return gradients
  }

  func pullbackOfSquare(dy: Matrix, a: Matrix) -> Matrix {
    let found = pullback(dy: dy, a: a, b: a)
    return Variant.shares.left * found.da + Variant.shares.right * found.db
  }
}
