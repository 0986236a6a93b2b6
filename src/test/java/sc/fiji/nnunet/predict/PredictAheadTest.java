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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * Cases that are read before their turn and written after it, with an engine that says it is on a GPU. A case is seen to
 * be read by the remark on its spacing, which its reader makes, and to be computed by its first window.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PredictAheadTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);
	private static final long HEAP = 1L << 30;
	private static final int CASES = 8;

	/** So many read three cases ahead. */
	private static final int PROCESSORS = 12;

	@TempDir
	private Path folder;

	private final List<String> events = new ArrayList<>();
	private final Map<String, Thread> readers = new ConcurrentHashMap<>();
	private Consumer<String> onMessage = line -> {};
	private Consumer<String> onRead = name -> {};
	private Consumer<Integer> onCompute = index -> {};
	private Device device = new Device(0, 0);
	private final Set<Thread> askers = ConcurrentHashMap.newKeySet();
	private volatile boolean stopped;
	private ExecutorService pool;
	private Recorded log;
	private ToyEngine engine;
	private int computed = -1;

	@BeforeEach
	void prepare() throws IOException {
		ToyEngine.fold(folder.resolve("results_3d"), "0", PLAN, "best");
		Files.createDirectory(folder.resolve("images"));
		for (int i = 0; i < CASES; i++) {
			final Volume volume = new Volume(Geometry.ofZyx(new int[] { 6, 6, 2 }, new double[] { 1, 1, 15 }), 1);
			for (int z = 0; z < 6; z++)
				for (int n = 0; n < 12; n++)
					volume.plane(0, z)[n] = 1 + n;
			ImageFile.write(image(i), volume);
		}
		pool = Executors.newFixedThreadPool(CASES);
		log = new Recorded(told -> {
			askers.add(Thread.currentThread());
			return stopped;
		}) {

			@Override
			public void message(final String line) {
				super.message(line);
				onMessage.accept(line);
				if (!line.contains("image's voxels measure")) return;
				final String name = line.substring(0, line.indexOf(':'));
				readers.put(name, Thread.currentThread());
				onRead.accept(name);
			}
		};
		engine = new ToyEngine(spec -> new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
			final int index = Integer.parseInt(log.statuses.get(log.statuses.size() - 1).split(" ")[1]) - 1;
			if (index == computed) return;
			computed = index;
			onCompute.accept(index);
		})) {

			@Override
			public Device device() {
				return device;
			}
		};
	}

	@AfterEach
	void stop() {
		pool.shutdownNow();
	}

	private Path image(final int i) {
		return folder.resolve("images/case" + i + ".nii.gz");
	}

	private PredictOptions.Builder options() {
		return PredictOptions.builder().model(folder.resolve("results_3d")).input(folder.resolve("images")).output(folder
			.resolve("labels"));
	}

	private PredictResult run(final PredictOptions options, final ExecutorService executor, final long heap)
		throws IOException
	{
		return new PredictRun(options, ModelFolder.open(options.model()), engine, executor, PROCESSORS, heap, log
			.again()).run();
	}

	private PredictResult run(final ExecutorService executor) throws IOException {
		return run(options().build(), executor, HEAP);
	}

	private List<Path> labels(final int... cases) {
		return IntStream.of(cases).mapToObj(i -> folder.resolve("labels/case" + i + ".nii.gz")).toList();
	}

	private long written() {
		return IntStream.range(0, CASES).filter(i -> Files.exists(labels(i).get(0))).count();
	}

	/** Each of the first four cases waits until all of them are being read. */
	@Test
	void theFirstCasesAreReadAtOnce() throws IOException {
		final CyclicBarrier all = new CyclicBarrier(4);
		onRead = name -> {
			if (name.charAt(4) < '4') PassesAtOnceTest.meet(all);
		};
		final PredictResult result = run(pool);
		assertEquals(labels(0, 1, 2, 3, 4, 5, 6, 7), result.written());
		assertEquals(CASES, run(pool).skipped().size(), "the record knows all cases");
	}

	/** An executor that does at once what it is given shows when that is. */
	@Test
	void neverMoreAreHeldThanAheadOfTheOneThatIsComputed() throws IOException {
		onRead = name -> events.add("read " + name.charAt(4));
		onCompute = index -> events.add("compute " + index);
		run(new Direct());
		assertEquals(List.of("read 0", "read 1", "read 2", "read 3", "compute 0", "read 4", "compute 1", "read 5",
			"compute 2", "read 6", "compute 3", "read 7", "compute 4", "compute 5", "compute 6", "compute 7"), events);
	}

	/** An executor that does nothing shows how many results wait to be written. */
	@Test
	void neverMoreResultsWaitToBeWritten() throws IOException {
		onCompute = index -> events.add(index + ": " + written());
		assertEquals(CASES, run(new Idle()).written().size());
		assertEquals(List.of("0: 0", "1: 0", "2: 0", "3: 0", "4: 1", "5: 2", "6: 3", "7: 4"), events);
		assertEquals(CASES, written());
	}

	/** An executor without threads. */
	private static class Idle extends AbstractExecutorService {

		@Override
		public void execute(final Runnable task) {
			// nobody does it
		}

		@Override
		public void shutdown() {
			// nothing to end
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(final long timeout, final TimeUnit unit) {
			return false;
		}
	}

	/** An executor that does everything at once on the thread that asks for it. */
	private static final class Direct extends Idle {

		@Override
		public void execute(final Runnable task) {
			task.run();
		}
	}

	@Test
	void casesThatCannotBeReadAreReportedAndTheOthersPredicted() throws IOException {
		for (final int bad : new int[] { 0, 3, 7 })
			Files.write(image(bad), Arrays.copyOf(Files.readAllBytes(image(bad)), 40));
		final PredictResult result = run(pool);
		assertEquals(labels(1, 2, 4, 5, 6), result.written());
		assertEquals(List.of("case0", "case3", "case7"), result.failures().stream().map(PredictResult.Failure::name)
			.toList());
		assertEquals(3, log.lines.stream().filter(line -> line.startsWith("FAILED case")).count());
	}

	/** The third case's results cannot be written where a folder of its name lies. */
	@Test
	void aResultThatCannotBeWrittenIsThatOfItsCase() throws IOException {
		onCompute = index -> {
			if (index == 2) assertTrue(labels(2).get(0).resolve("x").toFile().mkdirs());
		};
		final PredictResult result = run(pool);
		assertEquals(labels(0, 1, 3, 4, 5, 6, 7), result.written());
		assertEquals(List.of("case2"), result.failures().stream().map(PredictResult.Failure::name).toList());
	}

	/** While the second case is computed and the third is still being read, the user cancels. */
	@Test
	void aCancelLeavesFinishedCasesAndNoReader() throws IOException {
		final Thread runner = Thread.currentThread();
		final AtomicInteger ended = new AtomicInteger();
		final CountDownLatch third = new CountDownLatch(1);
		final CountDownLatch gate = new CountDownLatch(1);
		onRead = name -> {
			if (name.equals("case2")) {
				third.countDown();
				CasesInFlightTest.await(gate);
			}
			ended.incrementAndGet();
		};
		onCompute = index -> {
			if (index == 0) return;
			CasesInFlightTest.await(third);
			stopped = true;
			CasesInFlightTest.openWhenWaiting(runner, gate);
		};
		assertThrows(CancellationException.class, () -> run(pool));
		assertEquals(readers.size(), ended.get(), "nobody reads any more");
		assertTrue(readers.size() <= 5, readers.toString());
		assertTrue(askers.contains(readers.get("case2")), "who reads asks whether to go on");
		assertEquals(1, written());
		assertTrue(Files.exists(labels(0).get(0)));
		assertEquals(List.of(), log.lines.stream().filter(line -> line.startsWith("FAILED")).toList());
		assertEquals(engine.made.size(), engine.closed);
		stopped = false;
		computed = -1;
		onRead = name -> {};
		onCompute = index -> {};
		final PredictResult rest = run(pool);
		assertEquals(labels(0), rest.skipped());
		assertEquals(CASES - 1, rest.written().size());
	}

	@Test
	void whereMemoryHasRoomForOneCaseItIsReadWhenItsTurnComes() throws IOException {
		onRead = name -> events.add("read " + name.charAt(4));
		onCompute = index -> events.add("compute " + index);
		assertEquals(CASES, run(options().build(), pool, 1).written().size());
		assertEquals(List.of(Thread.currentThread()), readers.values().stream().distinct().toList());
		assertEquals(IntStream.range(0, CASES).boxed().flatMap(i -> Stream.of("read " + i, "compute " + i)).toList(),
			events);
	}

	/** The forecast knows nothing of probabilities, which wait in memory too. */
	@Test
	void probabilitiesTakeMemoryToo() throws IOException {
		final long heap = 2 * FloatPlanes.heapLimit();
		run(options().saveProbabilities("byte").build(), pool, heap);
		assertEquals(Set.of(Thread.currentThread()), Set.copyOf(readers.values()));
	}

	private void assertReadsOneAhead(final PredictOptions options) throws IOException {
		onRead = name -> events.add("read " + name.charAt(4));
		onCompute = index -> events.add("compute " + index);
		assertEquals(CASES, run(options, new Direct(), HEAP).written().size());
		assertEquals(List.of("read 0", "read 1", "compute 0", "read 2", "compute 1", "read 3"), events.subList(0, 6));
	}

	@Test
	void processorsHaveTimeForOneCaseBesides() throws IOException {
		device = Device.cpu();
		assertReadsOneAhead(options().build());
	}

	@Test
	void aProcessThatPicksCasesLeavesTheLastOnesToOthers() throws IOException {
		assertReadsOneAhead(options().share("claims").build());
	}

	/** A case that is read when the user cancels has not failed. */
	@Test
	void aCancelWhileACaseIsReadIsNoFailure() {
		onRead = name -> stopped = name.equals("case2");
		assertThrows(CancellationException.class, () -> run(new Idle()));
		assertEquals(List.of(), log.lines.stream().filter(line -> line.startsWith("FAILED")).toList());
		assertEquals(2, written());
	}

	/** Three results wait to be written when another process has the tables, for which the first one waits in vain. */
	@Test
	void aResultWhoseWritingIsCancelledKeepsNoOtherFromBeingWritten() throws IOException {
		final Path output = Files.createDirectory(folder.resolve("labels"));
		final FolderLock[] held = new FolderLock[1];
		onCompute = index -> {
			if (index == 2) held[0] = unchecked(() -> FolderLock.take(output, ".tables.lock", "is taken.", "Wait."));
		};
		onMessage = line -> {
			if (!line.startsWith("Waiting for another process")) return;
			stopped = true;
			unchecked(() -> {
				held[0].close();
				return null;
			});
		};
		assertThrows(CancellationException.class, () -> run(options().share("1/3").build(), new Idle(), HEAP));
		assertEquals(List.of(false, true, true), Stream.of(0, 3, 6).map(i -> Files.exists(labels(i).get(0))).toList());
		assertEquals(List.of(), log.lines.stream().filter(line -> line.startsWith("FAILED")).toList());
		stopped = false;
		computed = -1;
		onCompute = index -> {};
		assertEquals(labels(3, 6), run(options().share("1/3").build(), pool, HEAP).skipped());
	}

	private static <T> T unchecked(final Callable<T> work) {
		try {
			return work.call();
		}
		catch (final Exception e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void anInterruptCancels() {
		onCompute = index -> {
			if (index == 1) Thread.currentThread().interrupt();
		};
		assertThrows(CancellationException.class, () -> run(pool));
		assertTrue(Thread.interrupted());
		assertEquals(1, computed);
	}
}
