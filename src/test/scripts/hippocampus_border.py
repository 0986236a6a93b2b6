"""What Dice on hippocampi consists of: the outline of the whole, and the border between head (1) and body (2).

hippocampus_border.py PREDICTIONS REFERENCES     folders of NIfTI label files; needs numpy

Where the reference's border lies is found as the plane across the second axis that divides its foreground best; the
prediction's likewise. Everything is a mean over cases; "own border moved" counts voxels between the two planes.
"""
import gzip
import os
import struct
import sys

import numpy as np

predictions, references = sys.argv[1:]


def labels(path):
    data = gzip.open(path).read()
    shape = struct.unpack("<3h", data[42:48])
    kind = {2: np.uint8, 4: np.int16, 8: np.int32, 16: np.float32, 64: np.float64, 512: np.uint16}[struct.unpack("<h", data[70:72])[0]]
    begin = int(struct.unpack("<f", data[108:112])[0])
    return np.frombuffer(data, kind, int(np.prod(shape)), begin).reshape(shape, order="F").astype(int)


def dice(a, b):
    return 2 * (a & b).sum() / (a.sum() + b.sum())


def divided(foreground, plane):
    head = np.arange(foreground.shape[1])[None, :, None] >= plane
    return foreground & head, foreground & ~head


def score(parts, reference):
    return (dice(parts[0], reference == 1) + dice(parts[1], reference == 2)) / 2


def border(reference):
    """The plane that divides a label image's foreground with the best mean Dice, and that Dice."""
    scores = [score(divided(reference > 0, p), reference) for p in range(reference.shape[1] + 1)]
    return int(np.argmax(scores)), max(scores)


rows = []
for name in sorted(n for n in os.listdir(predictions) if n.endswith(".nii.gz")):
    p, r = labels(f"{predictions}/{name}"), labels(f"{references}/{name}")
    at, planar = border(r)
    own, _ = border(p)
    best = max(score(divided(p > 0, plane), r) for plane in range(p.shape[1] + 1))
    rows.append((dice(p > 0, r > 0), score((p == 1, p == 2), r), score(divided(p > 0, own), r), best, planar, abs(own - at), own - at,
        (p > 0).sum() / (r > 0).sum()))
mean = np.mean(rows, 0)
print(f"{len(rows)} cases")
print(f"Dice of the whole                                  {mean[0]:.4f}")
print(f"mean Dice of head and body                         {mean[1]:.4f}")
print(f"  with the prediction's border made a plane        {mean[2]:.4f}")
print(f"  with the plane that would have been best         {mean[3]:.4f}")
print(f"the reference itself, its border made a plane      {mean[4]:.4f}")
print(f"own border moved, in voxels                        {mean[5]:.2f} (signed {mean[6]:+.2f})")
print(f"volume, as a share of the reference's              {mean[7]:.3f}")
