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
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the body of a response to a file as it arrives, so that nothing is lost when the connection breaks. */
final class FileSubscriber implements HttpResponse.BodySubscriber<Long> {

	private final CompletableFuture<Long> done = new CompletableFuture<>();
	private final Handler handler;
	private final FileChannel channel;
	private Flow.Subscription subscription;

	private FileSubscriber(final Handler handler, final FileChannel channel) {
		this.handler = handler;
		this.channel = channel;
	}

	/** Opens the file that a body is written to. */
	interface Target {

		/**
		 * @param append whether the body is appended to the file, or replaces it
		 * @param total the size of the whole file in bytes, 0 if the server does not tell
		 */
		FileChannel open(boolean append, long total) throws IOException;
	}

	/** Decides by a response's status where its body is written, and counts the bytes that have arrived. */
	static final class Handler implements HttpResponse.BodyHandler<Long> {

		private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

		private final Target target;
		private final Path tagFile;
		private final long have;
		private volatile long received;
		private volatile long start;
		private volatile OptionalLong total = OptionalLong.empty();
		private volatile IOException disk;
		private volatile FileSubscriber subscriber;

		/**
		 * @param target the file
		 * @param tagFile where the version of the server's file is recorded
		 * @param have the bytes that the file has already
		 */
		Handler(final Target target, final Path tagFile, final long have) {
			this.target = target;
			this.tagFile = tagFile;
			this.have = have;
		}

		@Override
		public HttpResponse.BodySubscriber<Long> apply(final HttpResponse.ResponseInfo answer) {
			final Optional<String> range = answer.headers().firstValue("Content-Range");
			final Matcher matcher = RANGE.matcher(range.orElse(""));
			final OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
			if (matcher.matches()) total = OptionalLong.of(Long.parseLong(matcher.group(2)));
			else if (answer.statusCode() == 200) total = length;
			final boolean append = answer.statusCode() == 206;
			if (!append && answer.statusCode() != 200) return HttpResponse.BodySubscribers.replacing(0L);
			try {
				if (append && (matcher.group(1) == null || Long.parseLong(matcher.group(1)) != have)) throw new IOException(
					"The server sent a part that was not asked for: " + range.get());
				start = append ? have : 0;
				if (!append) tag(answer);
				subscriber = new FileSubscriber(this, target.open(append, total.orElse(0)));
				return subscriber;
			}
			catch (final IOException e) {
				disk = e;
				return HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.discarding(), nothing -> {
					throw new IllegalStateException(e);
				});
			}
		}

		/** Records the version of the server's file; without one the download cannot be resumed. */
		private void tag(final HttpResponse.ResponseInfo answer) throws IOException {
			final Optional<String> tag = answer.headers().firstValue("ETag").filter(text -> !text.startsWith("W/")).or(
				() -> answer.headers().firstValue("Last-Modified"));
			Files.deleteIfExists(tagFile);
			if (tag.isPresent()) Files.writeString(tagFile, tag.get());
		}

		/** The size of the whole file in bytes, if the server told. */
		OptionalLong total() {
			return total;
		}

		/** The bytes that arrived in this response. */
		long received() {
			return received;
		}

		/** The bytes of the file that have arrived in all. */
		long position() {
			return start + received;
		}

		/** The error on this side of the connection, or null. */
		IOException disk() {
			return disk;
		}

		/** Closes the file, whatever still arrives. */
		void close() {
			final FileSubscriber current = subscriber;
			if (current != null) current.close();
		}
	}

	@Override
	public CompletionStage<Long> getBody() {
		return done;
	}

	@Override
	public void onSubscribe(final Flow.Subscription given) {
		subscription = given;
		given.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(final List<ByteBuffer> buffers) {
		try {
			for (final ByteBuffer buffer : buffers) {
				handler.received += buffer.remaining();
				while (buffer.hasRemaining())
					channel.write(buffer);
			}
		}
		catch (final IOException e) {
			handler.disk = e;
			subscription.cancel();
			done.completeExceptionally(e);
			close();
		}
	}

	@Override
	public void onError(final Throwable error) {
		close();
		done.completeExceptionally(error);
	}

	@Override
	public void onComplete() {
		close();
		done.complete(handler.received);
	}

	private void close() {
		try {
			channel.close();
		}
		catch (final IOException e) {
			handler.disk = e;
			done.completeExceptionally(e);
		}
	}
}
