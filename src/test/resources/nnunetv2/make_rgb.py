#!/usr/bin/env python3
"""Makes Dataset903_TinyRGB/ with nnU-Net 2.8.1: a 2D model of RGB images with random weights, images, and the labels
that nnU-Net predicts (the same that nnUNetv2_predict writes).

    OMP_NUM_THREADS=1 python make_rgb.py [OUT [SEED]]        (torch 2.15.0, nnunetv2 2.8.1)

Images are larger and smaller than the patch. The reader is NaturalImage2DIO, which takes pixels for 1 x 1 mm. With a
seed, each colour has another normalization.
"""
import json, os, shutil, sys, tempfile
from pathlib import Path
OUT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve() / "Dataset903_TinyRGB"
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 0
WORK = Path(tempfile.mkdtemp())
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"): os.environ[k] = str(WORK)
os.environ.update(nnUNet_n_proc_DA="0", nnUNet_def_n_proc="1", nnUNet_compile="f")
import numpy as np, torch
from skimage import io
from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer
from nnunetv2.inference.export_prediction import convert_predicted_logits_to_segmentation_with_correct_shape
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor

torch.set_num_threads(1)
torch.manual_seed(7 + SEED); rng = np.random.default_rng(7 + SEED)
shutil.rmtree(OUT, ignore_errors=True)
(OUT / "imagesTs").mkdir(parents=True); (OUT / "expected").mkdir()


def image(height, width):
    y, x = np.mgrid[0:height, 0:width]
    channels = []
    for _ in range(3):
        v = np.full((height, width), 110.0)
        for _ in range(6):
            v += rng.uniform(-90, 90) * np.exp(-((y - rng.uniform(0, height)) ** 2 + (x - rng.uniform(0, width)) ** 2)
                                               / rng.uniform(4, 14) ** 2)
        channels.append(v + 12 * rng.standard_normal(v.shape))
    return np.clip(np.round(np.stack(channels, -1)), 0, 255).astype(np.uint8)


names = {"large": (52, 71), "exact": (32, 40), "small": (19, 33)}
for name, size in names.items():
    pixels = image(*size)
    if name == "large": pixels[:9] = 0; pixels[:, -5:] = 0        # cut off before the network sees it
    io.imsave(OUT / "imagesTs" / f"{name}_0000.png", pixels, check_contrast=False)

dataset = {"channel_names": {"0": "R", "1": "G", "2": "B"}, "labels": {"background": 0, "a": 1, "b": 2},
           "numTraining": 2, "file_ending": ".png"}
