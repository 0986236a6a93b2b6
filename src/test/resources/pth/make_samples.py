#!/usr/bin/env python3
"""Makes the other files of this folder.

    OMP_NUM_THREADS=1 python make_samples.py        (torch 2.15.0, safetensors 0.8.0, numpy 2.4.6)
"""
import json, os, subprocess, sys, zipfile
from pathlib import Path
import numpy as np, torch
from safetensors.torch import save_file

os.chdir(Path(__file__).resolve().parent)
base = torch.arange(24.0)
values = {
    "float32": base.reshape(2, 3, 4) / 7, "float64": base.double().reshape(4, 6) / 7, "float16": torch.tensor([0.1, -2.5, 6e-8, 65504, float("inf"), float("-inf")]).half(),
    "bfloat16": torch.tensor([0.1, -3e38, 1.0]).bfloat16(), "int64": torch.tensor([-2 ** 62, 5]), "int32": torch.tensor([-7, 2 ** 31 - 1], dtype=torch.int32),
    "int16": torch.tensor([-7, 300], dtype=torch.int16), "int8": torch.tensor([-7, 100], dtype=torch.int8), "uint8": torch.tensor([200, 1], dtype=torch.uint8),
    "bool": torch.tensor([True, False]), "number": torch.tensor(5), "empty": torch.zeros(0, 3), "special": torch.tensor([float("nan"), float("inf"), -0.0]),
    "transposed": base.reshape(4, 6).t(), "channels_last": base.reshape(1, 4, 2, 3).to(memory_format=torch.channels_last), "part": base[5:17].reshape(3, 4)[1:, ::2],
}
save = dict(values); save["parameter"] = torch.nn.Parameter(base[:3].clone())
save["plain"] = {"none": None, "yes": True, "no": False, "small": 1, "word": 60000, "negative": -5, "large": 2 ** 40, "float": 0.1, "text": "µm\n", "list": [1, [2.5]],
                 "tuple": (1, 2, 3, 4), 7: "seven", "f8": np.float64(0.1), "f4": np.float32(0.5), "i8": np.int64(-3), "u1": np.uint8(200), "b1": np.bool_(True),
                 "device": torch.device("cuda", 1)}
torch.save(save, "samples.pth")
torch.save(save, "protocol4.pth", pickle_protocol=4)
torch.save({"w": base}, "before_1_6.pth", _use_new_zipfile_serialization=False)
with zipfile.ZipFile("samples.pth") as z, zipfile.ZipFile("deflated.pth", "w", zipfile.ZIP_DEFLATED) as d:
    for i in z.infolist(): d.writestr(i.filename, z.read(i))
expected = {k: {"type": str(v.dtype).split(".")[1], "shape": list(v.shape), "values": [str(x) for x in v.double().flatten().tolist()] if k != "int64" else [str(x) for x in v.tolist()]}
            for k, v in values.items()}
Path("samples.json").write_text(json.dumps(expected, indent=0) + "\n")
save_file({k: v.contiguous() for k, v in values.items()}, "samples.safetensors", {"format": "pt"})


class System:
    def __reduce__(self): return os.system, ("touch target/pth_was_executed",)


class Evaluated:
    def __reduce__(self): return eval, ("__import__('os').system('touch target/pth_was_executed')",)


torch.save({"network_weights": System()}, "system.pth")
torch.save({"network_weights": Evaluated()}, "eval.pth")
