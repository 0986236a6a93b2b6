#!/usr/bin/env python3
"""Writes what nnU-Net 2.8.1 predicts with sums in single precision: expected/3d_lowres_fold0_float32.nii.gz.

    OMP_NUM_THREADS=1 python make_single_sums.py        (torch 2.15.0, nnunetv2 2.8.1)

nnU-Net adds logits up in half precision. At the border of an image, where the weights of windows are 1e-7, this rounds
logits to whole numbers: for the low-resolution model 84 of 21120 voxels change if it is told to use single precision.
"""
import os
from pathlib import Path
os.environ.update(nnUNet_n_proc_DA="1", nnUNet_def_n_proc="1", nnUNet_compile="f")
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"): os.environ[k] = "/tmp"
import nibabel, numpy as np, torch
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.inference.export_prediction import convert_predicted_logits_to_segmentation_with_correct_shape

torch.set_num_threads(1)
CT = Path(__file__).resolve().parent / "Dataset901_TinyCT"
p = nnUNetPredictor(tile_step_size=0.5, use_gaussian=True, use_mirroring=False, perform_everything_on_device=False,
                    device=torch.device("cpu"), allow_tqdm=False)
p.initialize_from_trained_model_folder(str(CT / "nnUNetTrainer__nnUNetPlans__3d_lowres"), (0,))
data, _, properties = p.configuration_manager.preprocessor_class(verbose=False).run_case(
    [str(CT / "imagesTs/case_0000.nii.gz")], None, p.plans_manager, p.configuration_manager, p.dataset_json)
half, torch.half = torch.half, torch.float32          # the type of nnU-Net's sums
logits = p.predict_logits_from_preprocessed_data(torch.from_numpy(data))
torch.half = half
labels = convert_predicted_logits_to_segmentation_with_correct_shape(logits, p.plans_manager, p.configuration_manager,
                                                                     p.label_manager, properties)
expected = CT / "expected/3d_lowres_fold0.nii.gz"
print((labels != np.asarray(nibabel.load(expected).dataobj).transpose(2, 1, 0)).sum(), "voxels differ")
p.plans_manager.image_reader_writer_class().write_seg(labels, str(CT / "expected/3d_lowres_fold0_float32.nii.gz"), properties)
