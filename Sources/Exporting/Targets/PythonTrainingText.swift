import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What a Python file has to train: what the optimiser remembers, masks, the learning rate, and the loop.
///
/// The function `train_step` is called with the parts that its program takes, in their order: each part says here where the
/// loop has it from.
struct PythonTrainingText {
  private let name: String
  private let library: PythonModule.Library
  private let dtype: DType
  /// The names of the weights that are trained.
  private let trained: [String]
  private let training: PythonModule.Training
  /// What the function `train_step` takes and gives.
  private let program: RecordedProgram
  /// The lines that compute the learning rate; nil where it is always the same.
  private let schedule: [String]?

  init(
    _ model: any Model, name: String, library: PythonModule.Library,
    training: PythonModule.Training, program: RecordedProgram
  ) throws(ExportError) {
    (self.name, self.library, dtype) = (name, library, model.assembly.dtype)
    trained = model.parameters.filter(\.isTrainable).map(\.path)
    (self.training, self.program) = (training, program)
    if let given = training.optimizer.schedule {
      schedule = try LearningRateText.lines(given)
    } else {
      schedule = nil
    }
  }

  /// The functions behind `train_step`.
  var functions: [String] {
    [newSlots] + (masks.map { [newMasks($0)] } ?? []) + (schedule.map { [learningRate($0)] } ?? [])
      + [loop]
  }

  var hasSchedule: Bool { schedule != nil }

  private var isJAX: Bool { library == .jax }
  private var masks: [(name: String, value: Variable)]? { program.group("masks") }
  private var hasStates: Bool { program.group("states") != nil }
  private var takes: [String] { program.inputs.map(\.name) }
  private var gives: [String] { program.results.map(\.name) }
  /// The arrays of the data that a step reads a batch of.
  private var arrays: [String] {
    takes.filter { $0.hasPrefix("inputs") || $0.hasPrefix("targets") }
  }

  // MARK: - What the file says of it

  /// What a step is.
  var step: String {
    let states = hasStates ? ", slots and states" : " and slots"
    let masks =
      masks == nil
      ? ""
      : """

      new_masks(step) draws what is dropped in a step, with this library's random numbers: others than Unroll's, with the same
      probabilities.
      """
    let rate = hasSchedule ? "\nThe rate is learning_rate(steps, epochs) before the step." : ""
    return """

      train_step(\(program.parameters)) makes one step of training by \(training.optimizer.name) on a batch of
      \(training.batch.inputs.shapes) with targets \(training.batch.targets.shapes), and gives the loss, the new weights\(states).\(rate)\(masks)
      """
  }

  /// How to run the file.
  var run: String {
    let names = arrays.map { "`\($0)`" }
    let list = "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
    let order =
      hasStates
      ? """

      Sample j of a batch goes on where sample j of the batch before it ended: the arrays begin with the first part of each of
      \(training.batch.count) sequences, then come their second parts, and so on. Every epoch begins with zeros.
      """ : ""
    return """


      python \(name)_\(library.rawValue).py DATA.npz [EPOCHS] trains on the arrays \(list) of a file, and writes
      \(name)_trained.safetensors.\(isJAX ? " The batch is split over all devices there are." : "")\(order)
      """
  }

  // MARK: - What a step is given

