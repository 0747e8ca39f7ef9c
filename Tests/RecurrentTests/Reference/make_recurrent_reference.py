"""Makes outside reference values for recurrent layers: outputs, states and gradients from other frameworks.

    python3 make_recurrent_reference.py [folder] [family ...]

writes <family>.json into the folder (by default the one this script is in). Families whose packages the Python
that runs the script does not have are left out with a message, so run it once in each environment:

    keras_recurrent, keras_layers    pip install keras==3.15.1 "jax[cpu]==0.10.2" numpy==2.4.6
    torch                            pip install torch==2.15.0 numpy==2.4.6          (the CPU suffices)
    onnx                             pip install onnx==1.19.1 onnxruntime==1.31.1 numpy==2.4.6
    cs231n                           pip install numpy==2.4.6                        (any of the above will do)

Made with Python 3.11.7. Everything is 64 bits wide, except that ONNX Runtime's recurrent operators are 32.

The gradients are those of  sum(output * weighting.output) + sum over states k of sum(k * weighting.k).
Numbers drawn have three decimals, are 0.1 to 0.9 in size, and are seeded by the case's name. Each case's
gradients are compared with a central difference along a random direction, every tenth case's number by number.
The script fails, too, on a NaN, on a gradient that is zero everywhere, and on any 32-bit step within Keras.

In a case, "mask" goes to the first layer; "before" is the batch that a stateful layer has seen already, a constant
to the gradients; dropout masks are scaled by 1/(1 - rate), one for all gates and time steps.
"""

import functools
import importlib.util
import itertools
import json
import os
import pathlib
import re
import sys
import zlib

os.environ.update(KERAS_BACKEND="jax", JAX_ENABLE_X64="1", JAX_PLATFORMS="cpu", OMP_NUM_THREADS="1",
                  XLA_FLAGS="--xla_cpu_multi_thread_eigen=false")
import numpy as np

SIZES = [(2, 5, 3, 4), (2, 4, 3, 5), (2, 6, 3, 4), (2, 6, 3, 5)]  # batch, time, features, units: all different
SEQUENCES = {"returnSequences": True}

# What all families share ------------------------------------------------------------------------


def tensor(a):
    a = np.asarray(a)
    assert np.all(np.isfinite(a)), "not finite"
    return {"shape": list(a.shape), "values": a.ravel().tolist()}


def tensors(named):
    return {name: tensor(a) for name, a in named.items()}


class Draw:
    """Random numbers that belong to a case's name."""

    def __init__(self, name):
        self.generator = np.random.default_rng(zlib.crc32(name.encode()))

    def __call__(self, *shape):
        return (self.generator.choice([-1, 1], shape) * self.generator.uniform(0.1, 0.9, shape)).round(3)

    def dropout(self, rate, *shape):
        while True:
            kept = self.generator.random(shape) >= rate
            if kept.any(axis=-1).all() and not kept.all(axis=-1).any():
                return kept / (1 - rate)


def complete(case, draw, values, weights, outputs, differentiate, array=np.asarray, jit=lambda f: f, free=()):
    """Adds weights, results and checked gradients to a case. `values` are what one differentiates by: the input
    "x", the states "initial_…", and weights. `free` says where a value may be moved, if not everywhere."""
    starts = {key.removeprefix("initial_"): a for key, a in values.items() if key.startswith("initial_")}
    result = outputs(values)
    weighting = {key: draw(*a.shape) for key, a in result.items()}
    loss = jit(lambda values: sum((a * array(weighting[key])).sum() for key, a in outputs(values).items()))
    gradients = {key: np.asarray(g) for key, g in differentiate(loss, values).items()}
    check_gradients(case["name"], loss, values, gradients, dict(free))
    states = {key: a for key, a in result.items() if key != "output"}
    return (case | ({"initialState": tensors(starts)} if starts else {})
            | {"weights": [{"name": key} | tensor(a) for key, a in weights.items()],
               "weighting": tensors(weighting), "output": tensor(result["output"])}
            | ({"states": tensors(states)} if states else {}) | {"gradients": tensors(gradients)})


checked = {"along a direction": 0, "number by number": 0}


