"""PyTorch's gradcheck of an LSTM: 4 inputs, 5 units, 10 steps, batch 2, float64, one thread.

    pip install torch==2.15.0
    python Benchmarks/Peers/gradient_check_torch.py

Prints the median of several runs of the fast mode (random projections) and of the full check.
"""

import statistics
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(0)
lstm = torch.nn.LSTM(4, 5, batch_first=True).double()
names = [name for name, _ in lstm.named_parameters()]
parameters = [p for _, p in lstm.named_parameters()]
x = torch.randn(2, 10, 4, dtype=torch.float64, requires_grad=True)
count = x.numel() + sum(p.numel() for p in parameters)


def function(x, *parameters):
    output, _ = torch.func.functional_call(lstm, dict(zip(names, parameters)), (x,))
    return output.sum()


for fast in (True, False):
    times = []
    for _ in range(7):
        start = time.perf_counter()
        torch.autograd.gradcheck(function, (x, *parameters), fast_mode=fast)
        times.append((time.perf_counter() - start) * 1e3)
    mode = "fast" if fast else "full"
    print(f"PyTorch {torch.__version__}, {mode} mode, {count} inputs: "
          f"{statistics.median(times):.1f} ms")
