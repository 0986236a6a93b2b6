#!/bin/bash
# Trains in a container with Java, on one GPU: examples/nnunet_apptainer.sh OUTPUT/Task04_Hippocampus 0
# GPUS=4 before it takes four of this machine. IMAGE is a container with Java 17; --nv brings the driver of the host. The
# container needs nothing else of NVIDIA if the engine's folder holds the libraries of CUDA and cuDNN.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec apptainer exec --nv --bind "$here" --bind "$1" "${IMAGE:-docker://eclipse-temurin:17}" \
	"$here/nnunet" train --data "$1" --fold "${2:-0}" --gpus "${GPUS:-1}" "${@:3}"
