"""Makes operations.json and tensors.json: what JAX and NumPy give, in float64, for the tests here.

    python -m venv venv && venv/bin/pip install "jax[cpu]==0.10.2" "numpy==2.4.6"
    venv/bin/python make_reference.py

operations.json holds for every case the inputs, the results, a fixed cotangent for each result, the
gradients for the inputs (jax.vjp), and the second order: the gradient of s = sum_i <v_i, g_i> with
fixed directions v_i, where g_i are those gradients. tensors.json holds what concerns plain tensors.
"""

import itertools
import json
import pathlib

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
random = np.random.default_rng(42)
cases = {}


# Inputs ---------------------------------------------------------------------------------------------


def normal(*shape):
    """Normal numbers, at least 0.1 away from 0, where some functions have a corner."""
    x = np.round(random.normal(size=shape), 2)
    return np.asarray(np.where(np.abs(x) < 0.1, x + 0.25, x))


def positive(*shape):
    return np.asarray(np.round(random.uniform(0.4, 2.5, size=shape), 2))


def distinct(*shape):
    """All different by at least 0.1: a maximum stays where it is when an element moves a little."""
    count = int(np.prod(shape))
    return np.round((random.permutation(count) - count / 2) * 0.1 + 0.03, 2).reshape(shape)


# Cases ----------------------------------------------------------------------------------------------


def case(name, function, *inputs):
    """Adds a case; the function takes the inputs and gives one array or a list of them."""
    assert name not in cases, name
    several = lambda *x: tuple(y) if isinstance(y := function(*x), (list, tuple)) else (y,)
    inputs = [jnp.asarray(x, dtype=jnp.float64) for x in inputs]
    outputs = several(*inputs)
    cotangents = tuple(jnp.asarray(np.round(random.normal(size=y.shape), 2)) for y in outputs)
    directions = [jnp.asarray(np.round(random.normal(size=x.shape), 2)) for x in inputs]

    def gradients(*x):
        return jax.vjp(several, *x)[1](cotangents)

    def projected(*x):
        return sum(jnp.vdot(v, g) for v, g in zip(directions, gradients(*x)))

    seconds = jax.grad(projected, argnums=tuple(range(len(inputs))))(*inputs)
    cases[name] = {
        "inputs": inputs,
        "outputs": outputs,
        "cotangents": cotangents,
        "gradients": gradients(*inputs),
        "directions": directions,
        "seconds": seconds,
    }


# Arithmetic
operators = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
}
for name, operator in operators.items():
    second = positive if name == "divide" else normal
    case(name, operator, normal(2, 3, 4), second(2, 3, 4))
    case(f"{name}, right broadcast", operator, normal(2, 3, 4), second(4))
    case(f"{name}, left broadcast", operator, normal(3, 1), second(2, 3, 2))
    case(f"{name}, both broadcast", operator, normal(2, 1, 4), second(3, 1))
    case(f"{name}, scalar", operator, normal(), second(2, 3))
case("negate", lambda x: -x, normal(2, 3))
case("number times x", lambda x: 2.5 * x, normal(2, 3))
case("x times number", lambda x: x * 2.5, normal(2, 3))
case("x divided by number", lambda x: x / 2.5, normal(2, 3))
case("number divided by x", lambda x: 2.5 / x, normal(2, 3))
case("x plus number", lambda x: x + 2.5, normal(2, 3))
case("number plus x", lambda x: 2.5 + x, normal(2, 3))
case("x minus number", lambda x: x - 2.5, normal(2, 3))
case("number minus x", lambda x: 2.5 - x, normal(2, 3))
case("add, empty", lambda a, b: a + b, normal(0, 3), normal(3))

# Powers
case("sqrt", jnp.sqrt, positive(2, 3, 4))
for exponent in [0, 1, 2, 3, 5, -1, -2]:
    case(f"power {exponent}", lambda x: jnp.power(x, exponent), normal(2, 3))
