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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class InputCasesTest {

	private static final Plan ONE = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private Path images;

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
	}

	private static Plan channels(final int n) {
		return new Plan(ONE.format(), ONE.dataset(), ONE.recipe(), ONE.configuration(), Collections.nCopies(n,
			"MRI"), ONE.labels(), ONE.transpose(), ONE.spacing(), ONE.medianShape(), ONE.patch(), ONE.batchSize(), ONE
				.network(), ONE.normalization(), ONE.batchDice(), ONE.previous(), ONE.reasons());
	}

	private List<Case> cases(final Path input, final String part, final int channels, final String... folds)
		throws IOException
	{
		final List<ModelFolder.Fold> names = Arrays.stream(folds).map(name -> new ModelFolder.Fold(name, folder
			.resolve("out/Task/results_3d/fold_" + name))).toList();
		return InputCases.of(PredictOptions.builder().input(input).part(part).build(), InputCases.dataset(input), List.of(
			new ModelFolder(folder, channels(channels), names)));
	}

	private static List<String> names(final List<Case> cases) {
		return cases.stream().map(Case::name).toList();
	}

	private void touch(final String... names) throws IOException {
		for (final String name : names)
			Files.writeString(images.resolve(name), "");
	}

	@Test
	void oneFilePerCase() throws IOException {
		touch("b.nii.gz", "a.nii.gz", "c_007.nii", "readme.txt", ".hidden.nii", "pair.hdr", "pair.img", "d.PNG");
		assertEquals(List.of("a", "b", "c_007", "d", "pair"), names(cases(images, "test", 1)));
		assertEquals(List.of("a"), names(cases(images.resolve("a.nii.gz"), "test", 1)));
	}

	@Test
	void oneFilePerChannel() throws IOException {
		touch("p_0000.nii.gz", "p_0001.nii.gz", "q_0000.nii.gz", "q_0001.nii.gz", "four.nii.gz");
		final List<Case> cases = cases(images, "test", 2);
		assertEquals(List.of("four", "p", "q"), names(cases));
		assertEquals(List.of(images.resolve("p_0000.nii.gz"), images.resolve("p_0001.nii.gz")), cases.get(1).images());
		final List<Case> single = cases(images.resolve("q_0000.nii.gz"), "test", 2);
		assertEquals(List.of("q"), names(single));
		assertEquals(2, single.get(0).images().size());
	}

	/** As nnU-Net names RGB images, so that labels have the names of its own. */
	@Test
	void oneFileThatHoldsAllChannels() throws IOException {
		touch("a_0000.png", "b_0000.png");
		assertEquals(List.of("a", "b"), names(cases(images, "test", 3)));
		touch("c.png");
		assertEquals(List.of("a_0000", "b_0000", "c"), names(cases(images, "test", 3)));
	}

	/** A number of four digits is that of a channel only if there are exactly the plan's channels. */
	@Test
	void numbersThatAreNotChannels() throws IOException {
		touch("scan_0000.nii.gz", "scan_0001.nii.gz", "other_0000.nii.gz", "lone_0003.nii.gz");
		final List<Case> cases = cases(images, "test", 1);
		assertEquals(List.of("lone_0003", "other", "scan_0000", "scan_0001"), names(cases));
		assertEquals(1, InputCases.remarks(cases).size());
		assertTrue(InputCases.remarks(cases).get(0).startsWith("scan_0000 and scan_0001 are taken for two images"));
		assertEquals(List.of(), InputCases.remarks(cases(images, "test", 2)));
	}

	/** Or what a file alone has predicted would be predicted again with its folder. */
	@Test
	void aFileAloneHasTheNameThatItHasInItsFolder() throws IOException {
		touch("scan_0000.nii.gz", "scan_0001.nii.gz", "other_0000.nii.gz");
		for (final int channels : new int[] { 1, 2 })
			for (final Case one : cases(images, "test", channels))
				assertEquals(List.of(one), cases(one.images().get(0), "test", channels));
	}

	/** The case of the image reports it. */
	@Test
	void aDamagedFileNextToAnImageDoesNotEndTheRun() throws IOException {
		touch("a.nii", "b.tif", "c.dat");
		Files.writeString(images.resolve("a.json"), "[\"spacing\"");
		Files.writeString(images.resolve("b.json"), "{\"spacing\": [1, 2");
		assertEquals(List.of("c.dat"), InputCases.skipped(images, false, cases(images, "test", 1)));
	}

	@Test
	void noImageOrTwoOfOneNameIsAProblem() throws IOException {
		assertTrue(assertThrows(ProblemException.class, () -> cases(images, "test", 1)).getMessage().contains(
			"no image"));
		touch("a.nii", "a.nii.gz");
		assertTrue(assertThrows(ProblemException.class, () -> cases(images, "test", 1)).getMessage().contains(
			"same case name"));
	}

	/** recipe-nvidia.md I11: the validation workflow predicts the fold's cases only. */
	@Test
	void partsOfADataset() throws IOException {
		final StringBuilder training = new StringBuilder();
		for (int i = 0; i < 10; i++)
			training.append(i == 0 ? "" : ",").append("{\"image\": \"./imagesTr/c" + i +
				".nii.gz\", \"label\": \"./labelsTr/c" + i + ".nii.gz\"}");
		Files.writeString(folder.resolve("dataset.json"),
			"{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": \"background\", \"1\": \"a\"}, \"training\": [" + training +
				"], \"test\": [\"./imagesTs/t1.nii.gz\", \"./imagesTs/t0.nii.gz\"]}");
		assertEquals(List.of("t0", "t1"), names(cases(folder, "test", 1, "0")));
		assertEquals(10, cases(folder, "training", 1, "0").size());
		assertThrows(ProblemException.class, () -> cases(folder, "validation", 1, "0", "1"));
		assertThrows(ProblemException.class, () -> cases(folder, "validation", 1, "all"));
		assertTrue(assertThrows(ProblemException.class, () -> cases(folder, "validation", 1, "0")).getMessage().contains(
			"does not say which cases"), "a split beside it may be another than the one it was trained with");
		fold(List.of("c0", "c1", "c3", "c4", "c6", "c7", "c8", "c9"), null, List.of("c2", "c5"));
		assertEquals(List.of("c2", "c5"), names(cases(folder, "validation", 1, "0")));
		fold(List.of("c0", "x"), null, List.of("c5", "y"));
		final ProblemException other = assertThrows(ProblemException.class, () -> cases(folder, "validation", 1, "0"));
		assertEquals(2, other.problems().size(), other.getMessage());
	}

	@Test
	void partsOfTwoFolders() throws IOException {
		final Path labels = Files.createDirectory(folder.resolve("masks"));
		for (int i = 0; i < 3; i++) {
			final Volume image = new Volume(Geometry.of(new long[] { 4, 3, 1 }, 1, 1, 1), 1);
			ImageFile.write(images.resolve("c" + i + ".tif"), image);
			final LabelMap mask = new LabelMap(image.geometry());
			mask.plane(0)[i] = 255;
			ImageFile.writeLabels(labels.resolve("c" + i + ".png"), mask);
		}
		fold(List.of("c0", "c2"), null, List.of("c1"));
		final List<Case> held = cases(folder, "validation", 1, "0");
		assertEquals(List.of("c1"), names(held));
		assertEquals(labels, held.get(0).label().getParent());
		assertEquals(labels, Datasets.labels(folder));
		assertEquals(List.of("c0", "c1", "c2"), names(cases(folder, "training", 1, "0")));
		assertTrue(assertThrows(ProblemException.class, () -> cases(folder, "test", 1, "0")).getMessage().contains(
			"no test cases"));
		assertEquals(List.of(), InputCases.skipped(folder, true, held));
		// images beside the two folders are what is meant
		ImageFile.write(folder.resolve("other.tif"), new Volume(Geometry.of(new long[] { 4, 3, 1 }, 1, 1, 1), 1));
		assertEquals(List.of("other"), names(cases(folder, "test", 1, "0")));
	}

	/** The fold's folder says what it held out; contents are those of c5 and c2, if there are any. */
	private void fold(final List<String> training, final String contents, final List<String> validation)
		throws IOException
	{
		final Path fold = Files.createDirectories(folder.resolve("out/Task/results_3d/fold_0"));
		final List<String> noted = contents == null ? null : List.of(contents);
		FoldCases.of("Task", 0, 2, training.stream().map(name -> new FoldCases.Member(name, null)).toList(), validation
			.stream().map(name -> new FoldCases.Member(name, noted)).toList()).write(fold);
	}

	@Test
	void anotherImageUnderTheNameOfAHeldOutCaseIsNotTested() throws IOException {
		Files.createDirectories(folder.resolve("imagesTr"));
		Files.writeString(folder.resolve("imagesTr/c0.nii.gz"), "123456789");
		Files.writeString(folder.resolve("dataset.json"),
			"{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": \"background\", \"1\": \"a\"}, \"training\": [" +
				"{\"image\": \"./imagesTr/c0.nii.gz\", \"label\": \"./labelsTr/c0.nii.gz\"}], \"test\": []}");
		fold(List.of(), "9-e3069283", List.of("c0"));
		assertEquals(List.of("c0"), names(cases(folder, "validation", 1, "0")));
		Files.writeString(folder.resolve("imagesTr/c0.nii.gz"), "another");
		assertTrue(assertThrows(ProblemException.class, () -> cases(folder, "validation", 1, "0")).getMessage().contains(
			"is not the image that the fold knows as case c0"));
	}

	/** Checkpoints of earlier versions name the training cases. */
	@Test
	void aFoldOfAnEarlierVersionHeldOutTheRest() throws IOException {
		final Path notes = Files.createDirectories(folder.resolve("fold_0/checkpoint_last/3/notes"));
		Files.writeString(notes.resolve("training.json"), "{\"format\": 1, \"cases\": [\"a\", \"c\"]}");
		final FoldCases cases = FoldCases.read(folder.resolve("fold_0"), List.of("a", "b", "c", "d")).orElseThrow();
		assertEquals(List.of("b", "d"), cases.validation().stream().map(FoldCases.Member::name).toList());
		assertTrue(cases.learnedFrom(new FoldCases.Member("c", null)));
		assertTrue(FoldCases.read(folder, List.of()).isEmpty());
	}
}
