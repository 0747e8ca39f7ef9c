"""Makes the reference values beside this file: ten steps ahead of the lecture's series, by NumPy.

Made with Python 3.11.7 and numpy 2.4.6:

    pip install numpy==2.4.6
    python3 make_reference.py
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
STEPS, HORIZON = 50, 10


def generate_time_series(batch_size, n_steps):  # 000:651
    freq1, freq2, offsets1, offsets2 = np.random.rand(4, batch_size, 1)
    time = np.linspace(0, 1, n_steps)
    series = 0.5 * np.sin((time - offsets1) * (freq1 * 10 + 10))  # wave 1
    series += 0.2 * np.sin((time - offsets2) * (freq2 * 20 + 20))  # + wave 2
    series += 0.1 * (np.random.rand(batch_size, n_steps) - 0.5)  # + noise
    return series[..., np.newaxis].astype(np.float32)


np.random.seed(42)
series = generate_time_series(10000, STEPS + HORIZON)[:, :, 0].astype(np.float64)  # 003:186
x, y = series[:, :STEPS], series[:, STEPS:]
train, validation = slice(7000), slice(7000, 9000)


def with_ones(x):
    return np.hstack([x, np.ones((len(x), 1))])


def forecast(name, predicted):
    """Its error at each of the ten steps, their mean, and the first series' forecasts."""
    errors = np.mean((predicted - y[validation]) ** 2, axis=0)
    return {"name": name, "error": float(errors.mean()), "errors": errors.tolist(),
            "first": predicted[0].tolist()}


naive = np.repeat(x[validation, -1:], HORIZON, axis=1)
weights, *_ = np.linalg.lstsq(with_ones(x[train]), y[train], rcond=None)

# What a network that answers at every step should say: at step t the ten values behind it.
every_step = np.stack([series[:, t + 1:t + 1 + HORIZON] for t in range(STEPS)], axis=1)

text = json.dumps({
    "forecasts": [forecast("naive", naive),
                  forecast("leastSquares", with_ones(x[validation]) @ weights)],
    "everyStep": {"shape": list(every_step[train].shape), "first": every_step[0, :2].tolist(),
                  "last": every_step[6999, -1].tolist(), "sum": float(every_step[train].sum())},
}, separators=(",", ":"))
(HERE / "forecast10.json").write_text(text.replace("},{", "},\n{").replace('},"', '},\n"') + "\n")
