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
import java.net.ServerSocket;

/**
 * A row of ports of this machine that nobody uses, and that no other test takes until this is closed.
 * <p>
 * They lie below those that systems give to connections by themselves (from 32768 on, or 49152), since a port that such a
 * system names as free may be given to the next connection before a test opens it.
 * </p>
 */
public final class FreePorts implements Closeable {

	/** How many ports there are. */
	public static final int COUNT = 20;

	private static final int LOWEST = 20_000, HIGHEST = 32_000;

	private final int first;
	private final ServerSocket mark;

	/** Finds ports. NB: each process begins at another place, so that they seldom look at the same ones. */
	public FreePorts() throws IOException {
		final int rows = (HIGHEST - LOWEST) / (COUNT + 1);
		final long start = ProcessHandle.current().pid() * 31;
		for (int i = 0; i < rows; i++) {
			final int row = LOWEST + (int) ((start + i) % rows) * (COUNT + 1);
			final ServerSocket taken = open(row);
			if (taken == null) continue;
			int free = 1;
			while (free <= COUNT && isFree(row + free))
				free++;
			if (free > COUNT) {
				mark = taken;
				first = row + 1;
				return;
			}
			taken.close();
		}
		throw new IOException("no " + COUNT + " ports in a row are free");
	}

	/** The first of the ports; the others follow. */
	public int first() {
		return first;
	}

	private static boolean isFree(final int port) throws IOException {
		try (ServerSocket socket = open(port)) {
			return socket != null;
		}
	}

	private static ServerSocket open(final int port) {
		try {
			return new ServerSocket(port);
		}
		catch (final IOException e) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		mark.close();
	}
}