def check_gradients(name, loss, values, gradients, free):
    for key, g in gradients.items():
        assert np.isfinite(g).all() and g.any() and g.shape == values[key].shape, f"{name}: gradient of {key}"
    size = max(np.abs(g).max() for g in gradients.values())

    def compare(direction, step=1e-5):
        exact = sum((a * gradients[key]).sum() for key, a in direction.items())
        ends = [float(loss(values | {key: values[key] + sign * step * a for key, a in direction.items()}))
                for sign in (1, -1)]
        measured = (ends[0] - ends[1]) / (2 * step)
        assert abs(measured - exact) <= 1e-6 * max(abs(exact), size), (name, measured, exact)

    free = {key: free.get(key, np.ones(g.shape, bool)) for key, g in gradients.items()}
    random = np.random.default_rng(1)
    compare({key: random.normal(size=a.shape) * a for key, a in free.items()})
    checked["along a direction"] += 1
    if checked["along a direction"] % 10 == 1:
        for key, a in free.items():
            for place in zip(*np.nonzero(a)):
                one = np.zeros(a.shape)
                one[place] = 1
                compare({key: one})
        checked["number by number"] += 1


# Keras ------------------------------------------------------------------------------------------


def layer(kind, units=None, inner=None, **options):
    """One layer as the JSON describes it. Options are spelled as in Swift."""
    options = ({"units": units} if units else {}) | options
    return {"kind": kind, "options": options} | ({"layer": inner} if inner else {})


def normalized_cell(units):
    """A plain recurrent cell whose sum is layer-normalised (epsilon 1e-3) before the tanh."""
    import keras
    from keras import ops

    class LNSimpleRNNCell(keras.layers.Layer):
        state_size = output_size = units

        def build(self, shape):
            rows = {"kernel": (shape[-1],), "recurrent_kernel": (units,), "bias": (), "gamma": (), "beta": ()}
            self.all = [self.add_weight(shape=(*n, units), name=name) for name, n in rows.items()]

        def call(self, x, states):
            kernel, recurrent_kernel, bias, gamma, beta = self.all
            z = ops.matmul(x, kernel) + ops.matmul(states[0], recurrent_kernel) + bias
            z = z - ops.mean(z, axis=-1, keepdims=True)
            z = z / ops.sqrt(ops.mean(z * z, axis=-1, keepdims=True) + 1e-3)
            h = ops.tanh(gamma * z + beta)
            return h, [h]

    return LNSimpleRNNCell()


def keras_layer(description, **more):
    from keras import layers

    snake = lambda word: re.sub("([A-Z])", lambda m: "_" + m[1].lower(), {"count": "n"}.get(word, word))
    kind, options = description["kind"], {snake(key): a for key, a in description["options"].items()}
    if "layer" in description:
        return getattr(layers, kind)(keras_layer(description["layer"], **more), **options)
    if kind == "LNSimpleRNN":
        return layers.RNN(normalized_cell(options.pop("units")), **options, **more)
    return getattr(layers, kind)(**options, **more)


def states_of(description):
    kind = description["kind"]
    if kind == "Bidirectional":
        return [f"{way}_{name}" for way in ("forward", "backward") for name in states_of(description["layer"])]
    return ["hidden"] * (kind in ("SimpleRNN", "LNSimpleRNN", "GRU", "LSTM")) + ["carry"] * (kind == "LSTM")


