"""Makes the reference values beside this file.

Made with Python 3.11.7, numpy 2.4.6 and mpmath 1.3.0:

    python3 make_reference.py

Numbers are written with 17 significant digits, so that a Double read back is the same Double.
"""

import json
import pathlib

import mpmath
import numpy as np

HERE = pathlib.Path(__file__).parent


def write(name, value):
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    text = text.replace('},{', '},\n{').replace('],"', '],\n"')
    (HERE / name).write_text(text + "\n")


def matrix(a):
    a = np.atleast_2d(np.asarray(a, dtype=np.float64))
    return {"rows": a.shape[0], "columns": a.shape[1], "elements": a.ravel().tolist()}


# The legacy generator, np.random.seed(...) ----------------------------------------------------

def legacy_generator():
    np.random.seed(42)
    uniforms = np.random.rand(1000).tolist()

    firsts = []
    for seed in [0, 1, 42, 2024, 2**31, 2**32 - 1]:
        np.random.seed(seed)
        firsts.append({"seed": seed, "uniforms": np.random.random_sample(3).tolist()})

    np.random.seed(7)
    words = np.random.randint(2**32, size=1500, dtype=np.uint32)[[0, 1, 623, 624, 1247, 1248, 1499]]

    np.random.seed(3)
    between = np.random.uniform(-3, 5.5, size=20).tolist()

    np.random.seed(42)
    gauss = np.random.randn(201).tolist()

    np.random.seed(5)
    mixed = []  # an odd number of normals, so that one is kept while uniforms are drawn
    for _ in range(4):
        mixed += [np.random.randn(), np.random.rand(), np.random.randn(), np.random.randn()]

    np.random.seed(11)
    bounds = [1, 2, 3, 7, 1000, 2**31, 2**32, 2**32 + 1, 2**40 + 12345, 2**62]
    integers = [int(np.random.randint(bound)) for bound in bounds for _ in range(5)]

    np.random.seed(13)
    letters = list("unequal")
    np.random.shuffle(letters)
    permutations = [np.random.permutation(n).tolist() for n in [0, 1, 2, 17, 100]]

    write("legacy_generator.json", {
        "uniforms": uniforms, "firsts": firsts, "words": words.tolist(), "between": between,
        "gauss": gauss, "mixed": mixed, "bounds": bounds, "integers": integers,
        "letters": "".join(letters), "permutations": permutations,
        "after": np.random.rand(),
    })


# The project's own generator, written a second time in another language -------------------------

MASK = 2**64 - 1


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def xoshiro256starstar(seed):
    rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
    source = splitmix64(seed)
    s = [next(source) for _ in range(4)]
    while True:
        yield (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)


def stream_key(seed, name, step):
    fnv = 0xCBF29CE484222325
    for byte in name.encode():
        fnv = ((fnv ^ byte) * 0x100000001B3) & MASK
    mix = lambda word: next(splitmix64(word))
    return mix(mix(mix(seed) ^ fnv) ^ (step & MASK))


def seeded_generator():
    streams = []
    for seed, name, step in [(42, "simple_rnn_1/kernel", 0), (42, "simple_rnn_1/kernel", 7),
                             (0, "", 0), (2**64 - 1, "Gewöhnung", -3)]:
        words = xoshiro256starstar(stream_key(seed, name, step))
        four = [next(words) for _ in range(4)]
        streams.append({"seed": seed, "name": name, "step": step, "words": four,
                        "uniforms": [(word >> 11) * 2.0**-53 for word in four],
                        "normals": [quantile(((word >> 12) + 0.5) * 2.0**-52) for word in four]})
    write("seeded_generator.json", streams)


# Quantiles of the normal distribution, to 40 digits --------------------------------------------

def quantile(p):
    # The root z of log(erfc(-z / sqrt 2) / 2) = log p; erfinv(2p - 1) would lose a small p.
    if p == 0.5:
        return 0.0
    if p > 0.5:  # 1 - p is exact in 40 digits
        return -quantile(1 - mpmath.mpf(p))
    excess = lambda z: mpmath.log(mpmath.erfc(-z / mpmath.sqrt(2)) / 2) - mpmath.log(p)
    start = 0 if p > 0.4 else -mpmath.sqrt(-2 * mpmath.log(p))
    return float(mpmath.findroot(excess, start))


def normal_quantiles():
    probabilities = [1e-300, 1e-100, 1e-20, 1e-12, 1.3e-11, 1.5e-11, 1e-5, 0.001, 0.02275, 0.0749,
                     0.0751, 0.1, 0.25, 0.4, 0.4999, 0.5, 0.50001, 0.6, 0.9, 0.9249, 0.9251, 0.975,
                     0.999, 0.9999999, 1 - 2.0**-53]
    write("normal_quantiles.json", [{"p": p, "z": quantile(p)} for p in probabilities])


