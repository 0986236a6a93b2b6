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
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Downloads a task of the Medical Segmentation Decathlon and unpacks it. This, the installation of the engine
 * and the download of TotalSegmentator's networks are the only parts of the program that use the network, and only on
 * request.
 * <p>
 * The archive is written to a file that ends in .part; after an interruption, the next download resumes where it
 * stopped. If size and checksum are right, the archive is unpacked by {@link TarExtractor} and removed.
 * </p>
 */
public final class Download {

	/** NB: the disk must hold the archive and the unpacked files at the same time. */
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
	 * Downloads, verifies and unpacks the archive.
	 *
	 * @throws ProblemException if the server cannot be reached or refuses, the checksum is wrong or the archive is
	 *   damaged or unsafe
	 * @throws IOException if the disk is full or not writable
	 */
	public DownloadResult run(final Progress progress) throws IOException {
		final String name = DecathlonTask.of(options.task()).orElseThrow().folder();
		final String base = options.base().toString();
		final URI address = URI.create(base + (base.endsWith("/") ? "" : "/") + name + ".tar");
		final Path part = options.output().resolve(name + ".tar.part");
		final HttpFetcher fetcher = new HttpFetcher(address, part, false, ROOM, executor);
		final TarExtractor extractor = new TarExtractor(options.output(), name);
		final Path folder = options.output().resolve(name);
		final String own = "." + name + ".lock";
		// NB: a complete dataset may be in a read-only folder, and needs no lock unless one was left behind
		if (!Files.exists(options.output().resolve(own)) && exists(folder, fetcher, extractor, progress))
			return new DownloadResult(folder, 0, "", 0);
		try (FolderLock lock = FolderLock.take(options.output(), own, name +
			" is being downloaded into this folder by another process.",
			"Wait for it, stop it, or give another output folder."))
		{
			// NB: the process that held the lock may have finished
			if (exists(folder, fetcher, extractor, progress)) return new DownloadResult(folder, 0, "", 0);
			progress.message("Downloading " + address);
			fetcher.fetch(progress.part(0, 0.8));
			final long bytes = Files.size(part);
			final String sum = verified(name, part, address, fetcher, progress);
			extractor.extract(part, progress.part(0.9, 1));
			fetcher.discard();
			progress.update(1, "Downloaded " + name);
			return new DownloadResult(folder, bytes, sum, fetcher.resumed());
		}
	}

	/** Whether the dataset exists as a whole; then what is left of its download is removed. */
	private static boolean exists(final Path folder, final HttpFetcher fetcher, final TarExtractor extractor,
		final Progress progress) throws IOException
	{
		if (!Files.exists(folder.resolve(Datasets.FILE))) return false;
		// NB: an earlier run may have been killed just before it removed these
		fetcher.discard();
		extractor.discard();
		progress.message(folder + " exists already; remove it to download it again.");
		return true;
	}

	/** The checksum of the downloaded file; it must be that of the options, if they give one. */
	private String verified(final String name, final Path part, final URI address, final HttpFetcher fetcher,
		final Progress progress) throws IOException
	{
		final String sum = Checksum.sha256(part, progress.part(0.8, 0.9));
		progress.message("SHA-256 of " + name + ".tar: " + sum);
		if (options.sha256() == null || options.sha256().equalsIgnoreCase(sum)) return sum;
		fetcher.discard();
		throw new ProblemException(part, "The checksum of the file downloaded from " + address + " is " + sum +
			" instead of " + options.sha256() + ". The file was removed.",
			"Download it again; if it happens again, the server's file is not the one you expect.");
	}
}
