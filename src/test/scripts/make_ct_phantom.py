"""An anisotropic CT phantom for the search of presets: python3 make_ct_phantom.py OUT [CASES=24]   (numpy)

Writes OUT/Task98_CtPhantom: volumes of 20 to 36 slices of 160 x 160 pixels, spacing 5 x 0.8 x 0.8 mm, with a large organ
(label 1), lesions in it that are hardly darker (2) and two smaller organs (3); an organ that looks like the first one lies
on the other side and is background.
"""
import gzip
import json
import os
import sys

import numpy as np

out = f"{sys.argv[1]}/Task98_CtPhantom"
cases = int(sys.argv[2]) if len(sys.argv) > 2 else 24
spacing = (5.0, 0.8, 0.8)


def nifti(path, array, kind):
    header = np.zeros(352, np.uint8)

    def put(at, dtype, values):
        data = np.frombuffer(np.array(values, dtype).tobytes(), np.uint8)
        header[at:at + data.size] = data

    z, y, x = array.shape
    put(0, "<i4", [348])
    put(40, "<i2", [3, x, y, z, 1, 1, 1, 1])
    put(70, "<i2", [kind, array.dtype.itemsize * 8])
    put(76, "<f4", [1, *spacing[::-1], 0, 0, 0, 0])
    put(108, "<f4", [352, 1, 0])
    put(123, "<u1", [2])
    put(252, "<i2", [0, 1])
    for row in range(3):
        put(280 + 16 * row, "<f4", [spacing[::-1][row] if column == row else 0 for column in range(4)])
    put(344, "<u1", list(b"n+1\0"))
    with gzip.open(path, "wb", 3) as file:
        file.write(header.tobytes() + array.tobytes())


def case(seed):
    rng = np.random.default_rng(seed)
    shape = (int(rng.integers(20, 37)), 160, 160)
    centre = [n / 2 for n in shape]
    z, y, x = [(np.arange(n) - c) * s for n, c, s in zip(shape, centre, spacing)]
    z, y, x = np.meshgrid(z, y, x, indexing="ij")
    # low waves bend all shapes
    bent = []
    for axis in (z, y, x):
        waves = sum(rng.normal(0, 3) * np.sin((z * a + y * b + x * c) / 18 + rng.uniform(0, 6))
            for a, b, c in rng.normal(0, 1, (3, 3)))
        bent.append(axis + waves)

    def blob(at, radii):
        return sum(((axis - a) / r) ** 2 for axis, a, r in zip(bent, at, radii)) < 1

    hu = np.full(shape, -1000.0)
    hu[blob((0, 0, 0), (200, 58, 60))] = 30
    labels = np.zeros(shape, np.uint8)
    size = rng.uniform(0.8, 1.2)
    organ = blob((rng.normal(0, 8), rng.normal(-5, 4), -24 + rng.normal(0, 3)), (38 * size, 28 * size, 22 * size))
    hu[organ], labels[organ] = 62, 1
    other = blob((rng.normal(0, 8), rng.normal(-5, 4), 32 + rng.normal(0, 3)), (22 * size, 16 * size, 12 * size))
    hu[other & ~organ] = 62
    for side in (-1, 1):
        small = blob((rng.normal(0, 8), 32 + rng.normal(0, 2), side * 24 + rng.normal(0, 2)), (22, 9, 8)) & (labels == 0)
        hu[small], labels[small] = 85, 3
    inside = np.argwhere(organ)
    for _ in range(int(rng.integers(1, 5))):
        where = inside[rng.integers(len(inside))]
        at = [(w - c) * s for w, c, s in zip(where, centre, spacing)]
        lesion = blob(at, rng.uniform(5, 11, 3)) & organ
        hu[lesion], labels[lesion] = 42, 2
    noise = rng.normal(0, 26, shape)
    noise = (noise + np.roll(noise, 1, 1) + np.roll(noise, 1, 2)) / 1.7
    return (hu + noise).round().astype(np.int16), labels


os.makedirs(f"{out}/imagesTr")
os.makedirs(f"{out}/labelsTr")
training = []
for number in range(cases):
    image, labels = case(number)
    name = f"ct_{number:03d}.nii.gz"
    nifti(f"{out}/imagesTr/{name}", image, 4)
    nifti(f"{out}/labelsTr/{name}", labels, 2)
    training.append({"image": f"./imagesTr/{name}", "label": f"./labelsTr/{name}"})
with open(f"{out}/dataset.json", "w") as file:
    json.dump({"name": "CtPhantom", "modality": {"0": "CT"}, "labels": {"0": "background", "1": "organ", "2": "lesion", "3": "pair"},
        "numTraining": cases, "numTest": 0, "training": training, "test": []}, file, indent=1)
