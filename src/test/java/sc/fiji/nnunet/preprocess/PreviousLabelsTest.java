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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.file.Kills;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;

/** What the previous stage of a cascade predicted, brought to the grids of prepared cases. */
class PreviousLabelsTest {

	@TempDir
	private Path temp;

	private Path output;
	private final Map<String, Path> predictions = new TreeMap<>();

	/** Two cases of spacing 2, 1, 1, prepared at 1.5; their reference labels serve as predictions. */
	@BeforeEach
	void prepare() throws IOException {
		final Path raw = temp.resolve("Task99_Cascade");
		final Dataset dataset = Sample.write(raw, 2, 0, "MRI", 1, 1, 2);
		new Preprocessor(null).run(dataset, PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).recipe(
			"nnunet").spacing(java.util.List.of(1.5, 1.5, 1.5)).folds(2).build(), Progress.none());
		output = temp.resolve("out").resolve(raw.getFileName());
		final Plan plan = PlanFile.read(PlanFile.of(output, "3d"));
		PlanFile.write(PlanFile.of(output, "3d_cascade"), new Plan(plan.format(), plan.dataset(), plan.recipe(),
			"3d_cascade", plan.channels(), plan.labels(), plan.transpose(), plan.spacing(), plan.medianShape(), plan.patch(),
			plan.batchSize(), plan.network(), plan.normalization(), plan.batchDice(), "3d_lowres", plan.reasons()));
		for (final String name : new String[] { "case_a", "case_b" })
			predictions.put(name, Files.copy(raw.resolve("labelsTr").resolve(name + ".nii.gz"), temp.resolve(name +
				".nii.gz")));
	}

	private PreprocessedDataset data() throws IOException {
		return PreprocessedDataset.open(output, "3d_cascade");
	}

	private PreprocessedDataset run() throws IOException {
		final PreprocessedDataset data = data();
		return data.with(PreviousLabels.prepare(output, data, predictions, null, Progress.none()));
	}

	@Test
	void theyLieOnTheGridOfTheImageAsItsOwnLabelsDo() throws IOException {
		final PreprocessedDataset data = run();
		for (final String name : predictions.keySet()) {
			final LabelMap own = data.get(name).labels();
			final LabelMap previous = data.previous(name).labels();
			long foreground = 0;
			for (int z = 0; z < own.size()[0]; z++)
				for (int i = 0; i < own.size()[1] * own.size()[2]; i++) {
					assertEquals(Math.max(0, own.plane(z)[i]), previous.plane(z)[i], name + " z=" + z + " voxel " + i);
					foreground += previous.plane(z)[i] > 0 ? 1 : 0;
				}
			assertTrue(foreground > 300, name + ": " + foreground);
			final byte[] box = new byte[24];
			data.previous(name).read(new int[] { 6, 7, 8 }, new int[] { 2, 3, 4 }, box);
			assertEquals(previous.plane(7)[9 * own.size()[2] + 11], box[23]);
		}
	}

	@Test
	void aChangedPredictionOrADamagedFileIsMadeAgain() throws IOException {
		run();
		final Path file = output.resolve("preprocessed_3d_cascade/case_a_previous.npy");
		final byte[] first = Files.readAllBytes(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(first.length - 8);
		}
		run();
		assertEquals(first.length, Files.size(file));
		final LabelMap changed = ImageFile.readLabels(predictions.get("case_a"));
		for (int z = 8; z < 11; z++)
			java.util.Arrays.fill(changed.plane(z), (short) 0);
		ImageFile.writeLabels(predictions.get("case_a"), changed);
		run();
		assertNotEquals(-1, java.util.Arrays.mismatch(first, Files.readAllBytes(file)));
	}

	@Test
	void aPredictionOfAnotherSizeIsRefused() throws IOException {
		final Path wrong = Files.copy(predictions.get("case_b"), temp.resolve("wrong.nii.gz"));
		predictions.put("case_a", wrong);
		final String message = assertThrows(ProblemException.class, this::run).getMessage();
		assertTrue(message.startsWith(wrong.toString()) && message.contains("its image has"), message);
	}

	@Test
	void killedAtAnyFileEventTheyAreCompletedByTheNextRun() throws Exception {
		final PreprocessedDataset data = data();
		final int events = Kills.atEveryEvent(temp.resolve("kills"), folder -> PreviousLabels.prepare(folder, data,
			predictions, null, Progress.none()), (folder, event) -> {});
		assertTrue(events > 10, events + " events");
	}
}
