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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class PreprocessedCaseTest {

	private static final int[] SIZE = { 6, 7, 9 };

	@TempDir
	Path folder;

	private final Volume x = new Volume(Geometry.ofZyx(SIZE, new double[] { 3, 2, 1 }), 2);
	private final LabelMap y = new LabelMap(x.geometry());

	private PreprocessedCase write(final Labels labels) throws Exception {
		final Random random = new Random(1);
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 63; i++) {
				x.plane(0, z)[i] = random.nextFloat() + 1;
				x.plane(1, z)[i] = -random.nextFloat() - 1;
				y.plane(z)[i] = (short) (random.nextInt(5) - 1);
			}
		final Plan plan = new Planner(new Dataset("Task01_BrainTumour", folder, List.of("a", "b"), labels, List.of(), List
			.of(), ""), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get("3d");
		new CaseWriter(folder, plan, false).write(new Case("one", List.of(Files.writeString(folder.resolve("i"), "")), Path
			.of("l")), new PreparedCase(x,
			y, Box.whole(SIZE), x.geometry(), SIZE, new int[] { 0, 1, 2 }), Box.whole(SIZE), "key");
		return PreprocessedCase.open(folder, "one");
	}

	@Test
	void patchesAreReadFromTheFile() throws Exception {
		final PreprocessedCase stored = write(Labels.of("background", "a", "b", "c"));
		final Random random = new Random(2);
		for (int trial = 0; trial < 100; trial++) {
			final int[] start = new int[3];
			final int[] size = new int[3];
			for (int d = 0; d < 3; d++) {
				start[d] = random.nextInt(SIZE[d]);
				size[d] = 1 + random.nextInt(SIZE[d] - start[d]);
			}
			final int voxels = size[0] * size[1] * size[2];
			final float[] image = new float[2 * voxels + 1];
			final byte[] labels = new byte[voxels + 1];
			Arrays.fill(image, 9);
			Arrays.fill(labels, (byte) 9);
			stored.readPatch(start, size, image);
			stored.readLabels(start, size, labels);
			int at = 0;
			for (int z = start[0]; z < start[0] + size[0]; z++)
				for (int line = start[1]; line < start[1] + size[1]; line++)
					for (int i = start[2]; i < start[2] + size[2]; i++, at++) {
						for (int channel = 0; channel < 2; channel++)
							assertEquals(x.plane(channel, z)[line * 9 + i], image[2 * at + channel]);
						final int label = y.plane(z)[line * 9 + i];
						assertTrue(labels[at] == label || label == -1 && labels[at] == 0);
					}
			assertEquals(9, image[image.length - 1]);
			assertEquals(9, labels[labels.length - 1]);
		}
	}

	@Test
	void wholeCasesAreReadBack() throws Exception {
		final PreprocessedCase stored = write(Labels.of("background", "a", "b", "c"));
		final Volume image = stored.image();
		final LabelMap labels = stored.labels();
		for (int z = 0; z < 6; z++)
			for (int i = 0; i < 63; i++) {
				assertEquals(x.plane(1, z)[i], image.plane(1, z)[i]);
				assertEquals(y.plane(z)[i], labels.plane(z)[i]);
			}
		assertEquals(3, image.geometry().spacingZyx()[0]);
	}

	@Test
	void locationsAreVoxelsOfTheirClass() throws Exception {
		final PreprocessedCase stored = write(new Labels(List.of("background", "a", "b"), List.of(), 3));
		assertEquals(List.of("a", "b", "annotated"), stored.record().locations().stream().map(CaseRecord.Locations::name)
			.toList());
		for (int list = 0; list < 3; list++) {
			final long[] voxels = stored.locations(list);
			final CaseRecord.Locations locations = stored.record().locations().get(list);
			assertEquals(locations.voxels(), voxels.length, "few voxels are all listed");
			long last = -1;
			for (final long voxel : voxels) {
				assertTrue(voxel > last);
				last = voxel;
				assertTrue(locations.labels().contains((int) y.plane((int) (voxel / 63))[(int) (voxel % 63)]));
			}
		}
		assertEquals(List.of(0, 1, 2), stored.record().locations().get(2).labels());
	}

	@Test
	void manyVoxelsAreListedInPart() {
		// recipe-nnunet.md 2.4: at least 10 000, or one percent if that is more
		final LabelMap big = new LabelMap(Geometry.ofZyx(new int[] { 2, 900, 900 }, new double[] { 1, 1, 1 }));
		Arrays.fill(big.plane(1), (short) 1);
		for (int i = 0; i < 30_000; i++)
			big.plane(0)[27 * i] = 2;
		final Labels regions = new Labels(List.of("background", "a", "b"), List.of(new Labels.Region("both", List.of(1, 2),
			1), new Labels.Region("b", List.of(2), 2)), -1);
		final ClassLocations locations = ClassLocations.of(big, regions);
		assertEquals(840_000, locations.lists().get(0).voxels());
		assertEquals(10_000, locations.lists().get(0).listed());
		assertEquals(10_000, locations.lists().get(1).listed());
		final long[] chosen = locations.voxels().get(0);
		final long front = Arrays.stream(chosen).filter(voxel -> voxel < 810_000).count();
		assertEquals(10_000 * 30_000 / 840_000.0, front, 80);
		assertTrue(Arrays.equals(chosen, ClassLocations.of(big, regions).voxels().get(0)));
		assertEquals(chosen.length, Arrays.stream(chosen).distinct().count());
	}

	@Test
	void labelsThatDoNotFitAByteAreProblems() throws Exception {
		y.plane(0)[0] = 255;
		assertThrows(ProblemException.class, () -> {
			final Plan plan = new Planner(new Dataset("Task01_BrainTumour", folder, List.of("a", "b"), Labels.of(
				"background"), List.of(), List.of(), ""), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get("3d");
			new CaseWriter(folder, plan, false).write(new Case("one", List.of(), Path.of("l")), new PreparedCase(x, y, Box
				.whole(SIZE), x.geometry(), SIZE, new int[] { 0, 1, 2 }), Box.whole(SIZE), "key");
		});
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(List.of("one_x.npy"), left.map(file -> file.getFileName().toString()).toList());
		}
	}

	@Test
	void filesThatDoNotBelongTogetherAreProblems() throws Exception {
		write(Labels.of("background", "a", "b", "c"));
		final String json = Files.readString(folder.resolve("one.json"));
		Files.writeString(folder.resolve("one.json"), json.replace("\"channels\": 2", "\"channels\": 1"));
		assertThrows(ProblemException.class, () -> PreprocessedCase.open(folder, "one"));
		Files.writeString(folder.resolve("one.json"), json.replace("\"format\": 1", "\"format\": 2"));
		assertThrows(ProblemException.class, () -> PreprocessedCase.open(folder, "one"));
		for (int length = 0; length < json.strip().length(); length += 37) {
			Files.writeString(folder.resolve("one.json"), json.substring(0, length));
			assertThrows(ProblemException.class, () -> PreprocessedCase.open(folder, "one"));
		}
		Files.delete(folder.resolve("one.json"));
		assertThrows(ProblemException.class, () -> PreprocessedCase.open(folder, "one"));
	}
}
