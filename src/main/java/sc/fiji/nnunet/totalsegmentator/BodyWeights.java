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
package sc.fiji.nnunet.totalsegmentator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import sc.fiji.nnunet.fetch.Checksum;
import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Downloads TotalSegmentator's networks that are free under the Apache License 2.0 (recipe-nnunet.md 9), on request
 * only. Networks that need a licence are refused by name.
 * <p>
 * A zip file is written to a file that ends in .part, and renamed when it is complete; after an interruption, the next
 * download resumes where it stopped.
 * </p>
 */
final class BodyWeights {

	/** The release of the open networks. NB: the tests use a local server; this address has never been tried. */
	static final URI SOURCE = URI.create(
		"https://github.com/wasserth/TotalSegmentator/releases/download/v2.0.0-weights/");

	static final String LICENCE = "Apache License 2.0";

	/** Datasets whose networks need a licence of TotalSegmentator's authors. */
	private static final Set<Integer> LICENSED = Set.of(301, 303, 304, 409, 481, 485, 507, 509, 514, 710, 713, 716, 855,
		856, 857, 920, 925);

	private static final Set<Integer> OPEN = Set.of(291, 292, 293, 294, 295, 297, 298, 300);

	private final Path folder;
	private final URI source;
	private final Executor executor;

	/**
	 * @param folder where the zip files are written
	 * @param source the address that a zip file's name is appended to
	 * @param executor runs the connection's callbacks
	 */
	BodyWeights(final Path folder, final URI source, final Executor executor) {
		this.folder = folder;
		this.source = source;
		this.executor = executor;
	}

	/** The address of a network. */
	static URI address(final URI source, final BodyModel.Part part) {
		return source.resolve(part.folder() + ".zip");
	}

	/**
	 * Downloads those networks of a model that the folder lacks.
	 *
	 * @throws ProblemException if a network needs a licence, or the server cannot be reached or refuses
	 */
	void fetch(final BodyModel model, final Progress progress) throws IOException {
		for (final BodyModel.Part part : model.parts())
			requireOpen(part);
		WholeFile.createFolder(folder);
		for (int i = 0; i < model.parts().size(); i++) {
			final BodyModel.Part part = model.parts().get(i);
			if (BodyModel.find(folder, part) != null) continue;
			try (FolderLock lock = FolderLock.take(folder, "." + part.folder() + ".lock", part.folder() +
				" is being downloaded into this folder by another process.", "Wait for it, or stop it."))
			{
				// NB: the process that held the lock may have finished
				if (BodyModel.find(folder, part) == null) fetch(part, progress.part((double) i / model.parts().size(), (i +
					1.0) / model.parts().size()));
			}
		}
	}

	private static void requireOpen(final BodyModel.Part part) throws ProblemException {
		if (OPEN.contains(part.number())) return;
		throw new ProblemException(new Problem("download", part.folder() + (LICENSED.contains(part.number())
			? " needs a licence of TotalSegmentator's authors, and is never downloaded."
			: " is none of the networks that are downloaded."),
			"Get it as its authors say, and give the folder that holds it as weights."));
	}

	private void fetch(final BodyModel.Part part, final Progress progress) throws IOException {
		final URI address = address(source, part);
		final Path file = folder.resolve(part.folder() + ".zip");
		final Path partial = folder.resolve(part.folder() + ".zip.part");
		final HttpFetcher fetcher = new HttpFetcher(address, partial, false, 1, executor);
		final OptionalLong bytes = fetcher.length(progress);
		progress.message("Downloading " + part.folder() + ".zip, " + (bytes.isEmpty() ? "of unknown size" : bytes
			.getAsLong() + " bytes") + ", " + LICENCE + ", from " + address + " to " + folder);
		fetcher.fetch(progress.part(0, 0.95));
		try (ZipFile zip = new ZipFile(partial.toFile())) {
			progress.check();
		}
		catch (final ZipException e) {
			fetcher.discard();
			throw new ProblemException(partial, "What was downloaded from " + address + " is not a zip file (" + e
				.getMessage() + "). It was removed.", "Run the same command again, or check the address in a browser.", e);
		}
		progress.message("SHA-256 of " + part.folder() + ".zip: " + Checksum.sha256(partial, progress.part(0.95, 1)));
		WholeFile.move(partial, file);
		fetcher.discard();
	}
}
