#!/usr/bin/env python3
"""What TotalSegmentator's steps make of an image that is cut first, or segmented in pieces.

    OMP_NUM_THREADS=1 python make_crops.py           (torch 2.15.0, nnunetv2 2.8.1, nibabel, scipy; after make_models.py)

The steps are those of TotalSegmentator 2.18 (python_api.py, nnunet.py, cropping.py, resampling.py, postprocessing.py),
with nibabel, SciPy and nnU-Net on networks of its shape with random weights: task total at 3 mm (dataset 297) and body at
6 mm (300) are made here, the others by make_models.py. The image has axes in another order, one of them mirrored, oblique.

expected_structures  1.5 mm, some structures: found at 6 mm, cut with 20 mm around them, only the networks that know them
expected_robust      the same at 6 mm, found at 3 mm
expected_body        3 mm, cut to the largest part of the trunk and large parts of the limbs, with 3 mm around them
expected_split       3 mm, three pieces with margins of 20 planes
"""
import make_models as models
import nibabel, numpy as np, shutil
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform
from scipy import ndimage

HERE = models.HERE
models.PARTS.update({297: ("TotalSegmentator_total_3mm_1559subj", 117), 300: ("body_6mm_1559subj", 2)})
models.TRAINERS.update({297: "nnUNetTrainer_4000epochs_NoMirroring", 300: "nnUNetTrainer"})
models.SPACINGS.update({297: 3.0, 300: 6.0})
FIRST = {291: 0, 292: 24, 293: 50, 294: 68, 295: 91, 297: 0, 298: 0, 300: 0}


def image():
    rng = np.random.default_rng(11)
    shape = (50, 28, 24)
    data = ndimage.gaussian_filter(rng.standard_normal(shape), 2) * 4000 - 100
    z, x, y = np.meshgrid(*(np.linspace(-1, 1, n) for n in shape), indexing="ij")
    data = np.where((z / 0.8) ** 2 + (x / 0.7) ** 2 + (y / 0.75) ** 2 < 1, data, -1000)
    affine = np.array([[0, 3.5, 0.1, -40], [0.1, 0, 3.7, -30], [-3.6, 0.1, 0, 90], [0, 0, 0, 1]], float)
    # fractions, which are cut off where the image is cut
    made = nibabel.Nifti1Image((np.round(data * 4) / 4).clip(-1024, 2000).astype(np.float32), affine)
    made.set_qform(None, 0)
    made.set_sform(affine, 1)
    nibabel.save(made, HERE / "ct_long.nii.gz")


def networks(numbers, data, affine, step):
    """The labels of several networks on an image of their resolution, later ones over earlier ones."""
    painted = np.zeros(data.shape, np.uint8)
    work = HERE / "_work"
    work.mkdir(exist_ok=True)
    nibabel.save(nibabel.Nifti1Image(data, affine), work / "part_0000.nii.gz")
    for number in numbers:
        predictor = models.nnUNetPredictor(tile_step_size=step, use_gaussian=True, use_mirroring=False,
                                           perform_everything_on_device=False, device=models.torch.device("cpu"), allow_tqdm=False)
        predictor.initialize_from_trained_model_folder(str(models.folder(number)), (0,))
        array, properties = predictor.plans_manager.image_reader_writer_class().read_images([str(work / "part_0000.nii.gz")])
        labels = predictor.predict_single_npy_array(array, properties).transpose(2, 1, 0)
        painted[labels > 0] = labels[labels > 0] + FIRST[number]
    shutil.rmtree(work)
    return painted


def body_cleaned(labels):
    """The largest part of the trunk, and parts of the limbs above 50 cubic centimetres."""
    parts, count = ndimage.label(labels == 1)
    sizes = ndimage.sum_labels(np.ones_like(parts), parts, range(1, count + 1))
    if count:
        labels = np.where((labels == 1) & (parts != 1 + np.argmax(sizes)), 0, labels)
    parts, count = ndimage.label(labels == 2)
    for part in range(1, count + 1):
        if (parts == part).sum() <= 50000 / 6.0 ** 3:
            labels = np.where(parts == part, 0, labels)
    return labels


