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
package sc.fiji.nnunet.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** Rows E01 and E02 of NVIDIA's acceptance list. */
class ProbabilityFileTest {

	private static final int[] SIZE = { 2, 3, 4 };

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "<f4", "<f8", ">f8" })
	void theMostProbableLabelsAreOnTheReferencesGrid(final String type) throws IOException {
		final LabelMap reference = reference();
		final Path references = Files.createDirectories(folder.resolve("labelsTr"));
		final Path predictions = Files.createDirectories(folder.resolve("predictions"));
		ImageFile.writeLabels(references.resolve("a.nii.gz"), reference);
		save(predictions.resolve("a.npy"), type, probabilities(reference), SIZE);
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			final Summary summary = Evaluator.run(EvaluateOptions.builder().predictions(predictions).references(references)
				.emptyRule("one").build(), Labels.of("background", "a", "b", "absent"), executor,
				Progress.none());
			// NB: one voxel of class 2 is predicted as background; class 3 is in neither and counts as 1
			assertEquals("mean dice: 0.9333 - L1 1.0000 L2 0.8000 L3 1.0000", new SummaryTable(summary).line());
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void otherShapesAreProblems() throws IOException {
		final Path file = folder.resolve("a.npy");
		save(file, "<f4", probabilities(reference()), SIZE);
		assertThrows(ProblemException.class, () -> ProbabilityFile.labels(file, Geometry.of(new long[] { 3, 4, 2 }, 1, 1,
			1)));
		Files.write(file, new byte[] { 1, 2, 3 });
		assertThrows(ProblemException.class, () -> ProbabilityFile.labels(file, reference().geometry()));
	}

	/** Where a plan says what the labels are, also what it knows of the size of numbered objects. */
	@Test
	void objectsOfProbabilitiesAreNumberedByTheirPlan() throws IOException {
		final int[] size = { 1, 5, 30 };
		final LabelMap reference = new LabelMap(Geometry.ofZyx(size, new double[] { 1, 1, 1 }));
		Arrays.fill(reference.plane(0), 0, 30, (short) 1);
		reference.plane(0)[90] = 2;
		final double[] values = new double[3 * 150];
		for (int i = 0; i < 150; i++)
			values[(reference.plane(0)[i] > 0 ? 150 : 0) + i] = 1;
		ImageFile.writeLabels(Files.createDirectories(folder.resolve("labelsTr")).resolve("a.nii.gz"), reference);
		save(Files.createDirectories(folder.resolve("predictions")).resolve("a.npy"), "<f4", values, size);
		assertEquals(1, objects(null), "as earlier versions have it");
		assertEquals(2, objects(new Fingerprint.SmallestObject(1, 1)));
	}

	private double objects(final Fingerprint.SmallestObject smallest) throws IOException {
		final Fingerprint print = new Fingerprint(1, "", List.of("a"), List.of(List.of(1.0, 1.0, 1.0)), List.of(List.of(1, 64,
			64)), 1, List.of(), smallest);
		final Path plan = folder.resolve("plan.json");
		PlanFile.write(plan, new Planner(new Dataset("Cells", folder, List.of("light"), Labels.ofObjects("cell"), List.of(), List
			.of(), ".tif"), Recipe.NVIDIA, PlanChoices.NONE).plan(print).get("2d"));
		final ExecutorService executor = Executors.newFixedThreadPool(1);
		try {
			return Evaluator.run(EvaluateOptions.builder().predictions(folder.resolve("predictions")).references(folder.resolve(
				"labelsTr")).dataset(plan).build(), executor, Progress.none()).mean("1").get(Measure.OBJECTS_PRED);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static LabelMap reference() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(SIZE, new double[] { 3, 2, 1 }));
		// NB: not symmetric, so that a wrong order of axes changes the overlap
		map.plane(0)[0] = map.plane(0)[1] = 1;
		map.plane(1)[11] = map.plane(1)[10] = map.plane(1)[7] = 2;
		return map;
	}

	private static double[] probabilities(final LabelMap reference) {
		final int area = SIZE[1] * SIZE[2];
		final double[] values = new double[3 * SIZE[0] * area];
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < area; i++) {
				final int label = z == 1 && i == 10 ? 0 : reference.plane(z)[i];
				for (int c = 0; c < 3; c++)
					values[(c * SIZE[0] + z) * area + i] = c == label ? 0.8 : 0.1;
			}
		return values;
	}

	private static void save(final Path file, final String type, final double[] values, final int[] size)
		throws IOException
	{
		final String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (3, " + size[0] + ", " + size[1] +
			", " + size[2] + "), }\n";
		final boolean single = type.endsWith("4");
		final ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + values.length * (single ? 4 : 8)).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0).putShort(
			(short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
		bytes.order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		for (final double value : values)
			if (single) bytes.putFloat((float) value);
			else bytes.putDouble(value);
		Files.write(file, bytes.array());
	}
}
