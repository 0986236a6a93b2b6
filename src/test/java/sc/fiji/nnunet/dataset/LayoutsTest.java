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
package sc.fiji.nnunet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels.Region;
import sc.fiji.nnunet.problem.ProblemException;

/** How the layouts read folders; the image files are empty, since no layout opens them. */
class LayoutsTest {

	private static final String DECATHLON = "{\"modality\": {\"0\": \"FLAIR\", \"1\": \"T1w\"}, \"labels\": " +
		"{\"1\": \"edema\", \"0\": \"background\"}, \"numTraining\": 2, \"training\": [{\"image\": \"./imagesTr/b.nii.gz\"," +
		"\"label\": \"./labelsTr/b.nii.gz\"}, {\"image\": \"./imagesTr/a.nii.gz\", \"label\": \"./labelsTr/a.nii.gz\"}, " +
		"{\"image\": \"./imagesTr/._a.nii.gz\", \"label\": \"./labelsTr/._a.nii.gz\"}], " +
		"\"test\": [\"./imagesTs/c.nii.gz\", \"./imagesTs/_c.nii.gz\"]}";

	private static final String NNUNET = "{\"channel_names\": {\"0\": \"T2\", \"1\": \"ADC\"}, \"labels\": " +
		"{\"background\": 0, \"PZ\": 1, \"TZ\": 2}, \"numTraining\": 2, \"file_ending\": \".nii.gz\"}";

	@TempDir
	Path folder;

	@Test
	void decathlonIsOpened() throws IOException {
		describe(DECATHLON);
		final Dataset dataset = Datasets.open(folder);
		assertInstanceOf(DecathlonLayout.class, Datasets.layout(folder));
		assertEquals(folder.getFileName().toString(), dataset.name());
		assertEquals(List.of("FLAIR", "T1w"), dataset.channels());
		assertEquals(Labels.of("background", "edema"), dataset.labels());
		assertEquals(List.of("a", "b"), names(dataset.training()));
		assertEquals(new Case("a", List.of(folder.resolve("imagesTr/a.nii.gz")), folder.resolve("labelsTr/a.nii.gz")),
			dataset.training().get(0));
		assertEquals(List.of(new Case("c", List.of(folder.resolve("imagesTs/c.nii.gz")), null)), dataset.test());
		assertEquals(".nii.gz", dataset.fileEnding());
		assertEquals(dataset, Datasets.open(folder.resolve("dataset.json")));
	}

