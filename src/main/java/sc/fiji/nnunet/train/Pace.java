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
import java.util.Set;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Processor;

/**
 * How fast a device trains, or {@link Together#pace several}. It follows from the processors' instructions and numbers of
 * threads alone, so that the settings of a training do not depend on what else runs on the computer.
 *
 * @param share of the two cores with bfloat16 by whose speed a budget in minutes is turned into steps and passes over the
 *          data ({@link Regime.Length}): on slower processors as many minutes are fewer of both
 * @param growing whether smaller patches save time; not on a GPU, which is idle then and compiles for each size
 */
record Pace(double share, boolean growing) {

	/** The processor of the presets' own numbers. */
	static final Pace FULL = new Pace(1, true);

	/** A GPU, which the preset's own number is for. */
	static final Pace CARD = new Pace(1, false);

	/** Two threads with AVX-512 and without bfloat16: a step of 1.22 instead of 0.70 s (docs/measurements.md). */
	private static final double WIDE = 0.57;

	/** Two threads with AVX2: 3.1 instead of 14 samples of 29 GFLOP in a second (docs/measurements.md). */
	private static final double NARROW = 0.22;

	/** The threads of these figures. */
	private static final double THREADS = 2;

	/**
	 * The pace of an engine's device.
	 *
	 * @param threads that the user allows; 0 = all
	 */
	static Pace of(final Engine engine, final int threads) {
		if (engine.device().isGpu()) return CARD;
		return here(threads);
	}

	/**
	 * The pace of this computer's processor.
	 *
	 * @param threads that the user allows; 0 = all
	 */
	static Pace here(final int threads) {
		final int used = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
		try {
			return of(Processor.features(Processor.CPUINFO), used);
		}
		catch (final IOException e) {
			return of(Set.of(), used); // NB: as on Windows and macOS, where nothing names the features
		}
	}

	/**
	 * The pace of a processor.
	 *
	 * @param features as Linux names them; empty if unknown, which counts as AVX2, as nearly all have it
	 */
	static Pace of(final Set<String> features, final int threads) {
		if (features.contains("avx512_bf16") || features.contains("amx_bf16")) return FULL;
		return new Pace(features.contains("avx512f") ? WIDE : NARROW, true).times(Math.max(THREADS, threads) / THREADS);
	}

	/** That of something so many times as fast; at most that of the presets' own numbers. */
	Pace times(final double factor) {
		return new Pace(Math.min(1, share * factor), growing);
	}
}
