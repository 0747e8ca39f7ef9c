import Foundation
import UnrollAutodiff
import UnrollRecurrent
import UnrollTraining

/// What stands around the functions of a Python file: where weights come from and go to, and the loop that trains.
struct PythonModuleText {
  let name: String
  let library: PythonModule.Library
  let isDouble: Bool
  /// The names of the weights that are trained.
  let trained: [String]
  let training: PythonModule.Training?
  let inputs: Samples

  private var isJAX: Bool { library == .jax }

  /// The whole file.
  func source(_ functions: [String]) -> String {
    ([header, imports, loading] + functions + (training == nil ? [] : [slots, loop]))
      .map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n\n") + "\n"
  }

  private var header: String {
    let step =
      training.map { training in
        """

        train_step(weights, slots, step, inputs, targets) makes one step of training by \(training.optimizer.name) on a batch of
        \(training.batch.inputs.shapes) with targets \(training.batch.targets.shapes), and gives the loss, the new weights and slots.
        """
      } ?? ""
    let run =
      training == nil
      ? ""
      : """


      python \(name)_\(library.rawValue).py DATA.npz [EPOCHS] trains on the arrays `inputs` and `targets` of a file, and writes
      \(name)_trained.safetensors.\(isJAX ? " The batch is split over all devices there are." : "")
      """
    return """
      \"\"\"\(name), written by Unroll.

      predict(weights, inputs) answers a batch of \(inputs.shapes). States begin with zeros in every call.\(step)
      The gradients are in the program: nothing is differentiated here.\(run)
      \"\"\"
      """
  }

  private var imports: String {
    let double = isDouble && isJAX ? "\n\njax.config.update(\"jax_enable_x64\", True)" : ""
    switch library {
    case .jax:
      return """
        import os
        import sys

        import jax
        import jax.numpy as jnp
        import numpy as np
        from jax.sharding import Mesh, NamedSharding, PartitionSpec
        from safetensors.numpy import load_file, save_file\(double)
        """
    case .pyTorch:
      return """
        import sys

        import numpy as np
        import torch
        from safetensors.numpy import load_file, save_file
        """
    }
  }

  private var loading: String {
    let make = isJAX ? "jnp.asarray" : "torch.from_numpy"
    return """
      def load_weights(path="\(name).safetensors"):
          return {name: \(make)(value) for name, value in load_file(path).items()}
      """
  }

  private var slots: String {
    let module = library.dialect.module
    let names = trained.map { "\"\($0)\"" }.joined(separator: ", ")
    let slots = (training?.optimizer.slotNames ?? []).map { "\"\($0)\"" }.joined(separator: ", ")
    return """
      def new_slots(weights):
          \"\"\"What the optimiser remembers before the first step.\"\"\"
          return {
              f"{name}/{slot}": \(module).zeros_like(weights[name])
              for name in [\(names)]
              for slot in [\(slots)]
          }
      """
  }

  private var loop: String {
    let batch = training?.batch.count ?? 1
    let dtype = isDouble ? "float64" : "float32"
    let save =
      "save_file({name: np.asarray(value) for name, value in weights.items()}, \"\(name)_trained.safetensors\")"
    switch library {
    case .jax:
      return """
        def main(path, epochs=1):
            if "JAX_COORDINATOR_ADDRESS" in os.environ:  # one of several processes
                jax.distributed.initialize(
                    os.environ["JAX_COORDINATOR_ADDRESS"],
                    int(os.environ["JAX_NUM_PROCESSES"]),
                    int(os.environ["JAX_PROCESS_ID"]),
                )
            mesh = Mesh(np.array(jax.devices()), ("batch",))
            same, parts = NamedSharding(mesh, PartitionSpec()), NamedSharding(mesh, PartitionSpec("batch"))
            run = jax.jit(train_step, in_shardings=(same, same, same, parts, parts), out_shardings=(same, same, same))

            def shared(array, sharding):
                return jax.make_array_from_callback(array.shape, sharding, lambda place: array[place])

            data = np.load(path)
            inputs, targets = data["inputs"], data["targets"]
            weights = load_weights()
            slots = {name: shared(np.asarray(value), same) for name, value in new_slots(weights).items()}
            weights = {name: shared(np.asarray(value), same) for name, value in weights.items()}
            step = 0
            for epoch in range(epochs):
                for start in range(0, len(inputs) - \(batch - 1), \(batch)):
                    step += 1
                    rows = slice(start, start + \(batch))
                    loss, weights, slots = run(
                        weights,
                        slots,
                        shared(np.asarray(step, dtype=np.\(dtype)), same),
                        shared(inputs[rows], parts),
                        shared(targets[rows], parts),
                    )
                    if jax.process_index() == 0:
                        print(f"step {step} loss {float(loss):.9g}", flush=True)
            if jax.process_index() == 0:
                \(save)


        if __name__ == "__main__":
            main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
        """
    case .pyTorch:
      return """
        @torch.no_grad()
        def main(path, epochs=1):
            data = np.load(path)
            inputs, targets = torch.from_numpy(data["inputs"]), torch.from_numpy(data["targets"])
            weights = load_weights()
            slots = new_slots(weights)
            step = 0
            for epoch in range(epochs):
                for start in range(0, len(inputs) - \(batch - 1), \(batch)):
                    step += 1
                    rows = slice(start, start + \(batch))
                    loss, weights, slots = train_step(
                        weights, slots, torch.tensor(float(step), dtype=torch.\(dtype)), inputs[rows], targets[rows]
                    )
                    print(f"step {step} loss {float(loss):.9g}", flush=True)
            \(save)


        if __name__ == "__main__":
            main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
        """
    }
  }
}
