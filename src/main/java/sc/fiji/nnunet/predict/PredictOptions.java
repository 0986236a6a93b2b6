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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import sc.fiji.nnunet.problem.Problem;

/**
 * Everything that a user can say about a prediction. Make one with {@link #builder()}:
 *
 * <pre>
 * PredictOptions.builder().model(foldFolder).input(images).output(labels).build()
 * </pre>
 *
 * @param model a fold's folder, or a results folder with several folds
 * @param folds which folds of a results folder, such as 0,1,4; empty = all (preset fast: the first)
 * @param ensemble results or fold folders of further configurations whose probabilities are averaged in
 * @param input an image, a folder of images, or a dataset's folder
 * @param part of a dataset's folder: test, training or validation (what the model's fold held out)
 * @param output a folder; for a single image a file is possible too
 * @param checkpoint best, last, or auto = best if there is one
 * @param preset fast, balanced or accurate, see {@link Preset}
 * @param overlap overlap of the windows from 0 to 1; negative = the preset's
 * @param blend gaussian or constant
 * @param tta whether windows are averaged over their mirrored copies; preset accurate does it anyway
 * @param saveProbabilities none, float (NIfTI), byte (8-bit NIfTI) or npy (NVIDIA's C, D, H, W)
 * @param uncertainty whether a map of the folds' disagreement is written
 * @param device auto, cpu, gpu or gpu:N
 * @param threads CPU threads; 0 = all
 * @param overwrite whether finished cases are predicted again
 * @param postProcessing a postprocessing.json to apply, or null
 */
