"""The same training step in JAX: jit over lax.scan, Adam, one thread where the system allows it.

    python3 -m venv .venv && .venv/bin/pip install -r Benchmarks/Peers/requirements.txt
    taskset -c 0 .venv/bin/python Benchmarks/Peers/training_step_jax.py

Compile time is left out. Prints the median of several rounds, as TrainingStep does.
"""

import statistics
import time

import jax
import jax.numpy as jnp
import numpy as np

UNITS, BATCH, STEPS = 20, 32, 50


def weights(key):
    keys = jax.random.split(key, 5)

    def glorot(k, rows, columns):
        limit = (6 / (rows + columns)) ** 0.5
        return jax.random.uniform(k, (rows, columns), minval=-limit, maxval=limit)

    def layer(k1, k2, inputs):
        return {
            "kernel": glorot(k1, inputs, UNITS),
            "recurrent": jax.random.orthogonal(k2, UNITS),
            "bias": jnp.zeros(UNITS),
        }

    return [
        layer(keys[0], keys[1], 1),
        layer(keys[2], keys[3], UNITS),
        {"kernel": glorot(keys[4], UNITS, 1), "bias": jnp.zeros(1)},
    ]


def rnn(layer, x):  # x: [time, batch, inputs]
    projected = x @ layer["kernel"] + layer["bias"]

    def step(hidden, row):
        hidden = jnp.tanh(row + hidden @ layer["recurrent"])
        return hidden, hidden

    return jax.lax.scan(step, jnp.zeros((x.shape[1], UNITS)), projected)


def loss(parameters, x, y):
    _, states = rnn(parameters[0], x)
    last, _ = rnn(parameters[1], states)
    prediction = last @ parameters[2]["kernel"] + parameters[2]["bias"]
    return jnp.mean((prediction - y) ** 2)


@jax.jit
def train_step(parameters, m, v, t, x, y):
    gradients = jax.grad(loss)(parameters, x, y)
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradients)
    v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, v, gradients)
    rate = 1e-3 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    parameters = jax.tree.map(
        lambda w, a, b: w - rate * a / (jnp.sqrt(b) + 1e-7), parameters, m, v
    )
    return parameters, m, v


rng = np.random.default_rng(0)
x = jnp.asarray(rng.standard_normal((STEPS, BATCH, 1)), jnp.float32)
y = jnp.asarray(rng.standard_normal((BATCH, 1)), jnp.float32)
parameters = weights(jax.random.key(0))
m = jax.tree.map(jnp.zeros_like, parameters)
v = jax.tree.map(jnp.zeros_like, parameters)
state = train_step(parameters, m, v, 1.0, x, y)
jax.block_until_ready(state)

rounds = []
for _ in range(7):
    start = time.perf_counter()
    for i in range(50):
        state = train_step(*state, float(i + 2), x, y)
    jax.block_until_ready(state)
    rounds.append((time.perf_counter() - start) / 50 * 1e3)
print(f"JAX {jax.__version__}: 2 x SimpleRNN(20) + Dense(1), batch 32, 50 steps: "
      f"{statistics.median(rounds):.3f} ms")