case("power 0.5", lambda x: jnp.power(x, 0.5), positive(2, 3))
case("power -1.5", lambda x: jnp.power(x, -1.5), positive(2, 3))
case("power 2.0, negative bases", lambda x: x * x, normal(2, 3))
case("power, tensors", jnp.power, positive(2, 3), normal(2, 3))
case("power, right broadcast", jnp.power, positive(2, 3), normal(3))
case("power, left broadcast", jnp.power, positive(3), normal(2, 3))

# Exponentials and activations
case("exp", jnp.exp, normal(2, 3, 4))
case("exp, empty", jnp.exp, normal(0))
case("log", jnp.log, positive(2, 3, 4))
case("softplus", jax.nn.softplus, normal(2, 3, 4))
case("softplus, large", jax.nn.softplus, np.array([-1000.0, -40.0, 40.0, 1000.0]))
case("tanh", jnp.tanh, normal(2, 3, 4))
case("sigmoid", jax.nn.sigmoid, normal(2, 3, 4))
case("sigmoid, large", jax.nn.sigmoid, np.array([-1000.0, -30.0, 30.0, 1000.0]))
case("relu", jax.nn.relu, normal(2, 3, 4))

# Pieces
case("abs", jnp.abs, normal(2, 3, 4))
for name, function in {"maximum": jnp.maximum, "minimum": jnp.minimum}.items():
    x = distinct(30)
    case(name, function, x[:12].reshape(2, 3, 2), x[12:24].reshape(2, 3, 2))
    case(f"{name}, right broadcast", function, x[:6].reshape(2, 3), x[6:9])
    case(f"{name}, left broadcast", function, x[:3].reshape(3, 1), x[3:9].reshape(3, 2))
case("clip", lambda x: jnp.clip(x, -0.55, 0.75), distinct(2, 3, 4))
mask = np.array([[True, False, True], [False, False, True]])
case("select", lambda a, b: jnp.where(mask, a, b), normal(2, 3), normal(2, 3))
case("select, broadcast mask", lambda a, b: jnp.where(mask[0], a, b), normal(2, 3), normal(2, 3))
case("select, broadcast inputs", lambda a, b: jnp.where(mask, a, b), normal(), normal(2, 1))

# Matrix products
T = lambda x: jnp.swapaxes(x, -1, -2)
case("matmul", jnp.matmul, normal(2, 3), normal(3, 4))
case("matmul, transpose a", lambda a, b: T(a) @ b, normal(3, 2), normal(3, 4))
case("matmul, transpose b", lambda a, b: a @ T(b), normal(2, 3), normal(4, 3))
case("matmul, transpose both", lambda a, b: T(a) @ T(b), normal(3, 2), normal(4, 3))
case("matmul, batches", jnp.matmul, normal(2, 3, 4), normal(2, 4, 5))
case("matmul, batches, transpose a", lambda a, b: T(a) @ b, normal(2, 4, 3), normal(2, 4, 5))
case("matmul, batches, transpose b", lambda a, b: a @ T(b), normal(2, 3, 4), normal(2, 5, 4))
case("matmul, batches, transpose both", lambda a, b: T(a) @ T(b), normal(2, 4, 3), normal(2, 5, 4))
case("matmul, left batch broadcast", jnp.matmul, normal(3, 4), normal(2, 4, 5))
case("matmul, both batches broadcast", jnp.matmul, normal(2, 1, 2, 3), normal(3, 3, 2))
case("matmul, sequence by matrix", jnp.matmul, normal(2, 3, 4), normal(4, 5))
case("matmul, sequence by transpose b", lambda a, b: a @ T(b), normal(2, 3, 4), normal(5, 4))
case("matmul, sequence transpose a", lambda a, b: T(a) @ b, normal(2, 4, 3), normal(4, 5))
case("matmul, sequence transpose both", lambda a, b: T(a) @ T(b), normal(2, 4, 3), normal(5, 4))
case("matmul, empty inner", jnp.matmul, normal(2, 0), normal(0, 3))
case("matmul, empty batch", jnp.matmul, normal(0, 3), normal(3, 4))

# Shapes
case("transpose", jnp.transpose, normal(2, 3))
for order in itertools.permutations(range(3)):
    case(f"transpose {list(order)}", lambda x: jnp.transpose(x, order), normal(2, 3, 4))
