#!/usr/bin/env python3
"""Opens exported models in PyTorch and nnU-Net and compares them with this program, for people with Python.

    mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    java -cp target/test-classes:target/classes:$(cat target/classpath) sc.fiji.nnunet.export.TorchExamples OUT
    python src/test/scripts/check_torch.py OUT          torch 2.0.1 and later; nnunetv2 2.8.1 for the model folders

OUT has a folder for each architecture: input.npy, output.npy (probabilities of this program), weights.pt and, of recipe
nnunet, a model folder of nnU-Net. A difference above 1e-4 is an error.
"""
import os, sys, tempfile
from pathlib import Path
import numpy as np, torch

LIMIT = 1e-4
for key in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"): os.environ.setdefault(key, tempfile.gettempdir())
os.environ["nnUNet_compile"] = "f"
try:
    from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
    from nnunetv2.run.load_pretrained_weights import load_pretrained_weights
except ImportError: nnUNetPredictor = None


def nnunet(folder, x, exclusive):
    """Loads the folder as nnUNetv2_predict does, strictly, and runs the network."""
    torch.load(folder / "fold_0/checkpoint_final.pth", weights_only=True)
    predictor = nnUNetPredictor(device=torch.device("cpu"))
    predictor.initialize_from_trained_model_folder(str(folder), None, "checkpoint_final.pth")
    logits = 0
    for weights in predictor.list_of_parameters:
        predictor.network.load_state_dict(weights, strict=True)
        logits = logits + predictor.network.eval()(x) / len(predictor.list_of_parameters)
    # NB: what nnUNetv2_train -pretrained_weights does
    load_pretrained_weights(predictor.network, str(folder / "fold_0/checkpoint_final.pth"))
    return torch.softmax(logits, 1) if exclusive else torch.sigmoid(logits)


torch.set_grad_enabled(False)
print("torch", torch.__version__, "nnU-Net" if nnUNetPredictor else "without nnU-Net")
worst = {}
for folder in sorted(Path(sys.argv[1]).iterdir()):
    x = torch.from_numpy(np.load(folder / "input.npy")); y = np.load(folder / "output.npy")
    found = {"TorchScript": torch.jit.load(str(folder / "weights.pt"), map_location="cpu")(x)}
    models = [plans.parent for plans in folder.glob("*/plans.json")]
    if models and nnUNetPredictor: found["nnU-Net"] = nnunet(models[0], x, "regions" not in folder.name)
    for kind, z in found.items():
        # NB: NaN is larger than nothing, so that it would pass
        difference = float(np.nan_to_num(np.abs(z.numpy() - y).max(), nan=np.inf)) if z.shape == y.shape else float("inf")
        worst[kind] = max(worst.get(kind, 0), difference)
        print(f"{folder.name:40s} {kind:12s} {difference:.2e}")
print("largest differences of probabilities:", worst)
if not worst: sys.exit("There is no model in " + sys.argv[1])
sys.exit(not max(worst.values()) <= LIMIT)
