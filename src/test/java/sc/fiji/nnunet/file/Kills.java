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
package sc.fiji.nnunet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Runs a step again and again, killed at each of its file events in turn, and then once more to its end: the files
 * must be the same as those of an undisturbed run.
 */
public final class Kills {

	/** A step that writes to a folder. */
	@FunctionalInterface
	public interface Step {

		void run(Path output) throws Exception;
	}

	private Kills() {
		// static methods only
	}

	/**
	 * Kills the step at every event.
	 *
	 * @param parent an empty folder
	 * @param step the step to run
	 * @param between called with the folder and the event after each kill
	 * @return the number of events
	 */
	public static int atEveryEvent(final Path parent, final Step step, final BiConsumer<Path, Integer> between)
		throws Exception
	{
		return atEvents(parent, 1, 1, step, between);
	}

	/** Kills the step at some of the events: the {@code first}, and every {@code stride}-th after it. */
	public static int atEvents(final Path parent, final int first, final int stride, final Step step,
		final BiConsumer<Path, Integer> between) throws Exception
	{
		final Path straight = Files.createDirectories(parent.resolve("straight"));
		step.run(straight);
		final Map<String, String> expected = content(straight);
		for (int event = first;; event += stride) {
			final Path output = Files.createDirectories(parent.resolve("killed" + event));
			final KilledFileSystem system = new KilledFileSystem(event);
			try {
				step.run(system.see(output));
			}
			catch (final Throwable e) {
				// NB: any exception may result; most often it is the error, which may be wrapped
				if (!system.killed()) throw new AssertionError("failed before event " + event, e);
			}
			if (!system.killed()) {
				Leftovers.delete(output);
				assertTrue(event > first, "there were no events");
				return event - stride;
			}
			system.bury(output);
			between.accept(output, event);
			step.run(output);
			assertEquals(expected, content(output), "killed at event " + event);
			Leftovers.delete(output);
		}
	}

	/** All files below a folder with their bytes; the folder's own name in them is ignored. */
	private static Map<String, String> content(final Path folder) throws IOException {
		final Map<String, String> content = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path file : all.toList())
				content.put(folder.relativize(file).toString(), Files.isDirectory(file) ? "folder" : Integer.toHexString(Arrays
					.hashCode(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).replace(folder
						.toString(), "").toCharArray())));
		}
		return content;
	}
}