R = "resample_data_or_seg_to_shape"
kwargs = lambda seg, order: {"is_seg": seg, "order": order, "order_z": 0, "force_separate_z": None}
plans = {
    "dataset_name": "Dataset903_TinyRGB", "plans_name": "nnUNetPlans", "image_reader_writer": "NaturalImage2DIO",
    "original_median_spacing_after_transp": [999.0, 1.0, 1.0], "original_median_shape_after_transp": [1, 40, 50],
    "transpose_forward": [0, 1, 2], "transpose_backward": [0, 1, 2], "experiment_planner_used": "ExperimentPlanner",
    "label_manager": "LabelManager", "foreground_intensity_properties_per_channel": {
        str(c): {"max": 255.0, "mean": 110.0, "median": 110.0, "min": 0.0, "percentile_00_5": 5.0,
                 "percentile_99_5": 250.0, "std": 40.0} for c in range(3)},
    "configurations": {"2d": {
        "data_identifier": "nnUNetPlans_2d", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
        "patch_size": [32, 40], "median_image_size_in_voxels": [40.0, 50.0], "spacing": [1.0, 1.0],
        "normalization_schemes": ["RGBTo01Normalization", "ZScoreNormalization", "RescaleTo01Normalization"] if SEED
        else ["RGBTo01Normalization"] * 3, "use_mask_for_norm": [False] * 3, "batch_dice": True,
        "resampling_fn_data": R, "resampling_fn_data_kwargs": kwargs(False, 3),
        "resampling_fn_seg": R, "resampling_fn_seg_kwargs": kwargs(True, 1),
        "resampling_fn_probabilities": R, "resampling_fn_probabilities_kwargs": kwargs(False, 1),
        "architecture": {
            "network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
            "arch_kwargs": {
                "n_stages": 3, "features_per_stage": [6, 10, 12], "conv_op": "torch.nn.modules.conv.Conv2d",
                "kernel_sizes": [[3, 3]] * 3, "strides": [[1, 1], [2, 2], [2, 2]], "n_conv_per_stage": [2, 2, 2],
                "n_conv_per_stage_decoder": [2, 2], "conv_bias": True,
                "norm_op": "torch.nn.modules.instancenorm.InstanceNorm2d",
                "norm_op_kwargs": {"eps": 1e-05, "affine": True}, "dropout_op": None, "dropout_op_kwargs": None,
                "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True}},
            "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}}}}

(WORK / "Dataset903_TinyRGB/nnUNetPlans_2d").mkdir(parents=True)
(WORK / "Dataset903_TinyRGB/nnUNetPlans_2d/x.b2nd").touch()
trainer = nnUNetTrainer({**json.loads(json.dumps(plans)), "continue_training": False}, "2d", 0, dataset,
                        torch.device("cpu"))
trainer.initialize()
trainer.configure_rotation_dummyDA_mirroring_and_inital_patch_size()
net = trainer.network
with torch.no_grad():
    for name, w in net.named_parameters():
        if name.endswith("norm.weight"): w.copy_(1 + 0.3 * torch.randn_like(w))
        elif name.endswith("bias"): w.copy_(0.2 * torch.randn_like(w))
    # all classes occur
    net.eval(); trainer.set_deep_supervision_enabled(False)
    pixels = io.imread(OUT / "imagesTs/exact_0000.png").transpose(2, 0, 1)[None]
    y = net(torch.from_numpy(pixels / np.float32(255)))[0]
    head = net.decoder.seg_layers[-1]
    head.bias.copy_((head.bias - y.flatten(1).median(1).values) * 3 / y.std()); head.weight.mul_(3 / y.std())
model = OUT / "nnUNetTrainer__nnUNetPlans__2d"
(model / "fold_0").mkdir(parents=True)
trainer.logger.log("ema_fg_dice", 0.5, 0)
trainer.save_checkpoint(str(model / "fold_0/checkpoint_final.pth"))
checkpoint = torch.load(model / "fold_0/checkpoint_final.pth", map_location="cpu", weights_only=False)
torch.save({**checkpoint, "optimizer_state": {}}, model / "fold_0/checkpoint_final.pth")
(model / "plans.json").write_text(json.dumps(plans, indent=1)); (model / "dataset.json").write_text(json.dumps(dataset))

for mirrored in (False, True):
    p = nnUNetPredictor(tile_step_size=0.5, use_gaussian=True, use_mirroring=mirrored, perform_everything_on_device=False,
                        device=torch.device("cpu"), allow_tqdm=False)
    p.initialize_from_trained_model_folder(str(model), (0,))
    for name in names:
        data, _, properties = p.configuration_manager.preprocessor_class(verbose=False).run_case(
            [str(OUT / "imagesTs" / f"{name}_0000.png")], None, p.plans_manager, p.configuration_manager, dataset)
        logits = p.predict_logits_from_preprocessed_data(torch.from_numpy(np.asarray(data)))
        labels = convert_predicted_logits_to_segmentation_with_correct_shape(
            logits, p.plans_manager, p.configuration_manager, p.label_manager, properties)
        p.plans_manager.image_reader_writer_class().write_seg(
            labels, str(OUT / "expected" / f"{name}{'_mirrored' if mirrored else ''}.png"), properties)
        print(name, mirrored, np.unique(labels, return_counts=True))
shutil.rmtree(WORK)