def keras_case(name, layers, x, *, mask=None, initial=False, training=False, before=False, dropout=None, gates=1):
    """x: an array, or a shape to draw; before: a batch went before; dropout: shapes of masks, by option."""
    import jax
    import keras

    keras.backend.clear_session()  # layers' names count from the start again
    draw, states = Draw(name), states_of(layers[-1])
    x = draw(*x) if isinstance(x, tuple) else x
    kind = "tokens" if x.dtype.kind == "i" else "x"
    stack = [keras_layer(one) for one in layers[:-1]]
    stack.append(keras_layer(layers[-1], **({"return_state": True} if states else {})))

    def run(x, starts=()):
        for one in stack:
            more = {"training": training} if one._call_has_training_arg else {}
            if one is stack[0] and mask is not None:
                more["mask"] = jax.numpy.asarray(mask)
            if one is stack[-1] and starts:
                more["initial_state"] = list(starts)
            x = one(x, **more)
        return dict(zip(["output"] + states, x if states else [x]))

    fresh = run(jax.numpy.asarray(x))  # builds the layers
    paths = {"/".join(part for part in v.path.split("/") if not part.endswith("_cell")): v
             for one in stack for v in one.weights}
    for path, v in paths.items():
        v.assign(np.abs(draw(*v.shape)) + 0.4 if path.endswith("variance") else draw(*v.shape))
    case = {"name": name, "layers": layers, "inputs": {kind: tensor(x)}}
    case |= ({"mask": tensor(mask)} if mask is not None else {}) | ({"training": True} if training else {})
    for option, getter in [("dropout", "get_dropout_mask"), ("recurrentDropout", "get_recurrent_dropout_mask")]:
        if option in (dropout or {}):
            given = draw.dropout(layers[-1]["options"][option], *dropout[option])
            # Where units are dropped too, Keras asks for a mask for each gate; all of them get the same.
            answer = jax.numpy.asarray(given)
            answer = [answer] * gates if gates > 1 and "recurrentDropout" in dropout else answer
            setattr(stack[-1].cell, getter, lambda step_input, answer=answer: answer)
            case[option + "Mask"] = tensor(given)
    if before:
        stack[-1].reset_state()
        first = draw(*x.shape)
        result = tensors(run(jax.numpy.asarray(first)))
        case["before"] = {"x": tensor(first), "output": result.pop("output"), "states": result}
    values = {path: np.asarray(v.value) for path, v in paths.items() if v.trainable}
    values |= {"x": x} if kind == "x" else {}
    values |= {f"initial_{state}": draw(*fresh[state].shape) for state in states if initial}

    def stateless(values):
        with keras.StatelessScope([(v, values[path]) for path, v in paths.items() if path in values]) as scope:
            given = jax.numpy.asarray(values.get("x", x))
            # By name and not in the order of the dictionary, which JAX sorts when it differentiates.
            result = run(given, [values[f"initial_{state}"] for state in states if initial])
            return result, {path: scope.get_current_value(v) for path, v in paths.items() if "moving" in path}

    def differentiate(loss, values):
        assert "f32" not in str(jax.make_jaxpr(loss)(values)), f"{name}: something is computed in 32 bits"
        return jax.jit(jax.grad(loss))(values)

    padding = [one["options"].get("maskValue", 0) for one in layers if one["kind"] == "Masking"]
    if training and layers[0]["kind"] == "BatchNormalization":
        case["updated"] = tensors(stateless(values)[1])
    return complete(case, draw, values, {path: v.value for path, v in paths.items()},
                    lambda values: stateless(values)[0], differentiate, jit=jax.jit,
                    free={"x": x != padding[0]} if padding else {})


def masks_of(kind, batch, time):
    """Which steps of a padded batch count."""
    behind = np.arange(time) < np.array([time, time - 2, 1])[:batch, None]
    if kind == "with gaps":
        step, sample = np.arange(time), np.arange(batch)[:, None]
        return (step == 0) | (step == time - 1) | ((step + sample) % 3 != 1)
    if kind == "of no step in one sample":
        return behind & (np.arange(batch)[:, None] != 1)
    return {"behind": behind, "in front": behind[:, ::-1]}[kind]


