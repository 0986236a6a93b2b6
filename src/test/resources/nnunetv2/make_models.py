#!/usr/bin/env python3
"""Makes the models, images and expected results beside this script with nnU-Net v2 itself.

    python3 -m venv v; v/bin/pip install torch==2.15.0 nnunetv2==2.8.1 nibabel
    v/bin/python make_models.py [OUT [SEED]]

Tiny networks are built from hand-written plans by nnU-Net's own trainer, take a few
optimizer steps on noise (so that optimizer state, log and numpy scalars are as in a
real checkpoint), and are saved by the trainer's own save_checkpoint. Then nnU-Net's
own predictor is run on the CPU, and what it computes on the way is written down.
"""
import copy, io, json, os, random, re, shutil, sys, zipfile
from pathlib import Path

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent).resolve()
WORK = OUT / "_work"
shutil.rmtree(WORK, ignore_errors=True)
for k in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ[k] = str(WORK / k)
    (WORK / k).mkdir(parents=True)
os.environ.update(nnUNet_n_proc_DA="0", nnUNet_def_n_proc="1", nnUNet_compile="f")

import numpy as np, torch, nibabel
import nnunetv2
from nnunetv2.training.nnUNetTrainer.nnUNetTrainer import nnUNetTrainer
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.inference.export_prediction import convert_predicted_logits_to_segmentation_with_correct_shape
from nnunetv2.utilities.label_handling.label_handling import convert_labelmap_to_one_hot
from nnunetv2.inference.sliding_window_prediction import compute_gaussian

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True, warn_only=True)
R = "resample_data_or_seg_to_shape"
RES = dict(resampling_fn_data=R, resampling_fn_data_kwargs={"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None},
           resampling_fn_seg=R, resampling_fn_seg_kwargs={"is_seg": True, "order": 1, "order_z": 0, "force_separate_z": None},
           resampling_fn_probabilities=R, resampling_fn_probabilities_kwargs={"is_seg": False, "order": 1, "order_z": 0, "force_separate_z": None})

def arch(cls, dim, features, kernels, strides, blocks, dec, slope=None):
    return {"network_class_name": "dynamic_network_architectures.architectures.unet." + cls,
            "arch_kwargs": {"n_stages": len(features), "features_per_stage": features,
                            "conv_op": f"torch.nn.modules.conv.Conv{dim}d", "kernel_sizes": kernels, "strides": strides,
                            ("n_conv_per_stage" if cls == "PlainConvUNet" else "n_blocks_per_stage"): blocks,
                            "n_conv_per_stage_decoder": dec, "conv_bias": True,
                            "norm_op": f"torch.nn.modules.instancenorm.InstanceNorm{dim}d",
                            "norm_op_kwargs": {"eps": 1e-05, "affine": True}, "dropout_op": None, "dropout_op_kwargs": None,
                            "nonlin": "torch.nn.LeakyReLU", "nonlin_kwargs": {"inplace": True}},
            "_kw_requires_import": ["conv_op", "norm_op", "dropout_op", "nonlin"]}

def plans_base(dataset, name, reader, transpose, spacing, shape, intensities, planner):
    back = [transpose.index(i) for i in range(3)]
    return {"dataset_name": dataset, "plans_name": name, "original_median_spacing_after_transp": spacing,
            "original_median_shape_after_transp": shape, "image_reader_writer": reader, "transpose_forward": transpose,
            "transpose_backward": back, "configurations": {}, "experiment_planner_used": planner, "label_manager": "LabelManager",
            "foreground_intensity_properties_per_channel": intensities}

def old_plans(plans):
    """The same plans as nnU-Net 2.0 to 2.3 wrote them (no 'architecture')."""
    p = copy.deepcopy(plans)
    for c in p["configurations"].values():
        if "architecture" not in c: continue
        a = c.pop("architecture"); k = a["arch_kwargs"]
        c["UNet_class_name"] = a["network_class_name"].split(".")[-1]
        c["UNet_base_num_features"] = k["features_per_stage"][0]
        c["n_conv_per_stage_encoder"] = k.get("n_conv_per_stage", k.get("n_blocks_per_stage"))
        c["n_conv_per_stage_decoder"] = k["n_conv_per_stage_decoder"]
        c["num_pool_per_axis"] = [sum(s[d] > 1 for s in k["strides"]) for d in range(len(k["strides"][0]))]
        c["pool_op_kernel_sizes"] = k["strides"]
        c["conv_kernel_sizes"] = k["kernel_sizes"]
        c["unet_max_num_features"] = max(k["features_per_stage"])
    return p

def save_json(path, obj):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(obj, indent=1))

SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 0  # a second argument makes other models and images of the same kinds

def train_and_save(plans, dataset_json, configuration, fold, seed, steps=3):
    """A checkpoint by nnU-Net's trainer after a few optimizer steps on noise."""
    seed += SEED
    torch.manual_seed(seed); np.random.seed(seed); random.seed(seed)
    pre = WORK / "nnUNet_preprocessed" / plans["dataset_name"] / plans["configurations"][configuration].get("data_identifier", "x")
    pre.mkdir(parents=True, exist_ok=True); (pre / "x.b2nd").touch()
    p = copy.deepcopy(plans); p["continue_training"] = False
    tr = nnUNetTrainer(p, configuration, fold, copy.deepcopy(dataset_json), torch.device("cpu"))
    tr.initialize()
    tr.configure_rotation_dummyDA_mirroring_and_inital_patch_size()
    patch = tr.configuration_manager.patch_size
    heads = tr.label_manager.num_segmentation_heads
    net = tr.network
    with torch.no_grad():                       # every weight its own value: biases and norms too
        for n, w in net.named_parameters():
            if n.endswith("norm.weight"): w.copy_(1 + 0.3 * torch.randn_like(w))
            elif n.endswith("bias"): w.copy_(0.2 * torch.randn_like(w))
    def batch():
        x = torch.randn(2, tr.num_input_channels, *patch)
        t = []
        for o in net(x):
            s = (2, 1, *o.shape[2:])
            t.append(torch.randint(0, heads, s).float() if not tr.label_manager.has_regions else torch.randint(0, 2, (2, heads, *o.shape[2:])).float())
        return {"data": x, "target": t}
    tr.on_epoch_start(); tr.on_train_epoch_start()
    tr.on_train_epoch_end([tr.train_step(batch()) for _ in range(steps)])
    tr.on_validation_epoch_start()
    tr.on_validation_epoch_end([tr.validation_step(batch()) for _ in range(2)])
    tr.logger.log("epoch_end_timestamps", 1.0, 0)
    tr._best_ema = tr.logger.get_value("ema_fg_dice", step=-1)
    return tr

