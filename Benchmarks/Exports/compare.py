"""Runs the exported labs in one library and compares with what came out here.

compare.py DIR jax|pytorch|stablehlo|onnx: answers, gradients, the losses of 20 steps of training, and the moving means of batch
normalisation after them, for each lab and type of number; with the masks that were drawn here, and where layers carry states, these
after every step. Where a lab's batches have padding, another batch was recorded.
Exit 1 where one is further away than it may be: 1e-12 of the largest number in float64, 1e-5 in float32. Gradients are compared
with the largest of all weights' gradients: a sum that cancels has no digits of its own. ONNX is for answers alone; each file is
given to onnx.checker first. Learning rates that a schedule changes are compared exactly.
"""

import functools
import importlib.util
import inspect
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
        self.file, self.array = module(Path(f"{name}_{library}.py")), array
        slopes = module(Path(f"gradients_{library}.py"))
        self.functions = {
            "predict": compiled(self.file.predict),
            "gradients": compiled(slopes.gradients),
            "train_step": compiled(self.file.train_step),
        }

    def run(self, name, given):
        """Calls a function with those parts of what is given that it takes; gives its results in their order."""
        function = self.functions[name]
        return function(*(given[part] for part in inspect.signature(function).parameters))


class StableHLO:
    """A lab as StableHLO text, compiled by XLA as JAX's package has it. The weights' and slots' names are those for JAX."""

    def __init__(self, name, array):
        self.file, self.array = module(Path(f"{name}_jax.py")), array

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

        flat = {}
        for part, value in given.items():
            flat |= {f"{part}/{key}": each for key, each in value.items()} if isinstance(value, dict) else {part: value}
        program, takes, gives = self.compiled(Path(name).resolve())
        found = program.execute_sharded([jax.device_put(flat[key]) for key in takes])
        results = {}
        for key, parts in zip(gives, found.disassemble_into_single_device_arrays()):
            group, _, member = key.partition("/")
            if member:
                results.setdefault(group, {})[member] = parts[0]
            else:
                results[group] = parts[0]
        if name == "train_step":  # an optimiser that remembers nothing has no slots
            results = {key: results.pop(key, {}) for key in ("loss", "weights", "slots")} | results
        return list(results.values())


def group(tensors, prefix):
    """Those tensors whose names begin with a prefix, by the rest of their names."""
    return {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}


def arrays_of_batch(expected, number):
    """The arrays of a batch, `inputs` or several of these, and `targets`, by their names."""
    end = f"/{number}"
    return {
        key.removesuffix(end): value
        for key, value in expected.items()
        if key.startswith(("inputs", "targets")) and key.endswith(end)
    }


def compare(program, kind):
    expected = load_file("expected.safetensors")

    def arrays(prefix):
        return {key: program.array(value) for key, value in group(expected, prefix).items()}

    def batch(number):
        """What a step is given beside weights and what it remembers: the numbers of the batch, and the masks."""
        place = (number - 1) % len(group(expected, "targets/"))
        return {
            **{name: program.array(value) for name, value in arrays_of_batch(expected, place).items()},
            "masks": arrays(f"masks/{number}/"),
            "step": program.array(np.asarray(number, dtype=kind)),
        }

    def states_apart(states, what):
        return max((apart(states[key], value) for key, value in group(expected, f"states/{what}/").items()), default=0)

    weights = program.file.load_weights()
    has_states = hasattr(program.file, "new_states")
    found = {"states": 0.0} if has_states else {}
    first = {"weights": weights} | ({"states": program.file.new_states()} if has_states else {})

    prediction, *states = program.run("predict", first | batch(1))
    found["answers"] = apart(prediction, expected["prediction"])
    if has_states:
        again, *states = program.run("predict", first | batch(1) | {"states": states[0]})
        found["answers"] = max(found["answers"], apart(again, expected["prediction_again"]))
        found["states"] = states_apart(states[0], "prediction_again")

    _, gradients, *_ = program.run("gradients", first | batch(1))
    slopes = {key: expected[f"gradient/{key}"] for key in gradients}
    largest = max(float(np.abs(value).max()) for value in slopes.values())
    found["gradients"] = max(apart(gradients[key], slopes[key], largest) for key in gradients)

    now, losses = first | {"slots": program.file.new_slots(weights)}, []
    for count in range(1, 21):
        if "rates" in expected:
            # An epoch of five steps. Here it is the very number: the same formula.
            rate = program.file.learning_rate(count - 1, (count - 1) / 5)
            found["rates"] = max(found.get("rates", 0), abs(rate - expected["rates"][count - 1]))
            now["rate"] = program.array(np.asarray(rate, dtype=kind))
        loss, now["weights"], now["slots"], *states = program.run("train_step", now | batch(count))
        if has_states:
            now["states"] = states[0]
            found["states"] = max(found["states"], states_apart(states[0], count))
        losses.append(float(loss))
    found["losses"] = apart(losses, expected["losses"])
    if means := group(expected, "after/"):
        found["means"] = max(apart(now["weights"][key], value) for key, value in means.items())
    return found


def compare_onnx():
    import onnx
    import onnxruntime

    expected = load_file("expected.safetensors")
    onnx.checker.check_model(onnx.load("model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession("model.onnx", providers=["CPUExecutionProvider"])
    given = {name: value for name, value in arrays_of_batch(expected, 0).items() if name != "targets"}
    states = [value for value in session.get_inputs() if value.name.startswith("states/")]
    for value in states:
        given[value.name] = np.zeros(value.shape, dtype=expected["prediction"].dtype)
    found = {}
    for wanted in ["prediction"] + (["prediction_again"] if states else []):
        prediction, *after = session.run(None, given)
        found["answers"] = max(found.get("answers", 0), apart(prediction, expected[wanted]))
        given |= {value.name.removeprefix("new_"): new for value, new in zip(session.get_outputs()[1:], after)}
    if states:
        last = group(expected, "states/prediction_again/")
        found["states"] = max(apart(given[f"states/{key}"], value) for key, value in last.items())
    return found


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
            limits = {key: 0 if key == "rates" else LIMITS[kind] for key in found}
            is_right = all(value <= limits[key] for key, value in found.items())
            wrong += not is_right
            numbers = "  ".join(f"{key} {value:.1e}" for key, value in found.items())
            print(f"{library:9} {kind}  {folder.name:16} {numbers}  {'' if is_right else 'WRONG'}".rstrip(), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
