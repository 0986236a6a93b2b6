#!/usr/bin/env python3
"""Makes BatchNorm/: the low-resolution network with batch norms, as nnU-Net's nnUNetTrainerBN builds it whatever its
plans say, with random weights and running statistics; a patch and its logits.

    OMP_NUM_THREADS=1 python make_batch_norm.py        (torch 2.15.0, dynamic_network_architectures 0.4.4)
"""
import json, struct
from pathlib import Path
import numpy as np, torch
from dynamic_network_architectures.architectures.unet import PlainConvUNet

HERE = Path(__file__).resolve().parent
LOW = HERE / "Dataset901_TinyCT/nnUNetTrainer__nnUNetPlans__3d_lowres"
OUT = HERE / "BatchNorm/nnUNetTrainerBN__nnUNetPlans__3d_lowres"
(OUT / "fold_0").mkdir(parents=True, exist_ok=True)
torch.manual_seed(3)
net = PlainConvUNet(1, 3, [4, 8, 8], torch.nn.Conv3d, 3, [1, 2, 2], 2, 3, 2, True, torch.nn.BatchNorm3d,
                    {"eps": 1e-5, "affine": True}, None, None, torch.nn.LeakyReLU, {"inplace": True})
with torch.no_grad():
    for name, w in net.named_parameters():
        if name.endswith("norm.weight"): w.copy_(1 + 0.3 * torch.randn_like(w))
        elif name.endswith("bias"): w.copy_(0.2 * torch.randn_like(w))
    for name, w in net.named_buffers():
        if name.endswith("running_mean"): w.copy_(0.3 * torch.randn_like(w))
        elif name.endswith("running_var"): w.copy_(0.5 + torch.rand_like(w))
net.eval()
x = torch.randn(1, 1, 12, 16, 24)
with torch.no_grad(): y = net(x)
np.save(OUT / "one_patch_in.npy", x.numpy()); np.save(OUT / "one_patch_out.npy", y.numpy())
state = {k: v.float().contiguous().numpy() for k, v in net.state_dict().items()
         if "all_modules" not in k and not k.startswith("decoder.encoder.")}
header, at = {}, 0
for k, v in state.items():
    header[k] = {"dtype": "F32", "shape": list(v.shape), "data_offsets": [at, at + v.nbytes]}
    at += v.nbytes
text = json.dumps(header).encode()
(OUT / "fold_0/checkpoint_final.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(
    v.tobytes() for v in state.values()))
for name in ("plans.json", "dataset.json"): (OUT / name).write_bytes((LOW / name).read_bytes())
