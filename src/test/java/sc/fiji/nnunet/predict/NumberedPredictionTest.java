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
import java.util.List;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Util;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
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
