#!/usr/bin/env python3
"""Writes what nnU-Net 2.8.1 predicts with the full-resolution model if its plans ask for another reader or resampling:
expected/ras.nii.gz, expected/torch.nii.gz and expected/torch_thick.nii.gz, and for the first the image that it reorients, imagesRAS/case_0000.nii.gz.

    OMP_NUM_THREADS=1 python make_variants.py        (torch 2.15.0, nnunetv2 2.8.1, nibabel)
"""
import copy, json, os, shutil, tempfile
from pathlib import Path
os.environ.update(nnUNet_n_proc_DA="1", nnUNet_def_n_proc="1", nnUNet_compile="f")
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"): os.environ[k] = "/tmp"
import nibabel, numpy as np, torch
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.inference.export_prediction import convert_predicted_logits_to_segmentation_with_correct_shape

torch.set_num_threads(1)
CT = Path(__file__).resolve().parent / "Dataset901_TinyCT"
MODEL = CT / "nnUNetTrainer__nnUNetPlans__3d_fullres"


def predict(plans, image, name):
    with tempfile.TemporaryDirectory() as folder:
        model = shutil.copytree(MODEL, Path(folder) / MODEL.name)
        (model / "plans.json").write_text(json.dumps(plans))
        p = nnUNetPredictor(tile_step_size=0.5, use_gaussian=True, use_mirroring=False, perform_everything_on_device=False,
                            device=torch.device("cpu"), allow_tqdm=False)
        p.initialize_from_trained_model_folder(str(model), (0,))
        data, _, properties = p.configuration_manager.preprocessor_class(verbose=False).run_case(
            [str(image)], None, p.plans_manager, p.configuration_manager, p.dataset_json)
        logits = p.predict_logits_from_preprocessed_data(torch.from_numpy(np.asarray(data)))
        labels = convert_predicted_logits_to_segmentation_with_correct_shape(
            logits, p.plans_manager, p.configuration_manager, p.label_manager, properties)
        p.plans_manager.image_reader_writer_class().write_seg(labels, str(CT / "expected" / f"{name}.nii.gz"), properties)
        print(name, labels.shape, np.unique(labels, return_counts=True))


plans = json.loads((MODEL / "plans.json").read_text())
# axes in the order z, x, y, two of them against the world's, and a little rotated
source = nibabel.load(CT / "imagesTs/case_0000.nii.gz")
turned = np.asarray(source.dataobj).transpose(1, 0, 2)[::-1]
a, b = np.deg2rad(9), np.deg2rad(5)
rotation = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]) @ np.array(
    [[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
axes = rotation @ np.array([[0, 0, -1.0], [0.0, 1, 0], [-1, 0, 0]])
affine = np.eye(4)
affine[:3, :3] = axes * np.array([0.8, 3.2, 0.95])
affine[:3, 3] = (4, -7.5, 12)
image = nibabel.Nifti1Image(np.ascontiguousarray(turned), affine)
image.set_qform(affine, 1); image.set_sform(affine, 1); image.header.set_xyzt_units("mm")
(CT / "imagesRAS").mkdir(exist_ok=True)
nibabel.save(image, CT / "imagesRAS/case_0000.nii.gz")
ras = copy.deepcopy(plans)
ras["image_reader_writer"] = "NibabelIOWithReorient"
predict(ras, CT / "imagesRAS/case_0000.nii.gz", "ras")
for name, separate in (("torch", False), ("torch_thick", None)):
    by_torch = copy.deepcopy(plans)
    for key in ("data", "seg", "probabilities"):
        by_torch["configurations"]["3d_fullres"][f"resampling_fn_{key}"] = "resample_torch_fornnunet"
        by_torch["configurations"]["3d_fullres"][f"resampling_fn_{key}_kwargs"] = {"is_seg": key == "seg",
                                                                                   "force_separate_z": separate}
    predict(by_torch, CT / "imagesTs/case_0000.nii.gz", name)
