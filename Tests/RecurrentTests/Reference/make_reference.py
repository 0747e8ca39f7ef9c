"""Makes the reference values beside this file: what Keras's layers give for the same weights.

Made with Python 3.11.7, keras 3.15.1, jax 0.10.2 and numpy 2.4.6, in 64-bit numbers:

    pip install keras==3.15.1 "jax[cpu]==0.10.2" numpy==2.4.6
    python3 make_reference.py

Gradients are those of the sum of the outputs, each times a number of its own ("cotangent"), by jax.grad.
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
from keras.src.backend.common import dtypes

keras.config.set_floatx("float64")
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # else Keras narrows tanh to 32 bits under JAX

HERE = pathlib.Path(__file__).parent
BATCH, TIME, INPUTS, UNITS = 2, 5, 3, 4
random = np.random.RandomState(2024)


def write(name, value):
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    text = text.replace("},{", "},\n{")
    (HERE / name).write_text(text + "\n")


def tensor(a):
    a = np.asarray(a)
    assert a.dtype == np.float64, a.dtype
    return {"shape": list(a.shape), "elements": a.ravel().tolist()}


def draw(limit, shape):
    return random.uniform(-limit, limit, shape).round(3)


def gradients(layer, x):
    """The output of a layer or a model, and the gradients for its input and all its weights."""
    weights = [v.value for v in layer.trainable_variables]
    others = [v.value for v in layer.non_trainable_variables]  # the state of dropout's generator
    call = lambda x, weights: layer.stateless_call(weights, others, x)[0]
    y = call(x, weights)
    cotangent = draw(1, y.shape)
    loss = lambda x, weights: (call(x, weights) * cotangent).sum()
    dx, dweights = jax.grad(loss, argnums=(0, 1))(x, weights)
    return {
        "x": tensor(x), "output": tensor(y), "cotangent": tensor(cotangent), "dx": tensor(dx),
        "weights": [
            {"name": v.name, "value": tensor(w), "gradient": tensor(dw)}
            for v, w, dw in zip(layer.trainable_variables, weights, dweights)],
    }


def randomize(layer):
    """Weights that are not those of a fresh layer: biases too are unlike zero."""
    for v in layer.trainable_variables:
        v.assign(draw(0.8, v.shape))


# Layers ---------------------------------------------------------------------------------------

def case(kind, shape, **options):
    layer = {"Dense": keras.layers.Dense, "Flatten": keras.layers.Flatten,
             "SimpleRNN": keras.layers.SimpleRNN}[kind]
    layer = layer(**options) if kind == "Flatten" else layer(UNITS, **options)
    layer.build((None, *shape[1:]))
    randomize(layer)
    result = {
        "kind": kind, "units": UNITS, "activation": options.get("activation", "linear"),
        "useBias": options.get("use_bias", True),
        "returnSequences": options.get("return_sequences", False),
    }
    return result | gradients(layer, draw(1, shape))


def layers():
    activations = ["linear", "tanh", "sigmoid", "relu", "softmax"]
    flat, sequence = (BATCH, INPUTS), (BATCH, TIME, INPUTS)
    cases = [case("Dense", shape, activation=activation, use_bias=bias)
             for shape in (flat, sequence) for activation in activations for bias in (True, False)]
    cases += [case("Flatten", shape) for shape in (flat, sequence, (BATCH, TIME, 2, INPUTS))]
    cases += [case("SimpleRNN", sequence, activation=activation, return_sequences=sequences)
              for activation in activations for sequences in (False, True)]
    cases += [case("SimpleRNN", sequence, activation="tanh", use_bias=False,
                   return_sequences=sequences) for sequences in (False, True)]
    cases += [case("SimpleRNN", (BATCH, 1, INPUTS), activation="tanh", return_sequences=sequences)
              for sequences in (False, True)]
    write("layers.json", cases)


# Models ---------------------------------------------------------------------------------------

def model(name, shape, *layers):
    keras.backend.clear_session()  # names count from the start again
    stack = keras.Sequential([keras.Input(shape), *[make() for make in layers]])
    rows = [{"name": layer.name, "outputShape": str(layer.output.shape),
             "parameters": layer.count_params()} for layer in stack.layers]
    return stack, {"name": name, "rows": rows, "parameters": stack.count_params()}


def models():
    rnn, dense = keras.layers.SimpleRNN, keras.layers.Dense
    tables = [table for _, table in [
        model("a linear model", (50, 1), keras.layers.Flatten, lambda: dense(1)),
        model("one unit", (None, 1), lambda: rnn(1)),
        model("a deep RNN", (None, 1), lambda: rnn(20, return_sequences=True),
              lambda: rnn(20, return_sequences=True), lambda: rnn(1)),
        model("a deep RNN with a dense end", (None, 1), lambda: rnn(20, return_sequences=True),
              lambda: rnn(20), lambda: dense(1)),
    ]]
    stack, table = model(
        "all kinds of layers", (TIME, INPUTS), lambda: dense(4, activation="relu"),
        lambda: rnn(3, return_sequences=True), lambda: rnn(2, return_sequences=True),
        keras.layers.Flatten, lambda: dense(2, activation="softmax"), lambda: dense(6))
    randomize(stack)
    numbers = gradients(stack, draw(1, (BATCH, TIME, INPUTS)))
    write("models.json", {"tables": tables + [table], "numbers": numbers})


layers()
models()
