"""Makes the reference values beside this file: Keras's optimisers, losses, metrics, trainings and early stopping.

Made with Python 3.11.7, keras 3.15.1, jax 0.10.2 and numpy 2.4.6, in 64-bit numbers:

    pip install keras==3.15.1 "jax[cpu]==0.10.2" numpy==2.4.6
    python3 make_reference.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"

import jax
import keras
import numpy as np
from keras.src.backend.common import dtypes

keras.config.set_floatx("float64")
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # else Keras narrows tanh to 32 bits under JAX

HERE = pathlib.Path(__file__).parent
random = np.random.RandomState(2024)


def write(name, value):
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    text = text.replace("},{", "},\n{").replace('},"', '},\n"')
    (HERE / name).write_text(text + "\n")


def tensor(a):
    a = np.asarray(a)
    assert a.dtype == np.float64, a.dtype
    return {"shape": list(a.shape), "elements": a.ravel().tolist()}


def draw(limit, *shape):
    return random.uniform(-limit, limit, shape).round(3)


OPTIMIZERS = {
    "SGD": lambda: keras.optimizers.SGD(),
    "SGD with momentum": lambda: keras.optimizers.SGD(0.05, momentum=0.8),
    "SGD with Nesterov momentum": lambda: keras.optimizers.SGD(0.05, momentum=0.8, nesterov=True),
    "RMSprop": lambda: keras.optimizers.RMSprop(),
    "RMSprop with momentum": lambda: keras.optimizers.RMSprop(0.02, rho=0.7, momentum=0.6),
    "Adam": lambda: keras.optimizers.Adam(),
    "Adam with options": lambda: keras.optimizers.Adam(
        0.05, beta_1=0.7, beta_2=0.95, epsilon=0.01),
}


# Optimisers -----------------------------------------------------------------------------------

def steps_of(make, weights, steps):
    """The weights after each step."""
    variables = [keras.Variable(w) for w in weights]
    optimizer = make()
    after = []
    for gradients in steps:
        optimizer.apply([jax.numpy.asarray(g) for g in gradients], variables)
        after.append([tensor(v) for v in variables])
    return after


def write_steps(file, rules, weights, steps):
    write(file, {
        "weights": [tensor(w) for w in weights],
        "gradients": [[tensor(g) for g in gradients] for gradients in steps],
        "rules": [{"name": name, "after": steps_of(make, weights, steps)}
                  for name, make in rules.items()],
    })


def optimizers():
    # Gradients of all sizes: epsilon decides where they are small, and one weight has none at all.
    sizes = np.array([[1, 1e-3, 1e-8], [10, 0, 1]])
    weights = [draw(1, 2, 3), draw(1, 4)]
    steps = [[draw(1, 2, 3) * sizes, draw(1, 4)] for _ in range(6)]
    write_steps("optimizers.json", OPTIMIZERS, weights, steps)


CLIPPING = {
    "SGD, value": lambda: keras.optimizers.SGD(0.5, momentum=0.8, clipvalue=0.3),
    "SGD, norm": lambda: keras.optimizers.SGD(0.5, clipnorm=0.9),
    "SGD, global norm": lambda: keras.optimizers.SGD(0.5, momentum=0.8, global_clipnorm=0.9),
    "RMSprop, value": lambda: keras.optimizers.RMSprop(0.02, clipvalue=0.3),
    "RMSprop, norm": lambda: keras.optimizers.RMSprop(0.02, clipnorm=0.9),
    "Adam, norm": lambda: keras.optimizers.Adam(0.05, clipnorm=0.9),
    "Adam, global norm": lambda: keras.optimizers.Adam(0.05, global_clipnorm=0.9),
}


def clipping():
    # Of two weights, one gradient or the other, both or none exceed the bound; one step has none at all.
    sizes = [(1, 1), (0.1, 3), (20, 0.1), (0.1, 0.1), (0, 0), (5, 0.3)]
    weights = [draw(1, 2, 3), draw(1, 4)]
    steps = [[draw(1, 2, 3) * a, draw(1, 4) * b] for a, b in sizes]
    write_steps("clipping.json", CLIPPING, weights, steps)


# Learning rates -------------------------------------------------------------------------------

SCHEDULES = {
    "cosine": lambda s: s.CosineDecay(0.8, 7),
    "cosine with alpha": lambda s: s.CosineDecay(0.8, 7, alpha=0.25),
    "exponential": lambda s: s.ExponentialDecay(0.8, 3, 0.6),
    "exponential staircase": lambda s: s.ExponentialDecay(0.8, 3, 0.6, staircase=True),
    "polynomial": lambda s: s.PolynomialDecay(0.8, 6, end_learning_rate=0.1, power=2.5),
    "linear": lambda s: s.PolynomialDecay(0.8, 6, end_learning_rate=0, power=1),
    "piecewise": lambda s: s.PiecewiseConstantDecay([2, 5], [0.8, 0.4, 0.08]),
}


def schedules():
    """The learning rate before each of ten steps."""
    write("schedules.json", [
        {"name": name, "rates": [float(make(keras.optimizers.schedules)(step)) for step in range(10)]}
        for name, make in SCHEDULES.items()])


# Losses and metrics ---------------------------------------------------------------------------

def loss_case(name, loss, prediction, target, differentiable=True):
    case = {"name": name, "prediction": tensor(prediction), "target": tensor(target),
            "value": float(loss(target, jax.numpy.asarray(prediction)))}
    if differentiable:
        gradient = jax.grad(lambda p: loss(target, p))(jax.numpy.asarray(prediction))
        case["gradient"] = tensor(gradient)
    return case


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def losses():
    k = keras.losses
    binary, onehot = np.round(random.rand(4, 3)), np.eye(3)[[2, 0, 0, 1]]
    soft = softmax(draw(1, 4, 3))
    probabilities = random.uniform(0.05, 0.95, (4, 3)).round(3)
    extreme = np.array([[0.0, 1, 0.5], [1, 0, 0], [1, 1, 0], [0, 0, 1.0]])
    large = np.array([[800.0, -800, 3], [-40, 40, 0], [1e-9, -3, 745], [-745, 0, 2]])
    bce, cce = k.BinaryCrossentropy, k.CategoricalCrossentropy
    write("losses.json", [
        loss_case("meanSquaredError", k.MeanSquaredError(), draw(2, 4, 3), draw(2, 4, 3)),
        loss_case("meanSquaredError", k.MeanSquaredError(), draw(2, 2, 5, 3), draw(2, 2, 5, 3)),
        loss_case("meanAbsoluteError", k.MeanAbsoluteError(), draw(2, 4, 3), draw(2, 4, 3)),
        loss_case("binaryCrossentropy", bce(), probabilities, binary),
        loss_case("binaryCrossentropy", bce(), probabilities, soft),
        loss_case("binaryCrossentropy", bce(), extreme, binary, differentiable=False),
        loss_case("binaryCrossentropy from logits", bce(from_logits=True), draw(3, 4, 3), binary),
        loss_case("binaryCrossentropy from logits", bce(from_logits=True), large, binary),
        loss_case("categoricalCrossentropy", cce(), softmax(draw(2, 4, 3)), onehot),
        loss_case("categoricalCrossentropy", cce(), probabilities, soft),  # rows that don't add up to 1
        loss_case("categoricalCrossentropy", cce(), extreme, onehot, differentiable=False),
        loss_case("categoricalCrossentropy from logits", cce(from_logits=True), draw(3, 4, 3), onehot),
        loss_case("categoricalCrossentropy from logits", cce(from_logits=True), large, soft),
        loss_case("categoricalCrossentropy from logits", cce(from_logits=True),
                  draw(3, 2, 5, 3), softmax(draw(1, 2, 5, 3))),
    ])


def metric_case(name, metric, prediction, target):
    metric.update_state(target, prediction)
    return {"name": name, "prediction": tensor(prediction), "target": tensor(target),
            "value": float(metric.result())}


def metrics():
    k = keras.metrics
    binary, onehot = np.round(random.rand(7, 3)), np.eye(3)[random.randint(3, size=7)]
    halves = np.array([[0.5], [0.50001], [0.49999], [1], [0]])  # exactly one half counts as 0
    ties = np.array([[0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [1, 1, 1], [0, 3.0, 0]])  # the first counts
    write("metrics.json", [
        metric_case("meanSquaredError", k.MeanSquaredError(), draw(2, 7, 3), draw(2, 7, 3)),
        metric_case("meanAbsoluteError", k.MeanAbsoluteError(), draw(2, 7, 3), draw(2, 7, 3)),
        metric_case("binaryAccuracy", k.BinaryAccuracy(), random.rand(7, 3).round(3), binary),
        metric_case("binaryAccuracy", k.BinaryAccuracy(), halves,
                    np.array([[0.0], [1], [1], [1], [0]])),
        metric_case("categoricalAccuracy", k.CategoricalAccuracy(), draw(2, 7, 3), onehot),
        metric_case("categoricalAccuracy", k.CategoricalAccuracy(), ties, np.eye(3)[[0, 2, 0, 1]]),
    ])


# Whole trainings ------------------------------------------------------------------------------

def training(name, data, validation):
    keras.backend.clear_session()
    model = keras.Sequential([
        keras.Input((None, 1)), keras.layers.SimpleRNN(4), keras.layers.Dense(1)])
    model.set_weights([draw(0.8, *w.shape) for w in model.get_weights()])
    before = [tensor(w) for w in model.get_weights()]
    model.compile(optimizer=OPTIMIZERS[name](), loss="mse", metrics=["mae"])
    history = model.fit(*data, epochs=3, batch_size=8, shuffle=False, validation_data=validation,
                        verbose=0).history
    return {"optimizer": name, "before": before,
            "after": [tensor(w) for w in model.get_weights()],
            **{key: history[key] for key in ["loss", "mae", "val_loss", "val_mae"]}}


def trainings():
    data, validation = (draw(1, 20, 6, 1), draw(1, 20, 1)), (draw(1, 5, 6, 1), draw(1, 5, 1))
    write("trainings.json", {
        "x": tensor(data[0]), "y": tensor(data[1]), "validationX": tensor(validation[0]),
        "validationY": tensor(validation[1]),
        "trainings": [training(name, data, validation) for name in OPTIMIZERS],
    })


# Classes --------------------------------------------------------------------------------------

def classes():
    """The cross-entropy with integer classes; padding, class 0, is left out by Keras's ignore_class."""
    logits, right = draw(2, 3, 4, 5), np.array([[1, 0, 4, 2], [3, 3, 0, 0], [2, 1, 1, 4]])
    cases = []
    for from_logits in [False, True]:
        prediction = logits if from_logits else np.asarray(jax.nn.softmax(logits)).round(3)
        for ignore in [None, 0]:
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits, ignore_class=ignore)
            value = lambda p: loss(right, p)
            cases.append({
                "fromLogits": from_logits, "ignoring": ignore, "prediction": tensor(prediction),
                "classes": right.ravel().tolist(), "value": float(value(prediction)),
                "gradient": tensor(jax.grad(value)(jax.numpy.asarray(prediction)))})
    write("classes.json", cases)


