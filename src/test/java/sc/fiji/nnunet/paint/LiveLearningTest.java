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
package sc.fiji.nnunet.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/** Tests the learner beside a window: the test plays the window. */
class LiveLearningTest {

	/** Seconds for an answer, on a machine that does much else. */
	private static final int PATIENCE = 120;

	@TempDir
	private Path temp;

	private LiveFolder live;

	@Test
	void aWindowPaintsAndTheLearnerShowsPredictsSuggestsAndStops() throws Exception {
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		live = new LiveFolder(temp.resolve("p"));
		try (PaintProject project = PaintProject.create(temp.resolve("p"), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))); NnUNet nn = new NnUNet(executor))
		{
			project.addImage("discs", LearningTest.discs(3));
			ask(1, 0, LiveRequest.Wish.NONE);
			final LearnOptions options = LearnOptions.builder().project(temp.resolve("p")).live(true).device("cpu")
				.build();
			final Future<LearnResult> learner = executor.submit(() -> nn.learn(options, Progress.none()));
			await(1, 0, LiveRequest.Wish.NONE, state -> state.missing().equals(List.of("paper", "disc")));
			project.stroke("discs", 0, 0, new Runs(new int[] { 2, 3, 8 }));
			project.stroke("discs", 1, 0, new Runs(new int[] { 22, 20, 8 }));
			final LiveState first = await(1, 0, LiveRequest.Wish.NONE, state -> state.round() > 0 &&
				!state.source().isEmpty());
			assertEquals("forest", first.source());
			final LivePlane plane = live.plane("discs", 0).orElseThrow();
			assertEquals(1, plane.labels()[24 * plane.width() + 24]);
			assertEquals(0, plane.labels()[2 * plane.width() + 2]);
			await(2, 2, LiveRequest.Wish.SUGGEST, state -> state.answered() == 2 && !state.suggestions().isEmpty());
			assertTrue(live.plane("discs", 2).isPresent(), "the slice that became visible");
			await(3, 2, LiveRequest.Wish.NONE, state -> state.steps() > 0 && state.networkDice() == null);
			await(4, 2, LiveRequest.Wish.ALL, state -> state.answered() == 4);
			assertEquals(List.of(0, 1, 2), live.planes("discs"));
			assertEquals("network", live.plane("discs", 1).orElseThrow().source());
			ask(5, 2, LiveRequest.Wish.STOP);
			final LearnResult result = learner.get(PATIENCE, TimeUnit.SECONDS);
			assertTrue(result.steps() > 0);
			assertNotNull(result.model());
			final LiveState last = live.state().orElseThrow();
			assertFalse(last.running());
			assertTrue(PaintNetwork.isIn(temp.resolve("p")));
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aClassThatIsAddedWhileTheNetworkLearnsIsShownBeforeTheBurstWouldHaveEnded() throws Exception {
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		live = new LiveFolder(temp.resolve("p"));
		final Volume image = LearningTest.discs(1);
		final int edge = image.size()[2];
		Arrays.fill(image.plane(0, 0), 40 * edge, 48 * edge, 400);
		try (PaintProject project = PaintProject.create(temp.resolve("p"), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))); NnUNet nn = new NnUNet(executor))
		{
			project.addImage("discs", image);
			project.stroke("discs", 0, 0, new Runs(new int[] { 2, 3, 8 }));
			project.stroke("discs", 1, 0, new Runs(new int[] { 22, 20, 8 }));
			ask(1, 0, LiveRequest.Wish.NONE);
			final LearnOptions options = LearnOptions.builder().project(temp.resolve("p")).live(true).device("cpu")
				.build();
			final Future<LearnResult> learner = executor.submit(() -> nn.learn(options, Progress.none()));
			await(1, 0, LiveRequest.Wish.NONE, state -> state.message().contains("begins to learn"));
			project.classes(List.of(new PaintClass("paper", 1), new PaintClass("disc", 2), new PaintClass("bar", 3)));
			project.stroke("discs", 2, 0, new Runs(new int[] { 44, 20, 8 }));
			final LiveState after = await(1, 0, LiveRequest.Wish.NONE, state -> label(44, 24) == 2);
			assertNull(after.change(), "a burst that has ended was followed by a test");
			ask(2, 0, LiveRequest.Wish.STOP);
			learner.get(PATIENCE, TimeUnit.SECONDS);
			assertNull(live.state().orElseThrow().problem());
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** The class that the first slice's picture shows at a pixel; -1 if there is no picture. */
	private int label(final int y, final int x) {
		try {
			return live.plane("discs", 0).map(plane -> (int) plane.labels()[y * plane.width() + x]).orElse(-1);
		}
		catch (final IOException exc) {
			throw new UncheckedIOException(exc);
		}
	}

	private void ask(final long number, final int z, final LiveRequest.Wish wish) throws IOException {
		live.request(new LiveRequest(number, "discs", z, wish, System.currentTimeMillis()));
	}

	/** Keeps asking, as a window does to show that it is there, until the learner's state is as expected. */
	private LiveState await(final long number, final int z, final LiveRequest.Wish wish,
		final Predicate<LiveState> expected) throws Exception
	{
		final long end = System.nanoTime() + PATIENCE * 1_000_000_000L;
		while (true) {
			ask(number, z, wish);
			final LiveState state = live.state().orElse(null);
			if (state != null && expected.test(state)) return state;
			if (System.nanoTime() > end) throw new AssertionError("the learner's last state is " + state);
			Thread.sleep(100);
		}
	}
}