def segmented(stored, numbers, spacing, step=0.8, split=False):
    """One pass over an image: canonical axes, zoom, networks, nearest zoom back, stored axes."""
    canonical = nibabel.as_closest_canonical(stored)
    data = canonical.get_fdata()
    zoom = np.array(canonical.header.get_zooms()) / np.array([spacing] * 3)
    small = ndimage.zoom(data, zoom, order=1, mode="nearest").astype(np.int32)
    affine = canonical.affine.copy()
    affine[:3, :3] /= zoom
    print("  ", numbers, small.shape, flush=True)
    if split:
        third, margin = small.shape[2] // 3, 20
        a = networks(numbers, small[:, :, :third + margin], affine, step)[:, :, :-margin]
        b = networks(numbers, small[:, :, third + 1 - margin:2 * third + margin], affine, step)[:, :, margin - 1:-margin]
        c = networks(numbers, small[:, :, 2 * third + 1 - margin:], affine, step)[:, :, margin - 1:]
        labels = np.concatenate([a, b, c], 2)
    else:
        labels = networks(numbers, small, affine, step)
    if numbers == (300,):
        labels = body_cleaned(labels)
    back = ndimage.zoom(labels, np.array(data.shape) / labels.shape, order=0, mode="nearest")
    turn = ornt_transform(axcodes2ornt("RAS"), io_orientation(stored.affine))
    return nibabel.Nifti1Image(back.astype(np.uint8), canonical.affine).as_reoriented(turn).get_fdata().astype(np.uint8)


def cut(stored, mask, millimetres):
    around = (np.array([millimetres] * 3) / stored.header.get_zooms()).astype(int)
    where = np.argwhere(mask)
    low = np.maximum(where.min(0) - around, 0)
    high = np.minimum(where.max(0) + 1 + around, mask.shape)
    box = tuple(slice(int(a), int(b)) for a, b in zip(low, high))
    affine = stored.affine.copy()
    affine[:3, 3] = (stored.affine @ np.append(low, 1))[:3]
    print("   cut to", [(s.start, s.stop) for s in box], "of", mask.shape, flush=True)
    return nibabel.Nifti1Image(stored.get_fdata()[box].astype(np.int32), affine), box


def save(name, labels, stored):
    print(name, np.unique(labels), flush=True)
    nibabel.save(nibabel.Nifti1Image(labels.astype(np.uint8), stored.affine), HERE / f"{name}.nii.gz")


def cropped(stored, coarse, wanted, millimetres, numbers, spacing):
    mask = np.isin(coarse, wanted) if wanted else coarse > 0
    part, box = cut(stored, mask, millimetres)
    result = np.zeros(coarse.shape, np.uint8)
    found = segmented(part, numbers, spacing)
    result[box] = np.where(np.isin(found, wanted), found, 0) if wanted else found
    return result


if __name__ == "__main__":
    image()
    for number in (297, 300):
        models.model(number)
    stored = nibabel.load(HERE / "ct_long.nii.gz")
    save("expected_structures", cropped(stored, segmented(stored, (298,), 6.0), [3, 5, 26, 30], 20, (291, 292), 1.5), stored)
    save("expected_robust", cropped(stored, segmented(stored, (297,), 3.0), [65, 66], 20, (298,), 6.0), stored)
    save("expected_body", cropped(stored, segmented(stored, (300,), 6.0, 0.5), None, 3, (297,), 3.0), stored)
    save("expected_split", segmented(stored, (297,), 3.0, split=True), stored)
    whole = segmented(stored, (297,), 3.0)
    print("split changes", (whole != nibabel.load(HERE / "expected_split.nii.gz").get_fdata()).sum(), "of", whole.size, "voxels")
