import UnrollCourse

/// How matrices of weights stand: a column for each unit, as in Keras, or a row, as in PyTorch and in most books.
enum WeightLayout: Sendable {
  /// `Wx [inputs, units]`, and the product is x Wx.
  case inputsByUnits
  /// `Wx [units, inputs]`, and the product is x Wxᵀ.
  case unitsByInputs

  /// A product of rows with weights as it is written: `x Wx` or `x Wxᵀ`.
  func product(_ rows: String, _ weights: String) -> String {
    self == .inputsByUnits ? "\(rows) \(weights)" : "\(rows) \(weights)ᵀ"
  }

  /// A product with weights that stand the other way: back through them.
  func productBack(_ rows: String, _ weights: String) -> String {
    self == .inputsByUnits ? "\(rows) \(weights)ᵀ" : "\(rows) \(weights)"
  }

  /// The shape of weights: `[inputs, units]` or `[units, inputs]`.
  func shape(_ inputs: String, _ units: String) -> String {
    self == .inputsByUnits ? "[\(inputs), \(units)]" : "[\(units), \(inputs)]"
  }

  var summary: String {
    self == .inputsByUnits
      ? "weights stand as [inputs, units], so x Wx" : "weights stand as [units, inputs], so x Wxᵀ"
  }
}

extension ExerciseRules {
  /// These rules for a variant: other random numbers, and weights in its layout.
  ///
  /// Truth and misconceptions are written in the standard layout; weights in a call are transposed on its way to them, and
  /// those in their reply on its way back.
  func adapted(to variant: CourseVariant) -> ExerciseRules {
    let names = variant.layout == .unitsByInputs ? weights : []
    func turned(_ answer: @escaping Answer) -> Answer { Self.turned(answer, names) }
    return ExerciseRules(
      truth: turned(truth),
      misconceptions: misconceptions.map { known in
        Misconception(known.name, known.explanation, seen: known.seen, turned(known.answer))
      },
      cases: { [cases] seed in cases(variant.caseSeed(seed)).map { $0.turning(names) } },
      weights: weights, isDrawn: isDrawn, callText: callText, words: words)
  }

  /// An implementation whose weights stand the other way.
  static func turned(_ answer: @escaping Answer, _ names: Set<String>) -> Answer {
    if names.isEmpty { return answer }
    return { call in answer(call.turning(names)).turning(names) }
  }
}

extension ExerciseCase {
  fileprivate func turning(_ names: Set<String>) -> ExerciseCase {
    ExerciseCase(name: name, call: call.turning(names), sizes: sizes)
  }
}

extension ExerciseCall {
  fileprivate func turning(_ names: Set<String>) -> ExerciseCall {
    ExerciseCall(part, inputs.mapMatrices(of: names) { $0.transposed })
  }
}

extension ExerciseReply {
  fileprivate func turning(_ names: Set<String>) -> ExerciseReply {
    guard case .outputs(let outputs) = self else { return self }
    return .outputs(
      outputs.quantities.reduce(Outputs()) { result, quantity in
        let matrices = quantity.value.matrices
        return result.with(
          quantity.name,
          names.contains(quantity.name) ? matrices.map(\.transposed) : matrices)
      })
  }
}