def keras_recurrent():
    cases = []
    sizes = itertools.cycle(SIZES)
    masked = itertools.cycle([(3, 5, 2, 4), (3, 6, 2, 4), (3, 4, 2, 5)])
    backwards, all_masks = {"goBackwards": True}, ["behind", "in front", "with gaps", "of no step in one sample"]

    def add(title, make, what="default", mask=None, initial=False, stateful=False, **options):
        batch, time, features, units = next(masked if mask else sizes)
        what = [what] * (what != "default" or not (mask or initial or stateful or options))
        name = ", ".join([title] + what + [f"mask {mask}"] * bool(mask) + ["initial state"] * initial
                         + ["stateful"] * stateful + [key for key, value in options.items() if value is True])
        cases.append(keras_case(
            name, [make(units, **options | {"stateful": True} if stateful else options)], (batch, time, features),
            mask=masks_of(mask, batch, time) if mask else None, initial=initial,
            before=stateful))

    for title, kind, fixed, gates in [
            ("SimpleRNN", "SimpleRNN", {}, 1), ("LSTM", "LSTM", {}, 4), ("GRU", "GRU", {}, 3),
            ("GRU resetAfter false", "GRU", {"resetAfter": False}, 3)]:
        make = functools.partial(layer, kind, **fixed)
        for order in ({}, backwards):
            add(title, make, **order)
            add(title, make, **order, **SEQUENCES)
            add(title, make, initial=True, **order)
        add(title, make, initial=True, **SEQUENCES)
        add(title, make, "without bias", useBias=False)
        add(title, make, "relu", activation="relu")
        add(title, make, "sigmoid", activation="sigmoid")
        if gates > 1:
            add(title, make, "recurrent tanh", recurrentActivation="tanh")
        for mask in all_masks:
            for options in ({}, SEQUENCES, {"initial": True}, {"initial": True} | SEQUENCES):
                add(title, make, mask=mask, **options)
        for mask in ("behind", "in front"):
            add(title, make, mask=mask, **backwards)
            add(title, make, mask=mask, **backwards, **SEQUENCES)
        add(title, make, stateful=True)
        add(title, make, stateful=True, **SEQUENCES)
        for what, shapes in [
                ("dropout", {"dropout": (2, 3)}), ("recurrent dropout", {"recurrentDropout": (2, 5)}),
                ("both dropouts", {"dropout": (2, 3), "recurrentDropout": (2, 5)})]:
            rates = {key: {"dropout": 0.5, "recurrentDropout": 0.25}[key] for key in shapes}
            cases.append(keras_case(f"{title}, {what}", [make(5, **rates)], (2, 4, 3), training=True,
                                    dropout=shapes, gates=gates))

    for name, layers in {
        "SimpleRNN, SimpleRNN, Dense": [layer("SimpleRNN", 4, **SEQUENCES), layer("SimpleRNN", 5),
                                        layer("Dense", 7)],
        "LSTM, LSTM, Dense of a sequence": [layer("LSTM", 4, **SEQUENCES), layer("LSTM", 5, **SEQUENCES),
                                            layer("Dense", 7)],
        "GRU, LSTM": [layer("GRU", 4, **SEQUENCES), layer("LSTM", 5)],
    }.items():
        cases.append(keras_case(name, layers, (2, 6, 3)))
        cases.append(keras_case(name + ", mask behind", layers, (3, 6, 2), mask=masks_of("behind", 3, 6)))

    for kind in ("SimpleRNN", "LSTM", "GRU"):
        both = lambda units, mode="concat", **options: layer(
            "Bidirectional", inner=layer(kind, units, **options), mergeMode=mode)
        for options in ({}, SEQUENCES):
            for mode in ("concat", "sum", "mul", "ave"):
                add(f"Bidirectional {kind}", functools.partial(both, mode=mode), mode, **options)
            for mask in all_masks:
                add(f"Bidirectional {kind}", both, "concat", mask=mask, **options)
            add(f"Bidirectional {kind}", both, "concat", mask="behind", initial=True, **options)
        add(f"Bidirectional {kind}", both, "concat", initial=True, **SEQUENCES)

    for options in ({}, SEQUENCES, {"mask": "behind"}, {"mask": "in front"}, {"mask": "behind"} | SEQUENCES):
        add("LNSimpleRNN", functools.partial(layer, "LNSimpleRNN"), **options)
    return cases


