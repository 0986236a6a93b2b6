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

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of a prediction. Make one with {@link #builder()}:
 *
 * <pre>
 * PredictOptions.builder().model(foldFolder).input(images).output(labels).build()
 * </pre>
 *
 * @param model a fold's folder, or a results folder with several folds
 * @param folds which folds of a results folder, such as 0,1,4, or all for the training on all cases; empty = every
 *          fold but that, if there are others (preset fast: the first of them)
 * @param ensemble results or fold folders of further configurations whose probabilities are averaged in
 * @param previous for the last stage of a cascade: the model of the previous stage, or a folder with its label files;
 *          null: the model beside the last stage's, whose folds of the same names predict first
 * @param input an image, a folder of images, or a dataset's folder
 * @param part which cases of a dataset's folder
 * @param output a folder; for a single image a file is possible too
 * @param checkpoint which checkpoint of each fold
 * @param windows how windows go over an image
 * @param saveProbabilities how probabilities are saved
 * @param uncertainty whether a map of the folds' disagreement is written
 * @param hardware what it runs on
 * @param overwrite whether finished cases are predicted again
 * @param postProcessing a postprocessing.json to apply, or null
 * @param share which cases this process predicts if several share the output folder
 * @param tables which tables of objects are written
 * @param unread problems with the builder's names of choices, which are null here
 */
public record PredictOptions(Path model, String folds, List<Path> ensemble, Path previous, Path input, Part part, Path output,
	ModelFolder.Which checkpoint, Windows windows, Saved saveProbabilities, boolean uncertainty,
	Hardware hardware, boolean overwrite, Path postProcessing, Share share, Tables tables, List<Problem> unread)
{

	/** Parts of a dataset. */
	public enum Part {
			TEST, TRAINING,
			/** The cases that the model's fold held out. */
			VALIDATION
	}

	/** Ways to save probabilities. */
	public enum Saved {
			NONE,
			/** NIfTI of floats. */
			FLOAT,
			/** NIfTI of 8 bits. */
			BYTE,
			/** NVIDIA's NumPy array of floats: C, D, H, W. */
			NPY
	}

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
	}

	/**
	 * How windows go over an image.
	 *
	 * @param preset the choices between speed and accuracy
	 * @param overlap overlap of the windows from 0 to 1; negative = the preset's
	 * @param blend how voxels count where windows overlap
	 * @param tta whether windows are averaged over their mirrored copies; preset accurate always does
	 * @param accumulation how exactly they are added up
	 * @param precision the arithmetic of the networks
	 */
	public record Windows(Preset preset, double overlap, Blend blend, boolean tta, Accumulation accumulation,
		Arithmetic precision)
	{

		/** The overlap that is used. */
		public double effectiveOverlap() {
			return overlap < 0 ? preset.overlap : overlap;
		}

		/** Whether mirrored copies are used. */
		public boolean effectiveFlips() {
			return tta || preset.flips;
		}
	}

	public PredictOptions {
		ensemble = Checks.paths(ensemble);
		unread = Checks.copy(unread);
	}

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(validateModel());
		checks.exists("input", input, "Give an image, a folder of images, or a dataset's folder.");
		final String cure = "Give the folder that gets the labels.";
		if (output != null && ResultFiles.isFile(output)) checks.outputFile("output", output, cure);
		else checks.outputFolder("output", output, cure);
		return checks.problems();
	}

	/** As {@link #validate()}, but input and output may be missing: for images in memory. */
	public List<Problem> validateModel() {
		final Checks checks = new Checks(unread);
		model(checks, "model", model, "Give a fold's folder such as OUT/Task04_Hippocampus/results_3d/fold_0, or a " +
			"model of nnU-Net: a folder, zip file or checkpoint.");
		for (final Path other : ensemble)
			model(checks, "ensemble", other, "Give results or fold folders of other configurations, or models of nnU-Net.");
		if (previous != null) checks.exists("previous", previous,
			"Give the results folder of the previous stage, or a folder with its label files.");
		checks.that(areFolds(folds), "folds", "is '" + folds + "'.",
			"Give numbers such as 0,1,4, or nothing for all folds.");
		checks.range("overlap", windows.overlap, -1, 1, "Give a number from 0 to 1, or -1 for the preset's.");
		checks.that(!uncertainty || windows.accumulation != Accumulation.FP16, "accumulation",
			"is fp16, which gives no map of uncertainty.", "Give accumulation=fp32, or leave uncertainty out.");
		final String device = String.valueOf(hardware.device());
		final boolean gpu = device.startsWith("gpu");
		if (windows.precision != null && (gpu || device.equals("cpu")) && !windows.precision.fits(gpu)) checks
			.all(List.of(windows.precision.problem(hardware.device())));
		if (share != null) checks.that(!share.claims() || !overwrite, "share",
			"is claims together with overwrite, so each process would predict what the others have finished.",
			"Delete the earlier results, or give shares such as 2/4.");
		hardware.check(checks);
		tables.check(checks);
		if (postProcessing != null) checks.file("postprocessing", postProcessing,
			"Give the postprocessing.json that cross-validation wrote.");
		return checks.problems();
	}

	private static void model(final Checks checks, final String option, final Path path, final String cure) {
		checks.that(Models.exists(path), option, path == null ? "is missing." : path +
			" is not a folder, zip file or checkpoint.", cure);
	}

	/** Whether a text is a list of folds; the empty text means all. */
	private static boolean areFolds(final String text) {
		if (text.isBlank()) return true;
		for (final String fold : text.split(",", -1))
			if (!fold.strip().matches("\\d+|all")) return false;
		return true;
	}

	/**
	 * Collects options, each of which starts with its default. A method sets the component of the same name of
	 * {@link PredictOptions} or {@link Windows}; choices are given by name in lower case, such as "balanced".
	 */
	public static final class Builder {

		private Path model;
		private String folds = "";
		private List<Path> ensemble = List.of();
		private Path previous;
		private Path input;
		private String part = "test";
		private Path output;
		private String checkpoint = "auto";
		private String preset = "balanced";
		private double overlap = -1;
		private String blend = "gaussian";
		private boolean tta;
		private String accumulation = "fp32";
		private String precision = "auto";
		private String saveProbabilities = "none";
		private boolean uncertainty;
		private String device = "auto";
		private int threads;
		private boolean overwrite;
		private Path postProcessing;
		private String share = "";
		private boolean table;
		private double minimumSize;

		/** A fold's folder, or a results folder with several folds. */
		public Builder model(final Path v) {
			model = v;
			return this;
		}

		/**
		 * Which folds of a results folder, such as "0,1,4", or "all" for the training on all cases; empty = every fold but
		 * that, if there are others (preset fast: the first of them).
		 */
		public Builder folds(final String v) {
			folds = v == null ? "" : v;
			return this;
		}

		/** Results or fold folders of further configurations; none by default. */
		public Builder ensemble(final List<Path> v) {
			ensemble = v;
			return this;
		}

		/** The previous stage of a cascade: its model, or a folder with its label files; null finds the model itself. */
		public Builder previous(final Path v) {
			previous = v;
			return this;
		}

		/** An image, a folder of images, or a dataset's folder. */
		public Builder input(final Path v) {
			input = v;
			return this;
		}

		/** Which cases of a dataset's folder: "test", "training" or "validation". */
		public Builder part(final String v) {
			part = v;
			return this;
		}

		/** A folder, or for a single image a file. */
		public Builder output(final Path v) {
			output = v;
			return this;
		}

		/** Which checkpoint of each fold: "auto", "best" or "last". */
		public Builder checkpoint(final String v) {
			checkpoint = v;
			return this;
		}

		/** The choices between speed and accuracy: "fast", "balanced" or "accurate". */
		public Builder preset(final String v) {
			preset = v;
			return this;
		}

		/** Overlap of the windows from 0 to 1; negative = the preset's. */
		public Builder overlap(final double v) {
			overlap = v;
			return this;
		}

		/** How voxels count where windows overlap: "gaussian" or "constant". */
		public Builder blend(final String v) {
			blend = v;
			return this;
		}

		/** Whether windows are averaged over their mirrored copies. */
		public Builder tta(final boolean v) {
			tta = v;
			return this;
		}

		/** How windows are added up: "fp32", or "fp16" as nnU-Net does it. */
		public Builder accumulation(final String v) {
			accumulation = v;
			return this;
		}

		/** The arithmetic of the networks: "auto", "fp32", "bf16" on CPUs or "fp16" on GPUs. */
		public Builder precision(final String v) {
			precision = v;
			return this;
		}

		/** How probabilities are saved: "none", "float", "byte" or "npy". */
		public Builder saveProbabilities(final String v) {
			saveProbabilities = v;
			return this;
		}

		/** Whether a map of the folds' disagreement is written. */
		public Builder uncertainty(final boolean v) {
			uncertainty = v;
			return this;
		}

		/** The device: "auto", "cpu", "gpu" or "gpu:N". */
		public Builder device(final String v) {
			device = v;
			return this;
		}

		/** CPU threads; 0 = all. */
		public Builder threads(final int v) {
			threads = v;
			return this;
		}

		/** Whether finished cases are predicted again. */
		public Builder overwrite(final boolean v) {
			overwrite = v;
			return this;
		}

		/** Which cases this process predicts: "claims" for those that are free, "2/4" for a quarter; empty = all. */
		public Builder share(final String v) {
			share = v;
			return this;
		}

		/** A postprocessing.json to apply, or null. */
		public Builder postProcessing(final Path v) {
			postProcessing = v;
			return this;
		}

		/** Whether tables of the objects are written: size, centre and intensities of each, and their counts. */
		public Builder table(final boolean v) {
			table = v;
			return this;
		}

		/** The size from which objects are in the tables, in the unit of their image, squared or cubed; 0 = all. */
		public Builder minimumSize(final double v) {
			minimumSize = v;
			return this;
		}

		/** The options as collected; {@link PredictOptions#validate()} tells whether they make sense. */
		public PredictOptions build() {
			final Checks words = new Checks();
			final Windows windows = new Windows(words.choice("preset", preset, Preset.class), overlap,
				words.choice("blend", blend, Blend.class), tta, words.choice("accumulation", accumulation,
					Accumulation.class), words.choice("precision", precision, Arithmetic.class));
			return new PredictOptions(model, folds, ensemble, previous, input, words.choice("part", part, Part.class), output,
				words.choice("checkpoint", checkpoint, ModelFolder.Which.class), windows,
				words.choice("saveprobabilities", saveProbabilities, Saved.class), uncertainty,
				new Hardware(device, threads, false), overwrite, postProcessing, Share.of(words, share),
				new Tables(table, minimumSize), words.problems());
		}
	}
}
