#!/usr/bin/env python3
"""Tests exported packages with bioimage.io's own program, for people with Python.

    ./nnunet export --model FOLD --output OUT --formats bioimageio
    pip install bioimageio.core==0.11.0 pydantic==2.11.7 torch onnxruntime tensorflow-cpu==2.16.2
    python src/test/scripts/check_bioimageio.py OUT/*.zip

Each package is tested with each of its weights alone, then with all together (bioimageio.core's test_description), and
the largest difference of each format from the test output is measured. NB: with pydantic 2.12 or later, the versions of
bioimageio.spec that go with this core call every file invalid.
"""
import os, sys, warnings
warnings.simplefilter("ignore")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
from loguru import logger
logger.remove()
import numpy as np
from bioimageio.core import create_prediction_pipeline, load_description, test_description
from bioimageio.core.digest_spec import get_test_input_sample, get_test_output_sample

if len(sys.argv) < 2: sys.exit("Give the packages to test, such as OUT/*.zip.")
failed = 0
for path in sys.argv[1:]:
    formats = ["tensorflow_saved_model_bundle", "onnx", "pytorch_state_dict", "torchscript"]
    model = load_description(path, format_version="latest")
    formats = [f for f in formats if getattr(model.weights, f) is not None]
    print(path, "description", model.format_version, "valid", model.validation_summary.status)
    expected = get_test_output_sample(model).members["output"].data.values
    for format in formats + [None]:
        summary = test_description(path, weight_format=format)
        print("  ", format or "all together", summary.status)
        if summary.status != "passed":
            failed += 1
            print(summary.display() or "")
            continue
        if format:
            pipeline = create_prediction_pipeline(model, weight_format=format)
            sample = pipeline.predict_sample_without_blocking(get_test_input_sample(model), skip_input_padding=True,
                                                              skip_output_cropping=True)
            found = sample.members["output"].data.values
            print("     largest difference of probabilities", float(np.abs(found - expected).max()))
sys.exit(failed > 0)