def keras_layers():
    cases = []
    add = lambda name, layers, x, **more: cases.append(keras_case(name, layers, x, **more))
    words = np.array([[3, 1, 3, 5, 1], [2, 3, 6, 3, 4]])
    behind = np.array([[3, 1, 3, 5, 0], [2, 4, 0, 0, 0], [6, 1, 1, 2, 5]])
    front = behind[:, ::-1].copy()
    table = lambda **options: layer("Embedding", inputDim=7, outputDim=3, **options)
    add("Embedding", [table()], words)
    add("Embedding, maskZero", [table(maskZero=True)], behind)
    zero = table(maskZero=True)
    for where, ids in [("zeros behind", behind), ("zeros in front", front)]:
        for what, options in [("", {}), (", returnSequences", SEQUENCES)]:
            add(f"Embedding maskZero, LSTM, {where}{what}", [zero, layer("LSTM", 4, **options)], ids)
            add(f"Embedding maskZero, Bidirectional GRU, {where}{what}",
                [zero, layer("Bidirectional", inner=layer("GRU", 4, **options))], ids)
        add(f"Embedding maskZero, GRU, GRU, Dense, {where}",
            [zero, layer("GRU", 4, **SEQUENCES), layer("GRU", 5), layer("Dense", 6)], ids)
    add("Embedding, SimpleRNN, TimeDistributed Dense",
        [table(), layer("SimpleRNN", 4, **SEQUENCES), layer("TimeDistributed", inner=layer("Dense", 6))], words)

    def padded(name, value, batch, time):
        x = Draw(name)(batch, time, 2)
        x[~masks_of("with gaps", batch, time)] = value
        x[0, time - 2:] = value  # padding behind; below, one step that has the value but not in all features
        x[1, 0, 1] = value
        return x

    for kind in ("SimpleRNN", "LSTM"):
        for what, options in [("", {}), (", returnSequences", SEQUENCES)]:
            name = f"Masking, {kind}{what}"
            add(name, [layer("Masking"), layer(kind, 4, **options)], padded(name, 0, 3, 6))
    name = "Masking of -1, GRU"
    add(name, [layer("Masking", maskValue=-1.0), layer("GRU", 4)], padded(name, -1, 3, 6))

    for rank, shape in [(2, (4, 5)), (3, (2, 3, 5))]:
        add(f"LayerNormalization, rank {rank}", [layer("LayerNormalization")], shape)
        add(f"LayerNormalization, rank {rank}, epsilon", [layer("LayerNormalization", epsilon=0.1)], shape)
        for training in (True, False):
            for options in ({}, {"momentum": 0.8, "epsilon": 0.01}):
                add(f"BatchNormalization, rank {rank}, " + ("training" if training else "moving statistics")
                    + ", options" * bool(options), [layer("BatchNormalization", **options)],
                    (5, 3) if rank == 2 else (2, 4, 3), training=training)
    add("LSTM, RepeatVector, LSTM, TimeDistributed Dense",
        [layer("LSTM", 4), layer("RepeatVector", count=6), layer("LSTM", 5, **SEQUENCES),
         layer("TimeDistributed", inner=layer("Dense", 2))], (3, 5, 2))
    add("RepeatVector, LSTM, TimeDistributed Dense",
        [layer("RepeatVector", count=5), layer("LSTM", 4, **SEQUENCES),
         layer("TimeDistributed", inner=layer("Dense", 6))], (2, 3))
    for activation in ("linear", "relu", "sigmoid", "tanh", "softmax"):
        options = {} if activation == "linear" else {"activation": activation}
        add(f"Dense, {activation}", [layer("Dense", 4, **options)], (2, 3))
        add(f"Dense, {activation}, of a sequence", [layer("Dense", 4, **options)], (2, 5, 3))
    add("TimeDistributed Dense relu", [layer("TimeDistributed", inner=layer("Dense", 4, activation="relu"))],
        (2, 5, 3))
    return cases


def keras_family(make):
    def family():
        import jax
        import keras
        from keras.src.backend.common import dtypes

        keras.config.set_floatx("float64")
        dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # else Keras narrows tanh to 32 bits under JAX
        return f"Keras {keras.__version__}, JAX {jax.__version__}, float64", make()
    return family


# PyTorch ----------------------------------------------------------------------------------------


