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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.WorkerLostException;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.file.Json;

/**
 * Workers that have met: each has a connection to worker 0, which collects and answers. They carry a few numbers per
 * step; the gradients go through the engine.
 */
public final class Peers implements Workers, Closeable {

	/** The pause between two signs of life, in milliseconds, and how long one may be awaited, in seconds. */
	private static final int PULSE = 1000, ROLL_CALL = 20;

	private final Place place;
	private final List<String> addresses;
	private final Exchange exchange;
	private final List<Link> links;
	private volatile boolean closed;

	/**
	 * @param links of worker 0, to the others by rank; of the others, to worker 0
	 */
	Peers(final Place place, final List<String> addresses, final Exchange exchange, final List<Link> links) {
		this.place = place;
		this.addresses = List.copyOf(addresses);
		this.exchange = exchange;
		this.links = List.copyOf(links);
		// NB: not a thread of the caller's pool, which may be busy for longer than the others wait
		final Thread heart = new Thread(this::beat, "nnU-Net workers");
		heart.setDaemon(true);
		heart.start();
	}

	private void beat() {
		while (!closed)
			try {
				Thread.sleep(PULSE);
				for (final Link link : links)
					link.live();
			}
			catch (final InterruptedException | IOException e) {
				return; // NB: whoever next waits for that worker finds out
			}
	}

	@Override
	public int rank() {
		return place.rank();
	}

	@Override
	public int count() {
		return place.count();
	}

	/** The place of this worker. */
	public Place place() {
		return place;
	}

	@Override
	public List<String> addresses() {
		return addresses;
	}

	@Override
	public Exchange exchange() {
		return exchange;
	}

	@Override
	public double[] sum(final double... own) throws IOException {
		final ByteBuffer bytes = ByteBuffer.allocate(own.length * Double.BYTES);
		bytes.asDoubleBuffer().put(own);
		final double[] sums = new double[own.length];
		ByteBuffer.wrap(round(bytes.array(), all -> added(all, own.length))).asDoubleBuffer().get(sums);
		return sums;
	}

	private static byte[] added(final List<byte[]> all, final int length) throws IOException {
		final ByteBuffer sums = ByteBuffer.allocate(length * Double.BYTES);
		for (final byte[] one : all) {
			if (one.length != sums.capacity()) throw new IOException("the workers are at different places of the program");
			for (int i = 0; i < length; i++)
				sums.putDouble(i * Double.BYTES, sums.getDouble(i * Double.BYTES) + ByteBuffer.wrap(one).getDouble(i *
					Double.BYTES));
		}
		return sums.array();
	}

	@Override
	public List<String> gather(final String own) throws IOException {
		final byte[] list = round(own.getBytes(StandardCharsets.UTF_8), all -> {
			final List<String> texts = new ArrayList<>();
			for (final byte[] one : all)
				texts.add(new String(one, StandardCharsets.UTF_8));
			return Json.line(texts).getBytes(StandardCharsets.UTF_8);
		});
		return List.of(Json.parse(new String(list, StandardCharsets.UTF_8), String[].class));
	}

	/** What worker 0 makes of the blocks of all. */
	private interface Answer {

		byte[] of(List<byte[]> all) throws IOException;
	}

	private byte[] round(final byte[] own, final Answer answer) throws IOException {
		if (!isFirst()) {
			send(links.get(0), own);
			return links.get(0).receive(exchange.seconds());
		}
		try {
			final List<byte[]> all = new ArrayList<>();
			all.add(own);
			for (final Link link : links)
				all.add(link.receive(exchange.seconds()));
			final byte[] result = answer.of(all);
			for (final Link link : links)
				send(link, result);
			return result;
		}
		catch (final WorkerLostException e) {
			leave(e.getMessage());
			throw e;
		}
	}

	private static void send(final Link link, final byte[] bytes) throws IOException {
		try {
			link.send(bytes);
		}
		catch (final IOException e) {
			final String reason = link.complaint(1); // NB: what it said before it ended
			throw new WorkerLostException(reason.isEmpty() ? link.other() + " cannot be reached any more." : reason, e);
		}
	}

	@Override
	public String missing() {
		for (final Link link : links) {
			final String complaint = link.complaint(ROLL_CALL);
			if (!complaint.isEmpty()) return complaint;
		}
		return "";
	}

	/** Tells the others that this worker fails, and why. */
	public void leave(final String reason) {
		for (final Link link : links)
			link.fail(reason);
	}

	@Override
	public void close() throws IOException {
		closed = true;
		for (final Link link : links)
			link.close();
	}
}
