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
package sc.fiji.nnunet.totalsegmentator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Compares with TotalSegmentator's steps in nibabel, SciPy and nnU-Net, on networks of its shape with random weights and
 * an image with oblique, mirrored and exchanged axes (make_models.py beside the resources).
 */
class BodySegmenterTest {

	private static Path resources;
	private static Engine engine;

	@TempDir
	private Path temp;

	@BeforeAll
	static void open() throws IOException, URISyntaxException {
		engine = TensorFlowEngine.open(Device.cpu());
		resources = Path.of(BodySegmenterTest.class.getResource("/totalsegmentator/ct.nii.gz").toURI()).getParent();
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private BodyOptions options(final String resolution, final Path weights) {
		return new BodyOptions(resources.resolve("ct.nii.gz"), temp.resolve("out"), weights, resolution,
			BodyRegion.WHOLE, true, false, false, new Hardware("cpu", 0, false));
	}

	private static BodyResult run(final BodyOptions options) throws IOException {
		return new BodySegmenter(options, engine, null, Progress.none()).run();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5mm", "6mm" })
	void everyVoxelHasTheLabelOfTotalSegmentatorsSteps(final String resolution) throws IOException {
		final BodyResult result = run(options(resolution, resources));
		final LabelMap theirs = ImageFile.readLabels(resources.resolve("expected_" + resolution + ".nii.gz"));
		final LabelMap ours = ImageFile.readLabels(result.written().get(0));
		assertTrue(theirs.geometry().sameGrid(ours.geometry(), 1e-4));
		int different = 0;
		final Set<Short> labels = new HashSet<>();
		for (int z = 0; z < theirs.size()[0]; z++)
			for (int i = 0; i < theirs.plane(z).length; i++) {
				labels.add(theirs.plane(z)[i]);
				if (theirs.plane(z)[i] != ours.plane(z)[i]) different++;
			}
		assertEquals(0, different);
		assertTrue(labels.size() > 15, labels.toString());
		if (resolution.equals("1.5mm")) for (final int last : new int[] { 24, 50, 68, 91, 117 })
			assertTrue(labels.stream().anyMatch(label -> label <= last && label > last - 18), "the part that ends with " + last);
	}

	/** Networks that run here, as if on another device. */
	private static final class Elsewhere extends StandInEngine {

		private final Device device;
		private final long memory;
		private int opened;
		private final List<Double> expected = new ArrayList<>();

		private Elsewhere(final Device device, final long memory) {
			this.device = device;
			this.memory = memory;
		}

		@Override
		public Network network(final NetworkSpec spec, final long seed) {
			opened++;
			return engine.network(spec, seed);
		}

		@Override
		public void expect(final double voxels) {
			expected.add(voxels);
		}

		@Override
		public Device device() {
			return device;
		}

		@Override
		public OptionalLong availableMemory() {
			return OptionalLong.of(memory);
		}
	}

	/** Five networks for each of two images. */
	@ParameterizedTest
	@CsvSource({ "-1, 100, 10", "0, 8, 10", "0, 40, 5" })
	void onALargeGpuNetworksStayOpenForTheNextImage(final int gpu, final long gigabytes, final int opened)
		throws IOException
	{
		final Path images = Files.createDirectory(temp.resolve("images"));
		for (final String name : new String[] { "a.nii.gz", "b.nii.gz" })
			Files.copy(resources.resolve("ct.nii.gz"), images.resolve(name));
		final Elsewhere elsewhere = new Elsewhere(new Device(gpu, 1), gigabytes << 30);
		final BodyOptions options = new BodyOptions(images, temp.resolve("out"), resources, "1.5mm", BodyRegion.WHOLE, false,
			false, false, new Hardware("cpu", 0, false));
		final List<Path> written = new BodySegmenter(options, elsewhere, null, Progress.none()).run().written();
		assertEquals(opened, elsewhere.opened);
		assertEquals(opened, elsewhere.expected.size());
		final Elsewhere single = new Elsewhere(new Device(gpu, 1), gigabytes << 30);
		new BodySegmenter(new BodyOptions(images.resolve("a.nii.gz"), temp.resolve("one"), resources, "1.5mm",
			BodyRegion.WHOLE, false, false, false, new Hardware("cpu", 0, false)), single, null, Progress.none()).run();
		assertEquals(single.expected.get(0) * 10 / opened, elsewhere.expected.get(0), 1e-6,
			"networks that stay predict both images");
		assertArrayEquals(Files.readAllBytes(temp.resolve("one/a.nii.gz")), Files.readAllBytes(written.get(1)));
	}

	@Test
	void theTableHasVolumeAndMeanOfEachStructure() throws IOException {
		final BodyResult result = run(options("6mm", resources));
		final Volume image = ImageFile.read(resources.resolve("ct.nii.gz"));
		final LabelMap labels = ImageFile.readLabels(result.written().get(0));
		final StructureRow row = result.rows().get(3);
		long voxels = 0;
		double sum = 0;
		for (int z = 0; z < labels.size()[0]; z++)
			for (int i = 0; i < labels.plane(z).length; i++)
				if (labels.plane(z)[i] == row.label()) {
					voxels++;
					sum += image.plane(0, z)[i];
				}
		final double[] spacing = image.geometry().spacingZyx();
		assertEquals(voxels, row.voxels());
		assertEquals(voxels * spacing[0] * spacing[1] * spacing[2], row.volume(), 1e-6);
		assertEquals(sum / voxels, row.mean(), 1e-6);
		final List<String> lines = Files.readAllLines(temp.resolve("out/statistics.csv"));
		assertEquals(1 + result.rows().size(), lines.size());
		assertTrue(lines.get(4).startsWith("ct," + row.label() + "," + Structures.name(row.label()) + "," + voxels + ","),
			lines.get(4));
		final List<String> names = Files.readAllLines(temp.resolve("out/labels.csv"));
		assertEquals(118, names.size());
		assertTrue(names.get(1).endsWith(",spleen") && names.get(117).endsWith(",costal_cartilages"), names.get(117));
		final Set<String> colours = new HashSet<>();
		for (int label = 1; label <= 117; label++)
			colours.add(java.util.Arrays.toString(Structures.colour(label)));
		assertEquals(117, colours.size());
	}

	/** A spreadsheet would evaluate them. */
	@Test
	void namesOfImagesThatBeginLikeAFormulaAreQuoted() {
		final String table = StructureRow.HEADER + StructureRow.lines(List.of(new StructureRow("=1+1", 1, 2, 3, 4),
			new StructureRow("a \"b\", c", 2, 3, 4, 5)));
		assertEquals("image,label,structure,voxels,volume_mm3,mean\n\"'=1+1\",1,spleen,2,3.0,4.00\n" +
			"\"a \"\"b\"\", c\"," + "2,kidney_right,3,4.0,5.00\n", table);
	}

	@Test
	void theWorkAheadIsAnnouncedUnlessThereIsNone() throws IOException {
		final Recorded progress = new Recorded();
		final BodySegmenter segmenter = new BodySegmenter(options("6mm", resources), engine, null, progress);
		segmenter.run();
		assertTrue(progress.lines.get(0).startsWith("1 image, 1 network: ") && progress.lines.get(0).contains(
			"of memory"), progress.lines.toString());
		progress.lines.clear();
		progress.again();
		segmenter.run();
		assertEquals(List.of(), progress.lines);
	}

	@Test
	void aFinishedImageIsSkippedUnlessItIsToBeOverwritten() throws IOException {
		final BodyOptions options = options("6mm", resources);
		final Path file = run(options).written().get(0);
		final BodyResult second = run(options);
		assertEquals(List.of(file), second.skipped());
		assertTrue(second.written().isEmpty() && !second.rows().isEmpty());
	}

	@Test
	void imagesThatWouldWriteTheSameLabelsAreRefused() throws IOException {
		final Path images = Files.createDirectories(temp.resolve("images"));
		Files.copy(resources.resolve("ct.nii.gz"), images.resolve("ct.nii.gz"));
		ImageFile.write(images.resolve("ct.nii"), ImageFile.read(resources.resolve("ct.nii.gz")));
		final BodyOptions options = new BodyOptions(images, temp.resolve("out"), resources, "6mm", BodyRegion.WHOLE, false,
			false, false, new Hardware("cpu", 0, false));
		final String message = assertThrows(ProblemException.class, () -> run(options)).getMessage();
		assertTrue(message.contains("has the same case name as ct.nii"), message);
	}

	@Test
	void missingNetworksAreNamedWithTheirSourceAndLicence() throws IOException {
		final Path empty = Files.createDirectories(temp.resolve("empty"));
		final String message = assertThrows(ProblemException.class, () -> run(options("1.5mm", empty))).getMessage();
		for (final String name : List.of("Dataset291_TotalSegmentator_part1_organs_1559subj",
			"Dataset295_TotalSegmentator_part5_ribs_1559subj"))
			assertTrue(message.contains("v2.0.0-weights/" + name + ".zip") && message.contains("Apache License 2.0"), message);
	}

	@Test
	void aNetworkOfAnotherShapeIsRefused() throws IOException {
		final Path wrong = Files.createDirectories(temp.resolve("wrong"));
		Files.createSymbolicLink(wrong.resolve("Dataset298_other"), resources.resolve(
			"Dataset291_TotalSegmentator_part1_organs_1559subj"));
		final String message = assertThrows(ProblemException.class, () -> run(options("6mm", wrong))).getMessage();
		assertTrue(message.contains("24 classes"), message);
	}
}
