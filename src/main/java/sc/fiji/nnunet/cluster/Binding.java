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
package sc.fiji.nnunet.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cores that each worker of a machine is bound to by Linux's taskset: those near its card, whose memory is then near
 * as well; workers with the same cores divide them, and the two threads of a core are never apart.
 *
 * @param taskset the program; null if workers are not bound
 * @param cores per worker
 * @param words one sentence: who is bound to what, or why not
 */
public record Binding(Path taskset, List<List<Integer>> cores, String words) {

	private static final String NOT = "The workers are not bound to cores: ";

	/**
	 * Finds the cores of this machine.
	 *
	 * @param cards the UUID of each worker's card; empty texts for workers that use the processor
	 */
	public static Binding of(final List<String> cards) {
		final String path = System.getenv("PATH");
		final Path taskset = Stream.of((path == null ? "" : path).split(File.pathSeparator)).map(folder -> Path.of(folder,
			"taskset")).filter(Files::isExecutable).findFirst().orElse(null);
		return of(Path.of("/"), taskset, cards);
	}

	/** @param root the folder with Linux's proc and sys */
	static Binding of(final Path root, final Path taskset, final List<String> cards) {
		if (taskset == null) return none("there is no taskset here, which belongs to Linux (package util-linux).");
		try {
			final List<List<Integer>> all = whole(root, allowed(root));
			final List<List<List<Integer>>> near = new ArrayList<>();
			for (final String card : cards)
				near.add(near(root, card, all));
			if (cards.size() == 1 && near.get(0).equals(all)) return none("there is one on this machine, and no card with " +
				"cores of its own.");
			final List<List<Integer>> cores = new ArrayList<>();
			for (int worker = 0; worker < near.size(); worker++) {
				final List<List<Integer>> own = near.get(worker);
				final int among = Collections.frequency(near, own);
				final int before = Collections.frequency(near.subList(0, worker), own);
				if (own.size() < among) return none(among + " of them would have to divide " + own.size() + (own.size() == 1
					? " core." : " cores."));
				cores.add(own.subList(own.size() * before / among, own.size() * (before + 1) / among).stream().flatMap(
					List::stream).sorted().toList());
			}
			final List<String> words = new ArrayList<>();
			for (int worker = 0; worker < cores.size(); worker++)
				words.add("worker " + worker + " to " + text(cores.get(worker)));
			return new Binding(taskset, cores, "Bound to processors: " + String.join(", ", words) + ".");
		}
		catch (final IOException | IllegalArgumentException e) {
			return none("this system does not tell which it has (" + e.getMessage() + ").");
		}
	}

	private static Binding none(final String why) {
		return new Binding(null, List.of(), NOT + why);
	}

	/** What is put in front of a worker's command. */
	public List<String> before(final int worker) {
		return taskset == null ? List.of() : List.of(taskset.toString(), "-c", text(cores.get(worker)));
	}

	private static String text(final List<Integer> cores) {
		return cores.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	/** The processors that this process may use. */
	private static List<Integer> allowed(final Path root) throws IOException {
		for (final String line : Files.readAllLines(root.resolve("proc/self/status")))
			if (line.startsWith("Cpus_allowed_list:")) return list(line.substring(line.indexOf(':') + 1));
		throw new IOException("no Cpus_allowed_list in /proc/self/status");
	}

	/** Processors such as 0-3,8. */
	static List<Integer> list(final String text) {
		final TreeSet<Integer> numbers = new TreeSet<>();
		for (final String part : text.strip().split(",")) {
			final String[] ends = part.split("-");
			for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++)
				numbers.add(n);
		}
		return List.copyOf(numbers);
	}

	/** Processors by core: the threads of a core together. */
	private static List<List<Integer>> whole(final Path root, final List<Integer> processors) throws IOException {
		final List<List<Integer>> cores = new ArrayList<>();
		final TreeSet<Integer> left = new TreeSet<>(processors);
		while (!left.isEmpty()) {
			final Path file = root.resolve("sys/devices/system/cpu/cpu" + left.first() + "/topology/thread_siblings_list");
			final List<Integer> core = new ArrayList<>(Files.exists(file) ? list(Files.readString(file)) : List.of(left
				.first()));
			core.retainAll(left);
			left.removeAll(core);
			cores.add(core);
		}
		return cores;
	}

	/** The cores near a card; all if nothing says so. */
	private static List<List<Integer>> near(final Path root, final String card, final List<List<Integer>> all)
		throws IOException
	{
		final Path cards = root.resolve("proc/driver/nvidia/gpus");
		if (card.isEmpty() || !Files.isDirectory(cards)) return all;
		try (Stream<Path> folders = Files.list(cards)) {
			for (final Path folder : folders.toList()) {
				final Path file = root.resolve("sys/bus/pci/devices").resolve(folder.getFileName().toString()).resolve(
					"local_cpulist");
				if (!Files.readString(folder.resolve("information")).contains(card) || !Files.exists(file)) continue;
				final List<Integer> local = list(Files.readString(file));
				final List<List<Integer>> near = all.stream().filter(core -> local.containsAll(core)).toList();
				return near.isEmpty() ? all : near;
			}
		}
		return all;
	}
}
