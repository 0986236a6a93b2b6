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
package sc.fiji.nnunet.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.file.JsonFile;

/**
 * What a trial gave in one round, as stored on disk.
 *
 * @param format version of the file format; 1
 * @param trial the trial's number
 * @param rung the round's number
 * @param options the options that differ from the preset
 * @param dice mean foreground Dice of the inner held-out cases with the weights at the end; null if the trial failed
 * @param steps the number of training steps
 * @param seconds the time that it took
 * @param problem why it failed; null if it did not
 */
public record Outcome(int format, int trial, int rung, Map<String, String> options, Double dice, long steps,
	double seconds, String problem)
{

	private static final int FORMAT = 1;

	static Outcome of(final Trial trial, final Rung rung, final Score score) {
		return new Outcome(FORMAT, trial.number(), rung.number(), trial.options(), score.dice(), score.steps(), score
			.seconds(), null);
	}

	static Outcome failed(final Trial trial, final Rung rung, final double seconds, final String problem) {
		return new Outcome(FORMAT, trial.number(), rung.number(), trial.options(), null, 0, seconds, problem);
	}

	/**
	 * The result of a trial's training.
	 *
	 * @param dice with the weights at the end
	 */
	public record Score(double dice, long steps, double seconds) {
	}

	static Path file(final Path folder, final int trial, final int rung) {
		return folder.resolve("trial_" + trial + "_round_" + rung + ".json");
	}

	void write(final Path folder) throws IOException {
		JsonFile.write(file(folder, trial, rung), this);
	}

	static Optional<Outcome> read(final Path folder, final Trial trial, final Rung rung) throws IOException {
		final Path file = file(folder, trial.number(), rung.number());
		if (!Files.exists(file)) return Optional.empty();
		return Optional.of(JsonFile.read(file, Outcome.class, "the result of a trial", "Remove it to repeat the trial."));
	}

	/** The Dice for comparisons; a failed trial is the lowest. */
	double rank() {
		return dice == null || dice.isNaN() ? Double.NEGATIVE_INFINITY : dice;
	}
}
