import Unroll
import UnrollConsole

/// `unroll chars`: a character language model that learns a text and writes more of it.
struct CharsCommand: Command {
  static let text = Option(
    "text", "FILE", .text, isSingle: true,
    help: "The text to learn, a file or a folder; unless given, sentences of this project's own.")
  static let cell = Option(
    "cell", "NAME", .choice(CharacterModel.Cell.allCases.map(\.rawValue)), default: "lstm",
    help: "The recurrent layer.")
  static let units = Option(
    "units", "N", .int(in: 1...4096), default: 128, help: "The size of its state.")
  static let layers = Option(
    "layers", "N", .int(in: 1...8), default: 1, help: "How many of them lie on one another.")
  static let dropout = Option(
    "dropout", "SHARE", .double(in: 0...0.95), default: CharacterModel.dropout,
    help: "The share of each layer's outputs that is dropped while learning.")
  static let window = Option(
    "window", "N", .int(in: 1...10_000), default: 50,
    help: "Over how many characters a gradient goes back.")
  static let batch = Option(
    "batch", "N", .int(in: 1...4096), default: 16, help: "Parts of the text read side by side.")
  static let epochs = Option(
    "epochs", "N", .int(in: 1...100_000), default: CharacterTraining.epochs,
    help: "Passes through the text.")
  static let minutes = Option(
    "minutes", "M", .positiveDouble, help: "How long to train, in place of --epochs.")
  static let learningRate = Option(
    "learning-rate", "RATE", .positiveDouble, default: 0.003, help: "Adam's, where it begins.")
  static let schedule = Option(
    "schedule", "NAME", .choice(CharacterTraining.Schedule.allCases.map(\.rawValue)),
    default: "cosine",
    help: "How the learning rate goes on: it falls to 0 at the end, or stays as it is.")
  static let threads = Option(
    "threads", "N", .int(in: 1...64), default: 2, help: "Threads, each for a part of the batch.")
  static let temperature = Option(
    "temperature", "T", .double(in: 0...100), default: 0.7,
    help: "Below 1 prefers what is likely, 0 takes the likeliest alone, above 1 dares more.")
  static let topK = Option(
    "top-k", "K", .positiveInt, help: "Draw from the K likeliest characters only.")
  static let prompt = Option("prompt", "TEXT", .text, help: "What samples begin with.")
  static let sample = Option(
    "sample", "N", .int(in: 0...1_000_000), default: 400,
    help: "How many characters to write at the end.")
  static let save = Option(
    "save", "FILE", .text, help: "Keep the trained model, with its characters, in a file.")
  static let checkpoints = Option(
    "checkpoints", "DIR", .text,
    help: "Save the training here every half a minute, and where it ends.")
  static let resume = Option(
    flag: "resume", help: "Go on with the training that --checkpoints saved, as it was begun.")
  static let model = Option(
    "model", "FILE", .text, help: "Write with a saved model, without training.")

  /// What means nothing where a model is read and not trained.
  static let ofTraining: [any Declaration] = [
    cell, units, layers, dropout, window, batch, epochs, minutes, learningRate, schedule, threads,
    save, checkpoints, resume,
  ]

  /// The text where none is given; a test takes a shorter one.
  var ownText: @Sendable () -> String = { OwnText.text }

  let name = "chars"
  let summary = "Learn a text character by character, and write more of it."
  let discussion = """
    A network reads a text character by character and says at each what comes next, by an Embedding, one or \
    more recurrent layers that carry their state through the whole text, and a Dense layer (lecture 000). \
    It learns from the first nine tenths by truncated backpropagation, and is judged by the last tenth: in \
    bits a character, and as perplexity, among how many equally likely characters it hesitates. Beside it \
    stands what counting alone comes to.

    What it writes is shown while it learns. Each character is drawn from what the network expects, after \
    the logits were divided by the temperature, and read as the next one. The default run takes some ten \
    seconds. Ctrl-C ends the training and keeps what was learnt.

    The learning rate falls to 0 at the end, so that the last steps are small. A training that may be made \
    longer later has to be begun with --schedule constant.
    """
  var accepts: [any Declaration] {
    [
      Self.text, Self.cell, Self.units, Self.layers, Self.dropout, Self.window, Self.batch,
      Self.epochs,
      Self.minutes, Self.learningRate, Self.schedule, Self.threads, Self.temperature, Self.topK,
      Self.prompt, Self.sample, Self.save,
      Self.checkpoints, Self.resume, Self.model,
    ] + Shared.all
  }
  let examples = [
    Example("chars", "Sentences of this project, and the figure in unroll-out/."),
    Example(
      "chars --text shakespeare.txt --minutes 5 --save bard.safetensors",
      "A text of your own, and a model to keep."),
    Example(
      "chars --text shakespeare.txt --minutes 60 --checkpoints runs/bard --resume",
      "A long training that may be interrupted."),
    Example(
      "chars --model bard.safetensors --prompt \"To be\" --temperature 0.5", "More from that model."
    ),
  ]

  func run(_ arguments: ParsedArguments, _ console: Console) throws {
    if let path = arguments[Self.model] {
      try write(withModel: path, arguments, console)
    } else {
      try train(arguments, console)
    }
  }

  private static func sampler(_ arguments: ParsedArguments) -> Sampler {
    Sampler(temperature: arguments[temperature], topK: arguments[topK])
  }
}

// MARK: - Training

