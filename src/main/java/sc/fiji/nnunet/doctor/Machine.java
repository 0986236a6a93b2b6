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
package sc.fiji.nnunet.doctor;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;

/** Checks the computer: Java, processor and memory. */
final class Machine {

	/** Memory outside of the heap that training a network of usual size takes, in GB. */
	private static final double ENOUGH_GB = 6;

	/** Instructions that make TensorFlow fast, as Linux names them, the best last. */
	private static final List<String> FEATURES = List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16",
		"amx_bf16");

	private Machine() {
		// only static methods
	}

	static List<Entry> examine(final Set<String> features) {
		final List<Entry> entries = new ArrayList<>();
		final Runtime runtime = Runtime.getRuntime();
		entries.add(Entry.ok("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") +
			") on " + System.getProperty("os.name") + ", " + System.getProperty("os.arch")));
		entries.add(processor(runtime.availableProcessors(), features));
		entries.add(memory());
		final String onednn = System.getenv("TF_ENABLE_ONEDNN_OPTS");
		entries.add("0".equals(onednn) ? Entry.warning("oneDNN",
			"switched off by TF_ENABLE_ONEDNN_OPTS=0: training may be three times slower")
			: Entry.ok("oneDNN", onednn == null ? "on (set when the engine loads)" : "on"));
		return entries;
	}

	private static Entry processor(final int processors, final Set<String> features) {
		final String known = processors + (processors == 1 ? " processor" : " processors");
		if (features.isEmpty()) return Entry.ok("Processor", known);
		final List<String> good = FEATURES.stream().filter(features::contains).toList();
		if (!features.contains("avx2")) return Entry.warning("Processor", known + " without AVX2: training will be slow");
		return Entry.ok("Processor", known + " with " + String.join(", ", good) + (features.contains("avx512_bf16") ||
			features.contains("amx_bf16") ? "; bf16 is fast here" : "; no fast bf16"));
	}

	private static Entry memory() {
		final double total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 1e9;
		final double heap = Runtime.getRuntime().maxMemory() / 1e9;
		final String text = String.format(Locale.ROOT,
			"%.1f GB, of which Java's heap may take %.1f GB; TensorFlow uses memory outside of the heap", total, heap);
		return total - heap < ENOUGH_GB ? Entry.warning("Memory", text + String.format(Locale.ROOT,
			": only %.1f GB are left. Reduce Java's heap with -Xmx, or use a smaller patch or batch", total - heap))
			: Entry.ok(
				"Memory", text);
	}
}
