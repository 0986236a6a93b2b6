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
package sc.fiji.nnunet.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import sc.fiji.nnunet.plan.Plan;

/**
 * A model of the library.
 *
 * @param path what {@code model=} takes: a fold's folder, a results folder, the folder or zip file of nnU-Net, or what
 *          was exported
 * @param kind where it comes from
 * @param folds the names of its folds
 * @param plan what it predicts and how
 * @param score mean Dice of its held-out cases, of the last validation if there was no test, NaN if none is known
 * @param bytes the size of its weights
 * @param licence as its description states, or empty
 * @param picture a picture of its results, which may lie in the zip file {@code path}, or null
 */
public record LibraryModel(Path path, Kind kind, List<String> folds, Plan plan, double score, long bytes,
	String licence, Path picture)
{

	private static final int MANY = 8;

	/** Where a model comes from. */
	public enum Kind {
			/** Trained here: one fold, or the folds of a results folder together. */
			TRAINED("trained here"),
			/** Trained by nnU-Net v2 elsewhere. */
			IMPORTED("nnU-Net v2"),
			/** A SavedModel or package that was exported. */
			EXPORTED("exported");

		private final String words;

		Kind(final String words) {
			this.words = words;
		}

		/** The kind in words. */
		public String words() {
			return words;
		}
	}

	public LibraryModel {
		folds = List.copyOf(folds);
	}

	/** A name for lists: "Task04_Hippocampus 3d, fold 0". */
	public String name() {
		return plan.dataset() + " " + plan.configuration() + (folds.isEmpty() ? "" : folds.size() == 1 ? ", fold " + folds
			.get(0) : ", folds " + String.join(" ", folds));
	}

	/** The names of its classes without background and border; of many the first ones. */
	public String labels() {
		final List<String> names = plan.labels().segmented();
		if (names.size() <= MANY) return String.join(", ", names);
		return String.join(", ", names.subList(0, MANY)) + " and " + (names.size() - MANY) + " more";
	}

	/** The size of the voxels that it works on, x, y and z: "1 x 1 x 1 mm". */
	public String spacing() {
		final List<Double> zyx = plan.spacing();
		final StringBuilder text = new StringBuilder();
		for (int d = zyx.size() - 1; d >= (plan.is2d() ? 1 : 0); d--)
			text.append(text.isEmpty() ? "" : " x ").append(number(zyx.get(d)));
		return text + " mm";
	}

	private static String number(final double value) {
		final String text = String.format(Locale.ROOT, "%.3g", value);
		return text.contains(".") && !text.contains("e") ? text.replaceAll("\\.?0+$", "") : text;
	}

	/** The mean Dice of its held-out cases; empty if it was not tested. */
	public String dice() {
		return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.3f", score);
	}

	/** The size of its weights: "12.3 MB". */
	public String size() {
		return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
	}

	/** What an image needs: the names of the channels. */
	public String channels() {
		return plan.channels().stream().collect(Collectors.joining(", "));
	}

	/** Everything in one line. */
	public String line() {
		final List<String> parts = new ArrayList<>(List.of(name(), "labels " + labels(), "voxels of " + spacing(), size()));
		if (!Double.isNaN(score)) parts.add("Dice " + dice());
		if (!licence.isEmpty()) parts.add("licence " + licence);
		return String.join("; ", parts) + ": " + path;
	}
}
