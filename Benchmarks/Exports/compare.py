"""Runs the exported labs in one library and compares with what came out here.

compare.py DIR jax|pytorch: answers, gradients, and the losses of 20 steps of training, for each lab and type of number. Exit 1
where one is further away than it may be: 1e-12 of the largest number in float64, 1e-5 in float32.
"""

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


def apart(found, expected):
    """The largest difference, as a part of the largest expected number."""
    found, expected = np.asarray(found, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    assert found.shape == expected.shape, f"shape {found.shape}, expected {expected.shape}"
    return float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-300))


def compare(folder, library, array, compiled):
    os.chdir(folder)
    name = folder.name
    expected = load_file("expected.safetensors")
    program, slopes = module(Path(f"{name}_{library}.py")), module(Path(f"gradients_{library}.py"))
    weights = program.load_weights()
    inputs, targets = array(expected["inputs"]), array(expected["targets"])
    (prediction,) = compiled(program.predict)(weights, inputs)
    _, gradients = compiled(slopes.gradients)(weights, inputs, targets)
    slots, step, losses = program.new_slots(weights), compiled(program.train_step), []
    number = prediction.dtype
    for count in range(1, 21):
        at = array(np.asarray(count, dtype=str(number).removeprefix("torch.")))
        loss, weights, slots = step(weights, slots, at, inputs, targets)
        losses.append(float(loss))
    return {
        "answers": apart(prediction, expected["prediction"]),
        "gradients": max(apart(gradients[key], expected[f"gradient/{key}"]) for key in gradients),
        "losses": apart(losses, expected["losses"]),
    }


def main(root, library):
    if library == "jax":
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_enable_x64", True)
        array, compiled = jnp.asarray, jax.jit
    else:
        import torch

        array, compiled = lambda values: torch.from_numpy(np.array(values)), lambda function: function
    wrong = 0
    for kind in sorted(LIMITS):
        for folder in sorted(Path(root, kind).resolve().iterdir()):
            found = compare(folder, library, array, compiled)
            is_right = all(value <= LIMITS[kind] for value in found.values())
            wrong += not is_right
            numbers = "  ".join(f"{key} {value:.1e}" for key, value in found.items())
            print(f"{library:8} {kind}  {folder.name:13} {numbers}  {'' if is_right else 'WRONG'}".rstrip(), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
