"""PyTorch's side of `unroll chars --text FILE --minutes M`: the same character model, trained as long.

Embedding(V, 32), nn.LSTM, Dropout(0.2), Linear(V), begun as Keras begins its layers, with one bias; the first nine tenths
of the text cut into as many streams; windows that carry their state on; Adam (epsilon 1e-7) with the norm
of all gradients bounded by 5, its rate falling to 0 along half a cosine as the minutes pass; the vocabulary of the whole text. Looks at the held-out part do not count as
training time on either side. Prints the bits a character on the last tenth, which is read as ours is: in
streams of at least a thousand characters from states of zeros, and what is left over by itself.

    python Benchmarks/Peers/characters_lm_pytorch.py --text FILE --minutes 5 --threads 2
"""

import argparse
import math
import time
import unicodedata

import torch

torch.set_flush_denormal(True)  # as our training does; without it vanishing gradients cost much more
functional = torch.nn.functional

parser = argparse.ArgumentParser()
parser.add_argument("--text", required=True)
parser.add_argument("--minutes", type=float, default=5)
parser.add_argument("--cell", choices=["rnn", "lstm", "gru"], default="lstm")
parser.add_argument("--units", type=int, default=128)
parser.add_argument("--layers", type=int, default=1)
parser.add_argument("--dropout", type=float, default=0.2)
parser.add_argument("--window", type=int, default=50)
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--rate", type=float, default=0.003)
parser.add_argument("--schedule", choices=["cosine", "constant"], default="cosine")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seed", type=int, default=42)
parser.add_argument("--reports", type=int, default=10)
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(options.seed)

# The same characters as ours where each is one code point in composed form, as in English texts.
with open(options.text, encoding="utf-8", newline=None) as file:
    text = unicodedata.normalize("NFC", file.read())
characters = sorted(set(text))
number = {character: i for i, character in enumerate(characters)}
ids = torch.tensor([number[character] for character in text])
split = len(ids) * 9 // 10
training, held_out = ids[:split], ids[split:]
classes = len(characters)


def streams(part, count):
    """Inputs and the characters behind them, [streams, steps]."""
    steps = (len(part) - 1) // count
    return (part[:steps * count].view(count, steps), part[1:steps * count + 1].view(count, steps))


def started(layer):
    """Keras's beginnings: Glorot's uniform kernel, an orthogonal recurrent one for each gate, biases of 0 and
    1 for the LSTM's forget gate; PyTorch's second bias stays 0 and is not trained, but for a GRU's."""
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[options.cell]
    for name, weight in layer.named_parameters():
        if name.startswith("weight_ih"):
            torch.nn.init.xavier_uniform_(weight)
        elif name.startswith("weight_hh"):
            # One orthogonal matrix [units, gates · units], as Keras draws it.
            torch.nn.init.orthogonal_(weight)
        else:
            torch.nn.init.zeros_(weight)
            if name.startswith("bias_hh") and gates != 3:
                weight.requires_grad_(False)
            if name.startswith("bias_ih") and gates == 4:
                with torch.no_grad():
                    weight[options.units:2 * options.units] = 1
    return layer


class CharacterModel(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[options.cell]
        self.embedding = torch.nn.Embedding(classes, 32)
        torch.nn.init.uniform_(self.embedding.weight, -0.05, 0.05)
        self.recurrent = started(layer(32, options.units, options.layers, batch_first=True,
                                      dropout=options.dropout if options.layers > 1 else 0))
        self.dropout = torch.nn.Dropout(options.dropout)
        self.dense = torch.nn.Linear(options.units, classes)
        torch.nn.init.xavier_uniform_(self.dense.weight)
        torch.nn.init.zeros_(self.dense.bias)

    def forward(self, x, state):
        output, state = self.recurrent(self.embedding(x), state)
        return self.dense(self.dropout(output)), state


def loss_of(logits, y):
    return functional.cross_entropy(logits.flatten(0, 1), y.flatten())


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


@torch.inference_mode()
def bits(model, part):
    model.eval()
    try:
        return bits_by(model, part)
    finally:
        model.train()


def bits_by(model, part):
    targets = len(part) - 1
    count = max(1, min(64, targets // 1000))
    covered = targets // count * count
    pieces = [streams(part[:covered + 1], count)]
    if covered < targets:
        pieces.append(streams(part[covered:], 1))
    total = 0.0
    for x, y in pieces:
        state = None
        for start in range(0, x.shape[1], 100):
            logits, state = model(x[:, start:start + 100], state)
            window = y[:, start:start + 100]
            total += loss_of(logits, window).item() * window.numel()
    return total / targets / math.log(2)


model = CharacterModel()
trained = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.Adam(trained, lr=options.rate, eps=1e-7)
print(f"PyTorch {torch.__version__}, {options.threads} threads: {options.cell.upper()}({options.units}), "
      f"{sum(p.numel() for p in trained):,} weights; {len(text):,} characters, {classes} different ones",
      flush=True)

x, y = streams(training, min(options.batch, (len(training) - 1) // 2))
limit, seconds, steps, looks, read = 60 * options.minutes, 0.0, 0, 0, 0
while seconds < limit:
    state = None
    for start in range(0, x.shape[1], options.window):
        clock = time.perf_counter()
        if options.schedule == "cosine":
            optimizer.param_groups[0]["lr"] = options.rate * (1 + math.cos(math.pi * min(1, seconds / limit))) / 2
        optimizer.zero_grad()
        logits, state = model(x[:, start:start + options.window], state)
        loss = loss_of(logits, y[:, start:start + options.window])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 5)
        optimizer.step()
        state = detached(state)
        seconds += time.perf_counter() - clock
        steps += 1
        read += logits.shape[0] * logits.shape[1]
        if seconds / limit * options.reports >= looks or seconds >= limit:
            print(f"{min(100, 100 * seconds / limit):3.0f} %  {bits(model, held_out):.3f} bits", flush=True)
            looks += 1
        if seconds >= limit:
            break

print(f"{bits(model, held_out):.4f} bits a character on the last tenth after {seconds:.1f} s, {steps:,} steps "
      f"({1000 * seconds / steps:.2f} ms each), {read / len(training):.1f} times the text")
