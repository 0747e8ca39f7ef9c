"""Makes the reference values beside this file: the lecture's series, by the lecture's own lines, and files of
labelled texts, by Python's own csv module.

Made with Python 3.11.7 and numpy 2.4.6:

    pip install numpy==2.4.6
    python3 make_reference.py

Half a million numbers are not stored: their bits are added up instead, once plainly and once each
times its place, counted from 1, so that a number in the wrong place is seen too.
"""

import csv
import io
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent


def generate_time_series(batch_size, n_steps):  # 000:651
    freq1, freq2, offsets1, offsets2 = np.random.rand(4, batch_size, 1)
    time = np.linspace(0, 1, n_steps)
    series = 0.5 * np.sin((time - offsets1) * (freq1 * 10 + 10))  # wave 1
    series += 0.2 * np.sin((time - offsets2) * (freq2 * 20 + 20))  # + wave 2
    series += 0.1 * (np.random.rand(batch_size, n_steps) - 0.5)  # + noise
    return series[..., np.newaxis].astype(np.float32)


def bits(a):
    return np.ascontiguousarray(a).ravel().view(np.uint32).astype(np.uint64)


def summary(a):
    places = np.arange(1, a.size + 1, dtype=np.uint64)
    return {"shape": list(a.shape), "sum": int(bits(a).sum()),
            "sumByPlace": int((bits(a) * places).sum())}  # modulo 2**64


def lecture(n_steps, horizon):  # 000:689, and 003 for more than one step ahead
    np.random.seed(42)
    series = generate_time_series(10000, n_steps + horizon)
    x, y = series[:, :n_steps], series[:, n_steps:, 0]
    result = {"steps": n_steps, "horizon": horizon, "first": bits(series)[:20].tolist(),
              "series": summary(series)}
    for name, part in [("train", slice(7000)), ("validation", slice(7000, 9000)),
                       ("test", slice(9000, None))]:
        result[name] = {"x": summary(x[part]), "y": summary(y[part])}
    naive = y[7000:9000, :1] - x[7000:9000, -1]
    result["naiveError"] = float(np.mean(naive.astype(np.float64) ** 2))
    return result


def small():
    np.random.seed(7)
    return bits(generate_time_series(3, 5)).tolist()


def linspaces():
    cases = [(0, 1, 51), (0, 1, 60), (0, 1, 2), (0, 1, 1), (-1, 1, 20), (0.1, 0.7, 7), (3, -2, 11)]
    return [{"start": start, "end": end, "numbers": np.linspace(start, end, count).tolist()}
            for start, end, count in cases]


text = json.dumps({"lectures": [lecture(50, 1), lecture(50, 10)], "small": small(),
                   "linspaces": linspaces()}, separators=(",", ":"))
(HERE / "series.json").write_text(text.replace("},{", "},\n{") + "\n")


CELLS = ["plain", "a, b; c", 'he said "no"', '"', '""', "two\nlines", "two\r\nlines", "old\rMac",
         " spaces ",
         "1,5", "tab\tinside", "caf\u00e9 \U0001f98a e\u0301", "next\u0085line", "line\u2028separator", "\ufeffmark",
         "vertical\u000btab", "positive", "0"]


def tables():
    rows = [(cell, index % 2) for index, cell in enumerate(CELLS)]
    result = []
    for delimiter, end, quoting in [(",", "\r\n", csv.QUOTE_MINIMAL), (";", "\n", csv.QUOTE_ALL),
                                    ("\t", "\n", csv.QUOTE_NONNUMERIC)]:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
        writer.writerow(["review", "sentiment"])
        places, done = [], 1
        for cell, label in rows:
            places.append(done + 1)
            writer.writerow([cell, ["negative", "positive"][label]])
            done = text.getvalue().count("\n")
        result.append({"text": text.getvalue(), "lines": places, "texts": [cell for cell, _ in rows],
                       "labels": [label for _, label in rows]})
    return result


def lines():
    text = "\n".join(CELLS) + "\n"
    file = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="\n")
    return {"text": text, "lines": [line.removesuffix("\n").removesuffix("\r") for line in file]}


(HERE / "texts.json").write_text(json.dumps({"tables": tables(), "lines": lines()}, indent=1) + "\n")
