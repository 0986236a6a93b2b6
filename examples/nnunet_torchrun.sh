#!/bin/bash
# Trains with the launcher of PyTorch, here two processes on this machine: examples/nnunet_torchrun.sh OUTPUT/Task04_Hippocampus 0
# On several machines: --nnodes and --rdzv-endpoint as torchrun wants them. Restarts are left to torchrun.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec torchrun --nproc-per-node "${WORKERS:-2}" --max-restarts "${RESTARTS:-3}" --no-python \
	"$here/nnunet" train --data "$1" --fold "${2:-0}" --workers auto --restarts 0 "${@:3}"
