"""What all peers share: sizes, numbers to begin with, the clock, and how they speak with the suite.

A peer prepares one workload, prints one line of JSON, and then measures once for each line that comes
in. The numbers are those that Sources/Suite/Workloads computes, by the same formula.
"""

import argparse
import dataclasses
import json
import resource
import statistics
import sys
import time

import numpy as np

VOCABULARY = 65
WORDS = 10_000
INPUTS, TARGETS = 100, 101  # streams; weights take theirs from 0, 1, 2, … in order


@dataclasses.dataclass
class Size:
    cell: str
    units: int
    layers: int
    batch: int
    steps: int
    task: str


TRAINING = {
    "forecast-rnn": Size("rnn", 20, 2, 32, 50, "forecast"),
    "forecast-lstm": Size("lstm", 20, 2, 32, 50, "forecast"),
    "forecast-gru": Size("gru", 20, 2, 32, 50, "forecast"),
    "reviews-rnn": Size("rnn", 32, 1, 32, 500, "reviews"),
    "characters-rnn-100": Size("rnn", 100, 1, 1, 25, "characters"),
    "characters-rnn-128": Size("rnn", 128, 1, 50, 50, "characters"),
    "characters-gru-256": Size("gru", 256, 1, 64, 100, "characters"),
    "characters-lstm-512": Size("lstm", 512, 1, 50, 50, "characters"),
}
INFERENCE = Size("rnn", 100, 1, 1, 1, "characters")
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
FEATURES = {"forecast": 1, "reviews": 32, "characters": VOCABULARY}
OUTPUTS = {"forecast": 1, "reviews": 1, "characters": VOCABULARY}


def uniform(shape, stream):
    i = np.arange(np.prod(shape, dtype=int), dtype=np.float64)
    wave = 43758.5453 * np.sin(12.9898 * i + 78.233 * stream)
    return (wave - np.floor(wave)).reshape(shape)


def filled(shape, bound, stream):
    return bound * (2 * uniform(shape, stream) - 1)


def tokens(shape, below, stream):
    return (uniform(shape, stream) * below).astype(np.int32)


def shapes(size):
    """The weights' names and shapes in Keras's order."""
    gates = GATES[size.cell] * size.units
    result = [("embeddings", (WORDS, 32))] if size.task == "reviews" else []
    features = FEATURES[size.task]
    for _ in range(size.layers):
        bias = (2, gates) if size.cell == "gru" else (gates,)
        result += [("kernel", (features, gates)), ("recurrent", (size.units, gates)), ("bias", bias)]
        features = size.units
    outputs = OUTPUTS[size.task]
    return result + [("kernel", (features, outputs)), ("bias", (outputs,))]


def weights(size):
    """The weights in Keras's layout and order, as float32."""
    def bound(name, shape):
        return {"embeddings": 0.05, "bias": 0.1}.get(name) or (3 / shape[0]) ** 0.5

    return [
        filled(shape, bound(name, shape), stream).astype(np.float32)
        for stream, (name, shape) in enumerate(shapes(size))
    ]


def layers_of(size, flat):
    """The weights by layer: the embedding or None, the recurrent layers, the dense layer."""
    flat = list(flat)
    embedding = flat.pop(0) if size.task == "reviews" else None
    recurrent = [flat[3 * i:3 * i + 3] for i in range(size.layers)]
    return embedding, recurrent, flat[-2:]


def one_hot(ids):
    return np.eye(VOCABULARY, dtype=np.float32)[ids]


def batch(size):
    """Inputs [batch, time, …] and targets."""
    shape = (size.batch, size.steps)
    if size.task == "forecast":
        x = filled((*shape, 1), 1, INPUTS).astype(np.float32)
        return x, filled((size.batch, 1), 1, TARGETS).astype(np.float32)
    if size.task == "reviews":
        y = np.round(uniform((size.batch, 1), TARGETS)).astype(np.float32)
        return tokens(shape, WORDS, INPUTS), y
    return one_hot(tokens(shape, VOCABULARY, INPUTS)), tokens(shape, VOCABULARY, TARGETS)


def written_text():
    """What is read one character at a time: [25, 1, 1, vocabulary]."""
    return one_hot(tokens((25, 1, 1), VOCABULARY, INPUTS))


def checked_inputs():
    """Input, hidden state, carry, kernel, recurrent kernel and bias of the gradient check."""
    shapes = [(2, 10, 4), (2, 5), (2, 5), (4, 20), (5, 20), (20,)]
    return [filled(shape, 0.5, stream) for stream, shape in enumerate(shapes)]


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--workload", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--cells", action="store_true")
    return parser.parse_args()


def say(**message):
    print(json.dumps(message), flush=True)


def decline(reason):
    say(missing=reason)
    sys.exit()


def peak_megabytes():
    """The most real memory this process ever held; on Linux getrusage counts its parent's too."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def measure(seconds, run):
    """Milliseconds a step, the median of runs of steps; `run(n)` takes n steps and waits for them."""
    def timed(n):
        start = time.perf_counter()
        run(n)
        return time.perf_counter() - start

    total = first = timed(1)
    steps = max(1, int(seconds / 7 / first))
    times = []
    while not times or total < seconds:
        elapsed = timed(steps)
        times.append(elapsed / steps)
        total += elapsed
    return statistics.median(times) * 1e3


def serve(library, seconds, base, values, run, compile_seconds=None):
    """Greets the suite and measures whenever it asks."""
    say(library=library, values=[float(v) for v in values], compileSeconds=compile_seconds)
    for _ in sys.stdin:
        milliseconds = measure(seconds, run)
        say(milliseconds=milliseconds, peakMegabytes=peak_megabytes(), baseMegabytes=base)


def repeated(step):
    """`run` for libraries that compute at once."""
    def run(n):
        for _ in range(n):
            step()
    return run
