import UnrollRecurrent

/// What a training has to have in common with the checkpoint that it goes on from, in words by name: whatever decides its
/// numbers, but for the data themselves and for functions, which have no words.
struct TrainingIdentity {
  let words: [String: String]

  init(
    _ model: any Model, data: String, _ plan: TrainingPlan, observers: [any RememberingObserver]
  ) {
    var words = [
      "data": data, "seed": "\(model.seed)", "loss": plan.loss.name,
      "metrics": plan.metrics.map(\.name).joined(separator: ", "),
      "validation": plan.validate == nil ? "no" : "yes",
      "optimizer": plan.optimizer.name,
      "observers": observers.map { "\(type(of: $0))" }.joined(separator: ", "),
    ]
    for option in Mirror(reflecting: plan.optimizer).children {
      words["optimizer's \(option.label ?? "option")"] = Self.word(option.value)
    }
    for place in model.assembly.places {
      let options = (place.layer as? any SavableLayer).flatMap { try? $0.configuration }
      words["layer \(place.name)"] = options.map { "\($0)" } ?? place.layer.kind
    }
    self.words = words
  }

  /// An option as a reader would write it, without what Swift says of optionals.
  private static func word(_ value: Any) -> String {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .optional else { return "\(value)" }
    return mirror.children.first.map { "\($0.value)" } ?? "none"
  }

  /// How the words that were saved differ from these.
  func differences(from saved: [String: String]) -> [String] {
    Set(words.keys).union(saved.keys).sorted().compactMap { name in
      let (there, here) = (saved[name] ?? "nothing", words[name] ?? "nothing")
      return there == here ? nil : "\(name): \(there) there, \(here) here"
    }
  }
}