case("reshape", lambda x: x.reshape(4, 6), normal(2, 3, 4))
case("reshape, to a scalar", lambda x: x.reshape(()), normal(1, 1))
case("reshape, empty", lambda x: x.reshape(3, 0), normal(0, 2))
case("broadcast", lambda x: jnp.broadcast_to(x, (2, 3, 4)), normal(3, 1))
case("broadcast, from a scalar", lambda x: jnp.broadcast_to(x, (2, 3)), normal())
case("broadcast, inner axis", lambda x: jnp.broadcast_to(x, (2, 3, 2)), normal(2, 1, 2))
case("summed to a column", lambda x: x.sum(axis=(0, 2))[:, None], normal(2, 3, 4))
case("summed to a row", lambda x: x.sum(axis=(0, 1)), normal(2, 3, 4))
case("summed to a scalar", lambda x: x.sum(), normal(2, 3))
case("summed to size 1 axes", lambda x: x.sum(axis=(0, 2), keepdims=True), normal(2, 3, 4))

# Regions
case("slice, first axis", lambda x: x[1], normal(2, 3, 4))
case("slice, middle axis", lambda x: x[:, 1], normal(2, 3, 4))
case("slice, last axis from the back", lambda x: x[:, :, -1], normal(2, 3, 4))
case("slice, range", lambda x: x[:, 1:3], normal(2, 3, 4))
case("slice, all axes", lambda x: x[1:, 1, :2], normal(2, 3, 4))
case("slice, closed range", lambda x: x[0:2, -2, 1:], normal(3, 3, 4))
case("slice, overlapping", lambda x: x[:, 0:3] * x[:, 1:4], normal(2, 4))
case("slice, empty range", lambda x: x[:, 1:1], normal(2, 3))
case("padded, axis 0", lambda x: jnp.pad(x, [(1, 2), (0, 0)]), normal(2, 3))
case("padded, axis 1", lambda x: jnp.pad(x, [(0, 0), (2, 0), (0, 0)]), normal(2, 3, 2))
case("padded, last axis", lambda x: jnp.pad(x, [(0, 0), (0, 1)]), normal(2, 3))

# Joining
joined = lambda axis: lambda *x: jnp.concatenate(x, axis=axis)
case("concatenate, axis 0", joined(0), normal(2, 3), normal(1, 3), normal(3, 3))
case("concatenate, axis 1", joined(1), normal(2, 3), normal(2, 1), normal(2, 2))
case("concatenate, axis -1", joined(-1), normal(2, 3, 1), normal(2, 3, 2), normal(2, 3, 3))
case("concatenate, empty part", joined(0), normal(2, 3), normal(0, 3), normal(1, 3))
stacked = lambda axis: lambda *x: jnp.stack(x, axis=axis)
for axis in [0, 1, 2, -2]:
    case(f"stack, axis {axis}", stacked(axis), normal(2, 3), normal(2, 3), normal(2, 3))
case("stack, scalars", stacked(0), normal(), normal(), normal())
parts = lambda x, axis: [jnp.take(x, i, axis=axis) for i in range(x.shape[axis])]
for axis in [0, 1, 2, -2]:
    case(f"unstack, axis {axis}", lambda x: parts(x, axis), normal(2, 3, 4))
case("unstack, some unused", lambda x: [parts(x, 1)[3], parts(x, 1)[0]], normal(3, 4, 2))
case("unstack, one used twice", lambda x: parts(x, 0)[1] * parts(x, 0)[1] * parts(x, 0)[2], normal(3, 2))

# Rows
rows = np.array([4, 0, 4, 1])
grid = np.array([[1, 3, 1], [0, 1, 4]])
case("gather", lambda x: x[rows], normal(5, 3))
case("gather, indices in a matrix", lambda x: x[grid], normal(5, 2))
case("gather, from a vector", lambda x: x[rows], normal(5))
case("gather, from three axes", lambda x: x[rows], normal(5, 2, 3))
case("gather, no indices", lambda x: x[np.array([], dtype=int)], normal(5, 3))
case("scatterAdd", lambda x: jnp.zeros((5, 3)).at[rows].add(x), normal(4, 3))
case("scatterAdd, indices in a matrix", lambda x: jnp.zeros((5, 2)).at[grid].add(x), normal(2, 3, 2))
case("scatterAdd, into a vector", lambda x: jnp.zeros(6).at[rows].add(x), normal(4))