# Early stopping -------------------------------------------------------------------------------

def early_stopping_case(monitor, figures, patience, min_delta, restore):
    """Keras's callback on a model whose one weight is the number of the epoch."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    mode = "max" if monitor.endswith("accuracy") else "min"
    callback = keras.callbacks.EarlyStopping(
        monitor, min_delta=min_delta, patience=patience, mode=mode, restore_best_weights=restore)
    callback.set_model(model)
    model.stop_training = False
    callback.on_train_begin()
    epochs = 0
    for figure in figures:
        model.set_weights([np.full((1, 1), epochs + 1.0)])
        callback.on_epoch_end(epochs, {monitor: figure})
        epochs += 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {"monitor": monitor, "figures": figures, "patience": patience, "minDelta": min_delta,
            "restore": restore, "epochs": epochs, "wasStopped": bool(model.stop_training),
            "best": float(callback.best), "bestEpoch": callback.best_epoch + 1,
            "weight": float(model.get_weights()[0][0, 0])}


def early_stopping():
    courses = [
        ("val_loss", [0.4095, 0.3296, 0.3569]),
        ("val_loss", [1.0, 0.8, 0.9, 0.7, 0.75, 0.72, 0.71, 0.69, 0.69, 0.7, 0.8]),
        ("val_loss", [0.5, 0.5, 0.5, 0.5]),
        ("val_loss", [0.9, 0.8, 0.7, 0.6]),
        ("val_accuracy", [0.5, 0.7, 0.6, 0.65, 0.71, 0.705, 0.6]),
    ]
    write("early_stopping.json", [
        early_stopping_case(monitor, figures, patience, min_delta, restore)
        for monitor, figures in courses for patience in [0, 1, 2, 3]
        for min_delta in [0, 0.05] for restore in [False, True]])


optimizers()
losses()
metrics()
trainings()
classes()
clipping()
schedules()
early_stopping()
