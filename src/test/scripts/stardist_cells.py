"""Trains StarDist in 2D from scratch on a CPU, for the comparison in docs/measurements.md ("Numbered objects").

stardist_cells.py DATASET SPLITS NEW OUTPUT SECONDS     DATASET/images and labels, and fold 0 of SPLITS (splits.json of nnunet preprocess);
                                                        labels of the PNG images in NEW go to OUTPUT

Needs stardist, csbdeep, tensorflow and tf-keras (tried: 0.9.2, 0.8.2, 2.17.1, 2.17.0). Score with numbered_objects.py.
"""
import glob
import json
import os
import sys
import time

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"
import numpy as np
import tf_keras
from csbdeep.utils import normalize
from PIL import Image
from stardist import fill_label_holes
from stardist.models import Config2D, StarDist2D

dataset, splits, new, output, seconds = sys.argv[1:]
random = np.random.default_rng(42)


def image(file):
    return normalize(np.asarray(Image.open(file)).astype(np.float32), 1, 99.8, axis=(0, 1))


def cases(names):
    labels = [np.asarray(Image.open(f"{dataset}/labels/{name}.png")).astype(np.int32) for name in names]
    return [image(f"{dataset}/images/{name}.png") for name in names], [fill_label_holes(label) for label in labels]


def augmented(x, y):
    """Right-angle turns, mirror images, brightness and noise, as in StarDist's own example of training."""
    turns, mirror = random.integers(4), random.integers(2)
    x, y = np.rot90(x, turns), np.rot90(y, turns)
    x, y = (x[:, ::-1], y[:, ::-1]) if mirror else (x, y)
    x = x * random.uniform(0.6, 2) + random.uniform(-0.2, 0.2)
    return x + 0.02 * random.uniform() * random.normal(size=x.shape), y


class Clock(tf_keras.callbacks.Callback):
    steps, start = 0, time.time()

    def on_train_batch_end(self, batch, logs=None):
        self.steps += 1
        self.model.stop_training = time.time() - self.start > float(seconds)


fold = json.load(open(splits))["folds"][0]
train, held = cases(fold["train"]), cases(fold["val"])
model = StarDist2D(Config2D(n_rays=32, grid=(2, 2), train_patch_size=(256, 256), train_batch_size=4, n_channel_in=1, train_tensorboard=False),
                   name="stardist", basedir=output + "_model")
model.prepare_for_training()
clock = Clock()
model.callbacks.append(clock)
model.train(*train, validation_data=held, augmenter=augmented, epochs=1000, steps_per_epoch=20)
print(clock.steps, "steps in", round(time.time() - clock.start), "s")
model.optimize_thresholds(*held)
os.makedirs(output, exist_ok=True)
for file in sorted(glob.glob(new + "/*.png")):
    labels, _ = model.predict_instances(image(file))
    Image.fromarray(labels.astype(np.uint16)).save(os.path.join(output, os.path.basename(file)))
