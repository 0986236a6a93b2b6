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
package sc.fiji.nnunet.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.benchmark.BenchmarkOptions.Mode;
import sc.fiji.nnunet.benchmark.BenchmarkOptions.Workload;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.TaskNetwork;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessedCase;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Tests the benchmark on tiny networks (recipe-nvidia.md 10, rows B01 to B06, D21 and R01). */
class BenchmarkTest {

	private static final Hardware CPU = new Hardware("cpu", 1, false);

	private static BenchmarkOptions tiny(final Mode mode, final int dimensions) {
		return BenchmarkOptions.of(mode, new Workload(1, dimensions, null, 2, 4, dimensions == 3 ? List.of(32, 32, 32)
			: List.of(32, 32))).withSteps(2, 5).withHardware(CPU);
	}

	private static BenchmarkOptions writing(final BenchmarkOptions options, final Path folder) {
		return new BenchmarkOptions(options.mode(), options.workload(), options.precision(), options.copy(), options
			.warmupSteps(), options.benchSteps(), options.hardware(), folder, options.logName());
	}

	@Test
	void percentilesAndThroughputAreNvidias() {
		final Latency latency = Latency.of(new double[] { 10, 1, 2, 3, 4, 5 });
		assertEquals(25 / 6.0, latency.mean(), 1e-12);
		assertEquals(3.5, latency.median(), 1e-12);
		assertEquals(7.5, latency.percent90(), 1e-12);
		assertEquals(8.75, latency.percent95(), 1e-12);
		assertEquals(9.75, latency.percent99(), 1e-12);
		assertEquals(480, latency.imagesPerSecond(2), 1e-9);
	}

	@Test
	void trainingIsMeasuredInThreeAndTwoDimensions(@TempDir final Path folder) throws IOException {
		for (final int dimensions : new int[] { 3, 2 }) {
			final Recorded progress = new Recorded();
			final BenchmarkResult result;
			try (NnUNet nn = new NnUNet()) {
				result = nn.benchmark(writing(tiny(Mode.TRAIN, dimensions), folder), progress);
			}
			assertEquals(4, result.latency().steps(), "steps 2 to 5");
			assertEquals(2000 / result.latency().mean(), result.imagesPerSecond(), 1e-9);
			assertEquals(0, result.subject().network().deepSupervision());
			assertTrue(progress.lines.contains("4 steps were measured; each ends when the device has finished" +
				" and the result is on the host."), progress.lines.toString());
			final JsonObject json = Json.parse(Files.readString(folder.resolve("perf.json"))).getAsJsonObject();
			assertEquals(result.imagesPerSecond(), json.get("throughput_train").getAsDouble());
			for (final String key : List.of("mean", "50", "90", "95", "99"))
				assertTrue(json.get("latency_train_" + key).getAsDouble() > 0, key);
			assertTrue(json.get("device_synchronized").getAsBoolean());
			assertEquals(dimensions, json.get("dim").getAsInt());
			assertEquals("fp32", json.get("precision").getAsString());
			assertEquals(2, json.get("batch_size").getAsInt());
			assertFalse(json.get("device").getAsString().isBlank());
			assertTrue(json.get("published").getAsJsonArray().isEmpty(), "another network than NVIDIA's");
		}
	}

	@Test
	void forwardPassesAreMeasuredWithAndWithoutCopy() throws IOException {
		final BenchmarkOptions options = tiny(Mode.PREDICT, 2);
		try (NnUNet nn = new NnUNet()) {
			for (final boolean copy : new boolean[] { false, true }) {
				final Recorded progress = new Recorded();
				final BenchmarkResult result = nn.benchmark(new BenchmarkOptions(options.mode(), options.workload(),
					Precision.FP32, copy, 0, 2, CPU, null, "x"), progress);
				assertEquals(3, result.latency().steps());
				assertTrue(progress.lines.stream().anyMatch(line -> line.contains(copy ? "is on the host"
					: "stays on the device")), progress.lines.toString());
			}
		}
	}

	@Test
	void preparedImagesAreMeasuredByTheirCentres(@TempDir final Path folder) throws IOException {
		final Path raw = folder.resolve("raw");
		Phantom.standard().write(raw, Progress.none());
		try (NnUNet nn = new NnUNet()) {
			final Path data = nn.preprocess(PreprocessOptions.builder().dataset(raw).output(folder.resolve("out"))
				.build(), Progress.none()).folder();
			final BenchmarkResult result = nn.benchmark(BenchmarkOptions.of(Mode.TRAIN, new Workload(1, 3, data, 2, 4,
				List.of())).withSteps(1, 2).withHardware(CPU), Progress.none());
			assertEquals(2, result.latency().steps());
			final PreprocessedDataset prepared = PreprocessedDataset.open(data, "3d");
			assertEquals(prepared.plan().patch(), result.subject().patch());
			centres(prepared, List.of(prepared.caseNames().get(0), prepared.caseNames().get(1), prepared.caseNames().get(2)));
		}
	}