def torch_case(name, kind, options, x, units=None, initial=False):
    import torch

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    draw = Draw(name)
    spelled = {"activation": "nonlinearity", "useBias": "bias", "layers": "num_layers", "epsilon": "eps"}
    sizes = [x[-1]] + [units] * (kind != "LayerNorm")
    module = getattr(torch.nn, kind)(*sizes, **{spelled.get(key, key): a for key, a in options.items()},
                                     **({"batch_first": True} if units else {}))
    weights = {key: draw(*w.shape) for key, w in module.named_parameters()}
    if options.get("activation") == "relu":  # biases that keep some units above zero
        weights |= {key: np.abs(w) for key, w in weights.items() if "bias" in key}
    states = {"LayerNorm": [], "LSTM": ["hidden", "carry"]}.get(kind, ["hidden"])
    rows = options.get("layers", 1) * (2 if options.get("bidirectional") else 1)
    values = {"x": draw(*x)} | weights | {f"initial_{key}": draw(rows, x[0], units) for key in states if initial}

    def outputs(values):
        values = {key: torch.as_tensor(a) for key, a in values.items()}
        starts = [values[f"initial_{key}"] for key in states if initial]
        result = torch.func.functional_call(module, {key: values[key] for key in weights}, (
            values["x"], *([tuple(starts) if kind == "LSTM" else starts[0]] if starts else [])))
        last = [] if not states else result[1] if kind == "LSTM" else [result[1]]
        return {"output": result[0] if states else result} | dict(zip(states, last))

    def differentiate(loss, values):
        leaves = {key: torch.tensor(a, requires_grad=True) for key, a in values.items()}
        return dict(zip(leaves, torch.autograd.grad(loss(leaves), list(leaves.values()))))

    case = {"name": name, "layers": [layer(kind, units, **options)], "inputs": {"x": tensor(values["x"])}}
    return complete(case, draw, values, weights, outputs, differentiate, array=torch.tensor)


def torch_family():
    import torch

    cases, sizes = [], itertools.cycle(SIZES)
    for title, kind, fixed in [("RNN tanh", "RNN", {}), ("RNN relu", "RNN", {"activation": "relu"}),
                               ("LSTM", "LSTM", {}), ("GRU", "GRU", {})]:
        cases.append(torch_case(f"{title}, without bias", kind, fixed | {"useBias": False}, (2, 5, 3), 4))
        for layers, bidirectional, initial in itertools.product([1, 2], [False, True], [False, True]):
            options = ({"layers": 2} if layers == 2 else {}) | ({"bidirectional": True} if bidirectional else {})
            what = ["two layers"] * (layers - 1) + ["bidirectional"] * bidirectional + ["initial state"] * initial
            *x, units = next(sizes)
            name = f"{title}, {', '.join(what) or 'default'}"
            cases.append(torch_case(name, kind, fixed | options, x, units, initial))
    for rank, shape in [(2, (4, 5)), (3, (2, 3, 5))]:
        cases.append(torch_case(f"LayerNorm, rank {rank}", "LayerNorm", {"epsilon": 1e-3}, shape))
    return f"PyTorch {torch.__version__.split('+')[0]}, CPU, float64", cases


# ONNX -------------------------------------------------------------------------------------------


def onnx_case(name, operator, attributes, initial=False, lengths=None, bias=True):
    import onnx
    import onnxruntime

    draw = Draw(name)
    exact = lambda *shape: np.round(draw(*shape) * 1024) / 1024  # the same number in 32 bits
    batch, time, features, units = 2, 5, 3, 4
    gates = {"RNN": 1, "GRU": 3, "LSTM": 4}[operator]
    ways = 2 if attributes.get("direction") == "bidirectional" else 1
    given = {"X": exact(time, batch, features), "W": exact(ways, gates * units, features),
             "R": exact(ways, gates * units, units)}
    if bias:
        given["B"] = exact(ways, 2 * gates * units)
    if lengths:
        given["sequence_lens"] = np.array(lengths, np.int32)
    if initial:
        given |= {key: exact(ways, batch, units) for key in ["initial_h"] + ["initial_c"] * (operator == "LSTM")}
    order = ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c"]
    results = ["Y", "Y_h", "Y_c"] if operator == "LSTM" else ["Y", "Y_h"]
    kind = lambda key: onnx.TensorProto.INT32 if key == "sequence_lens" else onnx.TensorProto.FLOAT
    value = lambda key, shape: onnx.helper.make_tensor_value_info(key, kind(key), shape)
    order = [key if key in given else "" for key in order[:6 + (operator == "LSTM")]]
    node = onnx.helper.make_node(operator, order, results, hidden_size=units, **attributes)
    graph = onnx.helper.make_graph([node], "one", [value(key, a.shape) for key, a in given.items()],
                                   [value(key, None) for key in results])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 14)], ir_version=8)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])
    inputs = {key: a if a.dtype == np.int32 else a.astype(np.float32) for key, a in given.items()}
    return {"name": name, "operator": operator, "attributes": {"hidden_size": units} | attributes,
            "inputs": tensors(given), "outputs": tensors(dict(zip(results, session.run(results, inputs))))}


