/*-
 * #%L
 * nnU-Net for Fiji: self-configuring segmentation networks, trained and applied in ImageJ.
 * %%
 * Copyright (C) 2026 Fiji developers.
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package sc.fiji.nnunet.phantom;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The built-in sample: synthetic scans with two structures that differ only in position and texture, so that only a
 * trained network can segment them.
 * <p>
 * A grey body contains a smooth and a striped structure of equal mean brightness; the skull around it is equally
 * bright. Each case has noise, a bias field and its own gain; sizes differ, every third case has thick slices and
 * every fourth is scanned obliquely. The same seed gives the same voxels on every machine.
 * </p>
 *
 * @param training number of labelled cases
 * @param test number of test cases, whose labels are in labelsTs
 * @param seed random seed of the cases
 */
public record Phantom(int training, int test, long seed) {

	/** The names of the label values. */
	public static final Labels LABELS = Labels.of("background", "smooth", "striped");

	private static final double NOISE = 0.04;

	/**
	 * One synthetic scan.
	 *
	 * @param image one channel
	 * @param label 0 background, 1 smooth, 2 striped
	 */
	public record Sample(Volume image, LabelMap label) {
	}

	/** The sample that the demo uses: 24 training cases and 6 others. */
	public static Phantom standard() {
		return new Phantom(24, 6, 2026);
	}

	/**
	 * Writes the sample as a decathlon dataset: dataset.json, imagesTr, labelsTr, imagesTs, and labelsTs for
	 * evaluation. dataset.json is written last, so that a folder that contains it is complete.
	 *
	 * @return the dataset
	 * @throws IOException if a file cannot be written
	 */
	public Dataset write(final Path folder, final Progress progress) throws IOException {
		for (final String subfolder : new String[] { "imagesTr", "labelsTr", "imagesTs", "labelsTs" })
			Files.createDirectories(folder.resolve(subfolder));
		for (int i = 0; i < training + test; i++) {
			progress.check();
			progress.update((double) i / (training + test), "Generating " + name(i));
			final Sample sample = sample(i);
			final String end = i < training ? "Tr" : "Ts";
			ImageFile.write(folder.resolve("images" + end).resolve(name(i) + ".nii.gz"), sample.image());
			ImageFile.writeLabels(folder.resolve("labels" + end).resolve(name(i) + ".nii.gz"), sample.label());
		}
		WholeFile.write(folder.resolve(Datasets.FILE), description());
		progress.update(1, "Generated " + (training + test) + " cases");
		return Datasets.open(folder);
	}

	/**
	 * Generates one case; training cases come first.
	 *
	 * @param index from 0 to training + test - 1
	 */
	public Sample sample(final int index) {
		final Random random = new Random(seed * 0x9e3779b97f4a7c15L + index * 0xbf58476d1ce4e5b9L);
		final PhantomBody body = new PhantomBody(random);
		final Geometry geometry = geometry(index, random);
		final Volume image = new Volume(geometry, 1);
		final LabelMap label = new LabelMap(geometry);
		final double gain = 200 + 400 * random.nextDouble();
		final double[] affine = geometry.affine();
		final int[] size = geometry.sizeZyx();
		for (int z = 0; z < size[0]; z++) {
			final float[] values = image.plane(0, z);
			final short[] labels = label.plane(z);
			for (int y = 0, i = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++, i++) {
					final double px = affine[0] * x + affine[1] * y + affine[2] * z + affine[3];
					final double py = affine[4] * x + affine[5] * y + affine[6] * z + affine[7];
					final double pz = affine[8] * x + affine[9] * y + affine[10] * z + affine[11];
					final double clean = body.brightness(px, py, pz) * body.bias(px, py, pz);
					values[i] = Math.max(1, Math.round(gain * (clean + NOISE * random.nextGaussian())));
					labels[i] = (short) body.label(px, py, pz);
				}
		}
		return new Sample(image, label);
	}

	/** A grid around the world's origin that covers about 32 mm. */
	private static Geometry geometry(final int index, final Random random) {
		final double[] spacing = { 1, 1, index % 3 == 2 ? 2 : 1 };
		final long[] size = new long[3];
		for (int d = 0; d < 3; d++)
			size[d] = Math.round((28 + random.nextInt(8)) / spacing[d]);
		final double[] turn = PhantomBody.rotation(random, index % 4 == 3 ? 0.2 + 0.2 * random.nextDouble() : 0);
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++)
			for (int d = 0; d < 3; d++) {
				affine[4 * row + d] = turn[3 * row + d] * spacing[d];
				affine[4 * row + 3] -= affine[4 * row + d] * (size[d] - 1) / 2;
			}
		return new Geometry(size, spacing, affine, null);
	}

	private String name(final int index) {
		return String.format(Locale.ROOT, "phantom_%03d", index + 1);
	}

	private String description() {
		final JsonObject root = new JsonObject();
		root.addProperty("name", "Phantom");
		root.addProperty("description", "Made-up scans: a smooth and a striped structure in a body, and a skull around it");
		root.addProperty("tensorImageSize", "3D");
		root.add("modality", new JsonObject());
		root.getAsJsonObject("modality").addProperty("0", "MRI");
		root.add("labels", new JsonObject());
		for (int value = 0; value < LABELS.classes(); value++)
			root.getAsJsonObject("labels").addProperty(String.valueOf(value), LABELS.names().get(value));
		root.addProperty("numTraining", training);
		root.addProperty("numTest", test);
		root.add("training", new JsonArray());
		for (int i = 0; i < training; i++) {
			final JsonObject pair = new JsonObject();
			pair.addProperty("image", "./imagesTr/" + name(i) + ".nii.gz");
			pair.addProperty("label", "./labelsTr/" + name(i) + ".nii.gz");
			root.getAsJsonArray("training").add(pair);
		}
		root.add("test", new JsonArray());
		for (int i = training; i < training + test; i++)
			root.getAsJsonArray("test").add("./imagesTs/" + name(i) + ".nii.gz");
		return Json.page(root) + "\n";
	}
}
