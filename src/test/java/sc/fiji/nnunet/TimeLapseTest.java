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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class TimeLapseTest {

	private static final Geometry GRID = Geometry.of(new long[] { 2, 2, 1 }, 1, 1, 1);
	private static final ProblemException DARK = new ProblemException(new Problem(Preprocessor.IMAGE, "is dark.",
		"Switch on the light."));
	private static final ProblemException FULL = new ProblemException(new Problem("/tmp", "is full.", "Make room."));

	private final Recorded told = new Recorded();

	/** Predicts time points whose first values are given. */
	private List<LabelMap> run(final TimeLapse.Prediction prediction, final Recorded progress, final float... values)
		throws IOException
	{
		final List<Volume> volumes = new ArrayList<>();
		for (final float value : values) {
			volumes.add(new Volume(GRID, 1));
			volumes.get(volumes.size() - 1).plane(0, 0)[0] = value;
		}
		return new TimeLapse(TimePoints.of(TimePoints.image(volumes, "film")), prediction, progress).predict();
	}

	/** A label of the first value; 0 is dark, and of a negative one the disk is full. */
	private static LabelMap label(final Volume image) throws ProblemException {
		final float value = image.plane(0, 0)[0];
		if (value == 0) throw DARK;
		if (value < 0) throw FULL;
		final LabelMap labels = new LabelMap(image.geometry());
		labels.plane(0)[0] = (short) value;
		return labels;
	}

	@Test
	void oneTimePointIsAnImage() throws IOException {
		assertEquals(3, run((image, progress) -> {
			progress.message("large");
			return label(image);
		}, told, 3).get(0).plane(0)[0]);
		assertEquals(List.of("large"), told.lines);
	}

	@Test
	void whatIsSaidOfSeveralIsSaidAtTheFirstAndOnceMoreWithAllNumbers() throws IOException {
		final List<LabelMap> labels = run((image, progress) -> {
			progress.message("small voxels");
			if (image.plane(0, 0)[0] > 3) progress.message("many objects");
			progress.update(0.5, "window");
			return label(image);
		}, told, 2, 3, 4, 5);
		for (int t = 0; t < 4; t++)
			assertArrayEquals(new short[] { (short) (t + 2), 0, 0, 0 }, labels.get(t).plane(0));
		assertEquals(List.of("time point 1 of 4: small voxels", "time point 3 of 4: many objects",
			"all 4 time points: small voxels", "time points 3, 4: many objects"), told.lines);
		assertEquals("time point 4 of 4: window", told.statuses.get(3));
		assertEquals(3.5 / 4, told.fractions.get(3), 1e-9);
	}

	@Test
	void labelsOfWhatCannotBeUsedAreEmptyAndItIsToldWhich() throws IOException {
		final List<LabelMap> labels = run((image, progress) -> label(image), told, 1, 0, 2, 0);
		assertEquals(List.of(1, 0, 2, 0), labels.stream().map(one -> (int) one.plane(0)[0]).toList());
		final String empty = "Its labels are empty, since it cannot be predicted. " + DARK.getMessage();
		assertEquals(List.of("time point 2 of 4: " + empty, "time points 2, 4: " + empty), told.lines);
	}

	@Test
	void ifNoneCanBeUsedThereAreNoLabels() {
		assertSame(DARK, assertThrows(ProblemException.class, () -> run((image, progress) -> label(image), told, 0, 0, 0)));
		assertEquals(1, told.lines.size(), "that of the first one: " + told.lines);
	}

	/** NB: or a full disk would give hundreds of empty labels. */
	@Test
	void anyOtherProblemEndsIt() {
		assertSame(FULL, assertThrows(ProblemException.class, () -> run((image, progress) -> label(image), told, 1, -1, 2)));
		assertEquals(List.of(), told.lines);
	}

	@Test
	void aCancelEndsItAndWhatWasSaidOfSeveralIsSaid() {
		final Recorded until = new Recorded(one -> one.lines.size() == 1 && one.statuses.size() == 2);
		final TimeLapseCancelledException e = assertThrows(TimeLapseCancelledException.class, () -> run((image, progress) -> {
			progress.message("small voxels");
			progress.update(1, "done");
			return label(image);
		}, until, 1, 2, 3));
		assertEquals(List.of("time point 1 of 3: small voxels", "time points 1, 2: small voxels"), until.lines,
			"hosts tell the exception's message");
		assertEquals("Cancelled. Of 3 time points, the first 2 are done; the labels of the others are empty.", e.getMessage());
	}

	/** NB: hours of work may be done; but empty labels of all time points would be no work. */
	@Test
	void aCancelGivesTheLabelsOfWhatIsDoneAndTellsIt() {
		final TimeLapseCancelledException e = assertThrows(TimeLapseCancelledException.class, () -> run((image, progress) -> {
			if (image.plane(0, 0)[0] == 4) throw new CancelledException();
			return label(image);
		}, told, 2, 0, 3, 4, 5));
		assertEquals(List.of(2, 0, 3, 0, 0), e.labels().stream().map(one -> (int) one.plane(0)[0]).toList());
		assertEquals("1 to 3 of 5", e.done());
		assertEquals("Cancelled. Of 5 time points, the first 3 are done, except 1 that cannot be predicted; the labels of " +
			"the others are empty.", e.getMessage());
		for (final float[] none : new float[][] { { 4, 5 }, { 0, 4, 5 } })
			assertEquals(CancelledException.class, assertThrows(CancelledException.class, () -> run((image, progress) -> {
				if (image.plane(0, 0)[0] == 4) throw new CancelledException();
				return label(image);
			}, new Recorded(), none)).getClass());
	}
}