# Linear algebra -------------------------------------------------------------------------------

def linear_algebra():
    random = np.random.RandomState(2024)

    decompositions = []
    for rows, columns in [(5, 3), (3, 5), (4, 4), (1, 1), (6, 1), (1, 4)]:
        a = random.randn(rows, columns)
        q, r = np.linalg.qr(a)
        sign = np.where(np.diag(r) < 0, -1.0, 1.0)
        decompositions.append({"a": matrix(a), "q": matrix(q), "r": matrix(r),
                               "positiveQ": matrix(q * sign)})

    fits = []
    days = np.linspace(-1, 1, 20)
    for a, b in [(random.randn(23, 7), random.randn(23, 2)),
                 (random.randn(4, 4), random.randn(4, 3)),
                 (np.vander(days, 6), np.sin(3 * days)[:, None]),
                 (np.hstack([random.rand(60, 11) * 1e3, np.ones((60, 1))]), random.rand(60, 1))]:
        fits.append({"a": matrix(a), "b": matrix(b),
                     "x": matrix(np.linalg.lstsq(a, b, rcond=None)[0])})

    singular = []
    low = random.randn(5, 2) @ random.randn(2, 4)
    for name, a in [("tall", random.randn(6, 4)), ("wide", random.randn(3, 8)),
                    ("rank 2 of 4", low), ("one row", random.randn(1, 6)),
                    ("one column", random.randn(7, 1)), ("zeros", np.zeros((3, 2))),
                    ("a zero column", np.column_stack([random.randn(5), np.zeros(5), np.ones(5)])),
                    ("equal columns", np.ones((4, 3))),
                    ("Hilbert", 1.0 / (np.arange(7)[:, None] + np.arange(5) + 1)),
                    ("huge and tiny", np.diag([1e200, 1e-200, 1e150]))]:
        singular.append({"name": name, "a": matrix(a), "rank": int(np.linalg.matrix_rank(a)),
                         "values": np.linalg.svd(a, compute_uv=False).tolist()})

    spectra = []
    angle = 0.7
    change = np.array([[1.0, 2, 0], [0, 1, 3], [1, 0, 1]])
    jordan = np.array([[2.0, 1, 0], [0, 2, 1], [0, 0, 2]])
    companion = np.diag(np.ones(4), -1)
    companion[0] = -np.poly([1, 2, 3, 4, 5])[1:]
    for name, a, exact in [
            ("defective 2×2", [[3, 1], [-1, 1]], [2, 2]),
            ("defective 3×3", change @ jordan @ np.linalg.inv(change), [2, 2, 2]),
            ("rotation", [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], None),
            ("random 7×7", random.randn(7, 7), None),
            ("random 20×20", random.randn(20, 20) / np.sqrt(20), None),
            ("symmetric 6×6", (lambda m: m + m.T)(random.randn(6, 6)), None),
            ("cyclic permutation of 4", np.roll(np.eye(4), 1, axis=0), [1, -1, 1j, -1j]),
            ("companion of 1…5", companion, [1, 2, 3, 4, 5]),
            ("zeros", np.zeros((3, 3)), [0, 0, 0]),
            ("triangle", [[1, 5, 9], [0, -4, 2], [0, 0, 0.5]], [1, -4, 0.5]),
            ("one element", [[-3]], [-3]),
            ("huge", random.randn(4, 4) * 1e180, None)]:
        a = np.asarray(a, dtype=np.float64)
        values = np.linalg.eigvals(a) if exact is None else np.asarray(exact, dtype=complex)
        spectra.append({"name": name, "a": matrix(a), "real": np.real(values).tolist(),
                        "imaginary": np.imag(values).tolist()})

    # Principal components by the other road: eigenvectors of the covariance matrix.
    data = random.randn(12, 5) @ np.diag([5, 3, 2, 1, 0.3]) @ random.randn(5, 5) + 10
    values, vectors = np.linalg.eigh(np.cov(data, rowvar=False))
    components = vectors[:, ::-1].T
    rows = np.arange(5)
    largest = components[rows, np.abs(components).argmax(axis=1)]
    components = components * np.sign(largest)[:, None]
    principal = {"data": matrix(data), "mean": data.mean(axis=0).tolist(),
                 "variance": values[::-1].tolist(), "components": matrix(components)}

    write("linear_algebra.json", {
        "decompositions": decompositions, "fits": fits, "singular": singular, "spectra": spectra,
        "principal": principal,
    })


mpmath.mp.dps = 40
legacy_generator()
seeded_generator()
normal_quantiles()
linear_algebra()
