"""Makes text.json beside this file: words, numbers, matrices, hashes and padding by Keras itself.

Made with Python 3.11.7, keras 3.15.1, jax 0.10.2 and numpy 2.4.6:

    pip install keras==3.15.1 jax==0.10.2 numpy==2.4.6
    KERAS_BACKEND=jax python3 make_text_reference.py

Keras 3 keeps the old Tokenizer under keras.src.legacy; the lecture imports it from
keras.preprocessing.text, where Keras 2 had the same code.
"""

import hashlib
import itertools
import json
import pathlib
import random
import unicodedata

from keras.src.legacy.preprocessing.text import Tokenizer, hashing_trick, text_to_word_sequence
from keras.utils import pad_sequences

HERE = pathlib.Path(__file__).parent
FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'

TEXTS = [
    "", " ", "...", "This movie was great!", "Don't  stop,it's  'quoted'\tand\nnew\r\nlines\rhere",
    "Data science rocks my socks off!", "vertical\x0btab form\x0cfeed nul\x00byte no\u00a0break \u3000wide",
    "<br /><br />A_b-c[d]e\\f^g`h{i|j}k~l",
    "caf\u00e9 cafe\u0301 CAF\u00c9 CAFE\u0301 \u00dcber "
    "STRASSE Stra\u00dfe \u1e9e",
    # Greek sigma: last in a word, first, alone, before marks, apostrophes and digits
    "\u039f\u0394\u039f\u03a3 \u03a3\u039f\u03a6\u039f\u03a3. \u03a3 \u0391\u03a3' \u0391\u03a3'\u0391 "
    "\u0391\u03a31 \u0391.\u03a3 \u0391\u03a3\u0301 1\u03a3 "
    "\u0391\u03a3\u4e00 \u0391\u03a3\u03a3 a\u03a3\U0001f600",
    "\u0130stanbul I\u0131 \u212a \u01c4 \u0178", "\U00010400\U00010428 \u13a0 \u1f88 \u2160 \u24b6",
    "\uac01 \u1100\u1161\u11a8 \ud55c\uad6d\uc5b4, \uc601\ud654!",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f44d\U0001f3fd! \U0001f1f0\U0001f1f7",
    "\u201cquotes\u201d \u2014 dash\u2026",
    "AAA aaa AaA", "trailing space ",
]

WORD_RULES = [(True, FILTERS), (False, FILTERS), (True, ""), (True, "Aa"), (True, "\u2014\u00e9\u03c2 "),
              (False, "A\u03a3'"), (True, "ik\u0307")]


def words():
    return [{"lowercase": lower, "filters": filters,
             "words": [text_to_word_sequence(t, filters=filters, lower=lower) for t in TEXTS]}
            for lower, filters in WORD_RULES]


def letters():
    """All letters that Unicode 3.2 knew and that have a small form, the sigma among them."""
    known = unicodedata.ucd_3_2_0
    large = [chr(c) for c in range(0x110000) if known.category(chr(c)) not in ("Cn", "Cs")
             and chr(c).lower() != chr(c)]
    return {"large": " ".join(large), "small": " ".join(large).lower()}


CORPUS = [
    "the cat sat on the mat", "The dog sat; the DOG slept!", "", "a cat and a dog, and the mat",
    "caf\u00e9 cafe\u0301 \uac01 \u1100\u1161\u11a8 \U0001f44d \U0001f44d",
]
NEW = ["the new cat and the new dog", "", "nothing known", "mat mat mat cat cafe\u0301"]


def tokenizers():
    result = []
    for num_words, oov in itertools.product([None, 2, 6, 9], [None, "<OOV>"]):
        t = Tokenizer(num_words=num_words, oov_token=oov)
        t.fit_on_texts(CORPUS)
        matrices = {mode: t.texts_to_matrix(NEW, mode=mode).tolist()
                    for mode in ["binary", "count", "freq", "tfidf"]}
        result.append({
            "numWords": num_words, "oov": oov is not None, "words": list(t.word_index),
            "counts": [t.word_counts[w] for w in t.word_index if w != oov],
            "documents": [t.word_docs[w] for w in t.word_index if w != oov],
            "sequences": t.texts_to_sequences(NEW), "matrices": matrices})
    return result


def hashes():
    text = "The cat, caf\u00e9 \uac01 \U0001f44d sat on a mat " + "x" * 70
    return {"text": text,
            "ids": [{"dimension": n, "ids": hashing_trick(text, n, hash_function="md5")}
                    for n in [2, 3, 10, 1000, 65537, 2**31 - 1]],
            "digests": [{"length": n, "digest": hashlib.md5(bytes(i % 251 for i in range(n))).hexdigest()}
                        for n in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 121, 1000]]}


def collisions():
    """Mean and variance of the number of collisions over every way to put tokens into boxes."""
    result = []
    for boxes, tokens in [(1, 4), (2, 1), (2, 5), (3, 3), (5, 6), (7, 4), (4, 0)]:
        counts = [tokens - len(set(way)) for way in itertools.product(range(boxes), repeat=tokens)]
        mean = sum(counts) / len(counts)
        result.append({"boxes": boxes, "tokens": tokens, "mean": mean,
                       "variance": sum(c * c for c in counts) / len(counts) - mean * mean})
    return result


def padding():
    random.seed(7)
    cases = [[[5, 6, 11, 32], [5, 6, 11, 14, 66, 3, 49, 55, 98, 121], [31, 12, 2, 77, 33, 78]],
             [[]], [[], [], []], [[], [1]], [[1, 2, 3, 4, 5]]]
    cases += [[[random.randrange(1, 1000) for _ in range(random.randrange(0, 9))]
               for _ in range(random.randrange(2, 6))] for _ in range(6)]
    result = []
    for sequences in cases:
        for maxlen, pad, cut, value in itertools.product(
                [None, 1, 3, 7, 10], ["pre", "post"], ["pre", "post"], [0, -4]):
            rows = pad_sequences(sequences, maxlen=maxlen, padding=pad, truncating=cut, value=value)
            result.append({"sequences": sequences, "maxlen": maxlen, "padding": pad, "truncating": cut,
                           "value": value, "shape": list(rows.shape), "rows": rows.ravel().tolist()})
    return result


text = json.dumps({"texts": TEXTS, "words": words(), "letters": letters(), "corpus": CORPUS, "new": NEW,
                   "tokenizers": tokenizers(), "hashes": hashes(), "collisions": collisions(),
                   "padding": padding()}, separators=(",", ":"))
(HERE / "text.json").write_text(text.replace("},{", "},\n{") + "\n")
