"""Makes outside reference values for saved models: safetensors files, checksums, and Keras's configurations of layers.

    pip install safetensors==0.8.0 xxhash==4.1.0 keras==3.15.1 "jax[cpu]==0.10.2" numpy==2.4.6
    python3 make_saving_reference.py

writes saving.json beside this script. Made with Python 3.11.7.

"stamped" is a file as Unroll should write it: Python's safetensors put it together, xxhash computed its checksum with
zeros in the checksum's place. The other files have none. Of each layer's configuration, what is set is kept; of an
initialiser, its class and what it is made from, without its seed and the names of modules.
"""

import base64
import json
import os
import pathlib

os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")

import keras
import numpy as np
import xxhash
from safetensors.numpy import save

HERE = pathlib.Path(__file__).parent
KEY = "unroll.checksum"

TENSORS = {
    "simple_rnn/kernel": np.array([[1.5, -2.25, 3e-40], [0.1, -0.0, 1e30]], np.float32),
    "double": np.array([0.1, -1e300, 5e-324], np.float64),
    "counts": np.array([[7, -8, 2**31 - 1], [0, -(2**31), 9]], np.int32),
    "mask": np.array([True, False, True, True, False]),
    "empty": np.zeros((0, 4), np.float32),
    "scalar": np.array(2.5, np.float32),
    'W\u00f6rter "\u03ba"\n\\': np.array([4.0], np.float32),
}


def stored(a):
    return {"shape": list(a.shape), "elements": [float(x) for x in a.ravel()]}


def file(name, data, tensors, metadata=None):
    return {"name": name, "base64": base64.b64encode(data).decode(), "metadata": metadata or {},
            "tensors": {key: stored(a) for key, a in tensors.items()}}


def stamped(tensors, metadata):
    """A file with Unroll's checksum; its metadata are sorted, which Python's safetensors leaves to chance."""
    metadata = metadata | {KEY: "0" * 16, "unroll.format": "1"}
    wanted = json.dumps(dict(sorted(metadata.items())), separators=(",", ":"), ensure_ascii=False).encode()
    while wanted not in (data := save(tensors, metadata)):
        pass
    mark = f'"{KEY}":"'.encode()
    start = data.index(mark) + len(mark)
    return data[:start] + xxhash.xxh64(data).hexdigest().encode() + data[start + 16:]


def files():
    extras = {"note": 'a "quoted" \u00e9\ttab', "b": ""}
    more = TENSORS | {"ids": np.array([[3, -4], [5, 2**31 - 1]], np.int64)}
    return [
        file("stamped", stamped(TENSORS, extras), TENSORS, extras),
        file("plain", save(more, {"from": "Python"}), more, {"from": "Python"}),
        file("half", save({"h": np.array([1, 2], np.float16)}), {}),
        file("wide", save({"w": np.array([1, 2**31], np.int64)}), {}),
    ]


def checksums():
    """XXH64 of the first n of the bytes 0, 7, 14, … modulo 251: short, long, and at every edge between."""
    data = bytes(7 * i % 251 for i in range(1000))
    return [{"count": n, "digits": xxhash.xxh64(data[:n]).hexdigest()} for n in [*range(100), 127, 128, 129, 999]]


def kept(value):
    """A configuration without seeds, module names, and what is not set."""
    if not isinstance(value, dict):
        return value
    if "class_name" in value:
        return {"class_name": value["class_name"], "config": kept(value["config"])}
    return {k: kept(v) for k, v in value.items() if v is not None and k not in ("name", "dtype", "seed")}


def layers():
    L, I = keras.layers, keras.initializers
    return {
        "Dense": L.Dense(3),
        "Dense, every option": L.Dense(
            5, activation="softmax", use_bias=False, kernel_initializer=I.RandomUniform(-0.25, 0.5),
            bias_initializer=I.Constant(0.75), trainable=False),
        "Dropout": L.Dropout(0.25),
        "Embedding": L.Embedding(7, 3),
        "Embedding, every option": L.Embedding(
            7, 3, mask_zero=True, embeddings_initializer=I.RandomNormal(0, 0.125), trainable=False),
        "Flatten": L.Flatten(),
        "RepeatVector": L.RepeatVector(4),
        "Masking": L.Masking(-9.5),
        "LayerNormalization": L.LayerNormalization(epsilon=0.5, trainable=False),
        "BatchNormalization": L.BatchNormalization(momentum=0.75, epsilon=0.5, trainable=False),
        "SimpleRNN": L.SimpleRNN(4),
        "SimpleRNN, every option": L.SimpleRNN(
            4, activation="relu", use_bias=False, return_sequences=True, go_backwards=True, stateful=True,
            dropout=0.25, recurrent_dropout=0.5, kernel_initializer="ones",
            recurrent_initializer=I.Orthogonal(0.5), bias_initializer="ones", trainable=False),
        "LSTM": L.LSTM(4),
        "LSTM, every option": L.LSTM(
            4, activation="sigmoid", recurrent_activation="relu", use_bias=False, unit_forget_bias=False,
            return_sequences=True, go_backwards=True, stateful=True, dropout=0.25, recurrent_dropout=0.5,
            kernel_initializer="zeros", recurrent_initializer=I.Orthogonal(0.5), bias_initializer="ones",
            trainable=False),
        "GRU": L.GRU(4),
        "GRU, every option": L.GRU(
            4, activation="linear", recurrent_activation="tanh", use_bias=False, reset_after=False,
            return_sequences=True, go_backwards=True, stateful=True, dropout=0.25, recurrent_dropout=0.5,
            kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal", bias_initializer="zeros",
            trainable=False),
        "Bidirectional": L.Bidirectional(L.LSTM(4, return_sequences=True), merge_mode="ave"),
        "TimeDistributed": L.TimeDistributed(L.Dense(3)),
    }


def main():
    text = json.dumps({
        "files": files(), "checksums": checksums(),
        "layers": [
            {"name": name, "className": type(layer).__name__,
             "config": kept(layer.get_config())}
            for name, layer in layers().items()],
    }, separators=(",", ":"), allow_nan=False)
    (HERE / "saving.json").write_text(text.replace("},{", "},\n{") + "\n")


main()
