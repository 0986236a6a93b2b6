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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Util;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/** Networks of numbered objects that take the intensity less 1 for the class: background, inside, border. */
class NumberedPredictionTest {

	private static final int SIZE = 16;

	/** Two insides, with a border between them that is shared out, and a ring of border around a third. */
	private static final String CLASSES = """
		0000000000000000
		0111221111000000
		0111221111000000
		0000000000000000
		0000000000000000
		0000000000000000
		0000000000000000
		0000000022222000
		0000000021112000
		0000000021112000
		0000000022222000""";

	@Test
	void insidesAreNumberedAndTakeTheirBorder() throws IOException {
		assertEquals("""
			0000000000000000
			0111122222000000
			0111122222000000
			0000000000000000
			0000000000000000
			0000000000000000
			0000000000000000
			0000000033333000
			0000000033333000
			0000000033333000
			0000000033333000""", text(new Predictor(List.of(member(null, null)), null).predict(image(), Progress.none())));
	}

	/** NB: there may be more objects than a byte can number. */
	@Test
	void labelsOfAnOpenImageHaveSixteenBits() throws IOException {
		final float[] values = image().plane(0, 0);
		try (Segmentation found = new Predictor(List.of(member(null, null)), null).predict(OpenImage.of(ArrayImgs.floats(
			values, SIZE, SIZE)).spacing(1, 1), false, Progress.none()))
		{
			assertInstanceOf(UnsignedShortType.class, Util.getTypeFromInterval(found.labels()));
		}
	}

	/**
	 * A network that was trained on what label files of the previous stage say is told the same: an object that no other is
	 * near has no border, whatever the network of the previous stage gave.
	 */
	@Test
	void aCascadeIsToldTheBordersOfNumberedObjects() throws IOException {
		final Predictor predictor = new Predictor(List.of(member("3d_lowres", member(null, null))), null);
		assertEquals("""
			0000000000000000
			0100000022000000
			0100000022000000
			0000000000000000
			0000000000000000
			0000000000000000
			0000000000000000
			0000000033333000
			0000000033333000
			0000000033333000
			0000000033333000""", text(predictor.predict(image(), Progress.none())));
	}

	@Test
	void asManyObjectsAsCanBeNumberedAreWorthAMessage() throws IOException {
		final Predictor predictor = new Predictor(List.of(member(null, null)), null);
		final Recorded told = new Recorded();
		final LabelMap few = new LabelMap(Geometry.ofZyx(new int[] { 1, 2, 2 }, new double[] { 1, 1, 1 }));
		few.plane(0)[0] = NumberedObjects.INSIDE;
		assertArrayEquals(new short[] { 1, 0, 0, 0 }, predictor.finish(few, told).plane(0));
		assertEquals(List.of(), told.lines);
		final LabelMap many = new LabelMap(Geometry.ofZyx(new int[] { 1, 400, 400 }, new double[] { 1, 1, 1 }));
		for (int i = 0; i < 160000; i += 2)
			if (i / 400 % 2 == 0) many.plane(0)[i] = NumberedObjects.INSIDE;
		predictor.finish(many, told);
		assertEquals(List.of(NumberedObjects.FULL), told.lines);
	}

	/** What is noise, and says so: for a plan of an earlier version as before, and by what training has seen. */
	@Test
	void whatIsLeftOutIsTold() {
		final Plan before = member(null, null).plan();
		final Predictor predictor = new Predictor(List.of(member(null, null)), null);
		final Recorded told = new Recorded();
		final LabelMap numbers = predictor.finish(sizes(), told);
		assertEquals(4, numbers.plane(0)[6 * 100]);
		assertEquals(0, numbers.plane(0)[8 * 100]);
		assertEquals(List.of(TWO, ADVICE), told.lines);
		// the smallest object of the training has 8 voxels, then 2, in images that the network does not resample
		assertTold(List.of(before.withSmallestObject(8)),
			"1 part of at most 1 voxel, borders apart, is left out as noise.", ADVICE);
		assertTold(List.of(before.withSmallestObject(2)));
		assertTold(List.of(before.withSmallestObject(0)));
		assertTold(List.of(before.withSmallestObject(1000)), TWO, ADVICE);
		// several configurations know what either has seen
		assertTold(List.of(before, before.withSmallestObject(1000), before.withSmallestObject(2)));
		assertTold(List.of(before, before), TWO, ADVICE);
	}

	private static void assertTold(final List<Plan> plans, final String... lines) {
		final Member one = member(null, null);
		final Recorded told = new Recorded();
		new Predictor(plans.stream().map(plan -> new Member(plan, one.networks(), one.windows())).toList(), null).finish(
			sizes(), told);
		assertEquals(List.of(lines), told.lines);
	}

