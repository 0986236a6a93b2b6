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

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.benchmark.BenchmarkOptions.Mode;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.progress.Progress;

/** Shows a result: a table for people, a JSON file for programs, NVIDIA's published figures beside both. */
final class BenchmarkReport {

	private static final int FORMAT = 1;

	private final BenchmarkResult result;
	private final List<Published> published;

	BenchmarkReport(final BenchmarkResult result) throws IOException {
		this.result = result;
		published = Published.beside(result);
	}

	/** Prints the table, and writes the file if there is one. */
	void tell(final Progress progress) throws IOException {
		lines().forEach(progress::message);
		if (result.file() == null) return;
		WholeFile.createFolder(result.file().toAbsolutePath().getParent());
		JsonFile.write(result.file(), json());
		progress.message("Written to " + result.file());
	}

	/** The table, line by line. */
	List<String> lines() {
		final BenchmarkResult.Subject subject = result.subject();
		final Latency time = result.latency();
		final List<String> lines = new ArrayList<>();
		lines.add(String.format(Locale.ROOT, "%s %dD: batch %d of %s, %s, %d parameters, %s%s", mode(), subject.network()
			.dimensions(), subject.batchSize(), size(), data(), subject.parameters(), precision(), result.machine()
				.xla() ? ", XLA" : ""));
		lines.add("device       " + result.machine().device());
		lines.add(String.format(Locale.ROOT, "throughput   %.2f images/s", result.imagesPerSecond()));
		lines.add(String.format(Locale.ROOT,
			"latency      mean %.2f ms, 50 %% %.2f, 90 %% %.2f, 95 %% %.2f, 99 %% %.2f", time.mean(), time.median(), time
				.percent90(), time.percent95(), time.percent99()));
		lines.add(String.format(Locale.ROOT, "first step   %.2f s, preparations included", result.firstStepSeconds()));
		if (result.machine().memory().isPresent()) lines.add(String.format(Locale.ROOT, "memory       %.2f GiB", result
			.machine().memory().getAsLong() / (double) (1L << 30)));
		lines.add(time.steps() + " steps were measured; each ends when the device has finished" + (copied()
			? " and the result is on the host." : ", and the result stays on the device."));
		for (final Published row : published)
			lines.add(String.format(Locale.ROOT, "NVIDIA published for one %s with %s: %.2f images/s, here %.2f times that",
				row.machine(), row.precision(), row.imagesPerSecond(), result.imagesPerSecond() / row.imagesPerSecond()));
		return lines;
	}

	/** The same for programs, with NVIDIA's names where it has some. */
	Map<String, Object> json() {
		final BenchmarkResult.Subject subject = result.subject();
		final Latency time = result.latency();
		final Map<String, Object> json = new LinkedHashMap<>();
		json.put("format", FORMAT);
		json.put("mode", mode());
		json.put("dim", subject.network().dimensions());
		json.put("data", data());
		json.put("patch", subject.patch());
		json.put("batch_size", subject.batchSize());
		json.put("precision", precision());
		json.put("xla", result.machine().xla());
		json.put("parameters", subject.parameters());
		json.put("device", result.machine().device());
		json.put("engine", result.machine().engine());
		json.put("device_memory_bytes", result.machine().memory().isPresent() ? result.machine().memory().getAsLong()
			: null);
		json.put("measured_steps", time.steps());
		json.put("device_synchronized", true);
		json.put("result_copied_to_host", copied());
		json.put("first_step_seconds", result.firstStepSeconds());
		json.put("throughput_" + mode(), result.imagesPerSecond());
		json.put("latency_" + mode() + "_mean", time.mean());
		json.put("latency_" + mode() + "_50", time.median());
		json.put("latency_" + mode() + "_90", time.percent90());
		json.put("latency_" + mode() + "_95", time.percent95());
		json.put("latency_" + mode() + "_99", time.percent99());
		final List<Map<String, Object>> rows = new ArrayList<>();
		for (final Published row : published) {
			final Map<String, Object> one = new LinkedHashMap<>();
			one.put("machine", row.machine());
			one.put("precision", row.precision());
			one.put("throughput", row.imagesPerSecond());
			one.put("ratio", result.imagesPerSecond() / row.imagesPerSecond());
			rows.add(one);
		}
		json.put("published", rows);
		return json;
	}

	private String mode() {
		return Checks.word(result.options().mode());
	}

	private String precision() {
		return Checks.word(result.subject().precision());
	}

	/** NB: a training step brings back a few numbers only. */
	private boolean copied() {
		return result.options().mode() == Mode.TRAIN || result.options().copy();
	}

	private String size() {
		return String.join(" × ", result.subject().patch().stream().map(String::valueOf).toList());
	}

	private String data() {
		final BenchmarkOptions.Workload workload = result.options().workload();
		return workload.data() != null ? workload.data().toString() : String.format(Locale.ROOT,
			"noise in the shape of task %02d", workload.task());
	}
}
