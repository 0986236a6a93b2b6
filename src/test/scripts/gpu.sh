#!/bin/bash
# Measures a GPU: what the doctor says, NVIDIA's benchmark rows (docs/reference/recipe-nvidia.md 13.1), and on prepared
# hippocampus data a training and the prediction of the held-out cases. A CT: gpu_ct.sh.
# Usage: gpu.sh OUT [OUT/Task04_Hippocampus RAW/Task04_Hippocampus]
# In the environment: DEVICE (gpu), STEPS as "warm-up last" ("20 60"), MORE options of the benchmark, MINUTES (3), PRESET (gpu), KINDS.
# On a CPU, to try the script itself: DEVICE=cpu STEPS="0 1" MORE="--features 4 --patch 32,32,32" KINDS="train-3d-2-fp32" gpu.sh OUT
set -u
nnunet=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)/nnunet
out=${1:?the folder for results} data=${2:-} raw=${3:-}
device=${DEVICE:-gpu} minutes=${MINUTES:-3}
read -r warmup last <<< "${STEPS:-20 60}"
mkdir -p "$out"

"$nnunet" doctor --device "$device" 2>&1 | tee "$out/doctor.txt"
nvidia-smi > "$out/nvidia-smi.txt" 2>&1

# the first row again at the end shows whether the card has become hot
for kind in ${KINDS:-train-3d-2-fp16-xla train-3d-2-fp16 train-3d-2-fp32 train-3d-2-fp32-xla train-3d-4-fp16-xla \
	train-2d-64-fp16-xla train-2d-64-fp32 train-2d-128-fp16-xla predict-3d-4-fp16 predict-3d-4-fp16-xla predict-3d-4-fp32 \
	predict-2d-64-fp16 predict-2d-64-fp16-xla train-3d-2-fp16-xla}; do
	IFS=- read -r mode dim batch precision xla <<< "$kind"
	name=$kind; [ -e "$out/$name.json" ] && name=$kind-again
	# shellcheck disable=SC2086 # MORE holds several words
	# NB: in float32 cuDNN tries algorithms for minutes if the channels come last
	XLA_FLAGS="${XLA_FLAGS:-}$([ "$precision" != fp32 ] || echo " --xla_gpu_force_conv_nhwc=false")" \
		timeout 300 "$nnunet" benchmark --mode "$mode" --dim "${dim%d}" --task 01 --batchsize "$batch" --precision "$precision" \
		--xla "$([ "$xla" = xla ] && echo true || echo false)" --warmupsteps "$warmup" --benchsteps "$last" --device "$device" \
		--results "$out" --logname "$name.json" ${MORE:-} --progress lines > "$out/$name.txt" 2>&1
	echo "$name: exit $?, $(grep -h '^throughput' "$out/$name.txt")"
done

[ -n "$data" ] || exit 0
"$nnunet" train --data "$data" --fold 0 --minutes "$minutes" --preset "${PRESET:-gpu}" --device "$device" --force 2>&1 | tee "$out/train.txt" | tail -5
[ -n "$raw" ] || exit 0
time "$nnunet" evaluate --model "$data/results_3d/fold_0" --dataset "$raw" --device "$device" 2>&1 | tee "$out/evaluate.txt" | tail -5
