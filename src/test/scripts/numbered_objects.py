"""Images whose objects are numbered one by one, and scores of predictions by StarDist's own code (docs/measurements.md).

numbered_objects.py cells FOLDER SEED COUNT      made-up images of 256 x 256 with cells that touch: FOLDER/images, FOLDER/labels
numbered_objects.py cells3d FOLDER SEED COUNT    the same as volumes of 80 x 80 x 24 voxels of 1 x 1 x 2 mm, NIfTI; needs nibabel
numbered_objects.py em ISBI2012 FOLDER           the EM slices, each connected cell of at least 20 pixels with its own number
numbered_objects.py score PREDICTIONS LABELS     means over the images, both folders of PNG or of NIfTI

Needs numpy, Pillow and scipy; score also numba and tqdm, and stardist and csbdeep (pip install --no-deps), whose matching.py alone is used.
"""
import glob
import importlib.util
import os
import sys

import numpy as np
from PIL import Image
from scipy import ndimage

SIZE = 256


def save(folder, name, image, labels):
    for kind, array in (("images", image), ("labels", labels)):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
        Image.fromarray(array).save(os.path.join(folder, kind, name + ".png"))


def add(random, labels, image, r, least):
    """Adds a cell where r is below 1, unless it is smaller than least or would cover much of the others."""
    inside = r < 1
    if inside.sum() < least or (labels[inside] > 0).mean() > 0.12:
        return
    labels[inside & (labels == 0)] = labels.max() + 1
    image += np.where(inside, (1 - 0.55 * r) * random.uniform(90, 160), 0)


def cells(folder, seed, count):
    random = np.random.default_rng(int(seed))
    yy, xx = np.mgrid[:SIZE, :SIZE]
    for n in range(int(count)):
        labels, image = np.zeros((SIZE, SIZE), np.uint16), np.zeros((SIZE, SIZE))
        for _ in range(random.integers(35, 60)):
            cy, cx = random.uniform(0, SIZE, 2)
            a, b = random.uniform(8, 16, 2)
            angle = random.uniform(0, np.pi)
            u = (xx - cx) * np.cos(angle) + (yy - cy) * np.sin(angle)
            v = (yy - cy) * np.cos(angle) - (xx - cx) * np.sin(angle)
            r = (u / a) ** 2 + (v / b) ** 2
            add(random, labels, image, r, 60)
        image = ndimage.gaussian_filter(image, 1.5, mode="wrap") + 20 + random.normal(0, 9, image.shape)
        save(folder, f"n{n:02d}", np.clip(image, 0, 255).astype(np.uint8), labels)


def cells3d(folder, seed, count):
    import nibabel
    random = np.random.default_rng(int(seed))
    for kind in ("images", "labels"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    shape, spacing = (80, 80, 24), np.array([1, 1, 2])
    grid = np.stack(np.mgrid[:shape[0], :shape[1], :shape[2]], -1) * spacing
    for n in range(int(count)):
        labels, image = np.zeros(shape, np.int16), np.zeros(shape)
        for _ in range(random.integers(60, 100)):
            radii = random.uniform(6, 12, 3)
            r = (((grid - random.uniform(0, 1, 3) * shape * spacing) / radii) ** 2).sum(-1)
            add(random, labels, image, r, 200)
        image = ndimage.gaussian_filter(image, 1 / spacing) + 20 + random.normal(0, 9, shape)
        for kind, array in (("images", image.astype(np.float32)), ("labels", labels)):
            nibabel.save(nibabel.Nifti1Image(array, np.diag([1.0, 1, 2, 1])), os.path.join(folder, kind, f"v{n:02d}.nii.gz"))


def em(source, folder):
    for file in sorted(glob.glob(os.path.join(source, "labels", "*.png"))):
        name = os.path.basename(file)[:-4]
        numbers, _ = ndimage.label(np.asarray(Image.open(file)) > 127)
        sizes = np.bincount(numbers.ravel())
        kept = np.flatnonzero(sizes >= 20)
        table = np.zeros(len(sizes), np.uint16)
        table[kept[kept > 0]] = np.arange(1, (kept > 0).sum() + 1)
        save(folder, name, np.asarray(Image.open(os.path.join(source, "images", name + ".png"))), table[numbers])


def matching():
    """StarDist's matching.py without the rest of StarDist, which needs TensorFlow."""
    package = importlib.util.find_spec("stardist").submodule_search_locations[0]
    spec = importlib.util.spec_from_file_location("matching", os.path.join(package, "matching.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.matching


def read(file):
    if file.endswith(".png"):
        return np.asarray(Image.open(file)).astype(int)
    import nibabel
    return np.asarray(nibabel.load(file).dataobj).astype(int)


def score(predictions, labels):
    match, rows, objects = matching(), [], 0
    for file in sorted(glob.glob(os.path.join(predictions, "*.png")) + glob.glob(os.path.join(predictions, "*.nii.gz"))):
        true, found = read(os.path.join(labels, os.path.basename(file))), read(file)
        half, good = match(true, found, thresh=0.5), match(true, found, thresh=0.75)
        rows.append((half.f1, half.accuracy, good.f1, half.panoptic_quality, half.fp, half.fn))
        objects += half.n_true
    rows = np.array(rows)
    print("%d images, %d objects: F1_50 %.4f, AP_50 %.4f, F1_75 %.4f, PQ %.4f; %d wrong, %d missed" %
          (len(rows), objects, *rows[:, :4].mean(axis=0), *rows[:, 4:].sum(axis=0)))


if __name__ == "__main__":
    {"cells": cells, "cells3d": cells3d, "em": em, "score": score}[sys.argv[1]](*sys.argv[2:])
