import Foundation
import UnrollAutodiff
import UnrollRecurrent

/// What stands around the functions of a Python file: what it is, where weights come from, and how it trains.
struct PythonModuleText {
  let name: String
  let library: PythonModule.Library
  let dtype: DType
  let inputs: Samples
  /// What the function `predict` takes and gives.
  let answers: RecordedProgram
  let training: PythonTrainingText?

  /// The whole file.
  func source(_ functions: [String]) -> String {
    ([header, imports, loading] + (states.map { [newStates($0)] } ?? []) + functions
      + (training?.functions ?? []))
      .map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n\n") + "\n"
  }

  /// The states that stateful layers carry; nil where there are none.
  private var states: [(name: String, value: Variable)]? { answers.group("states") }

  private var header: String {
    let begin =
      states == nil
      ? "States begin with zeros in every call."
      : """
      It takes and gives the states
      that layers carry from batch to batch; new_states() are the first, zeros.
      """
    return """
      \"\"\"\(name), written by Unroll.

      predict(\(answers.parameters)) answers a batch of \(inputs.shapes). \(begin)\(training?.step ?? "")
      The gradients are in the program: nothing is differentiated here.\(training?.run ?? "")
      \"\"\"
      """
  }

  private var imports: String {
    let math = training?.hasSchedule ?? false ? "import math\n" : ""
    switch library {
    case .jax:
      return """
        \(math)import os
        import sys

        import jax
        import jax.numpy as jnp
        import numpy as np
        from jax.sharding import Mesh, NamedSharding, PartitionSpec
        from safetensors.numpy import load_file, save_file\(
          dtype == .float64 ? "\n\njax.config.update(\"jax_enable_x64\", True)" : "")
        """
    case .pyTorch:
      return """
        \(math)import sys

        import numpy as np
        import torch
        from safetensors.numpy import load_file, save_file
        """
    }
  }

  private var loading: String {
    let make = library == .jax ? "jnp.asarray" : "torch.from_numpy"
    return """
      def load_weights(path="\(name).safetensors"):
          return {name: \(make)(value) for name, value in load_file(path).items()}
      """
  }

  private func newStates(_ states: [(name: String, value: Variable)]) -> String {
    let lines = states.map { name, state in
      let shape = PythonDialect.tuple(Array(state.shape))
      return
        "        \"\(name)\": \(library.dialect.module).zeros(\(shape), dtype=\(library.dialect.dtype(state.dtype))),"
    }
    return """
      def new_states():
          \"\"\"The states of stateful layers before the first batch.\"\"\"
          return {
      \(lines.joined(separator: "\n"))
          }
      """
  }
}

extension RecordedProgram {
  /// What the function takes, as Python writes it.
  var parameters: String { inputs.map(\.name).joined(separator: ", ") }

  /// What it takes as a group of values; nil where there is none of the name.
  func group(_ name: String) -> [(name: String, value: Variable)]? {
    inputs.first { $0.name == name }?.values
  }
}
