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
package sc.fiji.nnunet.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Downloads one file by HTTP, and resumes an earlier, interrupted download.
 * <p>
 * The version of the server's file (its ETag or date) is kept beside the downloaded bytes, in a file that ends in
 * .tag; if the server's file has changed since, the server sends it from the start (RFC 9110, If-Range). A caller
 * that knows the file's {@link Checksum} can resume without that, since it notices afterwards whether the parts fit.
 * </p>
 * <p>
 * The connection uses the proxy that Java's properties or the environment name ({@link EnvironmentProxy}).
 * </p>
 */
public final class HttpFetcher {

	/** This computer. */
	static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final int TRIES = 5;
	private static final Duration CONNECT = Duration.ofSeconds(30);
	private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);
	private static final String CURE = "Check the network connection and run the same command again; " +
		"it resumes where it stopped.";

	private final URI address;
	private final Path file;
	private final Path tagFile;
	private final HttpClient client;
	private final boolean checked;
	private final int room;
	private long resumed;

	/**
	 * @param file where the file is written; its folder must exist
	 * @param checked whether the caller compares the whole file's checksum, so that any part of it can be resumed
	 * @param room how many times the file's size must be free on the disk, such as 2 if it is unpacked there
	 * @param executor runs the connection's callbacks
	 */
	public HttpFetcher(final URI address, final Path file, final boolean checked, final int room,
		final Executor executor)
	{
		this.address = address;
		this.file = file;
		this.checked = checked;
		this.room = room;
		tagFile = file.resolveSibling(file.getFileName() + ".tag");
		client = HttpClient.newBuilder().executor(executor).connectTimeout(CONNECT).followRedirects(
			HttpClient.Redirect.NORMAL).proxy(EnvironmentProxy.select(System.getenv())).build();
	}

	/** Whether nobody can tamper with what is downloaded from an address: HTTPS, or this computer. */
	public static boolean isSafe(final URI address) {
		if (address.getHost() == null) return false;
		return "https".equals(address.getScheme()) || "http".equals(address.getScheme()) && LOOPBACK.contains(address
			.getHost());
	}

	/** The bytes of an earlier download that were kept. */
	public long resumed() {
		return resumed;
	}

	/** Asks the server for the size of the file in bytes; empty if it does not tell. */
	public OptionalLong length(final Progress progress) {
		progress.check();
		final HttpRequest request = HttpRequest.newBuilder(address).timeout(CONNECT).method("HEAD",
			HttpRequest.BodyPublishers.noBody()).build();
		try {
			final HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
			return response.statusCode() == 200 ? response.headers().firstValueAsLong("Content-Length") : OptionalLong.empty();
		}
		catch (final IOException e) {
			// NB: the download itself reports what is wrong
			return OptionalLong.empty();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
	}

	/** Removes the downloaded file and the record of its version. */
	public void discard() throws IOException {
		Files.deleteIfExists(file);
		Files.deleteIfExists(tagFile);
	}

	/**
	 * Downloads until the file is complete; if the connection breaks, it is tried again.
	 *
	 * @throws ProblemException if the server cannot be reached, refuses, or breaks the connection too often
	 */
	public void fetch(final Progress progress) throws IOException {
		resumed = size();
		final Progress bar = progress.monotonic(); // NB: an attempt may have to begin anew
		for (int attempt = 1;; attempt++) {
			final long before = size();
			try {
				if (attempt(bar)) return;
			}
			catch (final BrokenConnection e) {
				// an attempt that made progress does not count
				if (size() > before) attempt = 0;
				if (attempt == TRIES) throw new ProblemException(file, "The connection to " + address + " broke: " + e
					.getCause() + ". " + size() + " bytes are kept.", CURE, e.getCause());
				progress.message("The connection broke after " + size() + " bytes (" + e.getCause() + "); trying again");
				pause(attempt, progress);
			}
		}
	}

	/** Sends one request; false if the download has to start over. */
	private boolean attempt(final Progress progress) throws IOException {
		final long have = size();
		final HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(CONNECT);
		if (have > 0) request.header("Range", "bytes=" + have + "-");
		if (have > 0 && Files.exists(tagFile)) request.header("If-Range", Files.readString(tagFile));
		final FileSubscriber.Handler handler = new FileSubscriber.Handler(this::open, tagFile, have);
		final HttpResponse<Long> response = await(client.sendAsync(request.build(), handler), handler, progress);
		switch (response.statusCode()) {
			case 200:
				resumed = 0;
				break;
			case 206:
				break;
			case 416:
				if (handler.total().isPresent() && handler.total().getAsLong() == have) return true;
				discard();
				return false;
			default:
				if (response.statusCode() >= 500) throw new BrokenConnection(new IOException("status " + response
					.statusCode()));
				throw new ProblemException(file, "The server answered " + response.statusCode() + " to " + response.uri() + ".",
					"Check the address in a browser.");
		}
		final OptionalLong total = handler.total();
		if (total.isPresent() && size() < total.getAsLong()) throw new BrokenConnection(new IOException("only " + size() +
			" of " + total.getAsLong() + " bytes arrived"));
		if (total.isPresent() && size() > total.getAsLong()) {
			discard();
			return false;
		}
		return true;
	}

	private HttpResponse<Long> await(final CompletableFuture<HttpResponse<Long>> answer,
		final FileSubscriber.Handler handler, final Progress progress) throws IOException
	{
		long bytes = -1;
		final long start = System.nanoTime();
		long since = start;
		while (true) {
			try {
				return answer.get(100, TimeUnit.MILLISECONDS);
			}
			catch (final TimeoutException e) {
				final long now = handler.received();
				if (now != bytes) since = System.nanoTime();
				bytes = now;
				report(handler, 1e-9 * (System.nanoTime() - start), progress);
				if (progress.cancelled()) {
					end(answer, handler);
					throw new CancelledException();
				}
				if (System.nanoTime() - since > STALLED_NANOS) {
					end(answer, handler);
					throw new BrokenConnection(new IOException("nothing arrived for a minute"));
				}
			}
			catch (final InterruptedException e) {
				end(answer, handler);
				Thread.currentThread().interrupt();
				throw new CancelledException();
			}
			catch (final ExecutionException e) {
				if (handler.disk() != null) throw handler.disk();
				throw new BrokenConnection(e.getCause());
			}
		}
	}

	private static void end(final CompletableFuture<HttpResponse<Long>> answer, final FileSubscriber.Handler handler) {
		answer.cancel(true);
		handler.close();
	}

	private static void report(final FileSubscriber.Handler handler, final double seconds, final Progress progress) {
		final double megabyte = 1e6;
		final double done = handler.position() / megabyte;
		final String speed = seconds < 1 ? "" : String.format(Locale.ROOT, ", %.1f MB/s", handler.received() / megabyte /
			seconds);
		if (handler.total().isEmpty()) progress.update(0, String.format(Locale.ROOT, "Downloaded %.1f MB%s", done, speed));
		else {
			final double all = handler.total().getAsLong() / megabyte;
			progress.update(Math.min(1, done / all), String.format(Locale.ROOT, "Downloaded %.1f of %.1f MB%s", done, all,
				speed));
		}
	}

	/** Opens the file for the body of a response. */
	private FileChannel open(final boolean append, final long expected) throws IOException {
		final long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
		final long needed = room * expected - (append ? size() : 0);
		if (needed > free) throw new ProblemException(file, "There are " + free / 1_000_000 + " MB free, " + needed /
			1_000_000 + " MB are needed.", "Free some space, or choose another folder.");
		return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, append
			? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
	}

	/** The bytes that can be resumed from: 0, unless it is known what file they belong to. */
	private long size() throws IOException {
		return Files.exists(file) && (checked || Files.exists(tagFile)) ? Files.size(file) : 0;
	}

	private static void pause(final int attempt, final Progress progress) {
		final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(250L << Math.max(0, attempt - 1));
		while (System.nanoTime() < end) {
			progress.check();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	/** An error of the network, after which another attempt makes sense. */
	private static final class BrokenConnection extends IOException {

		private static final long serialVersionUID = 1L;

		BrokenConnection(final Throwable cause) {
			super(cause);
		}
	}
}
