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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What made the labels in a folder, stored there as {@code prediction.json}: so that a second run takes finished cases
 * only for finished if they are its own.
 *
 * @param format version of this file form; 1
 * @param models the folders of the checkpoints and when they were written
 * @param overlap overlap of the windows
 * @param blend gaussian or constant
 * @param flips whether mirrored copies were averaged
 * @param preset the preset
 * @param postProcessing the post-processing that was applied, or null
 */
record RunRecord(int format, List<String> models, double overlap, String blend, boolean flips, String preset,
	String postProcessing)
{

	private static final String FILE = "prediction.json";

	static RunRecord of(final PredictOptions options, final List<ModelFolder> models) throws IOException {
		final List<String> names = new ArrayList<>();
		for (final ModelFolder model : models)
			for (final ModelFolder.Fold fold : model.folds()) {
				final Path checkpoint = fold.checkpoint(options.checkpoint()).toAbsolutePath().normalize();
				names.add(checkpoint + " of " + written(checkpoint));
			}
		final PredictOptions.Windows windows = options.windows();
		return new RunRecord(1, names, windows.effectiveOverlap(), Checks.word(windows.blend()),
			windows.effectiveFlips(), Checks.word(windows.preset()), options.postProcessing() == null ? null :
				options.postProcessing().toAbsolutePath().normalize().toString());
	}

	/** When a checkpoint was written: a training that went on makes another model. */
	private static Instant written(final Path checkpoint) throws IOException {
		Instant newest = Instant.EPOCH;
		try (Stream<Path> files = Files.list(checkpoint)) {
			for (final Path file : files.toList()) {
				final Instant time = Files.getLastModifiedTime(file).toInstant();
				if (time.isAfter(newest)) newest = time;
			}
		}
		return newest.truncatedTo(ChronoUnit.SECONDS);
	}

	/**
	 * Compares with what an output folder says.
	 *
	 * @param finished how many cases would be skipped
	 * @throws ProblemException if they were made by another model or other settings
	 */
	void check(final PredictOptions options, final long finished) throws IOException {
		final Path file = options.output().resolve(FILE);
		if (options.overwrite() || finished == 0 || !Files.exists(file)) return;
		final RunRecord other = JsonFile.read(file, RunRecord.class, "the record of a prediction",
			"Delete it, or give overwrite=true.");
		if (!equals(other)) throw new ProblemException(options.output(), "holds " + finished +
			" predictions of another model or with other settings (" + other + "; now " + this + ").",
			"Give another output folder, or overwrite=true to replace them.");
	}

	void write(final Path folder) throws IOException {
		WholeFile.write(folder.resolve(FILE), Json.escaped(Json.pageWithNulls(this)));
	}
}
