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

/**
 * The place of a worker among all workers of a training.
 *
 * @param rank its number, from 0
 * @param count the number of workers
 * @param localRank its number among the workers of the same machine, from 0
 * @param first host name or address of worker 0
 * @param port the port on which worker 0 waits for the others
 * @param host host name or address at which the others reach this worker; empty = the one it connects from
 * @param enginePort the port of this worker's engine
 */
public record Place(int rank, int count, int localRank, String first, int port, String host, int enginePort) {

	/** The port if nothing determines it. Our own choice. */
	public static final int PORT = 28400;

	/** The place whose engine has the port after the given one, or one further on for each worker before it. */
	static Place after(final int rank, final int count, final int localRank, final String first, final int port,
		final String host)
	{
		return new Place(rank, count, localRank, first, port, host, port + 1 + localRank);
	}

	@Override
	public String toString() {
		return "worker " + rank + " of " + count + (host.isEmpty() ? "" : " on " + host);
	}
}