def onnx_family():
    import onnxruntime

    cases = []
    for operator, fixed in [("RNN", {}), ("RNN", {"activations": ["Relu"]}), ("LSTM", {}),
                            ("GRU", {"linear_before_reset": 0}), ("GRU", {"linear_before_reset": 1})]:
        title = " ".join([operator] + [f"{key} {value}" for key, value in fixed.items()])
        for what, options, more in [
                ("default", {}, {}), ("initial state", {}, {"initial": True}), ("without B", {}, {"bias": False}),
                ("reverse", {"direction": "reverse"}, {"initial": True}),
                ("bidirectional", {"direction": "bidirectional"}, {"initial": True}),
                ("sequence_lens", {}, {"lengths": [5, 3]})]:
            if "activations" in fixed and what != "default":
                continue
            cases.append(onnx_case(f"{title}, {what}", operator, fixed | options, **more))
    return f"ONNX operators of opset 14, ONNX Runtime {onnxruntime.__version__}, float32", cases


# The layout of Stanford's CS231n assignment ----------------------------------------------------


def cs231n_case(name, kind, batch, time, features, units):
    """Forward by the published definition; gradients by the complex step, exact to rounding."""
    draw = Draw(name)
    gates = {"RNN": 1, "LSTM": 4}[kind]
    values = {"x": draw(batch, time, features), "initial_hidden": draw(batch, units),
              "Wx": draw(features, gates * units), "Wh": draw(units, gates * units), "b": draw(gates * units)}
    sigmoid = lambda z: 1 / (1 + np.exp(-z))

    def outputs(v):
        h, c, sequence = v["initial_hidden"], np.zeros((batch, units)), []
        for t in range(time):
            z = v["x"][:, t] @ v["Wx"] + h @ v["Wh"] + v["b"]
            if kind == "RNN":
                h = np.tanh(z)
            else:
                i, f, o, g = np.split(z, 4, axis=1)
                c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
                h = sigmoid(o) * np.tanh(c)
            sequence.append(h)
        return {"output": np.stack(sequence, axis=1)}

    def differentiate(loss, values):
        gradients = {key: np.zeros(a.shape) for key, a in values.items()}
        for key, a in values.items():
            for place in np.ndindex(a.shape):
                moved = a.astype(complex)
                moved[place] += 1e-30j
                gradients[key][place] = loss(values | {key: moved}).imag / 1e-30
        return gradients

    case = {"name": name, "layers": [layer(kind, units, **SEQUENCES)], "inputs": {"x": tensor(values["x"])}}
    return complete(case, draw, values, {key: values[key] for key in ("Wx", "Wh", "b")}, outputs, differentiate)


def cs231n_family():
    cases = [cs231n_case(f"{kind} {'x'.join(map(str, size))}", kind, *size)
             for kind in ("RNN", "LSTM") for size in [(2, 5, 3, 4), (2, 4, 3, 5), (3, 6, 2, 4)]]
    return f"CS231n's layout (Wx, Wh, b; gates i f o g), NumPy {np.__version__}, complex step, float64", cases


# ------------------------------------------------------------------------------------------------

FAMILIES = {"keras_recurrent": (keras_family(keras_recurrent), "keras"),
            "keras_layers": (keras_family(keras_layers), "keras"), "torch": (torch_family, "torch"),
            "onnx": (onnx_family, "onnxruntime"), "cs231n": (cs231n_family, "numpy")}

if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for family in sys.argv[2:] or FAMILIES:
        make, package = FAMILIES[family]
        if not importlib.util.find_spec(package):
            print(f"{family}: left out, {package} is not installed here")
            continue
        source, cases = make()
        assert len({case["name"] for case in cases}) == len(cases), "two cases have one name"
        lines = [json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases]
        text = '{"source":%s,"cases":[\n%s\n]}' % (json.dumps(source), ",\n".join(lines))
        (folder / f"{family}.json").write_text(text + "\n")
        print(f"{family}.json: {len(cases)} cases, {len(text) / 1e3:.0f} kB")
    print("gradients compared with central differences:", checked)
