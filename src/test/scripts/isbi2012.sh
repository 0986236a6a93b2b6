#!/usr/bin/env bash
# Five folds on the 30 slices of the ISBI 2012 EM challenge, scored as NVIDIA scores its U-Net (docs/measurements.md).
# src/test/scripts/isbi2012.sh DATA OUT [MINUTES per fold, 10]     DATA holds images/ and labels/; PYTHON (python3) needs numpy and Pillow
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
data=$(realpath "$1")
out=$2
minutes=${3:-10}
mkdir -p "$out"
name=$(basename "$data")
"$home/nnunet" preprocess --dataset "$data" --output "$out"
for fold in 0 1 2 3 4; do
	model=$out/$name/results_2d/fold_$fold
	"$home/nnunet" train --data "$out/$name" --fold $fold --preset cpu --minutes "$minutes"
	rm -rf "$out/images_$fold"
	mkdir -p "$out/images_$fold"
	for slice in $("${PYTHON:-python3}" -c 'import json,sys; print(*json.load(open(sys.argv[1]))["folds"][int(sys.argv[2])]["val"])' "$out/$name/splits.json" $fold); do
		ln -s "$data/images/$slice.png" "$out/images_$fold/"
	done
	"$home/nnunet" predict --model "$model" --input "$out/images_$fold" --output "$out/predictions_$fold" --saveprobabilities npy --overwrite
done
"${PYTHON:-python3}" - "$data" "$out" <<'PY'
# Soft Dice with squares in the denominator, per image, then the mean over images and over both classes; hard Dice beside it.
import glob, os, sys
import numpy as np
from PIL import Image
data, out = sys.argv[1:]
def soft(p, y):
    return (2 * (p * y).sum() + 1e-6) / ((p * p).sum() + (y * y).sum() + 1e-6)
def hard(p, y):
    return 2 * (p & y).sum() / (p.sum() + y.sum())
def resized(a):
    return np.asarray(Image.fromarray(a.astype(np.float32)).resize((388, 388), Image.BILINEAR))
rows = []
for fold in range(5):
    files = sorted(glob.glob(f"{out}/predictions_{fold}/probabilities/*.npy"))
    assert len(files) == 6, f"fold {fold}: {len(files)} slices instead of 6"
    scores = []
    for file in files:
        name = os.path.basename(file)[:-4]
        y = (np.asarray(Image.open(f"{data}/labels/{name}.png")) > 127).astype(np.float64)
        p = np.load(file).astype(np.float64).reshape(2, 512, 512)
        small, label = resized(p[1]).astype(np.float64), (resized(y) > 0.5).astype(np.float64)
        scores.append([(soft(small, label) + soft(1 - small, 1 - label)) / 2, (soft(p[1], y) + soft(p[0], 1 - y)) / 2,
            hard(p[1] < 0.5, y < 0.5), hard(p[1] >= 0.5, y > 0.5)])
    rows.append(np.mean(scores, axis=0))
    print("fold %d: soft Dice at 388 %.4f, at 512 %.4f; Dice of membranes %.4f, of cells %.4f" % (fold, *rows[-1]))
print("mean of five folds: soft Dice at 388 %.4f, at 512 %.4f; Dice of membranes %.4f, of cells %.4f" % tuple(np.mean(rows, axis=0)))
PY
