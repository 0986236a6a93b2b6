#!/usr/bin/env python3
"""Makes models of TotalSegmentator's shape with random weights, an image, and what TotalSegmentator's steps make of it.

    OMP_NUM_THREADS=1 python make_models.py          (torch 2.15.0, nnunetv2 2.8.1, nibabel, scipy)

The five models of task total (datasets 291 to 295) and that of 6 mm (298) have its folders, configurations, numbers of
classes and trainer, but two stages of four and six feature maps and patches of 16 voxels. The steps are those of
TotalSegmentator 2.16 (nnunet.py, resampling.py), with nibabel, SciPy and nnU-Net: closest canonical axes; a linear zoom
whose corners coincide, cut off to whole numbers; nnU-Net with steps of 0.8 and without mirroring; each part painted
over the earlier ones; nearest voxels on the way back.
"""
import json, os, shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
for key in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ[key] = str(HERE)
os.environ.update(nnUNet_compile="f", nnUNet_def_n_proc="1")
import nibabel, numpy as np, torch
from nibabel.orientations import apply_orientation, axcodes2ornt, inv_ornt_aff, io_orientation, ornt_transform
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
from scipy import ndimage

torch.set_num_threads(1)
PARTS = {291: ("TotalSegmentator_part1_organs_1559subj", 24), 292: ("TotalSegmentator_part2_vertebrae_1532subj", 26),
         293: ("TotalSegmentator_part3_cardiac_1559subj", 18), 294: ("TotalSegmentator_part4_muscles_1559subj", 23),
         295: ("TotalSegmentator_part5_ribs_1559subj", 26), 298: ("TotalSegmentator_total_6mm_1559subj", 117)}
TRAINERS = {298: "nnUNetTrainer_4000epochs_NoMirroring"}
SPACINGS = {298: 6.0}
R = "resample_data_or_seg_to_shape"
KW = {"order": 3, "order_z": 0, "force_separate_z": None}


def folder(number):
    return HERE / f"Dataset{number}_{PARTS[number][0]}" / (
        TRAINERS.get(number, "nnUNetTrainerNoMirroring") + "__nnUNetPlans__3d_fullres")


