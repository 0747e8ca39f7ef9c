"""Makes `vectors.json`: what word2vec's loss and steps give, and rank correlations.

Made with Python 3.11.7, numpy 2.4.6 and scipy 1.17.1:

    pip install numpy==2.4.6 scipy==1.17.1
    python3 make_vectors_reference.py

Losses and gradients are written out from Mikolov et al. 2013, equation 4, in plain loops; the gradients are also
held against central differences here, so that a slip in the formula would be seen before the file is written.
"""

import json
import pathlib

import numpy as np
import scipy.stats

HERE = pathlib.Path(__file__).parent


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def loss(v, w, examples):
    total = 0.0
    for reads, target, negatives in examples:
        h = sum(v[c] for c in reads) / len(reads)
        total -= np.log(sigmoid(w[target] @ h))
        for k in negatives:
            total -= np.log(sigmoid(-(w[k] @ h)))
    return total


def gradients(v, w, examples):
    dv, dw = np.zeros_like(v), np.zeros_like(w)
    for reads, target, negatives in examples:
        h = sum(v[c] for c in reads) / len(reads)
        dh = np.zeros_like(h)
        for k, t in [(target, 1.0)] + [(k, 0.0) for k in negatives]:
            g = sigmoid(w[k] @ h) - t
            dw[k] += g * h
            dh += g * w[k]
        for c in reads:
            dv[c] += dh / len(reads)
    return dv, dw


def check(v, w, examples):
    dv, dw = gradients(v, w, examples)
    for table, gradient in [(v, dv), (w, dw)]:
        for place in np.ndindex(*table.shape):
            kept = table[place]
            table[place] = kept + 1e-6
            up = loss(v, w, examples)
            table[place] = kept - 1e-6
            down = loss(v, w, examples)
            table[place] = kept
            assert abs((up - down) / 2e-6 - gradient[place]) < 1e-8


def case(rng, words, dimensions, examples, rate):
    v, w = rng.normal(size=(words, dimensions)), rng.normal(size=(words, dimensions))
    check(v, w, examples)
    dv, dw = gradients(v, w, examples)
    result = {"words": words, "dimensions": dimensions, "rate": rate,
              "examples": [{"reads": r, "target": t, "negatives": n} for r, t, n in examples],
              "input": v.ravel().tolist(), "output": w.ravel().tolist(), "loss": float(loss(v, w, examples)),
              "inputGradient": dv.ravel().tolist(), "outputGradient": dw.ravel().tolist()}
    losses = []
    for example in examples:  # one step after the other
        losses.append(float(loss(v, w, [example])))
        dv, dw = gradients(v, w, [example])
        v, w = v - rate * dv, w - rate * dw
    return result | {"stepLosses": losses, "inputAfter": v.ravel().tolist(), "outputAfter": w.ravel().tolist()}


def correlations(rng):
    cases = [([1, 2, 3, 4], [1, 3, 2, 4]), ([7, 5, 5, 9, 5], [0.1, 0.4, 0.4, 0.2, 0.3]),
             ([1, 1, 2, 2, 3], [5, 4, 4, 1, 1])]
    a = rng.integers(0, 6, 40)
    cases.append((a.tolist(), (a + rng.integers(0, 5, 40)).tolist()))
    return [{"a": list(map(float, a)), "b": list(map(float, b)),
             "rho": float(scipy.stats.spearmanr(a, b).statistic),
             "ranks": scipy.stats.rankdata(a).tolist()} for a, b in cases]


rng = np.random.default_rng(7)
cases = [
    case(rng, 5, 3, [([0], 3, [1, 4]), ([2], 1, [0, 4, 3])], 0.3),
    case(rng, 6, 11, [([4, 0, 2], 1, [3, 2]), ([5], 4, [0]), ([1, 2], 5, [3, 0, 4])], 0.5),
    case(rng, 4, 2, [([1, 1, 3], 2, [3, 3, 1]), ([1], 3, [2]), ([0, 2], 2, [0, 0])], 0.4),
]
counts = [40, 10, 3, 1]
share = np.array(counts) ** 0.75
document = {"cases": cases, "correlations": correlations(rng),
            "noise": {"counts": counts, "probabilities": (share / share.sum()).tolist()}}
text = json.dumps(document, separators=(",", ":"))
(HERE / "vectors.json").write_text(text.replace("},{", "},\n{") + "\n")
