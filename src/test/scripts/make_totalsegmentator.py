#!/usr/bin/env python3
"""Networks with TotalSegmentator's layout and random weights, and a CT phantom of 512 x 512 x 400 voxels, to measure with.

    python make_totalsegmentator.py OUT              (torch, nnunetv2, nibabel, scipy; 2.3 GB)
    /usr/bin/time -v ./nnunet totalsegmentator --input OUT/ct.nii.gz --output OUT/3mm --weights OUT --resolution 3mm

Six levels with 32 to 320 features, patches of 128 voxels, datasets 291 to 295, 297, 298 and 300. What they segment means
nothing.
"""
import json, os, sys
from pathlib import Path

OUT = Path(sys.argv[1])
for key in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ[key] = str(OUT)
import nibabel, numpy as np, torch
from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
from scipy import ndimage

NETWORKS = {291: ("TotalSegmentator_part1_organs_1559subj", 24, 1.5), 292: ("TotalSegmentator_part2_vertebrae_1532subj", 26, 1.5),
            293: ("TotalSegmentator_part3_cardiac_1559subj", 18, 1.5), 294: ("TotalSegmentator_part4_muscles_1559subj", 23, 1.5),
            295: ("TotalSegmentator_part5_ribs_1559subj", 26, 1.5), 297: ("TotalSegmentator_total_3mm_1559subj", 117, 3.0),
            298: ("TotalSegmentator_total_6mm_1559subj", 117, 6.0), 300: ("body_6mm_1559subj", 2, 6.0)}
NAME = "dynamic_network_architectures.architectures.unet.PlainConvUNet"
REQUIRES = ["conv_op", "norm_op", "dropout_op", "nonlin"]
KWARGS = {"n_stages": 6, "features_per_stage": [32, 64, 128, 256, 320, 320], "conv_op": "torch.nn.modules.conv.Conv3d",
          "kernel_sizes": [[3, 3, 3]] * 6, "strides": [[1, 1, 1]] + [[2, 2, 2]] * 5, "n_conv_per_stage": [2] * 6,
          "n_conv_per_stage_decoder": [2] * 5, "conv_bias": True, "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d",
          "norm_op_kwargs": {"eps": 1e-05, "affine": True}, "dropout_op": None, "dropout_op_kwargs": None,
          "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True}}
SCALE = {"mean": -50.0, "median": -20.0, "std": 140.0, "min": -1024.0, "max": 2000.0, "percentile_00_5": -900.0,
         "percentile_99_5": 700.0}


def plans(dataset, spacing):
    plain = "resample_data_or_seg_to_shape"
    image = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    return {"dataset_name": dataset, "plans_name": "nnUNetPlans", "original_median_spacing_after_transp": [spacing] * 3,
            "original_median_shape_after_transp": [231, 250, 300], "image_reader_writer": "NibabelIOWithReorient",
            "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2], "experiment_planner_used": "ExperimentPlanner",
            "label_manager": "LabelManager", "foreground_intensity_properties_per_channel": {"0": SCALE},
            "configurations": {"3d_fullres": {
                "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
                "patch_size": [128, 128, 128], "median_image_size_in_voxels": [231.0, 250.0, 300.0], "spacing": [spacing] * 3,
                "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [False], "batch_dice": True,
                "resampling_fn_data": plain, "resampling_fn_data_kwargs": image,
                "resampling_fn_seg": plain, "resampling_fn_seg_kwargs": {**image, "is_seg": True, "order": 1},
                "resampling_fn_probabilities": plain, "resampling_fn_probabilities_kwargs": {**image, "order": 1},
                "architecture": {"network_class_name": NAME, "arch_kwargs": KWARGS, "_kw_requires_import": REQUIRES}}}}


for number, (name, classes, spacing) in NETWORKS.items():
    trainer = "nnUNetTrainer" if number == 300 else "nnUNetTrainer_4000epochs_NoMirroring" if number > 295 else \
        "nnUNetTrainerNoMirroring"
    folder = OUT / f"Dataset{number}_{name}" / f"{trainer}__nnUNetPlans__3d_fullres"
    (folder / "fold_0").mkdir(parents=True, exist_ok=True)
    labels = {"background": 0, **{f"class{i}": i for i in range(1, classes + 1)}}
    dataset = {"channel_names": {"0": "CT"}, "labels": labels, "numTraining": 1559, "file_ending": ".nii.gz"}
    plan = plans(folder.parent.name, spacing)
    (folder / "plans.json").write_text(json.dumps(plan))
    (folder / "dataset.json").write_text(json.dumps(dataset))
    torch.manual_seed(number)
    network = get_network_from_plans(NAME, KWARGS, REQUIRES, 1, classes + 1, deep_supervision=True)
    momentum = {i: {"momentum_buffer": torch.zeros_like(p)} for i, p in enumerate(network.parameters())}
    torch.save({"network_weights": network.state_dict(), "optimizer_state": {"state": momentum, "param_groups": [{"params": []}]},
                "grad_scaler_state": None, "logging": {}, "_best_ema": 0.5, "current_epoch": 1,
                "init_args": {"plans": plan, "configuration": "3d_fullres", "fold": 0, "dataset_json": dataset},
                "trainer_name": trainer, "inference_allowed_mirroring_axes": None}, folder / "fold_0" / "checkpoint_final.pth")
    print(folder, flush=True)

rng = np.random.default_rng(1)
small = ndimage.gaussian_filter(rng.standard_normal((64, 64, 50)).astype(np.float32), 2) * 4000 - 100
tissue = np.clip(small, -1024, 2000).astype(np.int16).repeat(8, 0).repeat(8, 1).repeat(8, 2)
x, y = np.meshgrid(np.arange(512), np.arange(512), indexing="ij")
inside = ((x - 256) / 220) ** 2 + ((y - 256) / 160) ** 2 < 1
affine = np.diag([-0.8, -0.8, 1.5, 1.0])
affine[:3, 3] = [200, 200, -300]
nibabel.save(nibabel.Nifti1Image(np.where(inside[:, :, None], tissue, -1000).astype(np.int16), affine), OUT / "ct.nii.gz")
