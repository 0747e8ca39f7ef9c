import UnrollFigures

extension CharacterResult {
  /// The learning curve in bits a character, beside what counting comes to.
  public var learningCurve: Figure {
    let (unit, name) = last.characters > 2_000_000 ? (1e6, "Million") : (1e3, "Thousand")
    let read = reports.map { Double($0.characters) / unit }
    // A mean over the characters between two looks belongs to the middle between them.
    let between = zip(read, read.dropFirst()).map { ($0 + $1) / 2 }
    let training = reports.dropFirst().compactMap { $0.training?.bits }
    return Figure(
      title: "\(model.name): bits a character",
      x: Axis("\(name) characters read", includesZero: true),
      y: Axis("Bits a character"),
      marks: [
        .line("Held out", x: read, y: reports.map(\.heldOut.bits), marker: .dot, colour: .blue),
        .line(
          "Training", x: between, y: Array(training), colour: .vermilion, dash: .dashed),
        .horizontalLine("Uniform, log₂ \(entropy.classes)", at: entropy.uniform, dash: .dotted),
        .horizontalLine("Unigram entropy", at: entropy.unigram, dash: .dashed),
        .horizontalLine("Bigram entropy", at: entropy.bigram),
      ])
  }
}
