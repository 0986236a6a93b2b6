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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.util.function.DoubleSupplier;

import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.progress.Progress;

/**
 * Batches of a training whose patches are smaller at first ({@link Patches}) and those of its plan from a share of its
 * time on.
 * Where they never are smaller, it is the loader and nothing else.
 */
final class GrowingPatches implements Feeding.Source {

	/** Opens a loader. */
	interface Opener {

		BatchLoader open(TrainSettings settings, long firstStep) throws IOException;
	}

	private final TrainSettings settings;
	private final Opener opener;
	private final DoubleSupplier passed;
	private final Progress progress;

	private BatchLoader loader;
	private boolean small;
	private Batch tried;
	private long step;
	private double waited;

	/**
	 * @param settings those of the plan's patches
	 * @param opener opens the loader for other settings or the same
	 * @param step the number of training steps before the first batch
	 * @param passed the share of the training's time that has passed
	 * @param progress is told when patches become larger
	 */
	GrowingPatches(final TrainSettings settings, final Opener opener, final long step, final DoubleSupplier passed,
		final Progress progress) throws IOException
	{
		this.settings = settings;
		this.opener = opener;
		this.step = step;
		this.passed = passed;
		this.progress = progress;
		small = passed.getAsDouble() < settings.smallUntil();
		loader = opener.open(small ? settings.small() : settings, step);
	}

	/** Whether the next batches are of smaller patches. */
	boolean areSmall() {
		return small;
	}

	/** A batch of the largest patches, to try a step with. NB: before the first {@link #next()}. */
	Batch whole() throws IOException {
		if (!small) return first();
		try (BatchLoader other = opener.open(settings, step)) {
			return other.next();
		}
	}

	/** The batch that {@link #next()} returns first, to try a step with. */
	Batch first() throws IOException {
		if (tried == null) tried = loader.next();
		return tried;
	}

	@Override
	public Batch next() throws IOException {
		if (small && passed.getAsDouble() >= settings.smallUntil()) grow();
		step++;
		if (tried == null) return loader.next();
		final Batch batch = tried;
		tried = null;
		return batch;
	}

	private void grow() throws IOException {
		waited += loader.waitedSeconds();
		loader.close();
		tried = null;
		small = false;
		loader = opener.open(settings, step);
		progress.message("Patches are " + settings.plan().patch() + " from step " + (step + 1) + " on");
	}

	@Override
	public double waitedSeconds() {
		return waited + loader.waitedSeconds();
	}

	@Override
	public void close() {
		loader.close();
	}
}
