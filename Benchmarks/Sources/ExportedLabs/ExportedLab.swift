import Foundation
import Unroll

/// A lab as programs for other libraries, and what should come out of them here.
struct ExportedLab {
  let lab: Lab
  let folder: String

  /// Writes programs, weights, and the expected numbers.
  func write() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (model, batch) = (lab.model, lab.batch)
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
    try model.save(to: "\(folder)/\(lab.name).safetensors")
    try expected().write(to: "\(folder)/expected.safetensors")
  }

  private func save(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }

  /// The batch, the answers to it, the gradients, and the losses of twenty steps.
  private func expected() -> TensorFile {
    var file = TensorFile()
    file.tensors["inputs"] = content(lab.batch.inputs)
    file.tensors["targets"] = content(lab.batch.targets)
    let run = Run()
    let input = lab.batch.inputs.input()
    let weights = lab.model.parameters.map { Variable($0.value) }
    file.tensors["prediction"] = .numbers(lab.model.call(input, weights, run).value)
    let step = TrainingStep(lab.model, loss: lab.loss)
    var state = OptimizerState(lab.optimizer, for: lab.model.parameters.map(\.value))
    var losses: [Double] = []
    for number in 1...20 {
      let result = step(lab.batch)
      losses.append(result.loss.item())
      if number == 1 {
        for (parameter, gradient) in zip(lab.model.parameters, result.gradients) {
          file.tensors["gradient/\(parameter.path)"] = .numbers(gradient)
        }
      }
      var values = lab.model.parameters.map(\.value)
      state.apply(lab.optimizer, to: &values, gradients: result.gradients)
      lab.model.set(values)
    }
    file.tensors["losses"] = .numbers(Tensor(losses, dtype: .float64))
    return file
  }

  private func content(_ samples: Samples) -> TensorFile.Content {
    switch samples {
    case .numbers(let x): .numbers(x)
    case .tokens(let ids): .integers(ids)
    case .several: preconditionFailure("the labs have one input")
    }
  }
}

extension Sequential {
  /// Sets all weights, in the order of the parameters.
  fileprivate func set(_ values: [Tensor]) {
    for place in layers {
      let own = zip(parameters, values).filter { $0.0.layer == place.name }
      let named = own.map { ($0.0.name, $0.1) }
      if !named.isEmpty { setWeights(Dictionary(uniqueKeysWithValues: named), of: place.name) }
    }
  }
}