def balance(tr, data, temperature):
    """Shifts the heads' biases so that all classes occur in the prediction of this image."""
    net = tr.network; net.eval(); tr.set_deep_supervision_enabled(False)
    patch = tr.configuration_manager.patch_size
    with torch.no_grad():
        x = torch.as_tensor(data)
        if len(patch) == 2: x = x[:, x.shape[1] // 2]
        x = x[(slice(None), *[slice((s - min(s, p)) // 2, (s - min(s, p)) // 2 + min(s, p)) for s, p in zip(x.shape[1:], patch)])]
        pad = []
        for s, p in zip(reversed(x.shape[1:]), reversed(patch)): pad += [0, p - s]
        x = torch.nn.functional.pad(x, pad)
        y = net(x[None].float())[0]
        head = net.decoder.seg_layers[-1]
        m = y.flatten(1).median(1).values
        head.weight.mul_(temperature / y.std()); head.bias.copy_((head.bias - m) * temperature / y.std())
    tr.set_deep_supervision_enabled(True)

def as_published(path):
    """Rewrites a checkpoint as most published ones are: trained on a GPU, pickled under numpy 1."""
    with zipfile.ZipFile(path) as z: files = {i.filename: z.read(i) for i in z.infolist()}
    pkl = next(n for n in files if n.endswith("/data.pkl"))
    b = files[pkl].replace(b"cnumpy._core.multiarray\nscalar\n", b"cnumpy.core.multiarray\nscalar\n")
    b = b.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
    files[pkl] = b
    stem = pkl.split("/")[0]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z:
        for n, c in files.items(): z.writestr(n, c)

def volume(shape_zyx, channels, seed, kind, border):
    rng = np.random.default_rng(seed + SEED)
    g = np.meshgrid(*[np.linspace(-1, 1, s) for s in shape_zyx], indexing="ij")
    out = []
    for c in range(channels):
        v = np.zeros(shape_zyx)
        for _ in range(7):
            centre = rng.uniform(-.6, .6, 3); w = rng.uniform(.15, .45, 3); a = rng.uniform(-1, 1)
            v += a * np.exp(-sum(((gi - ci) / wi) ** 2 for gi, ci, wi in zip(g, centre, w)))
        v += 0.15 * rng.standard_normal(shape_zyx)
        v = np.round(v * 300 - 50).astype(np.float32) if kind == "ct" else np.round(1000 + v * 400).clip(1).astype(np.float32)
        for ax, (lo, hi) in enumerate(border):
            s = [slice(None)] * 3
            s[ax] = slice(0, lo); v[tuple(s)] = 0
            if hi: s[ax] = slice(-hi, None); v[tuple(s)] = 0
        out.append(v)
    return out

def write_nifti(path, zyx, spacing_xyz, oblique):
    rot = np.eye(3)
    if oblique:
        a, b = np.deg2rad(12), np.deg2rad(-7)
        rot = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
        rot[:, 0] *= -1; rot[:, 1] *= -1
    aff = np.eye(4); aff[:3, :3] = rot * np.array(spacing_xyz); aff[:3, 3] = (11.5, -20.25, 33)
    img = nibabel.Nifti1Image(zyx.transpose(2, 1, 0).astype(np.int16), aff)
    img.header.set_xyzt_units("mm"); img.set_qform(aff, 1); img.set_sform(aff, 1)
    path.parent.mkdir(parents=True, exist_ok=True); nibabel.save(img, path)

def predictor(mirror, step=0.5, gaussian=True):
    return nnUNetPredictor(tile_step_size=step, use_gaussian=gaussian, use_mirroring=mirror, perform_everything_on_device=False,
                           device=torch.device("cpu"), allow_tqdm=False)

def run(folder, folds, mirror, images, out, name, prev=None, dump=False):
    p = predictor(mirror); p.initialize_from_trained_model_folder(str(folder), folds)
    pp = p.configuration_manager.preprocessor_class(verbose=False)
    data, seg, props = pp.run_case([str(i) for i in images], None if prev is None else str(prev), p.plans_manager, p.configuration_manager, p.dataset_json)
    if prev is not None:
        data = np.vstack((data, convert_labelmap_to_one_hot(seg[0], p.label_manager.foreground_labels, data.dtype)))
    logits = p.predict_logits_from_preprocessed_data(torch.from_numpy(data))
    seg, probs = convert_predicted_logits_to_segmentation_with_correct_shape(logits.clone(), p.plans_manager, p.configuration_manager, p.label_manager, copy.deepcopy(props), return_probabilities=True)
    seg2 = convert_predicted_logits_to_segmentation_with_correct_shape(logits.clone(), p.plans_manager, p.configuration_manager, p.label_manager, copy.deepcopy(props))
    p.plans_manager.image_reader_writer_class().write_seg(seg2, str(out / f"{name}.nii.gz"), props)
    np.save(out / f"{name}_logits.npy", logits.numpy())                 # float16, as nnU-Net accumulates them
    np.save(out / f"{name}_probabilities.npy", probs.astype(np.float16))
    n, c = np.unique(seg2, return_counts=True)
    info = {"labels": {int(a): int(b) for a, b in zip(n, c)}, "mask_shape_zyx": list(seg2.shape), "logits_shape": list(logits.shape),
            "voxels_where_mask_by_probabilities_differs": int((seg != seg2).sum()),
            "bbox_used_for_cropping": [[int(i) for i in b] for b in props["bbox_used_for_cropping"]],
            "shape_after_cropping": [int(i) for i in props["shape_after_cropping_and_before_resampling"]]}
    if dump:
        np.save(out / "preprocessed.npy", data.astype(np.float32))
        patch = p.configuration_manager.patch_size
        x = torch.from_numpy(data).float()
        if len(patch) == 2: x = x[:, x.shape[1] // 2]
        x = torch.stack([x[(slice(None), *[slice(0, q) for q in patch])]]) if all(s >= q for s, q in zip(x.shape[1:], patch)) else None
        if x is None: x = torch.randn(1, data.shape[0], *patch)
        p.network.load_state_dict(p.list_of_parameters[0]); p.network.eval()
        with torch.no_grad(): y = p.network(x)
        np.save(out / "one_patch_in.npy", x.numpy()); np.save(out / "one_patch_out.npy", y.numpy())
        np.save(out / "gaussian_float16.npy", compute_gaussian(tuple(patch), 1 / 8, 10, device=torch.device("cpu")).numpy())
    return info

def model_folder(out, trainer, plans, dataset_json, configuration, fold, balanced_on, temperature, published, old=False):
    f = out / f"{trainer.__class__.__name__}__{plans['plans_name']}__{configuration}"
    if balanced_on is not None: balance(trainer, balanced_on, temperature)
    (f / f"fold_{fold}").mkdir(parents=True, exist_ok=True)
    ck = f / f"fold_{fold}" / "checkpoint_final.pth"
    trainer.save_checkpoint(str(ck))
    if published: as_published(ck)
    save_json(f / "plans.json", old_plans(plans) if old else plans); save_json(f / "dataset.json", dataset_json)
    return f

def preprocess(plans, dataset_json, configuration, images, prev=None):
    from nnunetv2.utilities.plans_handling.plans_handler import PlansManager
    pm = PlansManager(copy.deepcopy(plans)); cm = pm.get_configuration(configuration)
    d, s, _ = cm.preprocessor_class(verbose=False).run_case([str(i) for i in images], None if prev is None else str(prev), pm, cm, dataset_json)
    if prev is not None:
        d = np.vstack((d, convert_labelmap_to_one_hot(s[0], pm.get_label_manager(dataset_json).foreground_labels, d.dtype)))
    return d

index = {"made_with": {"nnunetv2": "2.8.1", "torch": torch.__version__, "numpy": np.__version__}, "models": {}}

# ---- A: PlainConvUNet, 3-D CT, anisotropic, transposed, two folds; low resolution and cascade beside it --------------------
A = OUT / "Dataset901_TinyCT"; shutil.rmtree(A, ignore_errors=True)
img = A / "imagesTs" / "case_0000.nii.gz"
write_nifti(img, volume((30, 44, 16), 1, 5, "ct", [(2, 3), (4, 1), (1, 0)])[0], (3.2, 0.8, 0.95), True)
dj = {"channel_names": {"0": "CT"}, "labels": {"background": 0, "organ": 1, "tumour": 2}, "numTraining": 2, "file_ending": ".nii.gz"}
inten = {"0": {"max": 900.0, "mean": -20.5, "median": -30.0, "min": -400.0, "percentile_00_5": -310.25, "percentile_99_5": 260.5, "std": 118.75}}
pl = plans_base("Dataset901_TinyCT", "nnUNetPlans", "SimpleITKIO", [2, 0, 1], [3.2, 0.95, 0.8], [15, 25, 39], inten, "ExperimentPlanner")
common = dict(preprocessor_name="DefaultPreprocessor", batch_size=2, normalization_schemes=["CTNormalization"], use_mask_for_norm=[False], batch_dice=False, **RES)
pl["configurations"]["3d_lowres"] = dict(data_identifier="nnUNetPlans_3d_lowres", patch_size=[12, 16, 24], median_image_size_in_voxels=[12, 17, 26], spacing=[4.0, 1.4, 1.2],
    architecture=arch("PlainConvUNet", 3, [4, 8, 8], [[3, 3, 3]] * 3, [[1, 1, 1], [2, 2, 2], [2, 2, 2]], [2, 2, 2], [2, 2]), next_stage=["3d_cascade_fullres"], **common)
pl["configurations"]["3d_fullres"] = dict(data_identifier="nnUNetPlans_3d_fullres", patch_size=[8, 20, 24], median_image_size_in_voxels=[16, 26, 41], spacing=[3.0, 0.9, 0.75],
    architecture=arch("PlainConvUNet", 3, [6, 12, 16], [[1, 3, 3], [3, 3, 3], [3, 3, 3]], [[1, 1, 1], [1, 2, 2], [2, 2, 2]], [2, 2, 2], [2, 2]), **common)
pl["configurations"]["3d_cascade_fullres"] = {"inherits_from": "3d_fullres", "previous_stage": "3d_lowres"}
low = train_and_save(pl, dj, "3d_lowres", 0, 11)
fl = model_folder(A, low, pl, dj, "3d_lowres", 0, preprocess(pl, dj, "3d_lowres", [img]), 3, False)
f0 = train_and_save(pl, dj, "3d_fullres", 0, 21); f1 = train_and_save(pl, dj, "3d_fullres", 1, 22)
d = preprocess(pl, dj, "3d_fullres", [img])
ff = model_folder(A, f0, pl, dj, "3d_fullres", 0, d, 3, False)
model_folder(A, f1, pl, dj, "3d_fullres", 1, d, 3, True)
save_json(A / "plans_2.0_to_2.3.json", old_plans(pl))
ex = A / "expected"; ex.mkdir()
r = {"3d_lowres_fold0": run(fl, (0,), False, [img], ex, "3d_lowres_fold0"),
     "3d_fullres_fold0": run(ff, (0,), False, [img], ex, "3d_fullres_fold0", dump=True),
     "3d_fullres_fold0_mirrored": run(ff, (0,), True, [img], ex, "3d_fullres_fold0_mirrored"),
     "3d_fullres_folds01_mirrored": run(ff, (0, 1), True, [img], ex, "3d_fullres_folds01_mirrored")}
prev = ex / "3d_lowres_fold0.nii.gz"
cas = train_and_save(pl, dj, "3d_cascade_fullres", 0, 31)
fc = model_folder(A, cas, pl, dj, "3d_cascade_fullres", 0, preprocess(pl, dj, "3d_cascade_fullres", [img], prev), 3, False)
r["3d_cascade_fullres_fold0"] = run(fc, (0,), False, [img], ex, "3d_cascade_fullres_fold0", prev)
# the old form of the plans must give the same mask
oldf = WORK / "old" / ff.name; shutil.copytree(ff, oldf); save_json(oldf / "plans.json", old_plans(pl))
(WORK / "o").mkdir(); run(oldf, (0,), False, [img], WORK / "o", "m")
assert np.array_equal(nibabel.load(WORK / "o" / "m.nii.gz").get_fdata(), nibabel.load(ex / "3d_fullres_fold0.nii.gz").get_fdata())
index["models"]["Dataset901_TinyCT"] = r

# ---- B: ResidualEncoderUNet, 2-D, two channels, regions, mask for norm, mirroring -----------------------------------------
B = OUT / "Dataset902_TinyRegions"; shutil.rmtree(B, ignore_errors=True)
v = volume((5, 46, 57), 2, 9, "mr", [(0, 0), (6, 5), (9, 4)])
imgs = [B / "imagesTs" / f"case_{c:04d}.nii.gz" for c in range(2)]
for i, x in zip(imgs, v): write_nifti(i, x, (0.9, 1.1, 4.0), False)
dj = {"channel_names": {"0": "T1", "1": "T2"}, "labels": {"background": 0, "whole": [1, 2, 3], "core": [2, 3], "enhancing": 3},
      "regions_class_order": [1, 2, 3], "numTraining": 2, "file_ending": ".nii.gz"}
inten = {str(c): {"max": 2000.0, "mean": 1000.0, "median": 1000.0, "min": 1.0, "percentile_00_5": 100.0, "percentile_99_5": 1900.0, "std": 200.0} for c in range(2)}
pl = plans_base("Dataset902_TinyRegions", "nnUNetResEncUNetMPlans", "SimpleITKIO", [0, 1, 2], [4.0, 1.1, 0.9], [5, 35, 44], inten, "nnUNetPlannerResEncM")
pl["configurations"]["2d"] = dict(data_identifier="nnUNetPlans_2d", preprocessor_name="DefaultPreprocessor", batch_size=4, patch_size=[24, 32],
    median_image_size_in_voxels=[38.0, 40.0], spacing=[1.0, 1.0], normalization_schemes=["ZScoreNormalization", "ZScoreNormalization"],
    use_mask_for_norm=[True, False], batch_dice=True,
    architecture=arch("ResidualEncoderUNet", 2, [8, 16, 20, 20], [[3, 3]] * 4, [[1, 1], [2, 2], [2, 2], [1, 2]], [1, 2, 2, 1], [1, 1, 1]), **RES)
t = train_and_save(pl, dj, "2d", 0, 41)
# 'all' is a fold of its own, and checkpoint_best lies beside the final one
d = preprocess(pl, dj, "2d", imgs)
fb = model_folder(B, t, pl, dj, "2d", 0, d, 3, True)
ex = B / "expected"; ex.mkdir()
index["models"]["Dataset902_TinyRegions"] = {
    "2d_fold0": run(fb, (0,), False, imgs, ex, "2d_fold0", dump=True),
    "2d_fold0_mirrored": run(fb, (0,), True, imgs, ex, "2d_fold0_mirrored")}

# ---- the keys, shapes and storages of every checkpoint, in the order of the state dict ---------------------------------------
for ck in sorted(OUT.glob("Dataset*/*/fold_*/checkpoint_final.pth")):
    c = torch.load(ck, map_location="cpu", weights_only=False)
    rows = []
    for k, w in c["network_weights"].items():
        rows.append([k, list(w.shape), list(w.stride()), int(w.storage_offset()), str(w.dtype).replace("torch.", ""), float(w.double().sum()), w.untyped_storage().data_ptr()])
    ptr = {}
    for row in rows: row[-1] = ptr.setdefault(row[-1], len(ptr))
    save_json(ck.parent / "state_dict.json", {"columns": ["key", "shape", "stride", "storage_offset", "dtype", "sum", "storage"], "rows": rows,
        "distinct_storages": len(ptr), "top_level": {k: type(v).__name__ for k, v in c.items()}, "init_args": {k: type(v).__name__ for k, v in c["init_args"].items()},
        "inference_allowed_mirroring_axes": c["inference_allowed_mirroring_axes"], "trainer_name": c["trainer_name"]})
save_json(OUT / "index.json", index)
shutil.rmtree(WORK)
print(json.dumps(index, indent=1))
