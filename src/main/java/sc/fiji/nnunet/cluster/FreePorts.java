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
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A row of ports of this machine that nobody uses, and that nobody else who looks for some this way gets until this is
 * closed.
 * <p>
 * They lie below those that systems give to connections by themselves (from 32768 on, or 49152): a port of those that is
 * free now may belong to any connection before the process that is to listen on it has started.
 * </p>
 */
public final class FreePorts implements Closeable {

	/** Below the ports that {@link Launcher} gives to jobs of SLURM. Our own choice. */
	private static final int LOWEST = 10_000, HIGHEST = 20_000;

	private final ServerSocket mark;

	/**
	 * Finds ports.
	 *
	 * @param count how many in a row
	 * @throws IOException if there are not so many
	 */
	public FreePorts(final int count) throws IOException {
		final int rows = (HIGHEST - LOWEST) / (count + 1);
		// NB: processes begin at places of their own, so that they seldom look at the same ports
		final long start = ProcessHandle.current().pid() * 31;
		for (int i = 0; i < rows; i++) {
			final ServerSocket taken = mark(LOWEST + (int) ((start + i) % rows) * (count + 1));
			if (taken == null) continue;
			if (areFree(taken.getLocalPort() + 1, count)) {
				mark = taken;
				return;
			}
			taken.close();
		}
		throw new IOException("this machine has no " + count + " free ports in a row between " + LOWEST + " and " + HIGHEST);
	}

	/** The first of the ports; the others follow. */
	public int first() {
		return mark.getLocalPort() + 1;
	}

	/** Opens the port before the row to this machine alone; null if somebody uses it. */
	private static ServerSocket mark(final int port) {
		try {
			return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
		}
		catch (final IOException e) {
			return null;
		}
	}

	private static boolean areFree(final int first, final int count) throws IOException {
		for (int i = 0; i < count; i++)
			try {
				new ServerSocket(first + i).close();
			}
			catch (final IOException e) {
				return false;
			}
		return true;
	}

	@Override
	public void close() throws IOException {
		mark.close();
	}
}
