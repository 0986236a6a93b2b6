#!/usr/bin/env python3
"""Writes what torch.load reads of each checkpoint here, beside it as checkpoint_final.json.

    OMP_NUM_THREADS=1 python make_expected.py        (torch 2.15.0, numpy 2.4.6)

The checkpoints are those of tiny networks that nnU-Net 2.8.1's own trainer made and saved after three steps on noise.
A tensor is {"tensor": type, shape, strides, SHA-256 of the elements in C order}; a
number of NumPy is a number, a device its text.
Only load checkpoints of people whom you trust: torch.load(weights_only=False) runs what they contain.
"""
import hashlib, json
from pathlib import Path
import numpy as np, torch


def plain(x):
    if isinstance(x, torch.Tensor):
        a = x.detach().contiguous().numpy()
        return {"tensor": str(x.dtype).split(".")[1], "shape": list(x.shape), "strides": list(x.stride()),
                "sha256": hashlib.sha256(a.astype(a.dtype.newbyteorder("<")).tobytes()).hexdigest()}
    if isinstance(x, dict): return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)): return [plain(v) for v in x]
    if isinstance(x, np.generic): return x.item()
    return x if x is None or isinstance(x, (bool, int, float, str)) else str(x)


for file in sorted(Path(__file__).resolve().parent.rglob("checkpoint_final.pth")):
    text = json.dumps(plain(torch.load(file, weights_only=False, map_location="cpu")), separators=(",", ":"))
    file.with_suffix(".json").write_text(text.replace("},", "},\n") + "\n")
    print(file.parent.parent.name, file.stat().st_size)
