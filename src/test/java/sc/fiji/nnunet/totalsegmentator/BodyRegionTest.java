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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Compares images that are cut first, or segmented in pieces, with TotalSegmentator's steps in nibabel, SciPy and nnU-Net
 * (make_crops.py beside the resources).
 */
class BodyRegionTest {

	private static Path resources;
	private static Engine engine;

	@TempDir
	private Path temp;
	private final Recorded progress = new Recorded();

	@BeforeAll
	static void open() throws IOException, URISyntaxException {
		engine = TensorFlowEngine.open(Device.cpu());
		resources = Path.of(BodyRegionTest.class.getResource("/totalsegmentator/ct_long.nii.gz").toURI()).getParent();
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static List<String> names(final int... labels) {
		return Arrays.stream(labels).mapToObj(Structures::name).toList();
	}

	private BodyOptions options(final Path weights, final String resolution, final BodyRegion region) {
		return new BodyOptions(resources.resolve("ct_long.nii.gz"), temp.resolve("out"), weights, resolution, region, true,
			false, false, new Hardware("cpu", 0, false));
	}

	private BodyResult run(final Path weights, final String resolution, final BodyRegion region) throws IOException {
		return new BodySegmenter(options(weights, resolution, region), engine, null, progress.again()).run();
	}

	/** Compares all voxels, and returns the labels. */
	private Set<Short> same(final String expected, final String resolution, final BodyRegion region) throws IOException {
		final LabelMap ours = ImageFile.readLabels(run(resources, resolution, region).written().get(0));
		final LabelMap theirs = ImageFile.readLabels(resources.resolve(expected + ".nii.gz"));
		assertTrue(theirs.geometry().sameGrid(ours.geometry(), 1e-4));
		int different = 0;
		final Set<Short> labels = new HashSet<>();
		for (int z = 0; z < theirs.size()[0]; z++)
			for (int i = 0; i < theirs.plane(z).length; i++) {
				labels.add(theirs.plane(z)[i]);
				if (theirs.plane(z)[i] != ours.plane(z)[i]) different++;
			}
		assertEquals(0, different);
		return labels;
	}

	@Test
	void someStructuresAreFoundAtSixMillimetresAndSegmentedInThatPartOnly() throws IOException {
		assertEquals(Set.of((short) 0, (short) 3, (short) 5, (short) 30), same("expected_structures", "1.5mm",
			new BodyRegion(names(3, 5, 26, 30), false, false, false)));
		// z, y, x as stored: 24 x 28 x 50 voxels
		assertTrue(progress.lines.contains("image 1 of 1: cut from [24, 28, 50] to [16, 19, 27] voxels along z, y, x"),
			progress.lines.toString());
		// only the networks that know them: organs and vertebrae, and that of 6 mm
		assertTrue(progress.lines.get(0).startsWith("1 image, 3 networks: "), progress.lines.get(0));
	}

	@Test
	void aMoreRobustNetworkFindsThemAtThreeMillimetres() throws IOException {
		assertEquals(3, same("expected_robust", "6mm", new BodyRegion(names(65, 66), true, false, false)).size());
	}

	@Test
	void theImageIsCutToTheLargestPartOfTheTrunk() throws IOException {
		assertTrue(same("expected_body", "3mm", new BodyRegion(List.of(), false, true, false)).size() > 10);
	}

	@Test
	void threePiecesReachIntoEachOther() throws IOException {
		assertTrue(same("expected_split", "3mm", new BodyRegion(List.of(), false, false, true)).size() > 10);
	}

	@Test
	void labelsOfOtherStructuresOrAnotherResolutionAreNeitherSkippedNorMixed() throws IOException {
		final BodyRegion two = new BodyRegion(names(65, 66), false, false, false);
		run(resources, "6mm", two);
		final byte[] labels = Files.readAllBytes(temp.resolve("out/ct_long.nii.gz"));
		final BodyRegion turned = new BodyRegion(names(66, 65), false, false, false);
		assertEquals(1, run(resources, "6mm", turned).skipped().size());
		for (final BodyRegion other : List.of(BodyRegion.WHOLE, new BodyRegion(names(65), false, false, false)))
			assertRefused("6mm", other);
		final String message = assertRefused("3mm", two);
		assertTrue(message.contains("preset 6mm of [") && message.contains("], now 3mm of ["), message);
		assertTrue(Arrays.equals(labels, Files.readAllBytes(temp.resolve("out/ct_long.nii.gz"))));
	}

	private String assertRefused(final String resolution, final BodyRegion region) {
		final String message = assertThrows(ProblemException.class, () -> run(resources, resolution, region)).getMessage();
		assertTrue(message.contains("holds 1 predictions by another model or with other settings"), message);
		return message;
	}

	@Test
	void anImageThatWasReplacedUnderItsNameIsSegmentedAgain() throws IOException {
		final Path image = Files.copy(resources.resolve("ct_long.nii.gz"), temp.resolve("ct.nii.gz"));
		final BodyOptions options = new BodyOptions(image, temp.resolve("out"), resources, "6mm", BodyRegion.WHOLE, false,
			false, false, new Hardware("cpu", 0, false));
		assertEquals(1, new BodySegmenter(options, engine, null, progress.again()).run().written().size());
		assertEquals(1, new BodySegmenter(options, engine, null, progress.again()).run().skipped().size());
		Files.copy(resources.resolve("ct.nii.gz"), image, StandardCopyOption.REPLACE_EXISTING);
		assertEquals(1, new BodySegmenter(options, engine, null, progress.again()).run().written().size());
	}

	@Test
	void whereTheCoarseNetworkFindsNothingThereIsNothing() throws IOException {
		final BodyResult result = run(resources, "1.5mm", new BodyRegion(names(30), false, false, false));
		assertEquals(List.of(), result.rows());
		final LabelMap labels = ImageFile.readLabels(result.written().get(0));
		for (int z = 0; z < labels.size()[0]; z++)
			for (final short label : labels.plane(z))
				assertEquals(0, label);
	}

	@Test
	void anImageThatIsTooShortForPiecesIsRefused() throws IOException {
		final BodyOptions options = new BodyOptions(resources.resolve("ct.nii.gz"), temp.resolve("out"), resources, "6mm",
			new BodyRegion(List.of(), false, false, true), true, false, false, new Hardware("cpu", 0, false));
		final BodyResult result = new BodySegmenter(options, engine, null, progress.again()).run();
		assertEquals(List.of(), result.written());
		final String message = result.failures().get(0).problems().toString();
		assertTrue(message.contains("fewer than 57 planes"), message);
	}

	@Test
	void namesThatAreNoStructuresAndOptionsThatContradictAreReportedTogether() {
		final List<Problem> problems = options(resources, "3mm", new BodyRegion(List.of("liver", "lever"), false, true,
			false)).validate();
		assertEquals(2, problems.size(), problems.toString());
		assertTrue(problems.get(0).what().contains("lever") && !problems.get(0).what().contains("liver,"), problems
			.toString());
		assertEquals(1, options(resources, "3mm", new BodyRegion(List.of(), true, false, false)).validate().size());
	}

	@Test
	void onlyTheNetworksThatAreNeededMustBeThere() throws IOException {
		final Path weights = Files.createDirectories(temp.resolve("weights"));
		try (Stream<Path> all = Files.list(resources)) {
			for (final Path folder : all.filter(file -> file.getFileName().toString().matches("Dataset29[18]_.*")).toList())
				Files.createSymbolicLink(weights.resolve(folder.getFileName()), folder);
		}
		assertEquals(1, run(weights, "1.5mm", new BodyRegion(names(3), false, false, false)).written().size());
		final String message = assertThrows(ProblemException.class, () -> run(weights, "1.5mm", new BodyRegion(List.of(),
			false, true, false))).getMessage();
		assertTrue(message.contains("Dataset300_body_6mm_1559subj.zip") && message.contains("Dataset292_"), message);
	}

	@Test
	void smallPartsOfTheBodyAreRemovedAndTheTrunkKeepsOne() {
		final LabelMap labels = new LabelMap(Geometry.ofZyx(new int[] { 4, 10, 100 }, new double[] { 6, 6, 6 }));
		// 50 cubic centimetres are 231.48 voxels of 6 mm
		for (int x = 0; x < 58; x++)
			for (int y = 0; y < 2; y++) {
				labels.plane(0)[y * 100 + x] = 2;
				labels.plane(1)[y * 100 + x] = 2;
			}
		for (int x = 0; x < 231; x++)
			labels.plane(3)[x] = 2;
		for (int x = 70; x < 80; x++)
			labels.plane(0)[500 + x] = 1;
		labels.plane(2)[999] = 1;
		BodyMask.clean(labels);
		assertEquals(2, labels.plane(1)[100]);
		assertEquals(0, labels.plane(3)[0]);
		assertEquals(1, labels.plane(0)[570]);
		assertEquals(0, labels.plane(2)[999]);
	}
}
