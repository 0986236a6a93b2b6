#!/bin/bash
# The complete workflow on the command line: preprocess, train, predict the test images, evaluate if they have labels.
# Usage: examples/nnunet.sh DATASET OUTPUT [options of the training]
set -e
nnunet=$(dirname "$0")/../nnunet
dataset=${1%/}
output=$2
shift 2
name=$(basename "$dataset")
[ $# -gt 0 ] || set -- --minutes 30 --preset cpu

"$nnunet" preprocess --dataset "$dataset" --output "$output"
"$nnunet" train --data "$output/$name" --fold 0 "$@"
model=$output/$name/results_3d/fold_0
# single slices are trained in 2d
[ -d "$model" ] || model=$output/$name/results_2d/fold_0
"$nnunet" predict --model "$model" --input "$dataset/imagesTs" --output "$output/predictions" --preset fast
if [ -d "$dataset/labelsTs" ]; then
	"$nnunet" evaluate --predictions "$output/predictions" --references "$dataset/labelsTs" --output "$output/predictions"
fi