	private static void centres(final PreprocessedDataset data, final List<String> names) throws IOException {
		final int[] patch = { 4, 6, 512 };
		final CentreCrops crops = new CentreCrops(data, names, patch, 2, Runnable::run);
		final Batch first = copy(crops.next());
		final Batch second = copy(crops.next());
		final PreprocessedCase one = data.get(names.get(1));
		final int[] size = one.size();
		final int[] from = { (size[0] - 4) / 2, (size[1] - 6) / 2, 0 };
		final float[] expected = new float[4 * 6 * size[2]];
		one.readPatch(from, new int[] { 4, 6, size[2] }, expected);
		final int before = (512 - size[2]) / 2;
		for (int row = 0; row < 24; row++) {
			final float[] cut = new float[512];
			System.arraycopy(expected, row * size[2], cut, before, size[2]);
			final float[] read = new float[512];
			System.arraycopy(first.images(), (24 + row) * 512, read, 0, 512);
			assertArrayEquals(cut, read, "row " + row + " of the second sample");
		}
		final float[] again = new float[24 * 512];
		System.arraycopy(second.images(), 24 * 512, again, 0, again.length);
		final float[] begin = new float[24 * 512];
		System.arraycopy(first.images(), 0, begin, 0, begin.length);
		assertArrayEquals(begin, again, "three cases, so the fourth sample is the first case again");
	}

	private static Batch copy(final Batch batch) {
		return new Batch(batch.samples(), batch.size(), batch.images().clone(), batch.labels().clone());
	}

	@Test
	void theTasksHaveTheirNetworks() throws ProblemException {
		final NetworkSpec brain = TaskNetwork.of(1, 3, List.of()).network();
		assertEquals(List.of(32, 64, 128, 256, 320, 320), brain.features());
		assertEquals(4, brain.inputChannels());
		assertEquals(4, brain.outputs());
		assertEquals(List.of(192, 160), TaskNetwork.of(1, 2, List.of()).patch());
		assertEquals(2, TaskNetwork.of(5, 3, List.of()).network().inputChannels());
		for (int task = 1; task <= TaskNetwork.TASKS; task++)
			for (final int dimensions : new int[] { 2, 3 })
				assertEquals(0, TaskNetwork.of(task, dimensions, List.of()).network().deepSupervision());
		assertThrows(ProblemException.class, () -> TaskNetwork.of(1, 3, List.of(33, 32, 32)));
	}

	@Test
	void publishedFiguresStandBesideTheSameBenchmark() throws IOException {
		assertEquals(46, Published.all().size());
		final BenchmarkOptions options = BenchmarkOptions.of(Mode.TRAIN, Workload.of(1, 3));
		final BenchmarkResult result = new BenchmarkResult(options, new BenchmarkResult.Subject(TaskNetwork.of(1, 3, List
			.of()).network(), 1, List.of(128, 128, 128), 2, Precision.FP32), new BenchmarkResult.Machine("card", "engine",
				false, java.util.OptionalLong.of(1)), 58.6, Latency.of(new double[] { 1 }), 1, null);
		assertEquals(List.of(29.3, 11.81, 13.13, 2.5), Published.beside(result).stream().map(Published::imagesPerSecond)
			.toList());
		assertTrue(new BenchmarkReport(result).lines().contains(
			"NVIDIA published for one A100 with AMP: 29.30 images/s, here 2.00 times that"));
	}

	@Test
	void theReferencePageHasThePublishedFigures() throws IOException {
		final String page = Files.readString(Path.of("docs/reference/recipe-nvidia.md"));
		final String section = page.substring(page.indexOf("## 13. "), page.indexOf("## 14. "));
		for (final Published row : Published.all())
			assertTrue(section.lines().anyMatch(line -> line.startsWith("| " + row.machine() + " | " + (row
				.mode() == Mode.TRAIN ? "train" : "predict") + " | " + row.dimensions() + " | " + row.batchSize() + " |") && line
					.contains(" " + row.precision() + " " + row.imagesPerSecond())), row.toString());
	}

	@Test
	void allWrongOptionsAreListed() {
		final BenchmarkOptions wrong = new BenchmarkOptions(null, new Workload(11, 4, Path.of("none"), -1, -1, List.of(1)),
			null, false, 5, 5, new Hardware("tpu", -1, false), null, "a/b");
		assertEquals(11, wrong.validate().size(), wrong.validate().toString());
		assertEquals(List.of(), BenchmarkOptions.of(Mode.PREDICT, Workload.of(10, 2)).validate());
	}

	@Test
	void aPrecisionThatTheDeviceLacksIsRefused() {
		final BenchmarkOptions options = tiny(Mode.TRAIN, 2);
		try (NnUNet nn = new NnUNet()) {
			final ProblemException e = assertThrows(ProblemException.class, () -> nn.benchmark(new BenchmarkOptions(options
				.mode(), options.workload(), Precision.FP16, false, 0, 1, CPU, null, "x"), Progress.none()));
			assertTrue(e.getMessage().startsWith("amp: is fp16, which is for GPUs"), e.getMessage());
		}
	}

	@Test
	void aBenchmarkCanBeCancelled() {
		try (NnUNet nn = new NnUNet()) {
			assertThrows(CancellationException.class, () -> nn.benchmark(tiny(Mode.TRAIN, 2),
				Recorded.cancelledAtOnce()));
		}
	}
}
