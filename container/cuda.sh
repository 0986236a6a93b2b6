#!/bin/bash
# Puts the libraries of CUDA 12.3 and cuDNN 8.9 that TensorFlow 2.16 loads into a folder, from NVIDIA's packages on PyPI.
# Usage: cuda.sh FOLDER      FOLDER/lib belongs into LD_LIBRARY_PATH; FOLDER is what XLA wants as --xla_gpu_cuda_data_dir
# Needs Python 3 with pip, 4 GB of disk and the network.
set -e
target=${1:?the folder to fill}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip install -q --no-cache-dir --no-deps --no-compile --target "$work" \
	nvidia-cuda-runtime-cu12==12.3.101 nvidia-cublas-cu12==12.3.4.1 nvidia-cufft-cu12==11.0.12.1 nvidia-curand-cu12==10.3.4.107 \
	nvidia-cusolver-cu12==11.5.4.101 nvidia-cusparse-cu12==12.2.0.103 nvidia-nvjitlink-cu12==12.3.101 nvidia-cuda-nvrtc-cu12==12.3.107 \
	nvidia-cuda-cupti-cu12==12.3.101 nvidia-cudnn-cu12==8.9.7.29 nvidia-cuda-nvcc-cu12==12.3.107
mkdir -p "$target/lib" "$target/bin" "$target/nvvm"
mv "$work"/nvidia/*/lib/*.so* "$target/lib/"
# XLA compiles with ptxas and links NVIDIA's functions from libdevice
mv "$work/nvidia/cuda_nvcc/bin/ptxas" "$target/bin/"
mv "$work/nvidia/cuda_nvcc/nvvm/libdevice" "$target/nvvm/"
chmod 755 "$target/bin/ptxas"
for library in libcudart.so.12 libcublas.so.12 libcublasLt.so.12 libcufft.so.11 libcusolver.so.11 libcusparse.so.12 libcudnn.so.8; do
	[ -e "$target/lib/$library" ] || { echo "cuda.sh: $library is not in NVIDIA's packages" >&2; exit 1; }
done
