"""JAX: the whole training step compiled by jit, the time loop a lax.scan; compile time apart."""

import time

import common

try:
    import jax
    import jax.numpy as jnp
except ImportError as error:
    common.decline(str(error))

options = common.options()
base = common.peak_megabytes()
library = f"JAX {jax.__version__}"


def step_of(cell, recurrent, bias):
    """One time step from what does not depend on the state, `row`, and the state."""
    def rnn(h, row):
        h = jnp.tanh(row + h @ recurrent)
        return h, h

    def lstm(state, row):
        h, c = state
        i, f, g, o = jnp.split(row + h @ recurrent, 4, axis=-1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    def gru(h, row):
        xz, xr, xh = jnp.split(row, 3, axis=-1)
        hz, hr, hh = jnp.split(h @ recurrent + bias[1], 3, axis=-1)
        z = jax.nn.sigmoid(xz + hz)
        h = z * h + (1 - z) * jnp.tanh(xh + jax.nn.sigmoid(xr + hr) * hh)
        return h, h

    return {"rnn": rnn, "lstm": lstm, "gru": gru}[cell]


def outputs_of(cell, layer, x):  # x: [time, batch, features]
    kernel, recurrent, bias = layer
    projected = x @ kernel + (bias[0] if cell == "gru" else bias)
    h = jnp.zeros((x.shape[1], recurrent.shape[0]), x.dtype)
    start = (h, h) if cell == "lstm" else h
    return jax.lax.scan(step_of(cell, recurrent, bias), start, projected)[1]


def loss_of(size):
    def loss(weights, x, y):
        embedding, recurrent, (kernel, bias) = common.layers_of(size, weights)
        if embedding is not None:
            x = embedding[x]
        for layer in recurrent:
            x = outputs_of(size.cell, layer, x)
        if size.task == "characters":
            logits = jax.nn.log_softmax(x @ kernel + bias)
            return -jnp.take_along_axis(logits, y[..., None], axis=-1).mean()
        prediction = x[-1] @ kernel + bias
        if size.task == "forecast":
            return jnp.mean((prediction - y) ** 2)
        return jnp.mean(jax.nn.softplus(prediction) - prediction * y)

    return loss


def adam(weights, gradients, state):
    m, v, t = state
    t = t + 1
    m = [0.9 * a + 0.1 * g for a, g in zip(m, gradients)]
    v = [0.999 * a + 0.001 * g * g for a, g in zip(v, gradients)]
    rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    weights = [w - rate * a / (jnp.sqrt(b) + 1e-7) for w, a, b in zip(weights, m, v)]
    return weights, (m, v, t)


def rmsprop(weights, gradients, state):
    m, v, t = state
    v = [0.9 * a + 0.1 * g * g for a, g in zip(v, gradients)]
    weights = [w - 1e-3 * g / jnp.sqrt(b + 1e-30) for w, g, b in zip(weights, gradients, v)]
    return weights, (m, v, t)


def training(size):
    loss, rule = loss_of(size), rmsprop if size.task == "reviews" else adam
    x, y = (jnp.asarray(a) for a in common.batch(size))
    x = x.swapaxes(0, 1)  # time first, as scan wants it
    y = y.swapaxes(0, 1) if size.task == "characters" else y

    def step(weights, state):
        value, gradients = jax.value_and_grad(loss)(weights, x, y)
        return *rule(weights, gradients, state), value

    weights = [jnp.asarray(w) for w in common.weights(size)]
    state = ([jnp.zeros_like(w) for w in weights], [jnp.zeros_like(w) for w in weights], 0.0)
    start = time.perf_counter()
    # The old weights' memory may be written over, as a training program would allow.
    compiled = jax.jit(step, donate_argnums=(0, 1)).lower(weights, state).compile()
    seconds = time.perf_counter() - start
    state = jax.tree.map(jnp.asarray, state)

    def take(n):
        nonlocal weights, state
        for _ in range(n):
            weights, state, value = compiled(weights, state)
        jax.block_until_ready(weights)
        return value

    values = [take(1) for _ in range(4)]
    common.serve(library, options.seconds, base, values, take, seconds)


def inference(size):
    (kernel, recurrent, bias), (w, b) = [
        [jnp.asarray(a) for a in layer] for layer in
        (common.layers_of(size, common.weights(size))[1][0], common.weights(size)[-2:])]

    def step(h, x):
        h = jnp.tanh(x @ kernel + bias + h @ recurrent)
        return h, h @ w + b

    text = [jnp.asarray(x[:, 0]) for x in common.written_text()]
    h = jnp.zeros((1, size.units))
    start = time.perf_counter()
    compiled = jax.jit(step).lower(h, text[0]).compile()
    seconds = time.perf_counter() - start
    values = []
    for x in text:
        h, logits = compiled(h, x)
        values.append((logits**2).mean())

    def take(n):
        nonlocal h
        for _ in range(n):
            h, logits = compiled(h, text[0])
            logits.block_until_ready()  # the next character depends on them

    common.serve(library, options.seconds, base, values, take, seconds)


def chain():
    def function(x):
        return jax.lax.fori_loop(0, 1000, lambda _, y: jnp.tanh(y), x)

    start = time.perf_counter()
    compiled = jax.jit(jax.value_and_grad(function)).lower(jnp.float32(0.5)).compile()
    seconds = time.perf_counter() - start
    x = jnp.float32(0.5)
    take = common.repeated(lambda: jax.block_until_ready(compiled(x)))
    common.serve(library, options.seconds, base, compiled(x), take, seconds)


if options.workload in common.TRAINING:
    training(common.TRAINING[options.workload])
elif options.workload == "inference-rnn-100":
    inference(common.INFERENCE)
elif options.workload.startswith("scalar-tanh"):
    chain()
else:
    common.decline("not offered")
