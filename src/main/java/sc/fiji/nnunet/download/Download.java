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
package sc.fiji.nnunet.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.fetch.Checksum;
import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Fetches a task of the decathlon and unpacks it. Nothing else in this program goes
 * to the network by itself, and this only when it is asked to.
 * <p>
 * The archive grows in a file that ends in .part; called again after an
 * interruption, it goes on where it stopped. When the size and the checksum are
 * right it is unpacked by {@link TarExtractor}, and removed.
 * </p>
 */
public final class Download {

	/** NB: the archive and what is unpacked from it lie side by side for a while. */
	private static final int ROOM = 2;

	private final DownloadOptions options;
	private final Executor executor;

	/**
	 * @param executor runs the connection's callbacks
	 * @throws ProblemException if the options cannot be used
	 */
	public Download(final DownloadOptions options, final Executor executor) throws ProblemException {
		if (!options.validate().isEmpty()) throw new ProblemException(options.validate());
		this.options = options;
		this.executor = executor;
	}

	/**
	 * Fetches, verifies and unpacks.
	 *
	 * @throws ProblemException if the server cannot be reached or refuses, the checksum is wrong or the archive is not to be
	 *           trusted
	 * @throws IOException if the disk is full or not writable
	 */
	public DownloadResult run(final Progress progress) throws IOException {
		final String name = DecathlonTask.of(options.task()).orElseThrow().folder();
		final Path folder = options.output().resolve(name);
		final Path part = options.output().resolve(name + ".tar.part");
		final String base = options.base().toString();
		final URI address = URI.create(base + (base.endsWith("/") ? "" : "/") + name + ".tar");
		final HttpFetcher fetcher = new HttpFetcher(address, part, false, ROOM, executor);
		final TarExtractor extractor = new TarExtractor(options.output(), name);
		if (Files.exists(folder.resolve(Datasets.FILE))) {
			// NB: an earlier run may have been killed just before it did this
			fetcher.forget();
			extractor.forget();
			progress.message(folder + " is there already; remove it to fetch it again.");
			return new DownloadResult(folder, 0, "", 0);
		}
		Files.createDirectories(options.output());
		progress.message("Fetching " + address);
		fetcher.fetch(progress.part(0, 0.8));
		final long bytes = Files.size(part);
		final String sum = Checksum.sha256(part, progress.part(0.8, 0.9));
		progress.message("SHA-256 of " + name + ".tar: " + sum);
		if (options.sha256() != null && !options.sha256().equalsIgnoreCase(sum)) {
			fetcher.forget();
			throw new ProblemException(part, "The checksum of what was fetched from " + address + " is " + sum +
				", expected was " + options.sha256() + ". The file was removed.",
				"Fetch it again; if it happens again, the server's file is not the one you expect.");
		}
		extractor.extract(part, progress.part(0.9, 1));
		fetcher.forget();
		progress.update(1, "Fetched " + name);
		return new DownloadResult(folder, bytes, sum, fetcher.resumed());
	}
}
