#!/usr/bin/env python3
"""Writes what nnU-Net 2.8.1 predicts if it weighs and adds up windows in single precision: expected/*_single.nii.gz.

    OMP_NUM_THREADS=1 python make_single_sums.py        (torch 2.15.0, nnunetv2 2.8.1)

nnU-Net's weights of windows and sums of logits are in half precision, whose smallest step is 6e-8. At the border of an
image, weights are 1e-7, so that logits are rounded to whole numbers there: for the low-resolution model 84 of 21120
voxels change with sums in single precision, and 16 more with the weights in single precision too.
"""
import os
from pathlib import Path
os.environ.update(nnUNet_n_proc_DA="1", nnUNet_def_n_proc="1", nnUNet_compile="f")
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"): os.environ[k] = "/tmp"
import nibabel, numpy as np, torch
from nnunetv2.inference import predict_from_raw_data as nnunet
from nnunetv2.inference.export_prediction import convert_predicted_logits_to_segmentation_with_correct_shape

torch.set_num_threads(1)
ROOT = Path(__file__).resolve().parent
gaussian = nnunet.compute_gaussian


def predict(model, folds, mirrored, name):
    model = ROOT / model
    p = nnunet.nnUNetPredictor(tile_step_size=0.5, use_gaussian=True, use_mirroring=mirrored,
                               perform_everything_on_device=False, device=torch.device("cpu"), allow_tqdm=False)
    p.initialize_from_trained_model_folder(str(model), folds)
    data, _, properties = p.configuration_manager.preprocessor_class(verbose=False).run_case(
        [str(i) for i in sorted((model.parent / "imagesTs").glob("*.nii.gz"))], None, p.plans_manager,
        p.configuration_manager, p.dataset_json)

    def labels(sums, weights):
        half, torch.half = torch.half, sums                # the type of nnU-Net's sums
        nnunet.compute_gaussian = lambda *a, **k: gaussian(*a, **{**k, "dtype": weights})
        logits = p.predict_logits_from_preprocessed_data(torch.from_numpy(np.asarray(data)))
        torch.half = half
        return convert_predicted_logits_to_segmentation_with_correct_shape(
            logits, p.plans_manager, p.configuration_manager, p.label_manager, dict(properties))
    half, sums, single = (labels(*t) for t in ((torch.float16, torch.float16), (torch.float32, torch.float16),
                                               (torch.float32, torch.float32)))
    published = np.asarray(nibabel.load(model.parent / "expected" / f"{name}.nii.gz").dataobj).transpose(2, 1, 0)
    assert (half == published).all()
    print(name, f"of {half.size} voxels differ: {(half != sums).sum()} by the sums, {(sums != single).sum()} by the "
          f"weights, {(half != single).sum()} by both")
    p.plans_manager.image_reader_writer_class().write_seg(
        single, str(model.parent / "expected" / f"{name}_single.nii.gz"), properties)


CT = "Dataset901_TinyCT/nnUNetTrainer__nnUNetPlans__"
REGIONS = "Dataset902_TinyRegions/nnUNetTrainer__nnUNetResEncUNetMPlans__2d"
predict(CT + "3d_fullres", (0,), False, "3d_fullres_fold0")
predict(CT + "3d_fullres", (0,), True, "3d_fullres_fold0_mirrored")
predict(CT + "3d_fullres", (0, 1), True, "3d_fullres_folds01_mirrored")
predict(CT + "3d_lowres", (0,), False, "3d_lowres_fold0")
predict(REGIONS, (0,), False, "2d_fold0")
predict(REGIONS, (0,), True, "2d_fold0_mirrored")
