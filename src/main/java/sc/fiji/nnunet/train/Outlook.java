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
import java.util.Locale;

import sc.fiji.nnunet.engine.MachineMemory;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.progress.Seconds;

/**
 * An estimate of what a training will need, made before it begins and without the engine: the memory of a step and, on
 * CPUs, the time.
 */
public final class Outlook {

	private final TrainSettings settings;
	private final int cases;

	private Outlook(final TrainSettings settings, final int cases) {
		this.settings = settings;
		this.cases = cases;
	}

	/**
	 * Estimates a training from the preprocessed dataset.
	 *
	 * @param given the user's options; must be valid
	 * @param processor whether CPUs train, and not a GPU
	 */
	public static Outlook of(final TrainOptions given, final boolean processor) throws IOException {
		final TrainOptions options = given.likeFolds();
		final PreprocessedDataset data = PreprocessedDataset.open(options.data(), options.configuration());
		final TrainingFold fold = TrainingFold.of(options, data);
		return new Outlook(TrainSettings.of(options, data.plan(), fold.training().size(), fold.oriented(data),
			Precision.FP32, 1, processor ? Pace.here(options.hardware().threads()) : Pace.CARD, TrainingFold.slices(data)),
			fold.training().size());
	}

	/** In words, for a device whose memory and speed are unknown here. */
	public String words() {
		return "A step needs about " + MemoryEstimate.text(bytes()) + " of its memory.";
	}

	/**
	 * In words, for CPUs.
	 *
	 * @param operationsPerSecond floating-point operations per second of all CPUs
	 */
	public String words(final MachineMemory memory, final double operationsPerSecond) {
		final double step = new Passes(settings.plan(), cases, operationsPerSecond).seconds();
		final Budget budget = settings.budget();
		final long steps = budget.totalSteps(settings.stepsPerEpoch());
		final double limit = budget.timed() ? 60 * budget.minutes() : Double.POSITIVE_INFINITY;
		final String time;
		if (limit < steps * step) time = String.format(Locale.ROOT, "%s are about %d steps", Seconds.words(limit), Math.max(
			1, Math.round(limit / step)));
		else time = String.format(Locale.ROOT, "%d steps take about %s", steps, Seconds.words(steps * step));
		return "A step needs about " + MemoryEstimate.text(bytes()) + " of the " + MemoryEstimate.text(memory.available()) +
			" that are free, and about " + Seconds.words(step) + ": " + time + ".";
	}

	private long bytes() {
		return new MemoryEstimate(settings.plan().network(), settings.training().precision(), settings.plan().patch(),
			settings.plan().batchSize(), true).bytes();
	}
}
