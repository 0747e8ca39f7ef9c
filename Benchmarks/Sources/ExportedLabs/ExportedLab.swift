import Foundation
import Unroll

/// A lab as programs for other libraries, and what should come out of them here.
struct ExportedLab {
  let lab: Lab
  let folder: String

  /// Writes programs, weights, and the expected numbers.
  func write() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (model, batch) = (lab.model, lab.recorded)
    let training = PythonModule.Training(batch: batch, loss: lab.loss, optimizer: lab.optimizer)
    let gradients = try RecordedProgram.gradients(of: model, on: batch, loss: lab.loss)
    for library in PythonModule.Library.allCases {
      let module = try PythonModule(
        model, name: lab.name, library: library, inputs: batch.inputs, training: training)
      let slopes =
        library == .jax
        ? try gradients.jax(name: "gradients") : try gradients.pyTorch(name: "gradients")
      try save(module.source, "\(lab.name)_\(library.rawValue).py")
      try save(slopes.source, "gradients_\(library.rawValue).py")
    }
    let step = try RecordedProgram.trainingStep(
      of: model, on: batch, loss: lab.loss, optimizer: lab.optimizer)
    let answers = try RecordedProgram.prediction(of: model, on: batch.inputs)
    for (name, program) in [("predict", answers), ("gradients", gradients), ("train_step", step)] {
      let module = try program.stableHLO()
      try save(module.source, "\(name).mlir")
      try save(module.results.joined(separator: "\n"), "\(name).results")
    }
    try ONNXProgram(model, inputs: batch.inputs).data.write(
      to: URL(fileURLWithPath: "\(folder)/model.onnx"))
    try model.saveWeights(to: "\(folder)/\(lab.name).safetensors")
    try expected(step).write(to: "\(folder)/expected.safetensors")
  }

  private func save(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  /// The batches, the answers to the first, the gradients, the losses of twenty steps, and the moving means after them; with
  /// the masks, the rates and the states of each step, where there are any.
  private func expected(_ program: RecordedProgram) -> TensorFile {
    var file = TensorFile()
    for (number, batch) in lab.batches.enumerated() {
      add(batch.inputs, "inputs", number, to: &file)
      add(batch.targets, "targets", number, to: &file)
    }
    func group(_ name: String) -> [(name: String, value: Variable)] {
      program.inputs.first { $0.name == name }?.values ?? []
    }
    func putStates(after what: String) {
      for (name, value) in states(group("states").map(\.name)) {
        file.tensors["states/\(what)/\(name)"] = .numbers(value)
      }
    }
    // A model with states answers the same batch otherwise when it comes again.
    for name in ["prediction", "prediction_again"] {
      file.tensors[name] = .numbers(answers(to: lab.batches[0].inputs))
    }
    putStates(after: "prediction_again")
    lab.model.resetState()
    let step = TrainingStep(lab.model, loss: lab.loss)
    var state = OptimizerState(lab.optimizer, for: lab.model.parameters)
    var (losses, rates): ([Double], [Double]) = ([], [])
    for number in 1...20 {
      for (name, mask) in group("masks") {
        file.tensors["masks/\(number)/\(name)"] = .numbers(
          self.mask(name, program.dropoutRates[name] ?? 0, mask.shape, mask.dtype))
      }
      let result = step(lab.batches[(number - 1) % lab.batches.count])
      putStates(after: "\(number)")
      lab.model.assembly.trained.steps += 1
      losses.append(result.loss.item())
      // An epoch of five steps.
      state.epochs = Double(number - 1) / 5
      let moment = LearningRateSchedule.Moment(steps: number - 1, epochs: state.epochs)
      if let schedule = lab.optimizer.schedule {
        rates.append(lab.optimizer.learningRate * schedule.factor(at: moment))
      }
      if number == 1 {
        let trained = lab.model.parameters.filter(\.isTrainable)
        for (parameter, gradient) in zip(trained, result.gradients) {
          file.tensors["gradient/\(parameter.path)"] = .numbers(gradient)
        }
      }
      state.apply(lab.optimizer, to: &lab.model.parameters, gradients: result.gradients)
      lab.model.assembly.takeUpdates()
    }
    for parameter in lab.model.parameters where !parameter.isTrainable {
      file.tensors["after/\(parameter.path)"] = .numbers(parameter.value)
    }
    file.tensors["losses"] = .numbers(Tensor(losses, dtype: .float64))
    if !rates.isEmpty { file.tensors["rates"] = .numbers(Tensor(rates, dtype: .float64)) }
    return file
  }

  /// What a layer, or a part of one, knows in the next training step: that of `bidirectional/forward`.
  private func context(_ path: [Substring]) -> LayerContext? {
    let assembly = lab.model.assembly
    guard let place = assembly.places.first(where: { $0.name == path[0] }) else { return nil }
    let run = Run(isTraining: true, step: assembly.trained.steps)
    return path.dropFirst().reduce(assembly.context(of: place, in: run)) {
      $0.within(String($1), mask: nil)
    }
  }

  /// The mask that a layer will draw: `lstm/dropout`.
  private func mask(_ name: String, _ rate: Double, _ shape: Shape, _ dtype: DType) -> Tensor {
    let parts = name.split(separator: "/")
    let drawn = context(parts.dropLast())?.dropoutMask(
      rate, shape, dtype, for: String(parts.last ?? ""))
    return drawn?.value ?? .ones(shape, dtype: dtype)
  }

  /// The states that layers carry now, by names such as `lstm/carry`.
  private func states(_ names: [String]) -> [(name: String, value: Tensor)] {
    let layers = Dictionary(grouping: names) { $0.split(separator: "/").dropLast() }
    return layers.flatMap { path, names in
      zip(names, context(Array(path))?.memory?.state ?? []).map { ($0, $1) }
    }
  }

  private func answers(to batch: Samples) -> Tensor {
    lab.model.call(batch.input(), lab.model.parameters.map { Variable($0.value) }, Run()).value
  }

  private func add(
    _ samples: Samples, _ name: String, _ number: Int, to file: inout TensorFile
  ) {
    switch samples {
    case .numbers(let x): file.tensors["\(name)/\(number)"] = .numbers(x)
    case .tokens(let ids): file.tensors["\(name)/\(number)"] = .integers(ids)
    case .several(let parts):
      for (index, part) in parts.enumerated() {
        add(part, "\(name)_\(index + 1)", number, to: &file)
      }
    }
  }
}
