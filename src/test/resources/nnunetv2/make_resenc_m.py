#!/usr/bin/env python3
"""Makes ResEncM/: the network that nnU-Net 2.8.1's planner of residual encoders M makes for the hippocampus, with all its
features. Weights and input come from a formula, which ResidualForwardTest has too; logits are those of a cube in the
middle.

    OMP_NUM_THREADS=1 python make_resenc_m.py        (torch 2.15.0, nnunetv2 2.8.1)
"""
import json, os, sys, tempfile, zlib
from pathlib import Path
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
import make_resenc_plans as maker                      # also sets nnU-Net's folders
import numpy as np, torch
from nnunetv2.utilities.get_network_from_plans import get_network_from_plans

torch.set_num_threads(1)
OUT = HERE / "ResEncM/nnUNetTrainer__nnUNetResEncUNetMPlans__3d_fullres"
OUT.mkdir(parents=True, exist_ok=True)


def numbers(name, count):
    """Numbers from -1 to 1 that depend on a name: a hash of their index."""
    x = (np.arange(count, dtype=np.uint64) + zlib.crc32(name.encode())) * 0x9E3779B1 & 0xFFFFFFFF
    x ^= x >> np.uint64(15)
    x = x * 0x85EBCA77 & 0xFFFFFFFF
    x ^= x >> np.uint64(13)
    return ((x >> np.uint64(8)).astype(np.float64) / 2 ** 23 - 1).astype(np.float32)


def weight(name, shape):
    values = numbers(name, int(np.prod(shape)))
    if name.endswith("norm.weight"): values = 1 + np.float32(0.25) * values
    elif name.endswith("bias"): values = np.float32(0.25) * values
    else: values = np.float32(2.0 ** -np.floor(np.log2(np.sqrt(np.prod(shape[1:]) / 6)))) * values
    return values.reshape(shape)


_, classes, cases, spacing, shape = maker.EXTRA[0]
maker.prepare({"classes": classes, "cases": cases, "channel": "MRI", "spacings": [spacing] * cases,
               "shapes_after_crop": [shape] * cases, "median_relative_size_after_cropping": 1})
with torch.device("meta"):
    plans = maker.planners.nnUNetPlannerResEncM(900).plan_experiment()
plans = json.loads(json.dumps(plans, default=lambda n: n.item() if hasattr(n, "item") else list(n)))
plans["configurations"] = {"3d_fullres": plans["configurations"]["3d_fullres"]}
one = plans["configurations"]["3d_fullres"]
(OUT / "plans.json").write_text(json.dumps(plans, indent=1))
(OUT / "dataset.json").write_text(json.dumps({
    "channel_names": {"0": "MRI"}, "labels": {"background": 0, "anterior": 1, "posterior": 2}, "numTraining": cases,
    "file_ending": ".nii.gz"}))
a = one["architecture"]
net = get_network_from_plans(a["network_class_name"], a["arch_kwargs"], a["_kw_requires_import"], 1, classes,
                             allow_init=False, deep_supervision=False).eval()
shapes = {k: list(v.shape) for k, v in net.state_dict().items()
          if "all_modules" not in k and not k.startswith("decoder.encoder.")}
state = {k: torch.from_numpy(weight(k, s)) for k, s in shapes.items()}
missing = net.load_state_dict(state, strict=False)
assert not missing.unexpected_keys and all("all_modules" in k or k.startswith("decoder.encoder.")
                                           for k in missing.missing_keys)
patch = one["patch_size"]
x = torch.from_numpy(2 * numbers("input", int(np.prod(patch))).reshape(1, 1, *patch))
with torch.no_grad(): y = net(x)[0].numpy()
cube = tuple(slice(n // 2 - 4, n // 2 + 4) for n in patch)
np.save(OUT / "logits.npy", y[(slice(None), *cube)])
(OUT / "weights.json").write_text(json.dumps({"shapes": shapes, "patch": patch}, separators=(",", ":")))
print(patch, a["arch_kwargs"]["features_per_stage"], sum(v.numel() for v in state.values()), "parameters; logits", y.min(),
      y.max(), y.std(), [(k, float(v.double().sum())) for k, v in list(state.items())[:3]])