# Reductions
for name, function in {"sum": jnp.sum, "mean": jnp.mean, "max": jnp.max}.items():
    case(name, function, distinct(2, 3, 4))
    for axis in [0, 1, -1]:
        case(f"{name}, axis {axis}", lambda x: function(x, axis=axis), distinct(2, 3, 4))
    case(f"{name}, axes [0, 2]", lambda x: function(x, axis=(0, 2)), distinct(2, 3, 4))
    case(f"{name}, axis 1, kept", lambda x: function(x, axis=1, keepdims=True), distinct(2, 3, 4))
    case(
        f"{name}, axes [1, 2], kept",
        lambda x: function(x, axis=(1, 2), keepdims=True),
        distinct(2, 3, 4),
    )
case("sum, empty", jnp.sum, normal(0, 3))
case("sum, empty axis", lambda x: jnp.sum(x, axis=0), normal(0, 3))

# Softmax and its relatives
logits = np.array([[1000.0, -1000.0, 999.0, 0.5], [-1000.0, -1001.5, -1000.0, -999.0]])
log_sum_exp = jax.scipy.special.logsumexp
case("logSumExp", lambda x: log_sum_exp(x, axis=-1), normal(2, 3, 4))
case("logSumExp, axis 0", lambda x: log_sum_exp(x, axis=0), normal(2, 3, 4))
case("logSumExp, axis 1, kept", lambda x: log_sum_exp(x, axis=1, keepdims=True), normal(2, 3, 4))
case("logSumExp, large", lambda x: log_sum_exp(x, axis=-1), logits)
for name, function in {"softmax": jax.nn.softmax, "logSoftmax": jax.nn.log_softmax}.items():
    case(name, lambda x: function(x, axis=-1), normal(2, 3, 4))
    case(f"{name}, axis 0", lambda x: function(x, axis=0), normal(2, 3, 4))
    case(f"{name}, axis 1", lambda x: function(x, axis=1), normal(2, 3, 4))
    case(f"{name}, large", lambda x: function(x, axis=-1), logits)

# Losses
labels = np.array([3, 0, 2])
more = np.array([[1, 0, 3], [2, 2, 0]])
picked = lambda x, labels: -jnp.take_along_axis(jax.nn.log_softmax(x), labels[..., None], -1)[..., 0]
case("softmaxCrossEntropy, labels", lambda x: picked(x, labels), normal(3, 4))
case("softmaxCrossEntropy, matrix of labels", lambda x: picked(x, more), normal(2, 3, 4))
case("softmaxCrossEntropy, large", lambda x: picked(x, np.array([1, 3])), logits)
against = lambda x, t: -(t * jax.nn.log_softmax(x)).sum(axis=-1)
shares = np.array([[0.2, 0.3, 0.1, 0.4], [0.7, 0.1, 0.15, 0.05], [0.25, 0.25, 0.5, 0.0]])
case("softmaxCrossEntropy, target", against, normal(3, 4), shares)
case("softmaxCrossEntropy, large, target", against, logits, shares[:2])
binary = lambda x, t: jax.nn.softplus(x) - x * t
case("sigmoidCrossEntropy", binary, normal(2, 3), np.array([[0.0, 1.0, 0.3], [1.0, 0.0, 0.8]]))
case(
    "sigmoidCrossEntropy, large", binary,
    np.array([-1000.0, 1000.0, -1000.0, 1000.0]), np.array([0.0, 0.0, 1.0, 1.0]),
)
case("meanSquaredError", lambda a, b: ((a - b) ** 2).mean(), normal(2, 3, 4), normal(2, 3, 4))
case("meanSquaredError, a column", lambda a, b: ((a - b) ** 2).mean(), normal(3, 1), normal(3, 1))

