"""Runs the exported labs in one library and compares with what came out here.

compare.py DIR jax|pytorch|stablehlo|onnx: answers, gradients, and the losses of 20 steps of training, for each lab and type of number.
Exit 1 where one is further away than it may be: 1e-12 of the largest number in float64, 1e-5 in float32. Gradients are compared
with the largest of all weights' gradients: a sum that cancels has no digits of its own. ONNX is for answers alone; each file is
given to onnx.checker first.
"""

import functools
import importlib.util
import os
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

LIMITS = {"float64": 1e-12, "float32": 1e-5}


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def apart(found, expected, scale=None):
    """The largest difference, as a part of the largest expected number."""
    found, expected = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    assert found.shape == expected.shape, f"shape {found.shape}, expected {expected.shape}"
    return float(np.abs(found - expected).max() / (scale or max(np.abs(expected).max(), 1e-300)))


class Python:
    """A lab as Python source, run in JAX or PyTorch."""

    def __init__(self, name, library, array, compiled):
        program, slopes = module(Path(f"{name}_{library}.py")), module(Path(f"gradients_{library}.py"))
        self.load_weights, self.new_slots, self.array = program.load_weights, program.new_slots, array
        self.predict, self.gradients = compiled(program.predict), compiled(slopes.gradients)
        self.train_step = compiled(program.train_step)


class StableHLO:
    """A lab as StableHLO text, compiled by XLA as JAX's package has it. The weights' and slots' names are those for JAX."""

    def __init__(self, name, array):
        program = module(Path(f"{name}_jax.py"))
        self.load_weights, self.new_slots, self.array = program.load_weights, program.new_slots, array

    @staticmethod
    @functools.cache
    def compiled(path):
        """A module, compiled, and the names of what it takes and gives."""
        import jax
        from jax._src.interpreters import mlir
        from jax._src.lib import xla_client
        from jaxlib.mlir import ir

        text = Path(f"{path}.mlir").read_text()
        with mlir.make_ir_context():
            parsed = ir.Module.parse(text)
            parsed.operation.verify()
            code = str(parsed).encode()
        devices = xla_client.DeviceList(tuple(jax.local_devices()[:1]))
        program = jax.devices()[0].client.compile_and_load(code, devices, xla_client.CompileOptions())
        takes = [line.split(" ", 2)[2] for line in text.splitlines() if line.startswith("// %arg")]
        return program, takes, Path(f"{path}.results").read_text().split("\n")

    def run(self, name, given):
        import jax

        program, takes, gives = self.compiled(Path(name).resolve())
        found = program.execute_sharded([jax.device_put(given[key]) for key in takes])
        values = [parts[0] for parts in found.disassemble_into_single_device_arrays()]
        return dict(zip(gives, values))

    @staticmethod
    def group(values, name):
        return {key.removeprefix(f"{name}/"): value for key, value in values.items() if key.startswith(f"{name}/")}

    @staticmethod
    def named(group, values):
        return {f"{group}/{key}": value for key, value in values.items()}

    def predict(self, weights, inputs):
        return (self.run("predict", {**self.named("weights", weights), "inputs": inputs})["prediction"],)

    def gradients(self, weights, inputs, targets):
        found = self.run("gradients", {**self.named("weights", weights), "inputs": inputs, "targets": targets})
        return found["loss"], self.group(found, "gradients")

    def train_step(self, weights, slots, step, inputs, targets):
        given = {**self.named("weights", weights), **self.named("slots", slots)}
        found = self.run("train_step", {**given, "step": step, "inputs": inputs, "targets": targets})
        return found["loss"], self.group(found, "weights"), self.group(found, "slots")


def compare(program, kind):
    expected = load_file("expected.safetensors")
    weights = program.load_weights()
    inputs, targets = program.array(expected["inputs"]), program.array(expected["targets"])
    (prediction,) = program.predict(weights, inputs)
    _, gradients = program.gradients(weights, inputs, targets)
    slots, losses = program.new_slots(weights), []
    for count in range(1, 21):
        at = program.array(np.asarray(count, dtype=kind))
        loss, weights, slots = program.train_step(weights, slots, at, inputs, targets)
        losses.append(float(loss))
    slopes = {key: expected[f"gradient/{key}"] for key in gradients}
    largest = max(float(np.abs(value).max()) for value in slopes.values())
    return {
        "answers": apart(prediction, expected["prediction"]),
        "gradients": max(apart(gradients[key], slopes[key], largest) for key in gradients),
        "losses": apart(losses, expected["losses"]),
    }


def compare_onnx():
    import onnx
    import onnxruntime

    expected = load_file("expected.safetensors")
    onnx.checker.check_model(onnx.load("model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession("model.onnx", providers=["CPUExecutionProvider"])
    (prediction,) = session.run(None, {"inputs": expected["inputs"]})
    return {"answers": apart(prediction, expected["prediction"])}


def main(root, library):
    array = compiled = None
    if library in ("jax", "stablehlo"):
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        array, compiled = jnp.asarray, jax.jit
    elif library == "pytorch":
        import torch

        array, compiled = lambda values: torch.from_numpy(np.array(values)), lambda function: function
    wrong = 0
    for kind in sorted(LIMITS):
        for folder in sorted(Path(root, kind).resolve().iterdir()):
            os.chdir(folder)
            name = folder.name
            if library == "onnx":
                found = compare_onnx()
            elif library == "stablehlo":
                found = compare(StableHLO(name, array), kind)
            else:
                found = compare(Python(name, library, array, compiled), kind)
            is_right = all(value <= LIMITS[kind] for value in found.values())
            wrong += not is_right
            numbers = "  ".join(f"{key} {value:.1e}" for key, value in found.items())
            print(f"{library:9} {kind}  {folder.name:13} {numbers}  {'' if is_right else 'WRONG'}".rstrip(), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
