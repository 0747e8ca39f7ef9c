"""Keras's side of `unroll imdb --data DIR --network simple500`: the lecture's network on the same reviews.

The words of Keras's Tokenizer, 10,000 ids of which four are reserved, the last 500 of each review; Embedding(32),
SimpleRNN(32), Dense(1); RMSprop 0.001, batches of 32, three epochs on four fifths of the reviews to train on, the last fifth
validates; the test in the end. The seconds are those of the whole program but for its imports.

    KERAS_BACKEND=tensorflow python Benchmarks/Peers/reviews_keras.py --data DIR
"""

import argparse
import pathlib
import time

import keras
import numpy as np
from keras.src.legacy.preprocessing.text import Tokenizer

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True, help="the folder with imdb_train.tsv and imdb_test.tsv: label, tab, …, text")
parser.add_argument("--epochs", type=int, default=3)
parser.add_argument("--seed", type=int, default=42)
options = parser.parse_args()
begin = time.perf_counter()


def read(name):
    texts, labels = [], []
    with open(pathlib.Path(options.data) / name, encoding="utf-8", newline="\n") as file:
        for line in file:
            columns = line.rstrip("\n").split("\t")
            labels.append(int(columns[0]))
            texts.append("\t".join(columns[2:] if len(columns) > 2 else columns[1:]))
    return texts, np.array(labels)


texts, labels = read("imdb_train.tsv")
test_texts, test_labels = read("imdb_test.tsv")
tokenizer = Tokenizer(num_words=9996)
tokenizer.fit_on_texts(texts)


def rows(some):
    ids = [[1] + [i + 3 for i in words] for words in tokenizer.texts_to_sequences(some)]
    return keras.utils.pad_sequences(ids, maxlen=500)


inputs, test_inputs = rows(texts), rows(test_texts)
order = np.random.RandomState(113).permutation(len(inputs))
inputs, labels = inputs[order], labels[order]
split = len(inputs) * 4 // 5

keras.utils.set_random_seed(options.seed)
model = keras.Sequential([
    keras.layers.Input((500,)), keras.layers.Embedding(10_000, 32), keras.layers.SimpleRNN(32),
    keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.RMSprop(0.001), "binary_crossentropy", metrics=["accuracy"])
model.fit(inputs[:split], labels[:split], epochs=options.epochs, batch_size=32,
          validation_data=(inputs[split:], labels[split:]), verbose=2)
loss, accuracy = model.evaluate(test_inputs, test_labels, verbose=0)
print(f"Keras {keras.__version__} on {keras.backend.backend()}: test accuracy {accuracy:.4f}, loss {loss:.4f}, "
      f"{time.perf_counter() - begin:.1f} s")
