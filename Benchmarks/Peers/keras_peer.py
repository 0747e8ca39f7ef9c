"""Keras on the JAX backend: `fit`, as a student calls it; the first step, which compiles, apart."""

import time

import common

try:
    import jax
    import keras
    import numpy as np
except ImportError as error:
    common.decline(str(error))

options = common.options()
base = common.peak_megabytes()
library = f"Keras {keras.__version__} on JAX {jax.__version__}"

LAYERS = {"rnn": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}


def network(size):
    shape = () if size.task == "reviews" else (common.FEATURES[size.task],)
    model = keras.Sequential([keras.Input((size.steps, *shape), batch_size=size.batch)])
    if size.task == "reviews":
        model.add(keras.layers.Embedding(common.WORDS, 32))
    for i in range(size.layers):
        sequences = size.task == "characters" or i + 1 < size.layers
        model.add(LAYERS[size.cell](size.units, return_sequences=sequences))
    model.add(keras.layers.Dense(common.OUTPUTS[size.task]))
    model.set_weights(common.weights(size))
    return model


def training(size):
    model = network(size)
    x, y = common.batch(size)
    loss = {
        "forecast": "mse",
        "reviews": keras.losses.BinaryCrossentropy(from_logits=True),
        "characters": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    }[size.task]
    rule = keras.optimizers.Adam()
    if size.task == "reviews":
        rule = keras.optimizers.RMSprop(epsilon=1e-30)
    model.compile(optimizer=rule, loss=loss)
    start = time.perf_counter()
    # One step an epoch: the losses that fit reports are those of single steps.
    values = model.fit(x, y, batch_size=size.batch, shuffle=False, verbose=0).history["loss"]
    seconds = time.perf_counter() - start
    values += model.fit(
        x, y, batch_size=size.batch, epochs=3, shuffle=False, verbose=0).history["loss"]
    tiled = {}

    def run(n):
        # A data set of n equal batches, so that fit is called once; it is made in the first run.
        if n not in tiled:
            tiled[n] = np.concatenate([x] * n), np.concatenate([y] * n)
        model.fit(*tiled[n], batch_size=size.batch, shuffle=False, verbose=0)

    common.serve(library, options.seconds, base, values, run, seconds)


def inference(size):
    x, h = keras.Input((1, common.VOCABULARY)), keras.Input((size.units,))
    output, last = keras.layers.SimpleRNN(size.units, return_state=True)(x, initial_state=h)
    model = keras.Model([x, h], [keras.layers.Dense(common.VOCABULARY)(output), last])
    model.set_weights(common.weights(size))
    text = common.written_text()
    state = np.zeros((1, size.units), np.float32)

    def step(x):
        nonlocal state
        logits, state = model.predict_on_batch([x, state])
        return logits

    start = time.perf_counter()
    values = [(step(x) ** 2).mean() for x in text]
    seconds = time.perf_counter() - start
    run = common.repeated(lambda: step(text[0]))
    common.serve(library, options.seconds, base, values, run, seconds)


if options.workload in common.TRAINING:
    training(common.TRAINING[options.workload])
elif options.workload == "inference-rnn-100":
    inference(common.INFERENCE)
else:
    common.decline("not offered")
