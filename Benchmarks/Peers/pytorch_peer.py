"""PyTorch: its fused recurrent layers, or with --cells its cells in a Python loop."""

import common

try:
    import torch
except ImportError as error:
    common.decline(str(error))

options = common.options()
torch.set_num_threads(options.threads)
torch.set_num_interop_threads(1)
# Without it vanishing gradients make PyTorch many times slower; our side and XLA flush too.
torch.set_flush_denormal(True)
base = common.peak_megabytes()
library = f"PyTorch {torch.__version__}"

LAYERS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
CELLS = {"rnn": torch.nn.RNNCell, "lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}


def torch_layout(cell, weight):
    """From Keras's columns z, r, h to PyTorch's r, z, n; LSTM gates have the same order in both."""
    if cell == "gru":
        z, r, h = weight.chunk(3, dim=-1)
        weight = torch.cat([r, z, h], dim=-1)
    return weight


def load(cell, layer, suffix, weights):
    """Copies Keras's weights into a layer. Its second bias, where Keras has one, stays zero."""
    kernel, recurrent, bias = (torch_layout(cell, torch.tensor(w)) for w in weights)
    one, other = bias if cell == "gru" else (bias, torch.zeros_like(bias))
    values = {"weight_ih": kernel.T, "weight_hh": recurrent.T, "bias_ih": one, "bias_hh": other}
    for name, value in values.items():
        getattr(layer, name + suffix).data.copy_(value)
    if cell != "gru":
        getattr(layer, "bias_hh" + suffix).requires_grad_(False)


class Fused(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        features = common.FEATURES[size.task]
        self.layer = LAYERS[size.cell](features, size.units, size.layers, batch_first=True)
        for i, weights in enumerate(common.layers_of(size, common.weights(size))[1]):
            load(size.cell, self.layer, f"_l{i}", weights)

    def forward(self, x):
        return self.layer(x)[0]


class Cells(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        widths = [common.FEATURES[size.task]] + [size.units] * size.layers
        self.cells = torch.nn.ModuleList(
            CELLS[size.cell](*pair) for pair in zip(widths, widths[1:]))
        self.has_carry = size.cell == "lstm"
        for cell, weights in zip(self.cells, common.layers_of(size, common.weights(size))[1]):
            load(size.cell, cell, "", weights)

    def forward(self, x):
        for cell in self.cells:
            state, outputs = None, []
            for row in x.unbind(1):
                state = cell(row, state)
                outputs.append(state[0] if self.has_carry else state)
            x = torch.stack(outputs, dim=1)
        return x


class Network(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        embedding, _, (kernel, bias) = common.layers_of(size, common.weights(size))
        self.embedding = None
        if embedding is not None:
            self.embedding = torch.nn.Embedding.from_pretrained(
                torch.tensor(embedding), freeze=False)
        self.recurrent = (Cells if options.cells else Fused)(size)
        self.dense = torch.nn.Linear(*kernel.shape)
        self.dense.weight.data.copy_(torch.tensor(kernel.T))
        self.dense.bias.data.copy_(torch.tensor(bias))
        self.takes_all = size.task == "characters"

    def forward(self, x):
        x = self.recurrent(x if self.embedding is None else self.embedding(x))
        return self.dense(x if self.takes_all else x[:, -1])


def training(size):
    network = Network(size)
    x, y = (torch.tensor(a) for a in common.batch(size))
    parameters = [p for p in network.parameters() if p.requires_grad]
    if size.task == "reviews":
        optimizer = torch.optim.RMSprop(parameters, lr=1e-3, alpha=0.9, eps=1e-15)
    else:
        optimizer = torch.optim.Adam(parameters, lr=1e-3, eps=1e-7)
    functional = torch.nn.functional

    def loss_of(prediction):
        if size.task == "characters":
            return functional.cross_entropy(prediction.flatten(0, 1), y.flatten().long())
        if size.task == "reviews":
            return functional.binary_cross_entropy_with_logits(prediction, y)
        return functional.mse_loss(prediction, y)

    def step():
        optimizer.zero_grad()
        loss = loss_of(network(x))
        loss.backward()
        optimizer.step()
        return loss

    values = [step().item() for _ in range(4)]
    common.serve(library, options.seconds, base, values, common.repeated(step))


def inference(size):
    network = Network(size)
    text = [torch.tensor(x) for x in common.written_text()]
    state = None

    def step(x):
        nonlocal state
        if options.cells:
            state = network.recurrent.cells[0](x[:, 0], state)
            return network.dense(state)
        output, state = network.recurrent.layer(x, state)
        return network.dense(output[:, 0])

    with torch.inference_mode():
        values = [(step(x) ** 2).mean() for x in text]
        run = common.repeated(lambda: step(text[0]))
        common.serve(library, options.seconds, base, values, run)


def chain():
    def step():
        x = y = torch.tensor(0.5, requires_grad=True)
        for _ in range(1000):
            y = torch.tanh(y)
        y.backward()
        return y, x.grad

    common.serve(library, options.seconds, base, [v.item() for v in step()], common.repeated(step))


def gradient_check(fast):
    torch.set_flush_denormal(False)
    lstm = torch.nn.LSTM(4, 5, batch_first=True).double()
    x, h, c, kernel, recurrent, bias = (torch.tensor(a) for a in common.checked_inputs())
    inputs = [x, h[None], c[None], kernel.T.contiguous(), recurrent.T.contiguous(), bias]
    inputs = [a.requires_grad_() for a in inputs]
    no_bias = torch.zeros(20, dtype=torch.float64)

    def function(x, h, c, kernel, recurrent, bias):
        named = {"weight_ih_l0": kernel, "weight_hh_l0": recurrent,
                 "bias_ih_l0": bias, "bias_hh_l0": no_bias}
        return torch.func.functional_call(lstm, named, (x, (h, c)))[0].sum()

    def step():
        torch.autograd.gradcheck(function, inputs, fast_mode=fast)

    common.serve(library, options.seconds, base, [function(*inputs).item()], common.repeated(step))


if options.workload in common.TRAINING:
    training(common.TRAINING[options.workload])
elif options.workload == "inference-rnn-100":
    inference(common.INFERENCE)
elif options.workload.startswith("scalar-tanh") and not options.cells:
    chain()
elif options.workload.startswith("gradient-check") and not options.cells:
    gradient_check(options.workload.endswith("fast"))
else:
    common.decline("not offered")
