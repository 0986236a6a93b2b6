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
package sc.fiji.nnunet.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of an export. Make one with {@link #builder()}:
 *
 * <pre>
 * ExportOptions.builder().model(foldFolder).output(folder).build()
 * </pre>
 *
 * @param model a fold's folder, a results folder with several folds, or a model of nnU-Net in any form that
 *          {@link Models} knows
 * @param folds which folds of a results folder, such as 0,1,4, whose logits are averaged, or all for the training on
 *          all cases; empty = every fold but that, if there are others
 * @param checkpoint which checkpoint of each fold
 * @param output the folder that gets the formats
 * @param formats what is written; empty = every format that the model's recipe allows, and the package for
 *          bioimage.io only with a licence
 * @param precision the arithmetic of the SavedModel; with bf16 or fp16 it is written in addition to the one of float32
 * @param about what the package for bioimage.io says
 * @param loadsm whether the SavedModel of float32 is evaluated and handed back although a shorter one was written
 * @param dataset the dataset whose held-out cases are predicted with the SavedModel and evaluated; null = none are
 * @param hardware what reads the model and computes its test output
 * @param unread problems with the builder's names of choices, which are null here
 */
public record ExportOptions(Path model, String folds, ModelFolder.Which checkpoint, Path output, List<Format> formats,
	Precision precision, About about, boolean loadsm, Path dataset, Hardware hardware, List<Problem> unread)
{

	private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]*");

	/**
	 * What the package for bioimage.io says about the model.
	 *
	 * @param name its name; empty = dataset and configuration
	 * @param description a sentence; empty = what is known
	 * @param authors names, separated by commas; empty = unknown
	 * @param licence an identifier of SPDX, such as CC-BY-4.0; empty = none was chosen, and no package is written
	 * @param citation a text with a DOI or an address; empty = only nnU-Net is cited
	 */
	public record About(String name, String description, String authors, String licence, String citation) {
	}

	public ExportOptions {
		formats = List.copyOf(formats);
		unread = Checks.copy(unread);
	}

	/** A builder that holds the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		checks.that(Models.exists(model), "model", model == null ? "is missing." : model +
			" is not a folder, zip file or checkpoint.", "Give a fold's folder such as " +
				"OUT/Task04_Hippocampus/results_3d/fold_0, or a model of nnU-Net.");
		checks.outputFolder("output", output, "Give the folder that gets the exported files.");
		hardware.check(checks);
		checks.that(about.name.isEmpty() || ExportNames.isPackageName(about.name), "name", "is '" + about.name + "'.",
			"Give 5 to 128 letters, digits, blanks or _-(), such as Liver in CT.");
		checks.that(about.licence.isEmpty() || LICENCE.matcher(about.licence).matches(), "licence", "is '" +
			about.licence + "'.", "Give an identifier of SPDX, such as CC-BY-4.0, CC0-1.0 or MIT.");
		checks.that(!about.licence.isEmpty() || !formats.contains(Format.BIOIMAGEIO), "licence",
			"is missing: a package for bioimage.io must state one, which only its author can choose.",
			"Give the licence as SPDX names it, such as CC-BY-4.0, CC0-1.0 or MIT, or other formats.");
		checks.that(about.citation.isEmpty() || Citation.of(about.citation).isPresent(), "citation",
			"has neither a DOI nor an address.", "Add one, such as 10.1038/s41592-020-01008-z or https://example.org.");
		if (dataset != null) {
			checks.folder("dataset", dataset, "Give the dataset's folder, which contains the held-out images.");
			checks.that(formats.isEmpty() || formats.contains(Format.SAVEDMODEL), "formats",
				"lacks savedmodel, which is needed to evaluate.", "Add savedmodel, or give no dataset.");
		}
		return checks.problems();
	}

	/** Collects options, each of which starts with its default; choices are given by name, such as "onnx". */
	public static final class Builder {

		private Path model;
		private String folds = "";
		private String checkpoint = "auto";
		private Path output;
		private String formats = "";
		private String precision = "fp32";
		private String name = "";
		private String description = "";
		private String authors = "";
		private String licence = "";
		private String citation = "";
		private boolean loadsm;
		private Path dataset;
		private String device = "auto";
		private int threads;

		/** A fold's folder, or a results folder with several folds. */
		public Builder model(final Path v) {
			model = v;
			return this;
		}

		/**
		 * Which folds of a results folder, such as "0,1,4", or "all" for the training on all cases; empty = every fold but
		 * that, if there are others.
		 */
		public Builder folds(final String v) {
			folds = v == null ? "" : v;
			return this;
		}

		/** Which checkpoint of each fold: "auto", "best" or "last". */
		public Builder checkpoint(final String v) {
			checkpoint = v;
			return this;
		}

		/** The folder that gets the formats. */
		public Builder output(final Path v) {
			output = v;
			return this;
		}

		/** What is written, such as "bioimageio,onnx"; empty = all that recipe and licence allow. */
		public Builder formats(final String v) {
			formats = v == null ? "" : v;
			return this;
		}

		/** The arithmetic of the SavedModel: "fp32", "bf16" or "fp16". */
		public Builder precision(final String v) {
			precision = v;
			return this;
		}

		/** The package's name; empty = dataset and configuration. */
		public Builder name(final String v) {
			name = v == null ? "" : v;
			return this;
		}

		/** What the model does, in a sentence; empty = what it segments. */
		public Builder description(final String v) {
			description = v == null ? "" : v;
			return this;
		}

		/** The authors' names, separated by commas. */
		public Builder authors(final String v) {
			authors = v == null ? "" : v;
			return this;
		}

		/** The licence of the package, as SPDX names it; empty = none was chosen, so that no package is written. */
		public Builder licence(final String v) {
			licence = v == null ? "" : v;
			return this;
		}

		/** What users should cite, with a DOI or an address; empty = only nnU-Net. */
		public Builder citation(final String v) {
			citation = v == null ? "" : v;
			return this;
		}

		/** Whether the SavedModel of float32 is evaluated and handed back although a shorter one was written. */
		public Builder loadsm(final boolean v) {
			loadsm = v;
			return this;
		}

		/** The dataset whose held-out cases are evaluated; null = none are. */
		public Builder dataset(final Path v) {
			dataset = v;
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

		/** The options as collected; {@link ExportOptions#validate()} tells whether they make sense. */
		public ExportOptions build() {
			final Checks words = new Checks();
			final List<Format> chosen = new ArrayList<>();
			for (final String word : formats.split("[,\\s]+")) {
				final Format format = word.isEmpty() ? null : words.choice("formats", word, Format.class);
				if (format != null && !chosen.contains(format)) chosen.add(format);
			}
			return new ExportOptions(model, folds, words.choice("checkpoint", checkpoint, ModelFolder.Which.class),
				output, chosen, words.choice("precision", precision, Precision.class), new About(name, description,
					authors, licence, citation), loadsm, dataset, new Hardware(device, threads, false), words
						.problems());
		}
	}
}
