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
import java.util.Locale;
import java.util.Optional;

import sc.fiji.nnunet.file.JsonFile;

/**
 * The weights with which a finished fold predicts, and the scores of all that it could predict with, as stored in its
 * folder. The scores are mean foreground Dice of the held-out cases in prepared space.
 *
 * @param format version of this file format; 1
 * @param step the number of training steps
 * @param weights which ones are used
 * @param selectedOn what they were chosen on: nothing, or the held-out cases, which makes their score too high
 * @param last score of the last step's weights; null without held-out cases, or if only the weights that are used were
 *          measured
 * @param averaged score of the averaged weights after the last step; null if there are none
 * @param best highest score of all validations; null before the first, and if there is only one
 */
public record Selection(int format, long step, Weights weights, Choice selectedOn, Double last, Double averaged,
	Double best)
{

	/** The file in the fold's folder. */
	public static final String FILE = "selection.json";

	private static final int FORMAT = 1;

	/** The weights of a fold. */
	public enum Weights {
			/** Those after the last step. */
			LAST,
			/** Their average over the last part of the steps. */
			AVERAGED,
			/** Those of the validation with the highest score. */
			BEST
	}

	/** What something was chosen on. */
	public enum Choice {
			/** No choice was made: the weights were fixed before the training. */
			NOTHING,
			/** The cases with which the fold is tested. */
			HELD_OUT_CASES
	}

	/** The selection of a training that has ended. */
	public static Selection of(final long step, final Weights weights, final Choice selectedOn, final double last,
		final double averaged, final double best)
	{
		return new Selection(FORMAT, step, weights, selectedOn, number(last), number(averaged), number(best));
	}

	private static Double number(final double value) {
		return Double.isFinite(value) ? value : null;
	}

	/** What a fold's folder says; empty for folds of earlier versions and for trainings that have not ended. */
	public static Optional<Selection> read(final Path foldFolder) throws IOException {
		final Path file = foldFolder.resolve(FILE);
		if (!Files.exists(file)) return Optional.empty();
		return Optional.of(JsonFile.read(file, Selection.class, "the selection of a training",
			"Remove it: the best checkpoint is used then."));
	}

	/** Stores the selection in a fold's folder. */
	public void write(final Path foldFolder) throws IOException {
		JsonFile.write(foldFolder.resolve(FILE), this);
	}

	/** Whether the checkpoint of the last step holds the weights. */
	boolean isLast() {
		return weights != Weights.BEST;
	}

	/** The scores in words. */
	public String words() {
		if (last == null && averaged == null) return "Used for prediction: the " + name(weights) + " weights.";
		final StringBuilder words = new StringBuilder("Validation Dice of the weights at the end: ");
		if (averaged != null) words.append(String.format(Locale.ROOT, "averaged %.4f", averaged));
		if (averaged != null && last != null) words.append(", ");
		if (last != null) words.append(String.format(Locale.ROOT, "last %.4f", last));
		if (best != null) words.append(String.format(Locale.ROOT,
			"; of the best validation %.4f (chosen on these cases, so too high)", best));
		return words + ". Used for prediction: " + name(weights) + (selectedOn == Choice.NOTHING
			? ", which was chosen on nothing." : ", which was chosen on the held-out cases.");
	}

	private static String name(final Weights weights) {
		return weights.name().toLowerCase(Locale.ROOT);
	}
}