	@Test
	void theRootOfADriveHasNoName() throws IOException {
		assertEquals(folder.getFileName().toString(), Datasets.name(folder.resolve("imagesTr/..")));
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.name(folder.getRoot()));
		assertTrue(e.getMessage().contains("root of a drive") && e.getMessage().contains("Put the dataset into a folder"), e
			.getMessage());
	}

	@Test
	void theLabelsOfADatasetAreWhereItSays() throws IOException {
		assertEquals(folder.resolve("labelsTr"), Datasets.labels(folder), "the usual place, if nothing is known");
		describe(NNUNET.replaceFirst("\\{", "{\"dataset\": {\"x\": {\"images\": [\"a/x.nii.gz\", \"b/x.nii.gz\"], " +
			"\"label\": \"c/x.nii.gz\"}}, "));
		assertEquals(folder.resolve("c"), Datasets.labels(folder));
		touch("labelsTr/x.nii.gz");
		assertEquals(folder.resolve("labelsTr"), Datasets.labels(folder.resolve("dataset.json")));
	}

	@Test
	void splitChannelsOfNnUNetV1AreFound() throws IOException {
		describe(DECATHLON);
		touch("imagesTr/a_0000.nii.gz", "imagesTr/a_0001.nii.gz");
		final Case a = Datasets.open(folder).training().get(0);
		assertEquals("a", a.name());
		assertEquals(List.of(folder.resolve("imagesTr/a_0000.nii.gz"), folder.resolve("imagesTr/a_0001.nii.gz")), a
			.images());
	}

	@Test
	void nnUNetIsOpened() throws IOException {
		describe(NNUNET);
		touch("imagesTr/x_0000.nii.gz", "imagesTr/x_0001.nii.gz", "imagesTr/w_0001.nii.gz", "imagesTr/._v_0000.nii.gz",
			"imagesTr/nonumber.nii.gz", "imagesTs/t_0000.nii.gz", "labelsTr/x.nii.gz", "labelsTr/w.nii.gz");
		final Dataset dataset = Datasets.open(folder);
		assertInstanceOf(NnUNetLayout.class, Datasets.layout(folder));
		assertEquals(List.of("T2", "ADC"), dataset.channels());
		assertEquals(Labels.of("background", "PZ", "TZ"), dataset.labels());
		assertEquals(List.of("w", "x"), names(dataset.training()));
		assertEquals(List.of(folder.resolve("imagesTr/x_0000.nii.gz"), folder.resolve("imagesTr/x_0001.nii.gz")), dataset
			.training().get(1).images());
		assertEquals(folder.resolve("labelsTr/x.nii.gz"), dataset.training().get(1).label());
		assertEquals(List.of("t"), names(dataset.test()));
	}

	@Test
	void labelsThatAreEmptyAreAProblemOfTheDescription() throws IOException {
		for (final String labels : List.of("{}", "{\"ignore\": 1}", "[]", "null", "{\"background\": 0}", "{\"a\": -1}")) {
			describe("{\"channel_names\": {\"0\": \"T2\"}, \"labels\": " + labels +
				", \"numTraining\": 1, \"file_ending\": \".nii.gz\"}");
			touch("imagesTr/x_0000.nii.gz", "labelsTr/x.nii.gz");
			final String message = assertThrows(ProblemException.class, () -> Datasets.open(folder)).getMessage();
			assertTrue(message.contains("dataset.json") && message.contains("label"), message);
		}
	}

	@Test
	void channelNamesMarkTheLayoutOfNnUNet() throws IOException {
		// converted descriptions often keep the decathlon's keys
		describe(NNUNET.replaceFirst("\\{", "{\"modality\": {\"0\": \"T2\"}, \"training\": [], "));
		touch("imagesTr/x_0000.nii.gz");
		assertInstanceOf(NnUNetLayout.class, Datasets.layout(folder));
		assertEquals(List.of("T2", "ADC"), Datasets.open(folder).channels());
	}

	@Test
	void filesOfSeveralChannelsAreSupported() throws IOException {
		// as with colour images: two channels, but no case has a second file
		describe(NNUNET);
		touch("imagesTr/x_0000.nii.gz", "imagesTr/w_0000.nii.gz");
		assertEquals(List.of(folder.resolve("imagesTr/w_0000.nii.gz")), Datasets.open(folder).training().get(0).images());
	}

	@Test
	void regionsAndIgnoreAreRead() throws IOException {
		describe("{\"channel_names\": {\"0\": \"T1\"}, \"file_ending\": \".nii.gz\", \"labels\": {\"background\": 0, " +
			"\"whole\": [1, 2, 3], \"core\": [2, 3], \"enhancing\": 3, \"ignore\": 4}, \"regions_class_order\": [1, 2, 3]}");
		touch("imagesTr/x_0000.nii.gz");
		assertEquals(new Labels(List.of("background", "label 1", "label 2", "enhancing"), List.of(new Region("whole", List
			.of(1, 2, 3), 1), new Region("core", List.of(2, 3), 2), new Region("enhancing", List.of(3), 3)), 4), Datasets
				.open(folder).labels());
	}

	@Test
	void explicitListReplacesTheSearch() throws IOException {
		describe(
			"{\"channel_names\": {\"0\": \"T1\"}, \"file_ending\": \".png\", \"labels\": {\"background\": 0, \"a\": 1}, " +
				"\"dataset\": {\"q\": {\"images\": [\"pictures/q.png\"], \"label\": \"${HOME}/q.png\"}}}");
		touch("imagesTr/x_0000.png");
		final Case q = Datasets.open(folder).training().get(0);
		assertEquals(new Case("q", List.of(folder.resolve("pictures/q.png")), Path.of(System.getenv("HOME"), "q.png")), q);
	}

	@Test
	void filesAndNamesThatDoNotFitAreFound() throws IOException {
		describe(NNUNET);
		touch("imagesTr/x_0000.nii.gz", "imagesTr/x_0001.nii.gz", "imagesTr/x_0002.nii.gz", "imagesTr/y.nii.gz",
			"imagesTr/z_0000.nii", "labelsTr/x.nii.gz", "labelsTr/lonely.nii.gz");
		final List<Finding> findings = Datasets.layout(folder).look(Datasets.open(folder));
		final String text = findings.toString();
		assertEquals(5, findings.size(), text);
		assertTrue(text.contains("\"numTraining\" says 2, but there are 1 cases"), text);
		assertTrue(text.contains("There are 2 channels"), text);
		assertTrue(text.contains("The name expected is y_0000.nii.gz"), text);
		assertTrue(text.contains("Files end with .nii.gz"), text);
		assertTrue(text.contains("imagesTr/lonely_0000.nii.gz: add that"), text);
	}

	@Test
	void unusedAndDuplicateCasesOfTheDecathlonAreFound() throws IOException {
		describe(DECATHLON.replace("imagesTr/b", "imagesTr/a"));
		touch("imagesTr/a.nii.gz", "imagesTr/b.nii.gz", "labelsTr/._a.nii.gz");
		final List<Finding> findings = Datasets.layout(folder).look(Datasets.open(folder));
		assertEquals(2, findings.size(), findings.toString());
		assertTrue(findings.get(0).problem().what().contains("Two cases have the name a"));
		assertTrue(findings.get(1).problem().where().endsWith("b.nii.gz"));
	}

	@Test
	void everythingWrongWithADescriptionIsListed() throws IOException {
		describe("{\"channel_names\": {\"0\": \"T1\", \"2\": \"T2\"}, \"labels\": {\"a\": 1, \"b\": 3, \"ignore\": 3}}");
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder));
		final String text = e.getMessage();
		assertEquals(5, e.problems().size(), text);
		assertTrue(text.contains("numbers under \"channel_names\" are [0, 2]"), text);
		assertTrue(text.contains("No label is 0"), text);
		assertTrue(text.contains("The label numbers are [1, 3]"), text);
		assertTrue(text.contains("\"ignore\" is 3"), text);
		assertTrue(text.contains("\"file_ending\" is missing"), text);
	}

	@Test
	void classesMayHaveAnyNumbersButNotWithRegions() throws IOException {
		final String description = "{\"channel_names\": {\"0\": \"T1\"}, \"file_ending\": \".nii.gz\", \"labels\": {" +
			"\"background\": 0, \"vessel\": 510, \"organ\": 255%s}}";
		describe(description.formatted(""));
		touch("imagesTr/a_0000.nii.gz", "labelsTr/a.nii.gz");
		final Labels labels = Datasets.open(folder).labels();
		assertEquals(new Labels(List.of("background", "organ", "vessel"), List.of(), -1, List.of(0, 255, 510)), labels);
		assertEquals("0, 255, 510", labels.allowed());
		for (final String more : List.of(", \"ignore\": 511", ", \"both\": [255, 510]")) {
			describe(description.formatted(more));
			assertTrue(assertThrows(ProblemException.class, () -> Datasets.open(folder)).getMessage().contains(
				"The label numbers are [0, 255, 510]"));
		}
	}

	/** Both layouts may say that label files number objects one by one, which are of one kind then. */
	@Test
	void descriptionsMaySayThatNumbersAreObjects() throws IOException {
		final String nnunet = "{\"channel_names\": {\"0\": \"DAPI\"}, \"file_ending\": \".tif\", \"instances\": %s, " +
			"\"labels\": {\"background\": 0, %s}}";
		final String decathlon = "{\"modality\": {\"0\": \"DAPI\"}, \"instances\": %s, \"labels\": {\"0\": \"background\", %s}, " +
			"\"training\": [{\"image\": \"imagesTr/a_0000.tif\", \"label\": \"labelsTr/a.tif\"}]}";
		touch("imagesTr/a_0000.tif", "labelsTr/a.tif");
		describe(nnunet.formatted("true", "\"nucleus\": 1"));
		assertEquals(Labels.ofObjects("nucleus"), Datasets.open(folder).labels());
		describe(nnunet.formatted("true", "\"border\": 1"));
		assertEquals(Labels.ofObjects("object"), Datasets.open(folder).labels());
		describe(nnunet.formatted("false", "\"nucleus\": 1"));
		assertEquals(Labels.of("background", "nucleus"), Datasets.open(folder).labels());
		describe(decathlon.formatted("true", "\"1\": \"nucleus\""));
		assertEquals(Labels.ofObjects("nucleus"), Datasets.open(folder).labels());
		for (final String wrong : List.of(nnunet.formatted("\"yes\"", "\"nucleus\": 1"), nnunet.formatted("true",
			"\"nucleus\": 1, \"cell\": 2"), nnunet.formatted("true", "\"nucleus\": 7"), nnunet.formatted("true",
				"\"nucleus\": 1, \"ignore\": 2"), decathlon.formatted("true", "\"1\": \"nucleus\", \"2\": \"cell\"")))
		{
			describe(wrong);
			final String message = assertThrows(ProblemException.class, () -> Datasets.open(folder), wrong).getMessage();
			assertTrue(message.contains("\"instances\" is "), message);
		}
	}

	@Test
	void regionsWithoutOrderAreAProblem() throws IOException {
		describe("{\"channel_names\": {\"0\": \"T1\"}, \"file_ending\": \".nii.gz\", \"labels\": {\"background\": 0, " +
			"\"whole\": [1, 2], \"core\": [2]}, \"regions_class_order\": [1]}");
		final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder));
		assertTrue(e.getMessage().contains("\"regions_class_order\" is [1] for 2 regions"), e.getMessage());
	}

	@Test
	void foldersThatAreNotDatasetsAreRefused() throws IOException {
		assertThrows(ProblemException.class, () -> Datasets.open(folder.resolve("none")));
		assertThrows(ProblemException.class, () -> Datasets.open(folder));
		for (final String text : List.of("", "[]", "{", "{}", "null", "{\"modality\": {\"0\": \"CT\"}}",
			"{\"modality\": 3, \"labels\": [], \"training\": {}}", "{\"channel_names\": []}"))
		{
			describe(text);
			final ProblemException e = assertThrows(ProblemException.class, () -> Datasets.open(folder), text);
			assertTrue(e.getMessage().contains("dataset.json"), text);
		}
	}

	private void describe(final String json) throws IOException {
		Files.writeString(folder.resolve("dataset.json"), json);
	}

	private void touch(final String... files) throws IOException {
		for (final String file : files) {
			Files.createDirectories(folder.resolve(file).getParent());
			Files.writeString(folder.resolve(file), "");
		}
	}

	private static List<String> names(final List<Case> cases) {
		return cases.stream().map(Case::name).toList();
	}
}