extension CharsCommand {
  private func train(_ arguments: ParsedArguments, _ console: Console) throws {
    if arguments.wasGiven(Self.epochs), arguments[Self.minutes] != nil {
      throw Self.wrongUsage("--epochs and --minutes both say how long to train; leave one out.")
    }
    if arguments[Self.resume], arguments[Self.checkpoints] == nil {
      throw Self.wrongUsage(
        "--resume goes with --checkpoints, which names the folder to go on from.")
    }
    if let path = arguments[Self.save] { try OutputFile(path).checkWritable() }
    let text = try characters(arguments, console)
    let model = CharacterModel(
      text, cell: CharacterModel.Cell(rawValue: arguments[Self.cell]) ?? .lstm,
      units: arguments[Self.units], layers: arguments[Self.layers],
      dropout: arguments[Self.dropout],
      seed: arguments[Shared.seed])
    try Self.checkPrompt(arguments, model)

    let training = training(arguments, console)
    console.interrupt.listen()
    let screen = CharsScreen(console, training, model, text)
    screen.begin()
    let watch = TrainingWatch(observers: [screen, StopWhen { console.interrupt.isRequested }])
    let checkpoints = try arguments[Self.checkpoints].map {
      Checkpoints(
        in: $0, every: .seconds(30), resume: arguments[Self.resume],
        extras: try model.extras())
    }
    let result = try training.run(model, text, checkpoints: checkpoints, watch: watch) {
      screen.show($0)
    }
    try keep(model, arguments, console)

    let sample = try write(model, arguments, console, title: "What it writes")
    console.print()
    try console.report(CharsScreen.table(result, sample: sample), arguments)
    console.print()
    for sentence in CharsScreen.sentences(result) { console.say(sentence) }
    let folder = OutputFolder(arguments[Shared.out])
    try folder.write([("chars-learning", result.learningCurve)])
    console.draw(result.learningCurve, height: 18)
    console.print()
    console.print(folder.whereabouts(ofFigures: 1))
    if result.wasStopped {
      console.print("Ended early, as asked; the rows above are what was learnt so far.")
    }
  }

  private func training(_ arguments: ParsedArguments, _ console: Console) -> CharacterTraining {
    CharacterTraining(
      arguments[Self.minutes].map { .minutes($0) } ?? .epochs(arguments[Self.epochs]),
      window: arguments[Self.window], batch: arguments[Self.batch],
      learningRate: arguments[Self.learningRate],
      schedule: CharacterTraining.Schedule(rawValue: arguments[Self.schedule]) ?? .cosine,
      threads: arguments[Self.threads], sampleLength: CharsScreen.sampleWidth(console),
      sampler: Self.sampler(arguments), prompt: arguments[Self.prompt] ?? "")
  }

  /// The text of `--text`, or our own, cut into characters.
  private func characters(_ arguments: ParsedArguments, _ console: Console) throws -> CharacterText
  {
    let path = arguments[Self.text]
    let plain = try path.map { try PlainText(contentsOf: $0) }
    let text = try Self.naming(path ?? "the project's own text") {
      try CharacterText(plain?.text ?? ownText())
    }
    console.say(plain?.remark ?? "Sentences of this project's tutorials and source comments.")
    return text
  }

  private func keep(
    _ model: CharacterModel, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    guard let path = arguments[Self.save] else { return }
    try model.save(to: path)
    console.print()
    console.say("The model is in \(path); unroll chars --model \(path) writes with it.")
  }
}

// MARK: - Writing with a saved model

extension CharsCommand {
  private func write(
    withModel path: String, _ arguments: ParsedArguments, _ console: Console
  ) throws {
    if let option = Self.ofTraining.first(where: arguments.wasGiven) {
      throw Self.wrongUsage(
        "--model writes with a model that is trained already; leave out \(option.label).")
    }
    let model = try Self.readModel(path)
    try Self.checkPrompt(arguments, model)
    console.interrupt.listen()
    console.say(
      "\(path): \(model.name), \(model.network.parameterCount.grouped) weights, "
        + "\(model.vocabulary.count) characters.")
    var heldOut: CharacterLoss?
    if let text = arguments[Self.text] {
      let plain = try PlainText(contentsOf: text)
      let characters = try Self.naming(text) {
        try CharacterText(plain.text, vocabulary: model.vocabulary)
      }
      let loss = model.loss(on: characters.heldOut)
      console.say(
        "The last tenth of \(text): \(loss.bits.fixed(3)) bits a character, perplexity "
          + "\(loss.perplexity.fixed(2)).")
      heldOut = loss
    }
    let sample = try write(model, arguments, console)
    if arguments[Shared.json] != nil {
      console.print()
      try console.report(
        CharsScreen.table(model, heldOut: heldOut, sample: sample), arguments)
    }
  }

  /// Prints a sample as it is written, and gives it with the prompt.
  private func write(
    _ model: CharacterModel, _ arguments: ParsedArguments, _ console: Console, title: String? = nil
  ) throws -> String {
    let count = arguments[Self.sample]
    if count == 0 { return "" }
    console.print()
    if let title { console.print(console.style.bold(title)) }
    let writer = CharacterWriter(
      model, sampler: Self.sampler(arguments), seed: arguments[Shared.seed])
    let prompt = arguments[Self.prompt] ?? ""
    // After a training that Ctrl-C ended, a sample is wanted all the same; a second one ends the program.
    let wasRequested = console.interrupt.isRequested
    let sample = try writer.write(count, after: prompt) { _ in
      wasRequested || !console.interrupt.isRequested
    }
    console.print(console.style.bold(CharsScreen.visible(prompt)) + CharsScreen.visible(sample))
    return prompt + sample
  }
}
