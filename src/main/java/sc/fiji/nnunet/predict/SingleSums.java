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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.util.List;

import sc.fiji.nnunet.progress.Progress;

/** Sums in single precision; all networks and mirrored copies go into one. */
final class SingleSums implements WindowSums {

	private final List<WindowBatch> batches;
	private final PassesAtOnce passes;
	private final Strip strip;
	private final int[] flips;
	private final int channels;
	private final boolean softmax;
	private final Progress progress;

	/**
	 * @param batches one for each place of the passes
	 * @param flips how each window is mirrored
	 * @param softmax whether output 0 is the background
	 */
	SingleSums(final List<WindowBatch> batches, final PassesAtOnce passes, final Strip strip, final int[] flips,
		final int channels, final boolean softmax, final Progress progress)
	{
		this.batches = batches;
		this.passes = passes;
		this.strip = strip;
		this.flips = flips;
		this.channels = channels;
		this.softmax = softmax;
		this.progress = progress;
	}

	@Override
	public boolean reaches(final int end) {
		return strip.reaches(end);
	}

	@Override
	public void add(final int[] start) {
		for (final int flip : flips) {
			progress.check();
			final WindowBatch batch = batches.get(passes.place());
			batch.add(start, flip, channels);
			if (batch.full()) run(batch);
		}
	}

	private void run(final WindowBatch batch) {
		passes.start(batch::compute, () -> batch.addTo(strip, softmax));
	}

	@Override
	public void flush() {
		final WindowBatch batch = batches.get(passes.place());
		if (!batch.isEmpty()) run(batch);
		passes.finish();
	}

	@Override
	public void release(final int end, final PlaneConsumer consumer) throws IOException {
		strip.release(end, consumer);
	}

	@Override
	public void close() throws IOException {
		passes.close();
		strip.close();
	}
}
