"""Four steps of PyTorch's Muon, with which MuonGraphTest compares; needs PyTorch 2.9 or later and NumPy.

PyTorch multiplies in bfloat16, so that the same in float64 is printed, too. A kernel of (z, y, x, in, out) is PyTorch's
matrix of out x (z y x in), transposed.
"""
import numpy
import torch

ROWS, COLUMNS, RATE, MOMENTUM = 6, 2, 0.02, 0.9
kernel = torch.nn.Parameter(torch.zeros(COLUMNS, ROWS))
# NB: its steps have a root mean square of 0.2 times the rate with this rule, ours of once
muon = torch.optim.Muon([kernel], lr=5 * RATE, weight_decay=0, momentum=MOMENTUM, nesterov=True,
                        adjust_lr_fn="match_rms_adamw")
mean, exact = numpy.zeros((ROWS, COLUMNS)), numpy.zeros((ROWS, COLUMNS))
for step in range(4):
    i = numpy.arange(ROWS * COLUMNS)
    gradient = numpy.sin(1 + 0.7 * i + 1.3 * step * i).reshape(ROWS, COLUMNS)
    kernel.grad = torch.from_numpy(gradient.T.astype(numpy.float32).copy())
    muon.step()
    mean = MOMENTUM * mean + (1 - MOMENTUM) * gradient
    ahead = MOMENTUM * mean + (1 - MOMENTUM) * gradient
    left, values, right = numpy.linalg.svd(ahead / numpy.linalg.norm(ahead), full_matrices=False)
    for _ in range(5):
        values = 3.4445 * values - 4.7750 * values ** 3 + 2.0315 * values ** 5
    exact -= RATE * numpy.sqrt(max(ROWS, COLUMNS)) * (left * values) @ right
for name, result in (("PyTorch", kernel.detach().numpy().T), ("float64", exact)):
    print(name + ":", ", ".join("%.5f" % value for value in result.ravel()))
