#!/usr/bin/env python3
"""Trains nnU-Net v2 itself a little on 24 cases of Task04 Hippocampus and predicts others with it, on the CPU; then
holds label files of this program against nnU-Net's, voxel by voxel.

    python compare_nnunet.py prepare WORK Task04_Hippocampus
    python compare_nnunet.py train WORK EPOCHS STEPS          (20 minutes for 4 epochs of 40 steps on a busy machine)
    python compare_nnunet.py predict WORK CASES               (mirrored, as nnUNetv2_predict does by default)
    ./nnunet predict --model WORK/model --input WORK/images --output WORK/ours --tta --accumulation fp16
    python compare_nnunet.py compare WORK

torch 2.15.0, nnunetv2 2.8.1, nibabel; OMP_NUM_THREADS=1. The plans are nnU-Net's own, but for a batch of 2.
"""
import glob, json, os, shutil, sys
from pathlib import Path

step, work = sys.argv[1], Path(sys.argv[2]).resolve()
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ[k] = str(work / k)
    (work / k).mkdir(parents=True, exist_ok=True)
os.environ.update(nnUNet_n_proc_DA="0" if step == "train" else "1", nnUNet_def_n_proc="1", nnUNet_compile="f")
NAME, MODEL = "Dataset004_Hippocampus", work / "model"
PLANS = work / "nnUNet_preprocessed" / NAME / "nnUNetPlans.json"


def prepare(source):
    from nnunetv2.experiment_planning.plan_and_preprocess_api import extract_fingerprints, plan_experiments, preprocess
    raw = work / "nnUNet_raw" / NAME
    names = sorted(p.name for p in (source / "imagesTr").glob("hippo*.nii.gz"))
    for d in (raw / "imagesTr", raw / "labelsTr", work / "others"): d.mkdir(parents=True, exist_ok=True)
    for n in names[:24]:
        shutil.copy(source / "imagesTr" / n, raw / "imagesTr" / n.replace(".nii.gz", "_0000.nii.gz"))
        shutil.copy(source / "labelsTr" / n, raw / "labelsTr" / n)
    for n in names[60:100]:
        shutil.copy(source / "imagesTr" / n, work / "others" / n.replace(".nii.gz", "_0000.nii.gz"))
    (raw / "dataset.json").write_text(json.dumps({"channel_names": {"0": "MRI"}, "labels": {
        "background": 0, "Anterior": 1, "Posterior": 2}, "numTraining": 24, "file_ending": ".nii.gz"}))
    extract_fingerprints([4], num_processes=1)
    plan_experiments([4])
    plans = json.loads(PLANS.read_text())
    plans["configurations"]["3d_fullres"]["batch_size"] = 2
    PLANS.write_text(json.dumps(plans))
    preprocess([4], configurations=["3d_fullres"], num_processes=[1])


def train(epochs, steps):
    import torch
    from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer
    torch.manual_seed(8)
    plans = json.loads(PLANS.read_text())
    plans["continue_training"] = False
    t = nnUNetTrainer(plans, "3d_fullres", 1, json.loads((PLANS.parent / "dataset.json").read_text()), torch.device("cpu"))
    t.num_epochs, t.num_iterations_per_epoch, t.num_val_iterations_per_epoch = epochs, steps, 2
    t.run_training()
    shutil.copytree(Path(t.output_folder_base), MODEL)


def predict(cases):
    import torch
    from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
    for d in ("images", "nnunet"): (work / d).mkdir(exist_ok=True)
    for f in sorted((work / "others").iterdir())[:cases]: shutil.copy(f, work / "images")
    p = nnUNetPredictor(use_mirroring=True, perform_everything_on_device=False, device=torch.device("cpu"), allow_tqdm=False)
    names = [c for c in ("final", "best") if (MODEL / f"fold_1/checkpoint_{c}.pth").exists()]
    p.initialize_from_trained_model_folder(str(MODEL), (1,), f"checkpoint_{names[0]}.pth")
    p.predict_from_files_sequential(str(work / "images"), str(work / "nnunet"))


def compare():
    import nibabel, numpy as np
    different = voxels = foreground = 0
    for f in sorted(glob.glob(str(work / "nnunet/*.nii.gz"))):
        a, b = (np.asarray(nibabel.load(x).dataobj) for x in (f, f.replace("/nnunet/", "/ours/")))
        print(Path(f).name, (a != b).sum(), "of", a.size)
        different, voxels, foreground = different + (a != b).sum(), voxels + a.size, foreground + (a > 0).sum()
    print("together", different, "of", voxels, "of which foreground", foreground)


if __name__ == "__main__":  # nnU-Net starts processes that read this file again
    {"prepare": lambda: prepare(Path(sys.argv[3])), "train": lambda: train(int(sys.argv[3]), int(sys.argv[4])),
     "predict": lambda: predict(int(sys.argv[3])), "compare": compare}[step]()