def model(number):
    target, classes, spacing = folder(number), PARTS[number][1], SPACINGS.get(number, 1.5)
    kwargs = {"n_stages": 2, "features_per_stage": [4, 6], "conv_op": "torch.nn.modules.conv.Conv3d",
              "kernel_sizes": [[3, 3, 3]] * 2, "strides": [[1, 1, 1], [2, 2, 2]], "n_conv_per_stage": [1, 1],
              "n_conv_per_stage_decoder": [1], "conv_bias": True,
              "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d", "norm_op_kwargs": {"eps": 1e-05, "affine": True},
              "dropout_op": None, "dropout_op_kwargs": None, "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True}}
    name = "dynamic_network_architectures.architectures.unet.PlainConvUNet"
    requires = ["conv_op", "norm_op", "dropout_op", "nonlin"]
    properties = {"mean": -50.0, "median": -20.0, "std": 140.0, "min": -1024.0, "max": 2000.0,
                  "percentile_00_5": -900.0, "percentile_99_5": 700.0}
    plans = {"dataset_name": target.parent.name, "plans_name": "nnUNetPlans",
             "original_median_spacing_after_transp": [spacing] * 3, "original_median_shape_after_transp": [60, 50, 60],
             "image_reader_writer": "NibabelIOWithReorient", "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2],
             "experiment_planner_used": "ExperimentPlanner", "label_manager": "LabelManager",
             "foreground_intensity_properties_per_channel": {"0": properties},
             "configurations": {"3d_fullres": {
                 "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
                 "patch_size": [16, 16, 16], "median_image_size_in_voxels": [60.0, 50.0, 60.0], "spacing": [spacing] * 3,
                 "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [False],
                 "resampling_fn_data": R, "resampling_fn_data_kwargs": {"is_seg": False, **KW},
                 "resampling_fn_seg": R, "resampling_fn_seg_kwargs": {"is_seg": True, **KW, "order": 1},
                 "resampling_fn_probabilities": R, "resampling_fn_probabilities_kwargs": {"is_seg": False, **KW, "order": 1},
                 "architecture": {"network_class_name": name, "arch_kwargs": kwargs, "_kw_requires_import": requires},
                 "batch_dice": True}}}
    labels = {"background": 0, **{f"class{i}": i for i in range(1, classes + 1)}}
    dataset = {"channel_names": {"0": "CT"}, "labels": labels, "numTraining": 1559, "file_ending": ".nii.gz"}
    torch.manual_seed(number)
    network = get_network_from_plans(name, kwargs, requires, 1, classes + 1, deep_supervision=True)
    with torch.no_grad():
        for key, weight in network.named_parameters():
            if key.endswith("bias"):
                weight.copy_(0.2 * torch.randn_like(weight))
        network.eval()
        head = network.decoder.seg_layers[-1]
        network.decoder.deep_supervision = False
        logits = network(torch.randn(1, 1, 16, 16, 16))[0].flatten(1)
        head.weight.mul_(2 / logits.std())
        head.bias.copy_((head.bias - logits.median(1).values) * 2 / logits.std())
        head.bias[0] += 3
    shutil.rmtree(target, ignore_errors=True)
    (target / "fold_0").mkdir(parents=True)
    (target / "plans.json").write_text(json.dumps(plans))
    (target / "dataset.json").write_text(json.dumps(dataset))
    torch.save({"network_weights": network.state_dict(), "optimizer_state": {}, "grad_scaler_state": None, "logging": {},
                "_best_ema": 0.5, "current_epoch": 1, "init_args": {"plans": plans, "configuration": "3d_fullres", "fold": 0,
                                                                   "dataset_json": dataset},
                "trainer_name": target.name.split("__")[0], "inference_allowed_mirroring_axes": None},
               target / "fold_0" / "checkpoint_final.pth")


def image():
    rng = np.random.default_rng(7)
    data = ndimage.gaussian_filter(rng.standard_normal((34, 26, 19)), 2) * 4000 - 100
    affine = np.array([[-2.1, 0.1, 0, 40], [0.1, 0, 3.4, -30], [0, -2.6, 0.1, 90], [0, 0, 0, 1]], float)
    made = nibabel.Nifti1Image(np.round(data).clip(-1024, 2000).astype(np.int16), affine)
    made.set_qform(None, 0)
    made.set_sform(affine, 1)
    nibabel.save(made, HERE / "ct.nii.gz")


def zoomed(data, size, order):
    return ndimage.zoom(data, np.array(size) / data.shape, order=order, mode="nearest")


def predict(numbers, spacing, name):
    stored = nibabel.load(HERE / "ct.nii.gz")
    canonical = nibabel.as_closest_canonical(stored)
    data = canonical.get_fdata()
    old = np.array(canonical.header.get_zooms())
    coarse = ndimage.zoom(data, old / spacing, order=1, mode="nearest").astype(np.int32)
    affine = np.diag([spacing, spacing, spacing, 1.0])
    work = HERE / "_work"
    work.mkdir(exist_ok=True)
    nibabel.save(nibabel.Nifti1Image(coarse, affine), work / "s01_0000.nii.gz")
    painted, offset = np.zeros(coarse.shape, np.uint8), 0
    for number in numbers:
        predictor = nnUNetPredictor(tile_step_size=0.8, use_gaussian=True, use_mirroring=False,
                                    perform_everything_on_device=False, device=torch.device("cpu"), allow_tqdm=False)
        predictor.initialize_from_trained_model_folder(str(folder(number)), (0,))
        reader = predictor.plans_manager.image_reader_writer_class()
        array, properties = reader.read_images([str(work / "s01_0000.nii.gz")])
        labels = predictor.predict_single_npy_array(array, properties).transpose(2, 1, 0)
        painted[labels > 0] = labels[labels > 0] + offset
        offset += PARTS[number][1]
    back = zoomed(painted, data.shape, 0)
    turn = ornt_transform(io_orientation(canonical.affine), io_orientation(stored.affine))
    result = apply_orientation(back, turn).astype(np.uint8)
    print(name, coarse.shape, len(np.unique(result)), "labels")
    nibabel.save(nibabel.Nifti1Image(result, stored.affine), HERE / f"{name}.nii.gz")
    shutil.rmtree(work)


if __name__ == "__main__":
    image()
    for part in PARTS:
        model(part)
    predict((291, 292, 293, 294, 295), 1.5, "expected_1.5mm")
    predict((298,), 6.0, "expected_6mm")
