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

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import sc.fiji.nnunet.engine.WorkerLostException;

/** A connection between two workers, which carries blocks of bytes, signs of life and the reason of a failure. */
final class Link implements Closeable {

	/** What comes instead of the length of a block. */
	private static final int FAILURE = -1, ALIVE = -2;

	private static final int LONGEST = 1 << 26;

	/** How long to look for the end of a connection that is silent, in milliseconds. */
	private static final int GLANCE = 100;

	private final Socket socket;
	private final DataInputStream in;
	private final DataOutputStream out;
	private volatile String other = "";

	Link(final Socket socket) throws IOException {
		this.socket = socket;
		socket.setTcpNoDelay(true);
		in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
	}

	/** @param name the worker at the other end, for messages */
	void setOther(final String name) {
		other = name;
	}

	String other() {
		return other;
	}

	/** The address of the other end. */
	String address() {
		return socket.getInetAddress().getHostAddress();
	}

	InetAddress remote() {
		return socket.getInetAddress();
	}

	synchronized void send(final byte[] bytes) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
		out.flush();
	}

	/** Tells the other end that this one fails, unless it is gone itself. */
	synchronized void fail(final String reason) {
		try {
			final byte[] text = reason.getBytes(StandardCharsets.UTF_8);
			out.writeInt(FAILURE);
			out.writeInt(text.length);
			out.write(text);
			out.flush();
		}
		catch (final IOException e) {
			return; // NB: then nobody is there to be told
		}
	}

	/** Tells the other end that this one is working. */
	synchronized void live() throws IOException {
		out.writeInt(ALIVE);
		out.flush();
	}

	/**
	 * The next block of bytes.
	 *
	 * @param seconds how long the other end may be silent
	 * @throws WorkerFailedException if it says that it failed
	 * @throws WorkerLostException if it is silent for longer or gone
	 */
	byte[] receive(final int seconds) throws IOException {
		try {
			socket.setSoTimeout(1000 * seconds);
			int length = in.readInt();
			while (length == ALIVE)
				length = in.readInt();
			if (length != FAILURE) return block(length);
			throw new WorkerFailedException(other + " ended: " + new String(block(in.readInt()), StandardCharsets.UTF_8));
		}
		catch (final SocketTimeoutException e) {
			throw new WorkerLostException(other + " has not answered for " + seconds + " s: it hangs, or its machine or the " +
				"network does.", e);
		}
		catch (final EOFException e) {
			throw new WorkerLostException(other + " died.", e);
		}
		catch (final WorkerLostException e) {
			throw e;
		}
		catch (final IOException e) {
			throw new WorkerLostException(other + " died, or cannot be reached any more (" + e.getMessage() + ").", e);
		}
	}

	private byte[] block(final int length) throws IOException {
		if (length < 0 || length > LONGEST) throw new IOException("not a message of a worker");
		final byte[] bytes = new byte[length];
		in.readFully(bytes);
		return bytes;
	}

	/**
	 * Why the other end may be the one that failed: it is gone, it said so, or it shows no sign of life now; empty if it
	 * lives.
	 */
	String complaint(final int seconds) {
		try {
			while (in.available() > 0)
				skip(seconds);
			skip(seconds); // NB: what came before may be old
			return "";
		}
		catch (final WorkerLostException e) {
			return e.getMessage();
		}
		catch (final IOException e) {
			return other + " died, or cannot be reached any more.";
		}
	}

	/** Whether the other end is gone, though it may have said nothing so far and may have nothing to say. */
	boolean isGone() {
		try {
			socket.setSoTimeout(GLANCE);
			in.mark(1);
			if (in.read() < 0) return true;
			in.reset();
			return false;
		}
		catch (final SocketTimeoutException e) {
			return false; // NB: silence is no end
		}
		catch (final IOException e) {
			return true;
		}
	}

	private void skip(final int seconds) throws IOException {
		socket.setSoTimeout(1000 * seconds);
		final int length;
		try {
			length = in.readInt();
		}
		catch (final SocketTimeoutException e) {
			throw new IOException(e);
		}
		if (length == FAILURE) throw new WorkerFailedException(other + " ended: " + new String(block(in.readInt()),
			StandardCharsets.UTF_8));
		if (length != ALIVE) block(length);
	}

	@Override
	public void close() throws IOException {
		socket.close();
	}
}
