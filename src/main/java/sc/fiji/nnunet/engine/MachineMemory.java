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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

import com.sun.management.OperatingSystemMXBean;

/**
 * The memory of the machine that this process may use.
 * <p>
 * On Linux the bounds are the machine's own memory, every control group that the process is in (containers and job
 * schedulers limit memory by them; versions 1 and 2) and its address space ({@code ulimit -v}). The file cache counts
 * as free memory.
 * </p>
 */
public final class MachineMemory {

	private final Path root;

	/** @param root the folder of {@code proc} and {@code sys}: "/", or another folder in tests */
	MachineMemory(final Path root) {
		this.root = root;
	}

	/** The memory of the machine that this program runs on. */
	public static MachineMemory here() {
		return new MachineMemory(Path.of("/"));
	}

	/** A control group's files, whose names differ between versions. */
	private record Group(Path folder, String most, String used, String cache) {

		private static Group version2(final Path folder) {
			return new Group(folder, "memory.max", "memory.current", "");
		}

		private static Group version1(final Path folder) {
			return new Group(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_");
		}

		private long limit() {
			return Files.isReadable(folder.resolve(most)) ? number(text(folder.resolve(most))) : Long.MAX_VALUE;
		}

		private long left() {
			final long limit = limit();
			if (limit == Long.MAX_VALUE || !Files.isReadable(folder.resolve(used))) return limit;
			final Path statistics = folder.resolve("memory.stat");
			long files = 0;
			if (Files.isReadable(statistics)) for (final String kind : new String[] { "inactive_file ", "active_file " }) {
				final long bytes = after(statistics, cache + kind);
				if (bytes != Long.MAX_VALUE) files += bytes;
			}
			return Math.max(0, limit - number(text(folder.resolve(used))) + files);
		}
	}

	/** Bytes that this process could use if no other process were running. */
	public long total() {
		long total = system().getTotalMemorySize();
		if (Files.isReadable(root.resolve("proc/meminfo"))) total = 1024 * after(root.resolve("proc/meminfo"), "MemTotal:");
		return smallest(total, false);
	}

	/** The most bytes of memory that this process has held so far; empty where the system does not tell. */
	public OptionalLong peak() {
		final Path status = root.resolve("proc/self/status");
		if (!Files.isReadable(status)) return OptionalLong.empty();
		final long kilobytes = after(status, "VmHWM:");
		return kilobytes == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(1024 * kilobytes);
	}

	/** Bytes that this process can take now without forcing others to swap. */
	public long available() {
		final Path information = root.resolve("proc/meminfo");
		// NB: macOS does not count caches as free, although it releases them at once, so all of its memory is used there
		final long free = System.getProperty("os.name").startsWith("Windows") ? system().getFreeMemorySize() : system()
			.getTotalMemorySize();
		final long left = Files.isReadable(information) ? 1024 * after(information, "MemAvailable:") : free;
		return Math.min(smallest(left, true), addressSpace());
	}

	/** The smallest of a number of bytes and those of all groups around this process. */
	private long smallest(final long bytes, final boolean left) {
		long smallest = bytes;
		final Path list = root.resolve("proc/self/cgroup");
		if (!Files.isReadable(list)) return smallest;
		for (final String line : text(list).lines().toList()) {
			final String[] parts = line.split(":", 3);
			if (parts.length < 3) continue;
			final boolean second = parts[0].equals("0");
			if (!second && !parts[1].equals("memory")) continue;
			final Path mount = root.resolve(second ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
			for (Path path = Path.of(parts[2]); path != null; path = path.getParent()) {
				final Path folder = mount.resolve(Path.of("/").relativize(path));
				final Group group = second ? Group.version2(folder) : Group.version1(folder);
				smallest = Math.min(smallest, left ? group.left() : group.limit());
			}
		}
		return smallest;
	}

	/** What is left of the address space, if it is limited. */
	private long addressSpace() {
		final Path limits = root.resolve("proc/self/limits");
		if (!Files.isReadable(limits)) return Long.MAX_VALUE;
		final long limit = after(limits, "Max address space");
		return limit == Long.MAX_VALUE ? limit : Math.max(0, limit - 1024 * after(root.resolve("proc/self/status"),
			"VmSize:"));
	}

	private static OperatingSystemMXBean system() {
		return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
	}

	/** The number after a word at the start of a line; {@link Long#MAX_VALUE} if there is none or no limit. */
	private static long after(final Path file, final String word) {
		return text(file).lines().filter(line -> line.startsWith(word)).findFirst().map(line -> number(line.substring(word
			.length()))).orElse(Long.MAX_VALUE);
	}

	private static long number(final String text) {
		final String first = text.strip().split("\\s+")[0];
		return first.matches("\\d{1,18}") ? Long.parseLong(first) : Long.MAX_VALUE;
	}

	private static String text(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException exc) {
			throw new UncheckedIOException("the memory of this machine cannot be determined", exc);
		}
	}
}
