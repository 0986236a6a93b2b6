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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.util.List;

/**
 * The processes that train one network together, as one of them sees them. All of them make the same calls in the same
 * order; each call waits for the others.
 */
public interface Workers {

	/** The number of this worker, from 0. */
	int rank();

	/** The number of workers. */
	int count();

	/** The addresses, host:port by rank, at which the engines of the workers reach each other. */
	List<String> addresses();

	/** How the engines exchange gradients. */
	Exchange exchange();

	/**
	 * The sums of numbers over all workers, added in the order of ranks: the same on all of them.
	 *
	 * @throws IOException if a worker is lost
	 */
	double[] sum(double... own) throws IOException;

	/**
	 * A text of each worker, by rank: the same list on all of them.
	 *
	 * @throws IOException if a worker is lost
	 */
	List<String> gather(String own) throws IOException;

	/** Which of the others is not there any more, and why, after a step failed; empty if all are. */
	default String missing() {
		return "";
	}

	/** Whether this worker writes the files that all share. */
	default boolean isFirst() {
		return rank() == 0;
	}

	/** A process that trains by itself. */
	static Workers alone() {
		return new Workers() {

			@Override
			public int rank() {
				return 0;
			}

			@Override
			public int count() {
				return 1;
			}

			@Override
			public List<String> addresses() {
				return List.of();
			}

			@Override
			public Exchange exchange() {
				return Exchange.DEFAULT;
			}

			@Override
			public double[] sum(final double... own) {
				return own.clone();
			}

			@Override
			public List<String> gather(final String own) {
				return List.of(own);
			}
		};
	}
}
