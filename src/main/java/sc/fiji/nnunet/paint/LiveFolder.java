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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.JsonParseException;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.WholeFile;

/**
 * The files by which a window and the learner of a project talk: {@code live/request.json} from the window, {@code
 * live/state.json} and a file per predicted slice from the learner. Each is replaced as a whole.
 */
public final class LiveFolder {

	private static final String PLANE = ".plane";

	private final Path folder;

	/** @param project the project's folder */
	public LiveFolder(final Path project) {
		folder = project.resolve("live");
	}

	/** Writes what the window wants. */
	public void request(final LiveRequest request) throws IOException {
		WholeFile.write(folder.resolve("request.json"), Json.line(request));
	}

	/** What the window wants; empty if it has not said anything. */
	public Optional<LiveRequest> request() throws IOException {
		return read("request.json", LiveRequest.class);
	}

	/** Writes how far the learner is. */
	public void state(final LiveState state) throws IOException {
		WholeFile.write(folder.resolve("state.json"), Json.line(state));
	}

	/** How far the learner is; empty if it has not said anything. */
	public Optional<LiveState> state() throws IOException {
		return read("state.json", LiveState.class);
	}

	/** Writes a predicted slice. */
	public void plane(final String image, final int z, final LivePlane plane) throws IOException {
		WholeFile.write(file(image, z), plane.bytes());
	}

	/** A predicted slice; empty if it was not predicted yet. */
	public Optional<LivePlane> plane(final String image, final int z) throws IOException {
		try {
			return Optional.of(LivePlane.of(Files.readAllBytes(file(image, z))));
		}
		catch (final NoSuchFileException exc) {
			return Optional.empty();
		}
	}

	/** The predicted slices of an image, ascending. */
	public List<Integer> planes(final String image) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		final List<Integer> found = new ArrayList<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList()) {
				final String name = file.getFileName().toString();
				if (!name.startsWith(image + "_") || !name.endsWith(PLANE)) continue;
				final String z = name.substring(image.length() + 1, name.length() - PLANE.length());
				if (z.matches("\\d{1,9}")) found.add(Integer.valueOf(z));
			}
		}
		return found.stream().sorted().toList();
	}

	private Path file(final String image, final int z) {
		return folder.resolve(image + "_" + z + PLANE);
	}

	private <T> Optional<T> read(final String name, final Class<T> type) throws IOException {
		try {
			return Optional.ofNullable(Json.parse(Files.readString(folder.resolve(name)), type));
		}
		catch (final NoSuchFileException exc) {
			return Optional.empty();
		}
		catch (final JsonParseException exc) {
			throw new IOException(folder.resolve(name) + " is not what was written: " + exc.getMessage(), exc);
		}
	}
}
