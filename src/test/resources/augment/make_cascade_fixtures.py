#!/usr/bin/env python3
"""Makes cascade.json: the binary operations of batchgeneratorsv2 0.3.6 (nnU-Net 2.8.1) on a small mask."""
import json
import os

import numpy as np
import torch
from batchgeneratorsv2.transforms.nnunet.random_binary_operator import (binary_closing_torch, binary_dilation_torch,
                                                                        binary_erosion_torch, binary_opening_torch)
from skimage.morphology import ball

SIZE = (9, 11, 10)
rng = np.random.default_rng(1)
z, y, x = np.indices(SIZE)
mask = ((z - 4) ** 2 + (y - 5) ** 2 + (x - 3) ** 2 <= 12) | (rng.random(SIZE) < 0.03) | ((x > 6) & (y > 6))


def bits(array):
    return ''.join('1' if value else '0' for value in np.asarray(array).ravel())


results = []
for radius in (1, 2, 3, 4):
    for name, operation in (('DILATE', binary_dilation_torch), ('ERODE', binary_erosion_torch),
                            ('CLOSE', binary_closing_torch), ('OPEN', binary_opening_torch)):
        result = operation(torch.from_numpy(mask), torch.from_numpy(ball(radius, dtype=bool)))
        results.append({'operation': name, 'radius': radius, 'mask': bits(result)})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'cascade.json'), 'w') as file:
    json.dump({'size': SIZE, 'mask': bits(mask), 'results': results}, file, indent=1)
