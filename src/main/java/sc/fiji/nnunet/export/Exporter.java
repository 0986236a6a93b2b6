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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Writes a trained model in the formats of other programs. */
public final class Exporter {

	private final ExportOptions options;
	private final ModelFolder folder;
	private final Engine engine;
	private final Progress progress;
	private final List<Path> files = new ArrayList<>();
	private Path savedModel;

	private Exporter(final ExportOptions options, final ModelFolder folder, final Engine engine,
		final Progress progress)
	{
		this.options = options;
		this.folder = folder;
		this.engine = engine;
		this.progress = progress;
	}

	/**
	 * Exports a model. Each file is written whole or not at all; those that are written stay if the user cancels.
	 *
	 * @param model the model folder that the options name, opened
	 * @param engine reads the weights
	 * @throws ProblemException if the options or the model cannot be used, or a format cannot hold the model
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancelled
	 */
	public static ExportResult run(final ExportOptions options, final ModelFolder model, final Engine engine,
		final Progress progress) throws IOException
	{
		return new Exporter(options, model.select(options.folds()), engine, progress).run();
	}

	private ExportResult run() throws IOException {
		final Plan plan = folder.plan();
		if (folder.isExported()) throw new ProblemException(folder.folder(), "was exported already.",
			"Export the fold that it was made from.");
		final List<Format> formats = formats(plan);
		requireReplaceable(formats, plan);
		progress.update(0, "reading the model");
		final TrainedModel model = TrainedModel.read(folder, options.checkpoint(), engine);
		if (formats.contains(Format.ONNX) || formats.contains(Format.TORCHSCRIPT)) for (final String rule : OwnRules.of(plan,
			new Description(model, options.about()).axes()))
			progress.message("In other programs: " + rule);
		WholeFile.createFolder(options.output());
		Leftovers.remove(options.output());
		for (int i = 0; i < formats.size(); i++) {
			final Progress part = progress.part(0.1 + 0.9 * i / formats.size(), 0.1 + 0.9 * (i + 1) / formats.size());
			part.check();
			part.update(0, "writing " + formats.get(i).name().toLowerCase(Locale.ROOT));
			final Path file = write(model, formats.get(i), part);
			files.add(file);
			progress.message(file.toString());
		}
		return new ExportResult(files, savedModel, null);
	}

	/** The formats that are written; NB: refused before anything is written. */
	private List<Format> formats(final Plan plan) throws ProblemException {
		final List<Format> wanted = new ArrayList<>(options.formats().isEmpty() ? Format.ALL : options.formats());
		if (options.formats().isEmpty() && options.about().licence().isEmpty()) {
			wanted.remove(Format.BIOIMAGEIO);
			progress.message("Without the package for bioimage.io, which must state a licence: choose one, such as " +
				"licence=CC-BY-4.0, CC0-1.0 or MIT.");
		}
		if (!wanted.contains(Format.NNUNET)) return wanted;
		try {
			NnUNetFolder.check(plan);
		}
		catch (final ProblemException exc) {
			if (!options.formats().isEmpty()) throw exc;
			wanted.remove(Format.NNUNET);
			progress.message("Without nnU-Net's own folder. " + exc.problems().get(0).what());
		}
		return wanted;
	}

	/** NB: refused before anything is written. */
	private void requireReplaceable(final List<Format> formats, final Plan plan) throws IOException {
		if (formats.contains(Format.NNUNET)) new EarlierExport(target(plan, Format.NNUNET)).requireOf(plan);
		if (!formats.contains(Format.SAVEDMODEL)) return;
		requireSame(plain(plan), plan);
		requireSame(target(plan, Format.SAVEDMODEL), plan);
	}

	/** NB: of a task, the name of a SavedModel's folder has the number only. */
	private static void requireSame(final Path savedModel, final Plan plan) throws IOException {
		final Path file = savedModel.resolve(PlanFile.NAME);
		if (!Files.exists(file)) return;
		final Plan other = PlanFile.read(file);
		if (Objects.equals(other.dataset(), plan.dataset()) && other.configuration().equals(plan.configuration())) return;
		throw new ProblemException(savedModel, "holds an export of " + other.dataset() + ", " + other.configuration() +
			", which would be replaced by " + plan.dataset() + ", " + plan.configuration() + ".",
			"Give another output folder, or move that export away.");
	}

	/** The file or folder that a format is written to. */
	private Path target(final Plan plan, final Format format) {
		final String name = options.about().name().isEmpty() ? ExportNames.of(plan) : ExportNames.file(options.about()
			.name());
		return switch (format) {
			case BIOIMAGEIO -> options.output().resolve(name + ".zip");
			case ONNX -> options.output().resolve(name + ".onnx");
			case TORCHSCRIPT -> options.output().resolve(name + ".pt");
			case SAVEDMODEL -> options.output().resolve(ExportNames.savedModel(plan, options.precision() !=
				Precision.FP32));
			case NNUNET -> NnUNetFolder.in(options.output(), plan);
		};
	}

	/** The folder of the SavedModel of float32, which is written beside a shorter one, too. */
	private Path plain(final Plan plan) {
		return options.output().resolve(ExportNames.savedModel(plan, false));
	}

	private Path write(final TrainedModel model, final Format format, final Progress part) throws IOException {
		final Path file = target(model.plan(), format);
		switch (format) {
			case BIOIMAGEIO -> new BioimagePackage(model, options.about(), validation(folder, options.checkpoint()), engine)
				.write(file, part);
			case ONNX -> OnnxFile.write(model, file);
			case TORCHSCRIPT -> TorchScriptFile.write(model, file, part);
			case SAVEDMODEL -> {
				final Path plain = plain(model.plan());
				savedModel(model, Precision.FP32, plain);
				if (options.precision() != Precision.FP32) savedModel(model, options.precision(), file);
				savedModel = options.loadsm() ? plain : file;
			}
			case NNUNET -> NnUNetFolder.write(model, file, part);
		}
		return file;
	}

	/** NB: without saved_model.pb the folder is no model, so that file comes last and goes first. */
	private void savedModel(final TrainedModel model, final Precision precision, final Path target) throws IOException {
		WholeFile.createFolder(target.resolve("variables"));
		Files.deleteIfExists(target.resolve("saved_model.pb"));
		Files.deleteIfExists(target.resolve(FoldCases.FILE));
		PlanFile.write(target.resolve(PlanFile.NAME), model.plan());
		final Path cases = folder.folds().get(0).folder().resolve(FoldCases.FILE);
		if (folder.folds().size() == 1 && Files.exists(cases)) FoldCases.read(cases.getParent(),
			List.of()).orElseThrow()
			.write(target);
		engine.writeSavedModel(model.frozen(precision, false), target);
	}

	/**
	 * What is known about the quality of a fold that validated its held-out cases: nothing if other weights than those
	 * that its training selected are exported.
	 */
	static String validation(final ModelFolder model, final ModelFolder.Which checkpoint) throws IOException {
		if (model.folds().size() > 1) return "";
		final ModelFolder.Fold fold = model.folds().get(0);
		final Path summary = fold.folder().resolve(SummaryFile.NAME);
		if (!Files.exists(summary) || !fold.checkpoint(checkpoint).equals(fold.checkpoint(ModelFolder.Which.AUTO))) return "";
		return String.format(Locale.ROOT, "Mean Dice of the foreground on the cases that the fold held out: %.4f.",
			SummaryFile.read(summary).dice());
	}
}