public record PredictOptions(Path model, String folds, List<Path> ensemble, Path input, String part, Path output,
	String checkpoint, String preset, double overlap, String blend, boolean tta, String saveProbabilities,
	boolean uncertainty, String device, int threads, boolean overwrite, Path postProcessing)
{

	/**
	 * Named sets of choices between speed and accuracy.
	 * <p>
	 * NVIDIA's code overlaps by a quarter with constant weights, its documentation by a half with Gaussian ones
	 * (recipe-nvidia.md 1.11), as nnU-Net does; balanced is the latter.
	 * </p>
	 */
	public enum Preset {
			/** Overlap 1/4, one fold, windows without contrast are background. */
			FAST(0.25, false, true),
			/** Overlap 1/2, all folds, windows without contrast are background. */
			BALANCED(0.5, false, true),
			/** Overlap 1/2, all folds, mirrored copies, every window. */
			ACCURATE(0.5, true, false);

		final double overlap;
		final boolean flips;
		final boolean skipConstant;

		Preset(final double overlap, final boolean flips, final boolean skipConstant) {
			this.overlap = overlap;
			this.flips = flips;
			this.skipConstant = skipConstant;
		}

		/** The preset of a name; the name must be one of {@link PredictOptions#PRESETS}. */
		public static Preset named(final String name) {
			return values()[PRESETS.indexOf(name)];
		}
	}

	/** Names of the presets. */
	public static final List<String> PRESETS = List.of("fast", "balanced", "accurate");

	/** Ways to save probabilities. */
	public static final List<String> PROBABILITIES = List.of("none", "float", "byte", "npy");

	/** Parts of a dataset. */
	public static final List<String> PARTS = List.of("test", "training", "validation");

	public PredictOptions {
		ensemble = List.copyOf(ensemble);
	}

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** The overlap that is used. */
	public double effectiveOverlap() {
		return overlap < 0 ? Preset.named(preset).overlap : overlap;
	}

	/** Whether mirrored copies are used. */
	public boolean effectiveFlips() {
		return tta || Preset.named(preset).flips;
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final List<Problem> problems = validateModel();
		if (input == null) problems.add(new Problem("input", "is missing.",
			"Give an image, a folder of images, or a dataset's folder."));
		else if (!Files.exists(input)) problems.add(Problem.of(input, "does not exist.", "Check the path."));
		if (output == null) problems.add(new Problem("output", "is missing.", "Give the folder that gets the labels."));
		return problems;
	}

	/** As {@link #validate()}, but input and output may be missing: for images in memory. */
	public List<Problem> validateModel() {
		final List<Problem> problems = new ArrayList<>();
		folder(problems, "model", model, "Give a fold's folder such as OUT/Task04_Hippocampus/results_3d/fold_0.");
		for (final Path other : ensemble)
			folder(problems, "ensemble", other, "Give results or fold folders of other configurations.");
		if (!folds.matches("\\s*((\\d+|all)\\s*(,\\s*(\\d+|all)\\s*)*)?")) problems.add(new Problem("folds", "is '" + folds +
			"'.", "Give numbers such as 0,1,4, or nothing for all folds."));
		if (!(overlap < 0 || overlap <= 1)) problems.add(new Problem("overlap", "is " + overlap + ".",
			"Give a number from 0 to 1, or -1 for the preset's."));
		if (threads < 0) problems.add(new Problem("threads", "is " + threads + ".", "Give 0 for all, or a number."));
		oneOf(problems, "checkpoint", checkpoint, List.of("auto", "best", "last"));
		oneOf(problems, "preset", preset, PRESETS);
		oneOf(problems, "blend", blend, List.of("gaussian", "constant"));
		oneOf(problems, "saveprobabilities", saveProbabilities, PROBABILITIES);
		oneOf(problems, "part", part, PARTS);
		if (!device.matches("auto|cpu|gpu(:\\d+)?")) problems.add(new Problem("device", "is '" + device + "'.",
			"Give auto, cpu, gpu or gpu:N."));
		if (postProcessing != null && !Files.isRegularFile(postProcessing)) problems.add(Problem.of(postProcessing,
			"is not a file.", "Give the postprocessing.json that cross-validation wrote."));
		return problems;
	}

	private static void folder(final List<Problem> problems, final String name, final Path folder, final String cure) {
		if (folder == null) problems.add(new Problem(name, "is missing.", cure));
		else if (!Files.isDirectory(folder)) problems.add(Problem.of(folder, "is not a folder.", cure));
	}

	private static void oneOf(final List<Problem> problems, final String name, final String value,
		final List<String> choices)
	{
		if (!choices.contains(value)) problems.add(new Problem(name, "is '" + value + "'.", "Give one of " + String.join(
			", ", choices) + "."));
	}

	/** Collects what the user wants; every field starts with its default. */
	public static final class Builder {

		private Path model;
		private String folds = "";
		private List<Path> ensemble = List.of();
		private Path input;
		private String part = PARTS.get(0);
		private Path output;
		private String checkpoint = "auto";
		private String preset = "balanced";
		private double overlap = -1;
		private String blend = "gaussian";
		private boolean tta;
		private String saveProbabilities = PROBABILITIES.get(0);
		private boolean uncertainty;
		private String device = "auto";
		private int threads;
		private boolean overwrite;
		private Path postProcessing;

		public Builder model(final Path v) {
			model = v;
			return this;
		}

		public Builder folds(final String v) {
			folds = v == null ? "" : v;
			return this;
		}

		public Builder ensemble(final List<Path> v) {
			ensemble = v;
			return this;
		}

		public Builder input(final Path v) {
			input = v;
			return this;
		}

		public Builder part(final String v) {
			part = v;
			return this;
		}

		public Builder output(final Path v) {
			output = v;
			return this;
		}

		public Builder checkpoint(final String v) {
			checkpoint = v;
			return this;
		}

		public Builder preset(final String v) {
			preset = v;
			return this;
		}

		public Builder overlap(final double v) {
			overlap = v;
			return this;
		}

		public Builder blend(final String v) {
			blend = v;
			return this;
		}

		public Builder tta(final boolean v) {
			tta = v;
			return this;
		}

		public Builder saveProbabilities(final String v) {
			saveProbabilities = v;
			return this;
		}

		public Builder uncertainty(final boolean v) {
			uncertainty = v;
			return this;
		}

		public Builder device(final String v) {
			device = Objects.requireNonNull(v);
			return this;
		}

		public Builder threads(final int v) {
			threads = v;
			return this;
		}

		public Builder overwrite(final boolean v) {
			overwrite = v;
			return this;
		}

		public Builder postProcessing(final Path v) {
			postProcessing = v;
			return this;
		}

		/** The options as collected; {@link PredictOptions#validate()} tells whether they make sense. */
		public PredictOptions build() {
			return new PredictOptions(model, folds, ensemble, input, part, output, checkpoint, preset, overlap, blend, tta,
				saveProbabilities, uncertainty, device, threads, overwrite, postProcessing);
		}
	}
}
