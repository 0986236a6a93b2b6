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
package sc.fiji.nnunet.crossval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.CaseFiles;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.predict.PostProcessing.Rule;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.MemoryBudget;

class PostProcessingFinderTest {

	private static final Labels TWO = Labels.of("background", "head", "tail");
	private static final Rule HEAD = new Rule("head", List.of(1));
	private static final Rule TAIL = new Rule("tail", List.of(2));

	@TempDir
	Path folder;

	private final List<CaseFiles.Pair> pairs = new ArrayList<>();
	private ExecutorService executor;

	@BeforeEach
	void setUp() {
		executor = Executors.newFixedThreadPool(2);
	}

	@AfterEach
	void tearDown() {
		executor.shutdownNow();
	}

	@Test
	void islandsOfTheForegroundAreRemoved() throws IOException {
		add("1 1 1 2 2 2 0 0 0 0", "1 1 1 2 2 2 0 1 0 2");
		assertEquals(List.of(Rule.foreground()), find(TWO).rules());
	}

	@Test
	void noRuleIsTakenIfNoDiceRises() throws IOException {
		add("1 1 1 2 2 2 0 0 0 0", "1 1 0 2 2 2 0 0 0 0");
		final PostProcessing found = find(TWO);
		assertTrue(found.rules().isEmpty());
		assertEquals(3, found.reasons().size());
		assertTrue(found.reasons().stream().allMatch(reason -> reason.contains("not taken")));
	}

	@Test
	void theForegroundsRuleIsNotTakenIfAClassWouldFall() throws IOException {
		// NB: head consists of two parts, of which the rule for all foreground would drop the right one; tail rises more
		add("1 1 1 2 2 2 2 0 1 0 0 0", "1 1 1 2 2 2 2 0 1 0 2 2");
		final PostProcessing found = find(TWO);
		assertEquals(List.of(TAIL), found.rules());
		assertTrue(found.reasons().get(0).contains("head falls"), found.reasons().get(0));
	}

	@Test
	void eachClassIsJudgedByItself() throws IOException {
		// NB: head's island touches tail, so it is not an island of the foreground
		add("1 1 1 2 2 2 2 0", "1 1 1 2 2 2 2 1");
		final PostProcessing found = find(TWO);
		assertEquals(List.of(HEAD), found.rules());
	}

	@Test
	void rulesForClassesAreAppliedAfterTheForegrounds() throws IOException {
		add("1 1 1 2 2 2 0 0 0 0 0", "1 1 1 2 2 2 1 0 0 2 2");
		assertEquals(List.of(Rule.foreground(), HEAD), find(TWO).rules());
	}

	@Test
	void theMeanOverTheCasesDecides() throws IOException {
		add("1 1 1 0 0 0", "1 1 1 0 1 0");
		add("1 1 0 1 1 0", "1 1 0 1 1 0");
		// NB: ties for the largest part are kept, so the second case is unchanged
		assertEquals(List.of(Rule.foreground()), find(Labels.of("background", "head")).rules());
		add("1 1 1 0 1 1", "1 1 1 0 1 1");
		assertTrue(find(Labels.of("background", "head")).rules().isEmpty());
	}

	@Test
	void oneClassNeedsOneRule() throws IOException {
		add("1 1 1 0 0 0", "1 1 1 0 1 0");
		assertEquals(1, find(Labels.of("background", "head")).reasons().size());
	}

	@Test
	void regionsAreTriedOneAfterTheOther() throws IOException {
		final Labels regions = new Labels(List.of("background", "edema", "core"), List.of(new Labels.Region("whole", List
			.of(1, 2), 1), new Labels.Region("core", List.of(2), 2)), -1);
		add("1 1 2 2 1 0 0 0 0", "1 1 2 2 1 0 2 0 0");
		// NB: the foreground's rule removes the island of core already, so no other rule has anything left to do
		assertEquals(List.of(Rule.foreground()), find(regions).rules());
	}

	@Test
	void anUnreadableFileIsNamed() throws IOException {
		add("1 1 0", "1 0 1");
		pairs.add(new CaseFiles.Pair("gone", folder.resolve("gone.nii.gz"), folder.resolve("gone.nii.gz")));
		final ProblemException failure = assertThrows(ProblemException.class, () -> find(TWO));
		assertTrue(failure.getMessage().contains("gone.nii.gz"));
	}

	/** NB: two bytes for each voxel of reference, prediction, and what is left of it: 60 for this case. */
	@Test
	void casesWaitForMemory() throws Exception {
		add("1 1 1 2 2 2 0 0 0 0", "1 1 1 2 2 2 0 1 0 2");
		final MemoryBudget memory = new MemoryBudget(70);
		memory.take(1);
		final ExecutorService caller = Executors.newSingleThreadExecutor();
		try {
			final Future<PostProcessing> found = caller.submit(() -> new PostProcessingFinder(pairs, TWO, executor, Progress
				.none(), memory).find());
			assertThrows(TimeoutException.class, () -> found.get(300, TimeUnit.MILLISECONDS));
			memory.end(1);
			assertEquals(List.of(Rule.foreground()), found.get(1, TimeUnit.MINUTES).rules());
		}
		finally {
			caller.shutdownNow();
		}
	}

	@Test
	void theBarIsThatOfAllPasses() throws IOException {
		add("1 1 1 2 2 2 0 0 0 0", "1 1 1 2 2 2 0 1 0 2");
		add("1 1 1 2 2 2 0 0 0 0", "1 1 1 2 2 2 0 0 0 0");
		final Recorded recorded = new Recorded();
		new PostProcessingFinder(pairs, TWO, executor, recorded).find();
		assertEquals(List.of(0.0, 0.25, 0.5, 0.75), recorded.fractions);
	}

	private PostProcessing find(final Labels labels) throws IOException {
		return new PostProcessingFinder(pairs, labels, executor, Progress.none()).find();
	}

	private void add(final String reference, final String prediction) throws IOException {
		final String name = "case" + pairs.size();
		pairs.add(new CaseFiles.Pair(name, save(name + "_reference.nii.gz", reference), save(name + "_prediction.nii.gz",
			prediction)));
	}

	private Path save(final String name, final String row) throws IOException {
		final String[] labels = row.split(" ");
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, labels.length }, new double[] { 1, 1, 1 }));
		for (int x = 0; x < labels.length; x++)
			map.plane(0)[x] = Short.parseShort(labels[x]);
		ImageFile.writeLabels(folder.resolve(name), map);
		return folder.resolve(name);
	}
}
