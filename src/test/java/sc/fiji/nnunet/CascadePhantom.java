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
package sc.fiji.nnunet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Images that need context beyond a patch of the full resolution: a bright ellipsoid near the left or right face, whose
 * class (1 or 2) is told by a slab in the middle, bright or dark, at least a quarter of the image away. A patch is a
 * quarter of the image, so that one which holds a voxel of the ellipsoid holds none of the slab; at low resolution it
 * covers 63 % of each axis, so that every window with the ellipsoid holds the slab, too.
 * <p>
 * As a program it compares the three configurations at any size:
 * {@code CascadePhantom FOLDER SIZE CASES STEPS FEATURES}.
 * </p>
 */
final class CascadePhantom {

	static final String NAME = "Dataset900_Context";

	private CascadePhantom() {
		// static methods only
	}

	/** Writes a dataset of cubes. */
	static Path write(final Path parent, final int size, final int cases) throws IOException {
		final Path folder = parent.resolve(NAME);
		Files.createDirectories(folder.resolve("imagesTr"));
		Files.createDirectories(folder.resolve("labelsTr"));
		Files.writeString(folder.resolve("dataset.json"), "{\"channel_names\":{\"0\":\"noNorm\"},\"labels\":{" +
			"\"background\":0,\"bright\":1,\"dark\":2},\"numTraining\":" + cases + ",\"file_ending\":\".nii.gz\"}",
			StandardCharsets.UTF_8);
		for (int n = 0; n < cases; n++) {
			final String name = String.format(Locale.ROOT, "case%03d", n);
			final Geometry geometry = Geometry.ofZyx(new int[] { size, size, size }, new double[] { 1, 1, 1 });
			final Volume image = new Volume(geometry, 1);
			final LabelMap labels = new LabelMap(geometry);
			draw(image, labels, size, 1 + n % 2, new Random(n));
			ImageFile.write(folder.resolve("imagesTr").resolve(name + "_0000.nii.gz"), image);
			ImageFile.writeLabels(folder.resolve("labelsTr").resolve(name + ".nii.gz"), labels);
		}
		return folder;
	}

	private static void draw(final Volume image, final LabelMap labels, final int size, final int label,
		final Random random)
	{
		final double middle = random.nextBoolean() ? 0.105 : 0.895;
		final double centreY = 0.4 + 0.2 * random.nextDouble();
		final double centreZ = 0.4 + 0.2 * random.nextDouble();
		for (int z = 0; z < size; z++)
			for (int y = 0; y < size; y++)
				for (int x = 0; x < size; x++) {
					final double px = (x + 0.5) / size;
					final double dx = (px - middle) / 0.085;
					final double dy = ((y + 0.5) / size - centreY) / 0.2;
					final double dz = ((z + 0.5) / size - centreZ) / 0.2;
					final boolean inside = dx * dx + dy * dy + dz * dz < 1;
					final boolean slab = Math.abs(px - 0.5) < 0.06;
					image.plane(0, z)[y * size + x] = (float) (0.1 * random.nextGaussian() + (inside ? 2 : slab ? label == 1 ? 1
						: -1 : 0));
					if (inside) labels.plane(z)[y * size + x] = (short) label;
				}
	}

	/** Plans and prepares the three configurations with a patch of a quarter of the image. */
	static Path prepare(final NnUNet nn, final Path raw, final Path output, final int size, final String... names)
		throws IOException
	{
		for (final String name : names)
			nn.preprocess(PreprocessOptions.builder().dataset(raw).output(output).configuration(name).recipe("nnunet").patch(
				List.of(size / 4, size / 4, size / 4)).batchSize(4).folds(2).build(), Progress.none());
		return output.resolve(NAME);
	}

	/** A short training. */
	static TrainOptions.Builder training(final Path data, final int steps, final int features) {
		return TrainOptions.builder().data(data).folds(2).steps(steps).stepsPerEpoch(50).features(features).skipEval(1000)
			.optimizer("adam").learningRate(3e-3).oversampling(0.5).amp("fp32").device("cpu");
	}

	/** Compares the configurations. */
	public static void main(final String[] arguments) throws IOException {
		final Path folder = Path.of(arguments[0]);
		final int size = Integer.parseInt(arguments[1]);
		final Path raw = write(folder.resolve("raw"), size, Integer.parseInt(arguments[2]));
		try (NnUNet nn = new NnUNet()) {
			final Path data = prepare(nn, raw, folder.resolve("out"), size, "3d_lowres", "3d");
			final long start = System.nanoTime();
			final CrossvalidationResult result = nn.crossValidate(CrossvalidateOptions.builder().data(data).configurations(
				List.of("3d", "3d_lowres", "3d_cascade")).folds(2).ensembles(false).build(), training(data, Integer.parseInt(
					arguments[3]), Integer.parseInt(arguments[4])).build(), new Recorded() {

						@Override
						public void message(final String message) {
							System.out.println(message);
						}
					});
			System.out.printf(Locale.ROOT, "%s in %.0f s%n", result.scores(), (System.nanoTime() - start) / 1e9);
		}
	}
}
