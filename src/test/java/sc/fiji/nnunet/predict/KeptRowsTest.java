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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.KilledFileSystem;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Pause;
import sc.fiji.nnunet.progress.Recorded;

/** What stays of the tables of objects when further runs go into their folder, also of several processes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KeptRowsTest extends WithObjects {

	/** What is said of rows that are removed and not written again. */
	private static final String REMOVED = "table=true writes them again";

	/** Does something when the run begins with its case. */
	private static class AtCase extends Recorded {

		private final Runnable action;
		private boolean done;

		AtCase(final Runnable action) {
			this.action = action;
		}

		@Override
		public synchronized void update(final double fraction, final String status) {
			super.update(fraction, status);
			if (done || !status.startsWith("case 1 of 1 ")) return;
			done = true;
			action.run();
		}
	}

	private boolean areTables() {
		return Files.exists(labels.resolve("objects.csv")) || Files.exists(labels.resolve("counts.csv"));
	}

	private static long removals(final Recorded told) {
		return told.lines.stream().filter(line -> line.contains(REMOVED)).count();
	}

	/** What a macro does that goes from image to image. */
	@Test
	void rowsOfOtherImagesStayAsLongAsTheirLabels() throws IOException {
		for (final String name : List.of("b.nii", "a.nii")) {
			slice(name);
			run(table(name).build());
		}
		assertEquals(OBJECTS + object("a") + object("b"), objects());
		assertEquals(COUNTS + count("a") + count("b"), counts());
		assertEquals("Measured 1 object in 1 case: " + labels.resolve("objects.csv") +
			", counts.csv, beside the rows of 1 other image", log.lines.get(log.lines.size() - 1));
		Files.delete(labels.resolve("b.nii"));
		slice("c.nii");
		run(table("c.nii").build());
		assertEquals(OBJECTS + object("a") + object("c"), objects());
		assertEquals(COUNTS + count("a") + count("c"), counts());
		assertTrue(log.lines.stream().anyMatch(line -> line.contains("rows of 1 image whose name no label file has (b). If " +
			"their labels were not removed,")), log.lines.toString());
	}

	@Test
	void rowsOfLabelsThatAreReplacedAreNew() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		pair("a.nii");
		run(table("a.nii").build());
		assertEquals(OBJECTS + object("a") + object("a").replace("1,1,1,mm^2,2.5,1.5", "2,1,1,mm^2,5.5,3.5") + object("b"),
			objects());
		assertEquals(COUNTS + count("a").replace("class1,1,1,", "class1,2,2,") + count("b"), counts());
		assertEquals(0, removals(log), "they are written again");
	}

	@Test
	void aRunWithoutTablesRemovesTheRowsOfItsImagesOnly() throws IOException {
		for (final String name : List.of("a.nii", "b.nii", "x,y.nii"))
			slice(name);
		run(tables().build());
		run(options().build());
		assertEquals(List.of("a", "b", "\"x"), counted(), "the labels are the same");
		slice("c.nii");
		run(options().input(images.resolve("c.nii")).build());
		assertEquals(List.of("a", "b", "\"x"), counted(), "no label is replaced");
		assertEquals(0, removals(log));
		pair("a.nii");
		pair("x,y.nii");
		run(options().build());
		assertEquals(OBJECTS + object("b"), objects());
		assertEquals(COUNTS + count("b"), counts());
		assertEquals(1, removals(log), log.lines.toString());
		run(options().overwrite(true).build());
		assertFalse(areTables(), "nothing is left to say");
		assertEquals(2, removals(log), log.lines.toString());
	}

	@Test
	void aRunThatDoesNotBeginRemovesNothing() throws IOException {
		slice("a.nii");
		run(tables().build());
		engine = new ToyEngine(spec -> {
			throw new IllegalStateException("no network");
		});
		assertThrows(IllegalStateException.class, () -> run(options().overwrite(true).build()));
		assertEquals(OBJECTS + object("a"), objects());
		assertEquals(COUNTS + count("a"), counts());
	}

	/** NB: not even by the same content, as somebody may have it open. */
	@Test
	void aRunThatIsRefusedWritesNoTable() throws IOException {
		slice("a.nii");
		run(tables().build());
		final Path objects = labels.resolve("objects.csv");
		Files.setLastModifiedTime(objects, FileTime.fromMillis(0));
		assertThrows(ProblemException.class, () -> run(tables().overlap(0.3).build()));
		assertEquals(0, Files.getLastModifiedTime(objects).toMillis());
	}

	@Test
	void imagesWithDifferentNumbersOfChannelsShareTheWiderColumns() throws IOException {
		slice("a.nii");
		run(table("a.nii").build());
		ToyEngine.fold(folder.resolve("results_2d"), "0", with(PLAN.labels(), 2), "best");
		slice("b_0000.nii");
		slice("b_0001.nii");
		run(table("b_0000.nii").build());
		ToyEngine.fold(folder.resolve("results_2d"), "0", PLAN, "best");
		slice("c.nii");
		run(table("c.nii").build());
		assertEquals(OBJECTS.strip() + ",mean_2,min_2,max_2\n" + object("a").strip() + ",,,\n" + object("b").strip() +
			",150,150,150\n" + object("c").strip() + ",,,\n", objects());
		assertEquals(COUNTS + count("a") + count("b") + count("c"), counts());
	}

	@Test
	void aTableThatCannotBeReplacedIsAProblemBeforeTheWork() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		final KilledFileSystem system = new KilledFileSystem(Integer.MAX_VALUE);
		final Path table = labels.resolve("objects.csv"), seen = system.see(labels);
		system.hold(table);
		final int told = log.statuses.size();
		for (final PredictOptions options : List.of(options().input(images.resolve("a.nii")).output(seen).overwrite(true)
			.build(), table("a.nii").output(seen).overwrite(true).build(), tables().output(seen).build()))
		{
			final Problem problem = assertThrows(ProblemException.class, () -> run(options)).problems().get(0);
			assertEquals(table.toString(), problem.where());
			assertTrue(problem.cure().contains("spreadsheet") && problem.cure().contains("close it"), problem.cure());
		}
		assertTrue(log.statuses.stream().skip(told).noneMatch(status -> status.matches("(case|measuring) .*")), log.statuses
			.toString());
		assertEquals(OBJECTS + object("a") + object("b"), objects());
	}

	@Test
	void theCountsThatCannotBeReplacedAreAProblemBeforeTheWorkToo() throws IOException {
		slice("a.nii");
		run(tables().build());
		final KilledFileSystem system = new KilledFileSystem(Integer.MAX_VALUE);
		final Path table = labels.resolve("counts.csv");
		system.hold(table);
		final int networks = engine.made.size();
		assertEquals(table.toString(), assertThrows(ProblemException.class, () -> run(tables().output(system.see(labels))
			.overwrite(true).build())).problems().get(0).where());
		assertEquals(networks, engine.made.size(), "refused before work");
		assertEquals(OBJECTS + object("a"), objects());
		assertEquals(COUNTS + count("a"), counts());
	}

	/** One process replaces labels, and another one, which has written rows of them meanwhile, has the table open. */
	@Test
	void aTableThatCannotBeReplacedLaterIsAMessage() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(options().build());
		final Path held = new WholeFile(labels.resolve("objects.csv")).temporary();
		final Recorded first = new AtCase(() -> {
			meanwhile(tables().share("2/2").build());
			try {
				Files.createDirectories(held.resolve("held"));
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		// NB: without further threads, as the temporary file is named after the one that writes
		final PredictOptions options = options().overwrite(true).share("1/2").build();
		final PredictResult result = Predictor.run(options, ModelFolder.open(options.model()), engine, null, first);
		assertEquals(List.of(labels.resolve("a.nii")), result.written());
		assertEquals(List.of(), result.failures());
		assertTrue(first.lines.stream().anyMatch(line -> line.startsWith("Rows of case a in the tables could not be " +
			"removed")), first.lines.toString());
	}

	/** The other process still finds in the record that the case is finished when this one begins. */
	@Test
	void rowsGoAfterTheRecordAndBeforeTheLabels() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(options().build());
		final FileTime before = Files.getLastModifiedTime(labels.resolve("a.nii"));
		final List<String> seen = new ArrayList<>();
		final Recorded first = new AtCase(() -> meanwhile(tables().share("2/2").build())) {

			@Override
			public void message(final String line) {
				super.message(line);
				if (!line.contains(REMOVED)) return;
				try {
					seen.add(Files.readString(labels.resolve("prediction.json")));
					assertEquals(before, Files.getLastModifiedTime(labels.resolve("a.nii")));
					assertEquals(List.of("b"), counted());
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			}
		};
		assertEquals(List.of(), run(options().overwrite(true).share("1/2").build(), first).failures());
		assertEquals(1, seen.size(), first.lines.toString());
		assertTrue(seen.get(0).contains("\"b\"") && !seen.get(0).contains("\"a\""), seen.get(0));
		assertEquals(OBJECTS + object("b"), objects());
	}

	@Test
	void rowsOfAClaimedCaseAreRemoved() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		pair("a.nii");
		run(options().share("claims").build());
		assertEquals(List.of("b"), counted());
		assertEquals(1, removals(log), log.lines.toString());
	}

	/** While the first process measures its cases, the second one predicts and measures all that is left. */
	@Test
	void aSlowProcessDoesNotReplaceTheRowsOfALaterOne() throws IOException {
		for (int i = 0; i < 4; i++)
			slice("s" + i + ".nii");
		run(tables().share("1/2").build(), new AtMeasuring(() -> meanwhile(tables().share("2/2").build())));
		assertEquals(List.of("s0", "s1", "s2", "s3"), counted());
		assertEquals(OBJECTS + object("s0") + object("s1") + object("s2") + object("s3"), objects());
	}

	/** While the first process measures both cases, the second one replaces the labels of one and measures nothing. */
	@Test
	void whatWasMeasuredOfLabelsThatAreGoneIsLeftOut() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(options().build());
		final Recorded slow = new AtMeasuring(() -> {
			try {
				pair("a.nii");
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
			meanwhile(options().share("1/2").build());
		});
		run(tables().share("2/2").build(), slow);
		assertEquals(OBJECTS + object("b"), objects());
		assertEquals(COUNTS + count("b"), counts());
		assertTrue(slow.lines.stream().anyMatch(line -> line.startsWith("1 case left out of the tables")), slow.lines
			.toString());
	}

	/** Killed at each change of a file in turn, when labels of two objects replace those of one. */
	@Test
	void whateverAKilledProcessLeavesFitsTheLabels() throws IOException {
		slice("b.nii");
		boolean killed = true;
		for (int event = 1; killed; event++) {
			Leftovers.delete(labels);
			slice("a.nii");
			run(tables().build());
			pair("a.nii");
			final KilledFileSystem system = new KilledFileSystem(event);
			try {
				run(tables().output(system.see(labels)).build());
			}
			catch (final Throwable e) {
				if (!system.killed()) throw new AssertionError("failed before event " + event, e);
			}
			killed = system.killed();
			system.bury(labels);
			final int there = pixels();
			assertTrue(rows("counts.csv").stream().allMatch(row -> row.startsWith("a,class1," + there + ",")), () -> there +
				" objects, and " + rows("counts.csv"));
			assertTrue(rows("objects.csv").isEmpty() || rows("objects.csv").size() == there, () -> there + " objects, and " +
				rows("objects.csv"));
		}
		assertEquals(2, rows("objects.csv").size());
	}

	/** How many objects of a pixel are in the labels of a. */
	private int pixels() throws IOException {
		int pixels = 0;
		for (final short label : ImageFile.readLabels(labels.resolve("a.nii")).plane(0))
			if (label == 1) pixels++;
		return pixels;
	}

	/** The rows of objects of a in a table, which may not be there. */
	private List<String> rows(final String table) {
		final Path file = labels.resolve(table);
		try {
			return Files.exists(file) ? Files.readAllLines(file).stream().filter(line -> line.startsWith("a,class1,")).toList()
				: List.of();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void rowsOfACaseThatCannotBeReadStay() throws IOException {
		for (final String name : List.of("a.nii", "b.nii", "c.nii"))
			slice(name);
		run(tables().build());
		Files.write(labels.resolve("a.nii"), new byte[] { 1, 2, 3 });
		for (final PredictOptions options : List.of(table("a.nii").build(), tables().build())) {
			assertEquals(List.of("a"), run(options).failures().stream().map(PredictResult.Failure::name).toList());
			assertEquals(OBJECTS + object("a") + object("b") + object("c"), objects());
			assertEquals(COUNTS + count("a") + count("b") + count("c"), counts());
		}
	}

	/** Takes the tables as another process does. */
	private FolderLock held() throws IOException {
		return FolderLock.take(labels, ".tables.lock", "is taken.", "Wait.");
	}

	/** Another process hangs while it holds them, from the start or when this one has measured what it would write. */
	@Test
	void tablesThatAnotherProcessHoldsStayWhoeverCancels() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		final PredictOptions fewer = tables().share("1/2").minimumSize(2).build();
		try (FolderLock held = held()) {
			assertThrows(CancelledException.class, () -> run(fewer, Recorded.cancelledAtOnce()));
		}
		final List<FolderLock> later = new ArrayList<>();
		final Recorded measured = new Recorded(one -> !later.isEmpty()) {

			@Override
			public synchronized void update(final double fraction, final String status) {
				super.update(fraction, status);
				if (!status.equals("measured 2 cases")) return;
				try {
					later.add(held());
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			}
		};
		assertThrows(CancelledException.class, () -> run(fewer, measured));
		later.get(0).close();
		assertEquals(OBJECTS + object("a") + object("b"), objects());
		assertEquals(COUNTS + count("a") + count("b"), counts());
		run(fewer);
		assertEquals(OBJECTS, objects(), "nobody holds them");
	}

	/** Another process hangs while it holds them. */
	@Test
	void whoeverWaitsForTheTablesCanBeCancelled() throws IOException {
		final Case one = new Case("a", List.of(slice("a.nii")), null);
		run(tables().build());
		final PredictOptions options = options().share("1/2").build();
		final ObjectTables tables = new ObjectTables(options, PLAN, new ResultFiles(options, 1), null, 1, 1 << 30);
		try (FolderLock held = held()) {
			assertThrows(CancelledException.class, () -> tables.forget(one, Recorded.cancelledAtOnce()));
			Thread.currentThread().interrupt();
			assertThrows(CancelledException.class, () -> tables.forget(one, log));
			assertTrue(Thread.interrupted(), "still interrupted");
		}
		assertEquals(OBJECTS + object("a"), objects());
		tables.forget(one, Recorded.cancelledAtOnce());
		assertFalse(areTables(), "finished work is kept, so its old rows go");
	}

	/** It would hold up each of a thousand cases. */
	@Test
	void aProcessThatHangsIsWaitedForOnce() throws IOException {
		final List<Case> cases = new ArrayList<>();
		for (final String name : List.of("a", "b", "c"))
			cases.add(new Case(name, List.of(slice(name + ".nii")), null));
		run(tables().build());
		final PredictOptions options = options().share("1/2").build();
		final ObjectTables tables = new ObjectTables(options, new ResultFiles(options, 3), null, Duration.ofSeconds(2));
		final Recorded told = new Recorded();
		try (FolderLock held = held()) {
			tables.forget(cases.get(0), told);
			final String line = told.lines.get(told.lines.size() - 1);
			assertTrue(line.startsWith("Rows of case a in the tables could not be removed, and are not of its new labels: " +
				labels + ": is being written to by another process (.tables.lock)."), line);
			final Recorded second = Recorded.cancelledAtOnce(); // NB: who waits asks within two seconds
			tables.forget(cases.get(1), second);
			assertEquals(List.of("Rows of case b in the tables could not be removed either."), second.lines);
		}
		assertEquals(List.of("a", "b", "c"), counted());
		tables.forget(cases.get(2), told);
		assertEquals(List.of("a", "b"), counted(), "nobody holds them");
		final FolderLock again = held();
		final Thread owner = new Thread(() -> {
			try (again) {
				Pause.millis(500);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		owner.start();
		tables.forget(cases.get(0), told);
		assertEquals(List.of("b"), counted(), "whoever has given them back once is waited for again");
	}
}
