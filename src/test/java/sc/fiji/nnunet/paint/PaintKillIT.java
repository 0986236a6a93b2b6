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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.cli.Main;

/** Kills the processes that learn and paint, as a power cut would, and starts them again. */
class PaintKillIT {

	private static final int STEPS = 3, KILLS = 3, PATIENCE = 180;

	private static final Pattern ROUND = Pattern.compile("Round \\d+: (\\d+) steps");

	@TempDir
	private Path temp;

	@Test
	void aLearnerThatIsKilledResumesFromItsLastRound() throws Exception {
		final Path project = project();
		final byte[] paint = Files.readAllBytes(journal(project));
		final Random random = new Random(3);
		int steps = 0;
		for (int kill = 0; kill < KILLS; kill++) {
			final int rounds = 2 + kill;
			final List<String> lines = new ArrayList<>();
			final Process process = start(Main.class, "learn", "--project", project.toString(), "--rounds", "1000",
				"--steps", Integer.toString(STEPS), "--threads", "1", "--device", "cpu");
			final int code = killed(process, lines, said -> steps(said).size() == rounds, random.nextInt(200));
			assertNotEquals(0, code, () -> String.join("\n", lines));
			final List<Integer> done = steps(lines);
			// NB: a round that was written may not have been reported any more
			assertTrue(done.get(0) == steps + STEPS || done.get(0) == steps + 2 * STEPS, "after " + steps + ": " + done);
			steps = done.get(done.size() - 1);
		}
		assertArrayEquals(paint, Files.readAllBytes(journal(project)), "the paint is as it was");
		final List<String> lines = new ArrayList<>();
		final Process last = start(Main.class, "learn", "--project", project.toString(), "--rounds", "1", "--steps", "1",
			"--threads", "1", "--device", "cpu");
		assertEquals(0, killed(last, lines, said -> false, 0), () -> String.join("\n", lines));
		assertTrue(steps(lines).get(0) > steps, steps + ": " + lines);
		assertTrue(Files.exists(project.resolve("predictions").resolve("discs.tif")), lines.toString());
	}

	@Test
	void aLearnerForAWindowThatIsKilledInABurstLosesThisBurstOnly() throws Exception {
		final Path project = project();
		final LiveFolder live = new LiveFolder(project);
		final String[] command = { "learn", "--project", project.toString(), "--live", "true", "--threads", "1",
			"--device", "cpu" };
		final Process first = start(Main.class, command);
		final long steps;
		try {
			// NB: a round ends a burst, whose weights are on the disk before; the next one is going on meanwhile
			steps = await(live, first, state -> state.steps() > 0).steps();
			Thread.sleep(3000);
		}
		finally {
			first.destroyForcibly().waitFor();
		}
		assertTrue(PaintNetwork.isIn(project));
		try (PaintProject again = PaintProject.open(project)) {
			assertEquals(12, again.paint("discs").marks().size());
			again.stroke("discs", 1, 0, new Runs(new int[] { 30, 20, 8 }));
		}
		final Process second = start(Main.class, command);
		try {
			final LiveState resumed = await(live, second, state -> state.running() && state.steps() != steps &&
				state.steps() > 0);
			assertTrue(resumed.steps() > steps, steps + " steps, then " + resumed.steps());
			live.request(new LiveRequest(2, "discs", 0, LiveRequest.Wish.STOP, System.currentTimeMillis()));
			assertTrue(second.waitFor(PATIENCE, TimeUnit.SECONDS));
		}
		finally {
			second.destroyForcibly();
		}
	}

	/** Shows the learner that there is a window, until its state is as expected. */
	private static LiveState await(final LiveFolder live, final Process learner, final Predicate<LiveState> expected)
		throws Exception
	{
		final long end = System.nanoTime() + PATIENCE * 1_000_000_000L;
		while (true) {
			live.request(new LiveRequest(1, "discs", 0, LiveRequest.Wish.NONE, System.currentTimeMillis()));
			final LiveState state = live.state().orElse(null);
			if (state != null && expected.test(state)) return state;
			assertTrue(learner.isAlive() && System.nanoTime() < end, "the learner's last state is " + state);
			Thread.sleep(100);
		}
	}

	@Test
	void ofAProcessThatPaintsAtMostTheLastStrokeIsLost() throws Exception {
		final Path project = project();
		final Random random = new Random(4);
		int strokes = 12;
		for (int kill = 0; kill < 2 * KILLS; kill++) {
			final List<String> lines = new ArrayList<>();
			killed(start(PaintKillIT.class, project.toString()), lines, said -> said.size() >= 20, random.nextInt(100));
			final int said = Integer.parseInt(lines.get(lines.size() - 1));
			try (PaintProject again = PaintProject.open(project)) {
				final List<Mark> marks = again.paint("discs").marks();
				assertTrue(said > strokes && (marks.size() == said || marks.size() == said + 1), said + " strokes were " +
					"painted after " + strokes + ", " + marks.size() + " are there");
				for (int n = 12; n < marks.size(); n++)
					assertArrayEquals(runs(n), marks.get(n).runs(), "stroke " + n);
				strokes = marks.size();
			}
		}
	}

	/** The process that is killed: paints on without an end, and says how many strokes there are. */
	public static void main(final String... args) throws IOException {
		try (PaintProject project = PaintProject.open(Path.of(args[0]))) {
			for (int n = project.paint("discs").marks().size();; n++) {
				project.stroke("discs", 1, n % 2, new Runs(runs(n)));
				System.out.println(n + 1);
			}
		}
	}

	private static int[] runs(final int stroke) {
		return new int[] { stroke % 47, stroke % 7, 1 + stroke % 40, stroke % 47 + 1, stroke % 5, 1 + stroke % 30 };
	}

	private Path project() throws IOException {
		final Path folder = temp.resolve("p");
		try (PaintProject project = PaintProject.create(folder, List.of(new PaintClass("paper", 1), new PaintClass("disc",
			2))))
		{
			project.addImage("discs", LearningTest.discs(2));
			for (int z = 0; z < 2; z++)
				for (int n = 0; n < 3; n++) {
					project.stroke("discs", 0, z, new Runs(new int[] { 2 + 3 * n, 3, 8 }));
					project.stroke("discs", 1, z, new Runs(new int[] { 20 + 3 * n, 20, 8 }));
				}
		}
		return folder;
	}

	private static Path journal(final Path project) {
		return project.resolve("paint").resolve("discs.jsonl");
	}

	/** The steps that a learner has reported after each round. */
	private static List<Integer> steps(final List<String> lines) {
		return lines.stream().map(ROUND::matcher).filter(Matcher::find).map(found -> Integer.valueOf(found.group(1)))
			.toList();
	}

	private static Process start(final Class<?> program, final String... arguments) throws IOException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-Xmx1g", "-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(Arrays.asList(arguments));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	/**
	 * Reads what a process says and kills it.
	 *
	 * @param when whether it has said enough
	 * @param later milliseconds for which it lives on then
	 * @return the exit code; that of a killed process is not 0
	 */
	private static int killed(final Process process, final List<String> lines, final Predicate<List<String>> when,
		final int later) throws Exception
	{
		try (BufferedReader reader = process.inputReader()) {
			boolean enough = false;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				if (enough || !when.test(lines)) continue;
				enough = true;
				CompletableFuture.delayedExecutor(later, TimeUnit.MILLISECONDS).execute(process.toHandle()::destroyForcibly);
			}
		}
		return process.waitFor();
	}
}