# A user's own operations
case("custom, closures", lambda a, b: a * jnp.exp(-b * b), normal(2, 3), normal(2, 3))
case("custom, struct", lambda x: x / (1 + jnp.abs(x)), normal(2, 3, 4))


# Plain tensors --------------------------------------------------------------------------------------


def broadcasts():
    table = [
        ([], []), ([], [3]), ([3], [3]), ([2, 3], [3]), ([2, 3], [2, 1]), ([3, 1], [4]),
        ([2, 1, 4], [3, 1]), ([1], [2, 3, 4]), ([2, 3, 4], [1, 3, 1]), ([0], [1]), ([0, 3], [3]),
        ([0, 1], [1, 4]), ([5, 1, 1, 2], [3, 1]), ([2], [3]), ([2, 3], [2]), ([2, 3], [3, 2]),
        ([0], [2]), ([4, 2, 3], [4, 1, 2]),
    ]
    for a, b in table:
        try:
            yield {"a": a, "b": b, "result": list(np.broadcast_shapes(tuple(a), tuple(b)))}
        except ValueError:
            yield {"a": a, "b": b, "result": None}


def reductions(x):
    for axes in [None, [0], [1], [-1], [0, 1], [0, 2], [1, 2], [0, 1, 2], []]:
        for keep in [False, True]:
            a = None if axes is None else tuple(axes)
            yield {
                "axes": axes,
                "keepDims": keep,
                "sum": np.sum(x, axis=a, keepdims=keep),
                "mean": np.mean(x, axis=a, keepdims=keep),
                "max": np.max(x, axis=a, keepdims=keep),
            }


def tensors():
    x = distinct(2, 3, 4)
    wide = np.array([0.1, 1 / 3, 16777217.0, 1e-40, 3.4e38, -2.5e-8])
    return {
        "broadcasts": list(broadcasts()),
        "reduced": x,
        "reductions": list(reductions(x)),
        "argmax": [
            {"axis": axis, "places": np.argmax(x, axis=axis).ravel().tolist()}
            for axis in [0, 1, 2, -1]
        ],
        "wide": wide,
        "narrowed": wide.astype(np.float32),
    }


# Splitting; behind the others, so that their numbers stay.
for axis, count in [(0, 2), (1, 3), (-1, 4)]:
    case(f"split, axis {axis}", lambda x: jnp.split(x, count, axis=axis), normal(2, 3, 4))
case("split, some unused", lambda x: jnp.split(x, 3, axis=1)[1], normal(2, 6))

# Masks on the tape; behind the others, so that their numbers stay.
case("choose", lambda a, b: jnp.where(mask, a, b), normal(2, 3), normal(2, 3))
case("choose, broadcast mask", lambda a, b: jnp.where(mask[:, :1], a, b), normal(2, 3), normal(2, 3))
case("choose, broadcast inputs", lambda a, b: jnp.where(mask, a, b), normal(), normal(2, 1))
marks = np.array([[0.5, -1.25, 0.75], [1.5, 0.5, -0.375]])
case("notEqual", lambda x: x * (x != 0.5), marks)
case("tokensNotEqual", lambda x: x * (np.array([[3, 0, 1], [0, 2, 2]]) != 0), normal(2, 3))

# Files ----------------------------------------------------------------------------------------------


def plain(value):
    """Arrays become a shape and their elements, in row-major order, with all digits."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic, jax.Array)):
        array = np.asarray(value, dtype=np.float64)
        assert np.isfinite(array).all()
        return {"shape": list(array.shape), "elements": [short(x) for x in array.ravel().tolist()]}
    return value


def short(x):
    """Whole numbers without a fraction; everything else as the shortest text that reads back."""
    return int(x) if x == int(x) and not (x == 0 and np.signbit(x)) else x


def write(name, entries):
    text = lambda item: json.dumps(plain(item), separators=(",", ":"))
    lines = [f"{json.dumps(key)}: {text(item)}" for key, item in entries.items()]
    (pathlib.Path(__file__).parent / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


write("operations.json", cases)
write("tensors.json", tensors())
print(len(cases), "cases")
