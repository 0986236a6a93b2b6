"""The counterpart of ResampleBenchmark.java: SciPy's map_coordinates in two processes.

python resample_benchmark.py [slice thickness]; needs numpy and scipy.
Thicker than 2.7 mm: slice by slice in the plane, as NVIDIA's nnU-Net does for anisotropic images.
"""
import os
import resource
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"
import numpy as np
from multiprocessing import Pool
from scipy import ndimage

THICKNESS = float(sys.argv[1]) if len(sys.argv) > 1 else 2.5
SIZE = (int(THICKNESS / 1.6 * 96), 291, 291)


def grid(old, new):
    return np.meshgrid(*[(np.arange(n) + .5) * o / n - .5 for o, n in zip(old, new)], indexing="ij")


def resize(image, size):
    result = ndimage.map_coordinates(image, grid(image.shape, size), order=3, mode="nearest")
    return np.clip(result, image.min(), image.max())


def one(seed):
    image = np.random.default_rng(seed).standard_normal((96, 256, 256)).astype("f4")
    start, used = time.time(), time.process_time()
    if THICKNESS < 2.7:
        resize(image, SIZE)
    else:
        slices = np.stack([resize(s, SIZE[1:]) for s in image])
        slices[np.floor((np.arange(SIZE[0]) + .5) * 96 / SIZE[0]).astype(int)]
    return start, time.time(), time.process_time() - used


if __name__ == "__main__":
    with Pool(2) as pool:
        spans = pool.map(one, range(8), chunksize=1)
    wall = max(s[1] for s in spans) - min(s[0] for s in spans)
    print("8 images in SciPy, two processes: %.2f s wall, %.2f s of processor time" % (wall, sum(s[2] for s in spans)))
