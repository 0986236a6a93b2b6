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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import net.imglib2.RandomAccess;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/** Images of zeros only, such as empty fields of a well plate: all is background. */
class BlankImagesTest extends WithObjects {

	private static final Geometry GRID = Geometry.of(new long[] { 6, 5, 1 }, 1, 1, 1);

	private static final String SAID = "The image has no voxel above zero, so its labels are empty.";

	private void blank(final String name) throws IOException {
		ImageFile.write(images.resolve(name), new Volume(GRID, 1));
	}

	@Test
	void theirLabelsAreEmptyAndTheyAreCounted() throws IOException {
		blank("a.nii");
		slice("b.nii");
		final Volume broken = new Volume(GRID, 1);
		set(broken, 1, 1, 0, Float.NaN);
		ImageFile.write(images.resolve("c.nii"), broken);
		final PredictResult result = run(tables().build());
		assertEquals(List.of(labels.resolve("a.nii"), labels.resolve("b.nii")), result.written());
		assertEquals(List.of("c"), result.failures().stream().map(PredictResult.Failure::name).toList());
		assertArrayEquals(new short[30], ImageFile.readLabels(labels.resolve("a.nii")).plane(0));
		assertEquals(COUNTS + "a,class1,0,0,,mm^2\n" + "a,class2,0,0,,mm^2\n" + count("b"), counts());
		assertEquals(OBJECTS + object("b"), objects());
		assertEquals(List.of("a: " + SAID), log.lines.stream().filter(line -> line.contains("empty")).toList());
		assertEquals(List.of(labels.resolve("a.nii"), labels.resolve("b.nii")), run(tables().build()).skipped());
	}

	/** NB: such as decibels, which another recipe can use. */
	@Test
	void negativeValuesAreNotNothing() throws IOException {
		final Volume negative = new Volume(GRID, 1);
		set(negative, 1, 1, 0, -5);
		ImageFile.write(images.resolve("a.nii"), negative);
		final PredictResult result = run(options().build());
		assertEquals(List.of(), result.written());
		assertTrue(result.failures().get(0).problems().toString().contains("use another recipe"), result.failures().toString());
	}

	@Test
	void theOnlyOneIsNoFailure() throws IOException {
		blank("a.nii");
		assertEquals(0, run(options().build()).exitCode());
		assertArrayEquals(new short[30], ImageFile.readLabels(labels.resolve("a.nii")).plane(0));
	}

	@Test
	void whatLiesBesideTheirLabelsIsThatOfBackground() throws IOException {
		ToyEngine.fold(folder.resolve("results_2d"), "1", PLAN, "best");
		blank("a.nii");
		assertEquals(1, run(options().saveProbabilities("float").uncertainty(true).build()).written().size());
		final Volume probabilities = ImageFile.read(labels.resolve("probabilities/a.nii.gz"));
		assertEquals(3, probabilities.channels());
		for (int output = 0; output < 3; output++)
			for (final float value : probabilities.plane(output, 0))
				assertEquals(output == 0 ? 1 : 0, value);
		assertArrayEquals(new float[30], ImageFile.read(labels.resolve("uncertainty/a.nii.gz")).plane(0, 0));
	}

	@Test
	void openOnesAreTreatedAlike() throws IOException {
		final Recorded told = new Recorded();
		try (Predictor predictor = Predictor.open(options().build(), ModelFolder.open(folder.resolve("results_2d")), List.of(
			GRID), engine, executor, new Recorded()))
		{
			assertArrayEquals(new short[30], predictor.predict(new Volume(GRID, 1), told).plane(0));
			assertEquals(List.of(SAID), told.lines);
			try (Segmentation found = predictor.predict(OpenImage.of(ArrayImgs.floats(6, 5)), true, told.again())) {
				for (final IntegerType<?> label : found.labels())
					assertEquals(0, label.getInteger());
				assertArrayEquals(new long[] { 6, 5, 3 }, found.probabilities().dimensionsAsLongArray());
				final RandomAccess<FloatType> access = found.probabilities().randomAccess();
				for (int output = 0; output < 3; output++) {
					access.setPosition(new long[] { 2, 3, output });
					assertEquals(output == 0 ? 1 : 0, access.get().get());
				}
			}
		}
		assertTrue(engine.made.stream().allMatch(network -> network.calls == 0), "no network is needed");
	}
}
