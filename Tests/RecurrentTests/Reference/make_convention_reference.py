"""Makes whole models' weights as other libraries write them, trained there, with their answers to a batch.

    pip install torch==2.15.0 safetensors==0.8.0 numpy==2.4.6                          && python3 make_convention_reference.py torch
    pip install keras==3.15.1 "jax[cpu]==0.10.2" safetensors==0.8.0 numpy==2.4.6       && python3 make_convention_reference.py keras
    pip install flax==0.12.2 "jax[cpu]==0.10.2" safetensors==0.8.0 numpy==2.4.6        && python3 make_convention_reference.py flax

writes into conventions/ beside this script. Made with Python 3.11.7. Weights are written as the library's users write them:
state_dict as safetensors, get_weights() as an npz and by path, variables flattened with strokes. NAME-batch.npz holds the inputs
(token ids or numbers) and the answers. Each model was trained for 30 steps of Adam, so that no weight is as it began.

    python3 make_convention_reference.py LIBRARY check FOLDER

goes the other way: takes FOLDER/NAME_*.safetensors or .npz, as `unroll export` writes them from the weights that were imported, into the
library's model, and prints how far its answers are from those above, and whether the weights are the same to the bit.
`make_convention_reference.py LIBRARY fresh FOLDER` writes the weights of models that were not trained. Benchmarks/weights-peers runs all.
"""

import os
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

HERE = pathlib.Path(__file__).parent / "conventions"
STEPS = 30
NUMBERS = np.random.default_rng(7)
IDS = NUMBERS.integers(0, 11, (4, 9))
WAVES = NUMBERS.uniform(-1, 1, (4, 9, 3)).astype(np.float32)


class Torch:
    """Models of PyTorch's, in evaluation."""

    def __init__(self):
        import torch
        from torch import nn

        class Reader(nn.Module):
            def __init__(self):
                super().__init__()
                self.words, self.memory, self.out = nn.Embedding(11, 5), nn.LSTM(5, 7, batch_first=True), nn.Linear(7, 3)

            def forward(self, x):
                return self.out(self.memory(self.words(x))[0][:, -1])

        class Stack(nn.Module):
            def __init__(self):
                super().__init__()
                self.encoder = nn.LSTM(3, 6, num_layers=2, batch_first=True)
                self.norm = nn.LayerNorm(6)
                self.both = nn.GRU(6, 4, bidirectional=True, batch_first=True)
                self.batch = nn.BatchNorm1d(8)
                self.simple = nn.RNN(8, 5, batch_first=True)
                self.out = nn.Linear(5, 2)

            def forward(self, x):
                x = self.both(self.norm(self.encoder(x)[0]))[0]
                x = self.batch(x.transpose(1, 2)).transpose(1, 2)
                return self.out(self.simple(x)[0])

        class Twins(nn.Module):
            """Two layers of one shape, whose names don't say which is the first."""

            def __init__(self):
                super().__init__()
                self.reader = nn.LSTM(3, 3, batch_first=True)
                self.answerer = nn.LSTM(3, 3, batch_first=True)

            def forward(self, x):
                return self.answerer(self.reader(x)[0])[0]

        self.torch = torch
        self.models = {"reader": (Reader, IDS), "stack": (Stack, WAVES), "twins": (Twins, WAVES)}

    def new(self, name):
        self.torch.manual_seed(5)
        return self.models[name][0]()

    def train(self, model, x):
        torch = self.torch
        optimizer = torch.optim.Adam(model.parameters(), 0.02)
        x = torch.from_numpy(x)
        target = torch.rand_like(model(x).detach())
        for _ in range(STEPS):
            optimizer.zero_grad()
            ((model(x) - target) ** 2).mean().backward()
            optimizer.step()

    def answers(self, model, x):
        with self.torch.no_grad():
            return model.eval()(self.torch.from_numpy(x)).numpy()

    def write(self, model, name, folder):
        import safetensors.torch

        safetensors.torch.save_file(model.state_dict(), folder / f"torch-{name}.safetensors")

    def read(self, model, path, x):
        import safetensors.torch

        model.load_state_dict(safetensors.torch.load_file(path))
        return model

    def arrays(self, model):
        return {key: value.numpy() for key, value in model.state_dict().items()}


