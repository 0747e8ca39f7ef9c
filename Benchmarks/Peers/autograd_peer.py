"""HIPS autograd: NumPy and a Python loop over time, differentiated by its tape."""

from importlib.metadata import version

import common

try:
    import autograd.numpy as np
    from autograd import value_and_grad
except ImportError as error:
    common.decline(str(error))

options = common.options()
base = common.peak_megabytes()
library = f"autograd {version('autograd')}"


def sigmoid(x):
    return 0.5 * (np.tanh(0.5 * x) + 1)


def step_of(cell, recurrent, bias):
    """One time step from what does not depend on the state, `row`, and the state."""
    units = recurrent.shape[0]

    def parts(z):
        return [z[:, i * units:(i + 1) * units] for i in range(z.shape[1] // units)]

    def rnn(state, row):
        h = np.tanh(row + np.dot(state[0], recurrent))
        return (h,)

    def lstm(state, row):
        h, c = state
        i, f, g, o = parts(row + np.dot(h, recurrent))
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        return sigmoid(o) * np.tanh(c), c

    def gru(state, row):
        h, = state
        (xz, xr, xh), (hz, hr, hh) = parts(row), parts(np.dot(h, recurrent) + bias[1])
        z = sigmoid(xz + hz)
        return (z * h + (1 - z) * np.tanh(xh + sigmoid(xr + hr) * hh),)

    return {"rnn": rnn, "lstm": lstm, "gru": gru}[cell]


def outputs_of(cell, layer, rows):  # rows: one [batch, features] a time step
    kernel, recurrent, bias = layer
    step = step_of(cell, recurrent, bias)
    h = np.zeros((rows[0].shape[0], recurrent.shape[0]), np.float32)
    state, outputs = (h, h), []
    if cell != "lstm":
        state = (h,)
    input_bias = bias[0] if cell == "gru" else bias
    for row in rows:
        state = step(state, np.dot(row, kernel) + input_bias)
        outputs.append(state[0])
    return outputs


def loss_of(size, x, y):
    def loss(weights):
        embedding, recurrent, (kernel, bias) = common.layers_of(size, weights)
        rows = list(x.swapaxes(0, 1))
        if embedding is not None:
            rows = list(embedding[x.T])
        for layer in recurrent:
            rows = outputs_of(size.cell, layer, rows)
        if size.task == "characters":
            logits = np.dot(np.concatenate(rows), kernel) + bias
            largest = np.max(logits, axis=1, keepdims=True)
            sums = largest[:, 0] + np.log(np.sum(np.exp(logits - largest), axis=1))
            return np.mean(sums - logits[np.arange(y.size), y.T.reshape(-1)])
        prediction = np.dot(rows[-1], kernel) + bias
        if size.task == "forecast":
            return np.mean((prediction - y) ** 2)
        return np.mean(np.logaddexp(0, prediction) - prediction * y)

    return loss


def adam(weights, gradients, state):
    state["t"] += 1
    t = state["t"]
    rate = 1e-3 * (1 - 0.999**t) ** 0.5 / (1 - 0.9**t)
    for w, g, m, v in zip(weights, gradients, state["m"], state["v"]):
        m *= 0.9
        m += 0.1 * g
        v *= 0.999
        v += 0.001 * g * g
        w -= rate * m / (np.sqrt(v) + 1e-7)


def rmsprop(weights, gradients, state):
    for w, g, v in zip(weights, gradients, state["v"]):
        v *= 0.9
        v += 0.1 * g * g
        w -= 1e-3 * g / np.sqrt(v + 1e-30)


def training(size):
    x, y = common.batch(size)
    evaluate = value_and_grad(loss_of(size, x, y))
    rule = rmsprop if size.task == "reviews" else adam
    weights = common.weights(size)
    zeros = [[np.zeros_like(w) for w in weights] for _ in range(2)]
    state = {"m": zeros[0], "v": zeros[1], "t": 0}

    def step():
        value, gradients = evaluate(weights)
        rule(weights, gradients, state)
        return value

    values = [step() for _ in range(4)]
    common.serve(library, options.seconds, base, values, common.repeated(step))


def chain():
    def function(x):
        for _ in range(1000):
            x = np.tanh(x)
        return x

    evaluate = value_and_grad(function)

    def step():
        return evaluate(np.float32(0.5))

    common.serve(library, options.seconds, base, step(), common.repeated(step))


if options.workload in common.TRAINING:
    training(common.TRAINING[options.workload])
elif options.workload.startswith("scalar-tanh"):
    chain()
else:
    common.decline("not offered")
