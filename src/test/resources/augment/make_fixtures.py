"""Makes operations.json: what SciPy, NumPy and PyTorch say that our augmentations must give."""
import json
import math
import os

import numpy as np
import scipy.ndimage as ndi
import torch

rng = np.random.default_rng(7)
image = rng.normal(size=(6, 7, 9)).astype(np.float32).round(4)
labels = ndi.zoom(rng.integers(0, 3, size=(3, 3, 4)), (2, 7 / 3, 9 / 4), order=0).astype(np.uint8)
out = {"image": image.ravel().tolist(), "labels": labels.ravel().tolist(), "size": list(image.shape)}
assert labels.shape == image.shape


def flat(a):
    return [round(float(v), 6) for v in np.asarray(a, dtype=np.float64).ravel()]


# blur, sigmas along z, y, x; window 2 * ceil(3 sigma) + 1
blurred = image.astype(np.float64)
for axis, sigma in enumerate((0.6, 0.9, 1.4)):
    blurred = ndi.gaussian_filter1d(blurred, sigma, axis=axis, mode="mirror", radius=math.ceil(3 * sigma))
out["blur"] = flat(blurred)


def turn(axis, angle):
    a, b = [d for d in range(3) if d != axis]
    m = np.eye(3)
    m[a, a] = m[b, b] = math.cos(angle)
    m[a, b] = -math.sin(angle)
    m[b, a] = math.sin(angle)
    return m


def spatial(angles, scale, size, start, planar):
    m = np.diag([1.0 if planar else scale, scale, scale])
    for axis, angle in enumerate(angles):
        m = turn(axis, angle) @ m
    half = (np.array(size) - 1) / 2
    offset = np.array(start) + half - m @ half
    moved = ndi.affine_transform(image.astype(np.float64), m, offset, size, order=1, mode="grid-constant")
    votes = [ndi.affine_transform((labels == c).astype(np.float64), m, offset, size, order=1, mode="grid-constant",
                                  cval=1.0 if c == 0 else 0.0) for c in range(3)]
    ranked = np.sort(np.stack(votes), axis=0)
    return {"angles": angles, "scale": scale, "size": size, "start": start, "planar": planar, "image": flat(moved),
            "labels": np.argmax(votes, axis=0).ravel().tolist(),
            "margin": flat(ranked[-1] - ranked[-2])}


out["spatial"] = [
    spatial([0.3, -0.5, 0.4], 1.3, [5, 6, 4], [1, 0, 3], False),
    spatial([-0.2, 0.1, 0.5], 0.7, [4, 4, 8], [0, 2, -2], False),
    spatial([0.0, 0.0, 0.0], 1.4, [6, 7, 9], [0, 0, 0], False),
    spatial([2.5, 0.0, 0.0], 0.8, [6, 5, 5], [0, 1, 2], True),
    spatial([-1.1, 0.0, 0.0], 1.2, [1, 7, 6], [5, 0, 1], True),
]

# low resolution: nearest down, linear up
low = {}
for share in (0.5, 0.63, 0.9):
    t = torch.from_numpy(image)[None, None]
    shrunk = [int(np.round(share * n)) for n in image.shape]
    down = torch.nn.functional.interpolate(t, size=shrunk, mode="nearest-exact")
    low[str(share)] = flat(torch.nn.functional.interpolate(down, size=image.shape, mode="trilinear"))
out["low"] = low


def gamma(x, g, inverted):
    x = -x if inverted else x.copy()
    mean, std = x.mean(), x.std()
    low, span = x.min(), x.max() - x.min()
    x = ((x - low) / span) ** g * span + low
    x = (x - x.mean()) / x.std() * std + mean
    return -x if inverted else x


x = image.astype(np.float64)
out["gamma"] = {"0.7": flat(gamma(x, 0.7, False)), "1.5": flat(gamma(x, 1.5, False))}
out["gamma_inverted"] = {"0.7": flat(gamma(x, 0.7, True)), "1.5": flat(gamma(x, 1.5, True))}
out["contrast"] = {str(f): flat(np.clip((x - x.mean()) * f + x.mean(), x.min(), x.max())) for f in (0.75, 1.25)}

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "operations.json"), "w") as file:
    json.dump(out, file, separators=(",", ":"))
