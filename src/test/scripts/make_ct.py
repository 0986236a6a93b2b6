"""A CT phantom and a model of nnU-Net v2's layout with random weights: python3 make_ct.py OUT   (numpy, torch; SMALL=1, WIDTH=4)"""
import json, os, sys, time
from concurrent.futures import ThreadPoolExecutor
import numpy as np

out = sys.argv[1]
small = os.environ.get("SMALL") == "1"
width = int(os.environ.get("WIDTH", "4" if small else "32"))
size = [int(n) for n in os.environ.get("SIZE", "64,64,64" if small else "600,512,512").split(",")]
patch = int(os.environ.get("PATCH", 32 if small else 128))
classes = 14
spacing = [1.5, 0.75, 0.75]
stages = 4 if small else 6
features = [min(width * 2 ** s, 10 * width) for s in range(stages)]
t0 = time.time()


def phantom():
    # blobs of 8 voxels' size in an ellipse of -1000, and noise; int16, x fastest
    rng = np.random.default_rng(1)
    coarse = rng.normal(0, 150, [n // 8 + 2 for n in size]).astype(np.int16)
    z, y, x = size
    noise = rng.integers(-25, 26, (y, x), np.int16)
    yy, xx = np.ogrid[:y, :x]
    inside = ((yy - y / 2) / (0.35 * y)) ** 2 + ((xx - x / 2) / (0.43 * x)) ** 2 < 1
    header = np.zeros(352, np.uint8)
    header[0:4] = np.frombuffer(np.int32(348).tobytes(), np.uint8)
    put = lambda at, kind, values: header.__setitem__(slice(at, at + np.array(values, kind).nbytes),
                                                      np.frombuffer(np.array(values, kind).tobytes(), np.uint8))
    put(40, "<i2", [3, x, y, z, 1, 1, 1, 1])
    put(70, "<i2", [4, 16])
    put(76, "<f4", [1, spacing[2], spacing[1], spacing[0], 0, 0, 0, 0])
    put(108, "<f4", [352, 1, 0])
    put(123, "u1", [2])
    put(252, "<i2", [0, 1])
    put(280, "<f4", [spacing[2], 0, 0, -200, 0, spacing[1], 0, -200, 0, 0, spacing[0], -300])
    put(344, "u1", list(b"n+1\0"))
    with open(f"{out}/ct.nii", "wb") as file:
        file.write(header.tobytes())
        file.truncate(352 + 2 * x * y * z)
    voxels = np.memmap(f"{out}/ct.nii", np.int16, "r+", 352, (z, y, x))

    def plane(k):
        tissue = coarse[k // 8].repeat(8, 0)[:y].repeat(8, 1)[:, :x] + 40
        voxels[k] = np.where(inside, tissue, -1000) + np.roll(noise, 37 * k, 1)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(plane, range(z)))
    voxels.flush()
    print(f"phantom {size} in {time.time() - t0:.1f} s", flush=True)


def plans():
    plain = "resample_data_or_seg_to_shape"
    image = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
    scale = {"mean": -50.0, "median": -20.0, "std": 140.0, "min": -1024.0, "max": 2000.0, "percentile_00_5": -900.0,
             "percentile_99_5": 700.0}
    kwargs = {"n_stages": stages, "features_per_stage": features, "conv_op": "torch.nn.modules.conv.Conv3d",
              "kernel_sizes": [[3] * 3] * stages, "strides": [[1] * 3] + [[2] * 3] * (stages - 1),
              "n_conv_per_stage": [2] * stages, "n_conv_per_stage_decoder": [2] * (stages - 1), "conv_bias": True,
              "norm_op": "torch.nn.modules.instancenorm.InstanceNorm3d", "norm_op_kwargs": {"eps": 1e-05, "affine": True},
              "dropout_op": None, "dropout_op_kwargs": None, "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True}}
    return {"dataset_name": "Dataset900_CT", "plans_name": "nnUNetPlans", "original_median_spacing_after_transp": spacing,
            "original_median_shape_after_transp": size, "image_reader_writer": "SimpleITKIO", "transpose_forward": [0, 1, 2],
            "transpose_backward": [0, 1, 2], "experiment_planner_used": "ExperimentPlanner", "label_manager": "LabelManager",
            "foreground_intensity_properties_per_channel": {"0": scale},
            "configurations": {"3d_fullres": {
                "data_identifier": "nnUNetPlans_3d_fullres", "preprocessor_name": "DefaultPreprocessor", "batch_size": 2,
                "patch_size": [patch] * 3, "median_image_size_in_voxels": size, "spacing": spacing,
                "normalization_schemes": ["CTNormalization"], "use_mask_for_norm": [False], "batch_dice": True,
                "resampling_fn_data": plain, "resampling_fn_data_kwargs": image,
                "resampling_fn_seg": plain, "resampling_fn_seg_kwargs": {**image, "is_seg": True, "order": 1},
                "resampling_fn_probabilities": plain, "resampling_fn_probabilities_kwargs": {**image, "order": 1},
                "architecture": {"network_class_name": "dynamic_network_architectures.architectures.unet.PlainConvUNet",
                                 "arch_kwargs": kwargs, "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}}}}


def model():
    import torch
    torch.manual_seed(1)
    weights = {}

    def conv(name, to, inputs, kernel=3):
        weights[name + ".weight"] = torch.randn(to, inputs, kernel, kernel, kernel) * (2 / (inputs * kernel ** 3)) ** 0.5
        weights[name + ".bias"] = torch.zeros(to)

    def layer(name, to, inputs):
        conv(name + ".conv", to, inputs)
        weights[name + ".norm.weight"] = torch.ones(to)
        weights[name + ".norm.bias"] = torch.zeros(to)
    before = 1
    for s, f in enumerate(features):
        for c in range(2):
            layer(f"encoder.stages.{s}.0.convs.{c}", f, before)
            before = f
    for d in range(stages - 1):
        f = features[stages - 2 - d]
        weights[f"decoder.transpconvs.{d}.weight"] = torch.randn(features[stages - 1 - d], f, 2, 2, 2) * 0.05
        weights[f"decoder.transpconvs.{d}.bias"] = torch.zeros(f)
        for c in range(2):
            layer(f"decoder.stages.{d}.convs.{c}", f, 2 * f if c == 0 else f)
        conv(f"decoder.seg_layers.{d}", classes, f, 1)
    plan = plans()
    dataset = {"channel_names": {"0": "CT"}, "labels": {"background": 0, **{f"class{i}": i for i in range(1, classes)}},
               "numTraining": 100, "file_ending": ".nii.gz"}
    folder = f"{out}/model/Dataset900_CT/nnUNetTrainer__nnUNetPlans__3d_fullres"
    os.makedirs(folder + "/fold_0", exist_ok=True)
    json.dump(plan, open(folder + "/plans.json", "w"))
    json.dump(dataset, open(folder + "/dataset.json", "w"))
    torch.save({"network_weights": weights, "optimizer_state": {"state": {}, "param_groups": []}, "grad_scaler_state": None,
                "logging": {}, "_best_ema": 0.5, "current_epoch": 1, "trainer_name": "nnUNetTrainer",
                "init_args": {"plans": plan, "configuration": "3d_fullres", "fold": 0, "dataset_json": dataset},
                "inference_allowed_mirroring_axes": [0, 1, 2]}, folder + "/fold_0/checkpoint_final.pth")
    print(f"model {sum(w.numel() for w in weights.values())} parameters in {time.time() - t0:.1f} s", flush=True)


os.makedirs(out, exist_ok=True)
with ThreadPoolExecutor(2) as both:
    for job in [both.submit(phantom), both.submit(model)]:
        job.result()