  private var newSlots: String {
    let names = trained.map { "\"\($0)\"" }.joined(separator: ", ")
    let slots = training.optimizer.slotNames.map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      def new_slots(weights):
          \"\"\"What the optimiser remembers before the first step.\"\"\"
          return {
              f"{name}/{slot}": \(library.dialect.module).zeros_like(weights[name])
              for name in [\(names)]
              for slot in [\(slots)]
          }
      """
  }

  /// Random numbers follow from the step, and in JAX from the number of the mask: so they are the same however the batch is
  /// split.
  private func newMasks(_ masks: [(name: String, value: Variable)]) -> String {
    let lines = masks.enumerated().map { number, mask in
      let shape = PythonDialect.tuple(Array(mask.value.shape))
      let rate = program.dropoutRates[mask.name] ?? 0
      return "        \"\(mask.name)\": mask(\(isJAX ? "\(number), " : "")\(rate), \(shape)),"
    }
    let (random, arguments, dropped, cast) =
      isJAX
      ? (
        "key = jax.random.fold_in(jax.random.key(seed), step)", "number, rate, shape",
        "jax.random.bernoulli(jax.random.fold_in(key, number), rate, shape)", "astype"
      )
      : (
        "generator = torch.Generator().manual_seed(1_000_003 * seed + step)", "rate, shape",
        "torch.rand(shape, generator=generator) < rate", "to"
      )
    return """
      def new_masks(step, seed=42):
          \"\"\"What is dropped in a step: 0 with the probability rate, and 1 / (1 - rate) otherwise.\"\"\"
          \(random)

          def mask(\(arguments)):
              dropped = \(dropped)
              return (~dropped).\(cast)(\(library.dialect.dtype(dtype))) / (1 - rate)

          return {
      \(lines.joined(separator: "\n"))
          }
      """
  }

  private func learningRate(_ lines: [String]) -> String {
    """
    def learning_rate(steps, epochs):
        \"\"\"The learning rate after so many steps, and so many times through the data.\"\"\"
    \(lines.map { "    " + $0 }.joined(separator: "\n"))
        return \(training.optimizer.learningRate) * factor
    """
  }

  // MARK: - The loop

  private var loop: String {
    """
    \(isJAX ? jaxLoop : pyTorchLoop)


    if __name__ == "__main__":
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    """
  }

  private var batch: Int { training.batch.count }

  /// The moment before a step of the loop.
  private var rate: String {
    "learning_rate(step - 1, (step - 1) / (len(\(arrays[0])) // \(batch)))"
  }

  private func reading(_ array: (String) -> String) -> String {
    "\(arrays.joined(separator: ", ")) = \(arrays.map(array).joined(separator: ", "))"
  }

  private var saving: String {
    "save_file({name: np.asarray(value) for name, value in weights.items()}, \"\(name)_trained.safetensors\")"
  }

  private var jaxLoop: String {
    // What belongs to the samples is split over the devices, and the rest is the same on all.
    func shardings(_ parts: [String]) -> String {
      let split = Set(arrays + ["masks", "states"])
      return "(\(parts.map { split.contains($0) ? "parts" : "same" }.joined(separator: ", ")))"
    }
    func argument(_ part: String) -> String {
      switch part {
      case "weights", "slots", "states": part
      case "step": "shared(np.asarray(step, dtype=np.\(dtype)), same)"
      case "rate": "shared(np.asarray(\(rate), dtype=np.\(dtype)), same)"
      case "masks": "draw(step)"
      default: "shared(\(part)[rows], parts)"
      }
    }
    let draw = masks == nil ? "" : "\n    draw = jax.jit(new_masks, out_shardings=parts)"
    let begin =
      hasStates ? "\n        states = jax.jit(new_states, out_shardings=parts)()" : ""
    return """
      def main(path, epochs=1):
          if "JAX_COORDINATOR_ADDRESS" in os.environ:  # one of several processes
              jax.distributed.initialize(
                  os.environ["JAX_COORDINATOR_ADDRESS"],
                  int(os.environ["JAX_NUM_PROCESSES"]),
                  int(os.environ["JAX_PROCESS_ID"]),
              )
          elif int(os.environ.get("SLURM_NTASKS", 1)) > 1:  # SLURM says who is who
              jax.distributed.initialize()
          if \(batch) % len(jax.devices()):
              sys.exit(f"a batch of \(batch) samples can't be split evenly over {len(jax.devices())} devices; export another batch size")
          mesh = Mesh(np.array(jax.devices()), ("batch",))
          same, parts = NamedSharding(mesh, PartitionSpec()), NamedSharding(mesh, PartitionSpec("batch"))
          run = jax.jit(train_step, in_shardings=\(shardings(takes)), out_shardings=\(shardings(gives)))\(draw)

          def shared(array, sharding):
              return jax.make_array_from_callback(array.shape, sharding, lambda place: array[place])

          data = np.load(path)
          \(reading { "data[\"\($0)\"]" })
          weights = load_weights()
          slots = {name: shared(np.asarray(value), same) for name, value in new_slots(weights).items()}
          weights = {name: shared(np.asarray(value), same) for name, value in weights.items()}
          step = 0
          for epoch in range(epochs):\(begin)
              for start in range(0, len(\(arrays[0])) - \(batch - 1), \(batch)):
                  step += 1
                  rows = slice(start, start + \(batch))
                  \(gives.joined(separator: ", ")) = run(
      \(takes.map { "                \(argument($0))," }.joined(separator: "\n"))
                  )
                  if jax.process_index() == 0:
                      print(f"step {step} loss {float(loss):.9g}", flush=True)
          if jax.process_index() == 0:
              \(saving)
      """
  }

  private var pyTorchLoop: String {
    func argument(_ part: String) -> String {
      switch part {
      case "weights", "slots", "states": part
      case "step": "torch.tensor(float(step), dtype=torch.\(dtype))"
      case "rate": "torch.tensor(\(rate), dtype=torch.\(dtype))"
      case "masks": "new_masks(step)"
      default: "\(part)[rows]"
      }
    }
    return """
      @torch.no_grad()
      def main(path, epochs=1):
          data = np.load(path)
          \(reading { "torch.from_numpy(data[\"\($0)\"])" })
          weights = load_weights()
          slots = new_slots(weights)
          step = 0
          for epoch in range(epochs):\(hasStates ? "\n        states = new_states()" : "")
              for start in range(0, len(\(arrays[0])) - \(batch - 1), \(batch)):
                  step += 1
                  rows = slice(start, start + \(batch))
                  \(gives.joined(separator: ", ")) = train_step(
      \(takes.map { "                \(argument($0))," }.joined(separator: "\n"))
                  )
                  print(f"step {step} loss {float(loss):.9g}", flush=True)
          \(saving)
      """
  }
}