	/** NB: a line for each of a thousand images or time points would hide all others. */
	@Test
	void ofManyImagesTheFirstAndAllTogetherAreTold() {
		final Recorded whole = new Recorded(), told = new Recorded();
		final Numbering numbering = new Numbering(List.of(member(null, null)), whole);
		numbering.tellAll();
		final LabelMap clean = new LabelMap(sizes().geometry());
		for (final LabelMap classes : List.of(clean, sizes(), clean.copy(null)))
			numbering.of(classes, told);
		numbering.tellAll();
		assertEquals(List.of(), whole.lines, "one image was told");
		final LabelMap one = sizes();
		Arrays.fill(one.plane(0), 8 * 100, 9 * 100, (short) 0);
		numbering.of(sizes(), told);
		numbering.of(one, told);
		assertEquals(List.of(TWO, ADVICE), told.lines);
		numbering.tellAll();
		assertEquals(List.of("In 3 images together, 5 parts of at most 4 voxels, borders apart, are left out as noise."),
			whole.lines);
	}

	@Test
	void aRunEndsWithWhatWasLeftOutOfAllImages(@TempDir final Path folder) throws IOException {
		final Member one = member(null, null);
		ToyEngine.fold(folder.resolve("results_2d"), "0", one.plan(), "last");
		final Path images = Files.createDirectory(folder.resolve("images"));
		final LabelMap classes = sizes();
		final Volume image = new Volume(classes.geometry(), 1);
		for (int i = 0; i < classes.plane(0).length; i++)
			image.plane(0, 0)[i] = classes.plane(0)[i] + 1;
		for (int n = 0; n < 3; n++)
			ImageFile.write(images.resolve(n + ".nii.gz"), image);
		final PredictOptions options = PredictOptions.builder().model(folder.resolve("results_2d")).input(images).output(
			folder.resolve("labels")).build();
		final Recorded told = new Recorded();
		Predictor.run(options, ModelFolder.open(options.model()), new ToyEngine(spec -> (ToyNetwork) one.networks().get(0)),
			null, told);
		assertEquals(List.of("0: " + TWO, "In 3 images together, 6 parts of at most 4 voxels, borders apart, are left out as " +
			"noise."), told.lines.stream().filter(line -> line.contains("as noise")).toList());
	}

	private static final String TWO = "2 parts of at most 4 voxels, borders apart, are left out as noise.";

	private static final String ADVICE = "If there are objects among such parts, preprocess and train again with labels in " +
		"which more than one in fifty objects, and at least three, are as small and touch no edge: then they are kept.";

	/** Insides of 100, 100, 100, 100, 4 and 1 voxels. */
	private static LabelMap sizes() {
		final LabelMap classes = new LabelMap(Geometry.ofZyx(new int[] { 1, 12, 100 }, new double[] { 1, 0.1, 0.1 }));
		final int[] sizes = { 100, 100, 100, 100, 4, 1 };
		for (int y = 0; y < sizes.length; y++)
			Arrays.fill(classes.plane(0), 200 * y, 200 * y + sizes[y], NumberedObjects.INSIDE);
		return classes;
	}

	private static Volume image() {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, SIZE, SIZE }, new double[] { 1, 1, 1 }), 1);
		final String classes = CLASSES.replace("\n", "");
		for (int i = 0; i < SIZE * SIZE; i++)
			image.plane(0, 0)[i] = i < classes.length() ? classes.charAt(i) - '0' + 1 : 1;
		return image;
	}

	/** The stage of a cascade after another takes the insides that it is told, and no border. */
	private static Member member(final String name, final Member previous) {
		final Plan toy = ToyNetwork.plan("nvidia", 3, 4, SIZE, SIZE);
		final int channels = previous == null ? 1 : 3;
		final NetworkSpec spec = new NetworkSpec(2, channels, 3, toy.network().shape(), toy.network().blocks(), 0);
		final Plan plan = new Plan(toy.format(), toy.dataset(), toy.recipe(), toy.configuration(), toy.channels(), Labels
			.ofObjects("cell"), toy.transpose(), toy.spacing(), toy.medianShape(), toy.patch(), toy.batchSize(), spec, toy
				.normalization(), false, name, List.of());
		final ToyNetwork network = new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++)
				for (int k = 0; k < 3; k++)
					logits[out + 3 * v + k] = channels == 1 ? -10 * Math.abs(images[base + v] - 1 - k) : k == 1 ? 10 * images[base +
						3 * v + 1] - 5 : -10 * k;
		});
		return new Member(plan, List.of(network), WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false), previous, 1);
	}

	/** The first eleven rows. */
	private static String text(final LabelMap labels) {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < 11 * SIZE; i++)
			text.append(i > 0 && i % SIZE == 0 ? "\n" : "").append(labels.plane(0)[i]);
		return text.toString();
	}
}