class Keras:
    """Models of Keras's."""

    def __init__(self):
        os.environ.update(KERAS_BACKEND="jax", JAX_PLATFORMS="cpu")
        import keras
        from keras import layers as l

        def both_ends():
            return keras.Sequential(
                [keras.Input((None,)), l.Embedding(11, 5), l.Bidirectional(l.GRU(4, return_sequences=True)), l.Dense(3)]
            )

        def stack():
            return keras.Sequential(
                [
                    keras.Input((None, 3)),
                    l.SimpleRNN(6, return_sequences=True),
                    l.LSTM(6, return_sequences=True),
                    l.LSTM(6, return_sequences=True),
                    l.LayerNormalization(),
                    l.BatchNormalization(momentum=0.8),
                    l.TimeDistributed(l.Dense(5)),
                    l.Dense(2),
                ]
            )

        self.keras, self.models = keras, {"both-ends": (both_ends, IDS), "stack": (stack, WAVES)}

    def new(self, name):
        self.keras.utils.set_random_seed(5)
        self.keras.backend.clear_session()
        return self.models[name][0]()

    def train(self, model, x):
        model.compile(self.keras.optimizers.Adam(0.02), "mse")
        target = np.random.default_rng(8).uniform(0, 1, model.predict(x, verbose=0).shape).astype(np.float32)
        for _ in range(STEPS):
            model.train_on_batch(x, target)

    def answers(self, model, x):
        return np.asarray(model.predict(x, verbose=0))

    def write(self, model, name, folder):
        np.savez(folder / f"keras-{name}.npz", *model.get_weights())
        save_file(self.arrays(model), folder / f"keras-{name}.safetensors")

    def read(self, model, path, x):
        if path.suffix == ".npz":
            w = np.load(path)
            model.set_weights([w[f"arr_{i}"] for i in range(len(w.files))])
        else:
            w = load_file(path)
            for v in model.weights:
                v.assign(w[v.path])
        return model

    def arrays(self, model):
        return {v.path: np.asarray(v.value) for v in model.weights}


class Flax:
    """A model of flax.linen's."""

    def __init__(self):
        os.environ.update(JAX_PLATFORMS="cpu")
        import flax.linen as nn
        import jax
        import jax.numpy as jnp
        from flax.traverse_util import flatten_dict, unflatten_dict

        class Mixed(nn.Module):
            @nn.compact
            def __call__(self, ids, train=False):
                x = nn.Embed(11, 5)(ids)
                x = nn.RNN(nn.LSTMCell(6))(x)
                x = nn.RNN(nn.LSTMCell(6))(x)
                x = nn.Bidirectional(nn.RNN(nn.GRUCell(4)), nn.RNN(nn.GRUCell(4)))(x)
                x = nn.RNN(nn.SimpleCell(3))(x)
                x = nn.LayerNorm()(x)
                x = nn.BatchNorm(use_running_average=not train, momentum=0.8)(x)
                return nn.Dense(2)(x)

        self.jax, self.jnp, self.flatten, self.unflatten = jax, jnp, flatten_dict, unflatten_dict
        self.models = {"mixed": (Mixed, IDS)}

    def new(self, name):
        model, x = self.models[name]
        return [model(), model().init(self.jax.random.key(5), x)]

    def train(self, model, x):
        module, variables = model
        target = self.jax.random.uniform(self.jax.random.key(8), module.apply(variables, x).shape)

        def loss(params, stats):
            y, new = module.apply({"params": params, "batch_stats": stats}, x, train=True, mutable=["batch_stats"])
            return ((y - target) ** 2).mean(), new["batch_stats"]

        step = self.jax.jit(self.jax.grad(loss, has_aux=True))
        params, stats = variables["params"], variables["batch_stats"]
        for _ in range(STEPS):
            slopes, stats = step(params, stats)
            params = self.jax.tree.map(lambda w, g: w - 0.1 * self.jnp.sign(g), params, slopes)
        model[1] = {"params": params, "batch_stats": stats}

    def answers(self, model, x):
        return np.asarray(model[0].apply(model[1], x))

    def write(self, model, name, folder):
        save_file(self.arrays(model), folder / f"flax-{name}.safetensors")

    def read(self, model, path, x):
        return [model[0], self.unflatten(load_file(path), sep="/")]

    def arrays(self, model):
        return {key: np.asarray(value) for key, value in self.flatten(model[1], sep="/").items()}


def make(library, prefix):
    for name, (_, x) in library.models.items():
        model = library.new(name)
        library.train(model, x)
        library.write(model, name, HERE)
        np.savez(HERE / f"{prefix}-{name}-batch.npz", inputs=x, answers=library.answers(model, x))


def fresh(library, folder):
    for name in library.models:
        library.write(library.new(name), name, folder)


def check(library, prefix, folder):
    """Answers within 1e-6; of the weights that nothing was done to, the bits."""
    wrong = 0
    for name, (_, x) in library.models.items():
        expected = np.load(HERE / f"{prefix}-{name}-batch.npz")["answers"]
        original = load_file(HERE / f"{prefix}-{name}.safetensors")
        for path in sorted(folder.glob(f"{prefix}-{name}_*")):
            model = library.read(library.new(name), path, x)
            error = np.abs(library.answers(model, x) - expected).max() / np.abs(expected).max()
            found = library.arrays(model)
            equal = sum(found[key].tobytes() == original[key].tobytes() for key in original)
            wrong += error > 1e-6 or ("fresh" not in path.name and equal < len(original))
            print(f"{path.name:36} answers {error:.1e}  weights equal to the bit: {equal} of {len(original)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    kind, what = sys.argv[1], sys.argv[2:3]
    found = {"torch": Torch, "keras": Keras, "flax": Flax}[kind]()
    if what == ["check"]:
        sys.exit(check(found, kind, pathlib.Path(sys.argv[3])))
    fresh(found, pathlib.Path(sys.argv[3])) if what == ["fresh"] else make(found, kind)
