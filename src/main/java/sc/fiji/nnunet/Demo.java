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
package sc.fiji.nnunet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Baselines;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.Overlay;
import sc.fiji.nnunet.train.Preset;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/**
 * The complete workflow on the built-in sample, as a user would run it in four steps.
 * <p>
 * It writes {@code raw/} (the phantom in decathlon layout), {@code Task00_Phantom/} (the results of preprocessing and
 * training), {@code predictions/} with {@code summary.json} and {@code report.html} to the output folder. It can be
 * stopped at any time; the next run resumes.
 * </p>
 */
final class Demo {

	private static final String NAME = "Task00_Phantom";
	private static final String CONFIGURATION = "3d";

	private final NnUNet nnunet;
	private final DemoOptions options;
	private final Progress progress;

	Demo(final NnUNet nnunet, final DemoOptions options, final Progress progress) {
		this.nnunet = nnunet;
		this.options = options;
		this.progress = progress;
	}

	DemoResult run() throws IOException {
		if (!options.validate().isEmpty()) throw new ProblemException(options.validate());
		final Path raw = options.output().resolve("raw").resolve(NAME);
		final Path data = options.output().resolve(NAME);
		final Path predictions = options.output().resolve("predictions");
		progress.message("Phantom: two structures that differ by place and texture, with noise and a bias field");
		final Dataset dataset = Files.exists(raw.resolve("dataset.json")) && !options.force() ? Datasets.open(raw) : Phantom
			.standard().write(raw, progress.part(0, 0.02));
		nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(options.output()).force(options.force()).build(),
			progress.part(0.02, 0.04));
		final TrainResult training = nnunet.train(TrainOptions.builder().data(data).configuration(CONFIGURATION).fold(0)
			.minutes(options.minutes()).preset(Preset.CPU.name()).finalValidation(false).force(options.force()).build(),
			progress.part(0.04, 0.92));
		if (training.cancelled()) progress.check();
		final PredictResult predicted = nnunet.predict(PredictOptions.builder().model(training.folder()).input(raw.resolve(
			"imagesTs")).output(predictions).overwrite(true).build(), progress.part(0.92, 0.96));
		if (predicted.exitCode() != 0) throw new IOException("The phantom's test images could not be predicted: " +
			predicted.failures());
		final Summary summary = nnunet.evaluate(EvaluateOptions.builder().predictions(predictions).references(raw.resolve(
			"labelsTs")).dataset(raw).output(predictions.resolve(SummaryFile.NAME)).build(), progress.part(0.96, 0.97));
		final List<Case> held = withLabels(dataset, raw.resolve("labelsTs"));
		final Baselines baselines = Baselines.of(dataset.training(), held, dataset.labels(), progress.part(0.97, 0.99));
		final Path report = new DemoReport(options.output(), training.folder(), dataset, summary, baselines, overlays(held,
			predictions, dataset)).write();
		showResults(summary, baselines, dataset, report);
		return new DemoResult(summary, baselines, report);
	}

	/** The test cases together with their labels, which the dataset does not mention. */
	private static List<Case> withLabels(final Dataset dataset, final Path labels) {
		return dataset.test().stream().map(one -> new Case(one.name(), one.images(), labels.resolve(one.name() +
			".nii.gz"))).toList();
	}

	private static List<Path> overlays(final List<Case> cases, final Path predictions, final Dataset dataset)
		throws IOException
	{
		final List<Path> pictures = new ArrayList<>();
		for (final Case one : cases) {
			final Path png = predictions.resolve(one.name() + ".png");
			new Overlay(ImageFile.read(one.images()), ImageFile.readLabels(one.label()), ImageFile.readLabels(predictions
				.resolve(one.name() + ".nii.gz")), dataset.labels()).write(png);
			pictures.add(png);
		}
		return pictures;
	}

	private void showResults(final Summary summary, final Baselines baselines, final Dataset dataset, final Path report) {
		progress.message("Cases that were not used for training:");
		progress.message(new SummaryTable(summary).text());
		progress.message("Dice per structure     network   best threshold   mean label image");
		for (int label = 1; label < dataset.labels().classes(); label++)
			progress.message(String.format(Locale.ROOT, "%-22s %7.3f   %14.3f   %16.3f", dataset.labels().names().get(label),
				summary.mean(Integer.toString(label)).get(Measure.DICE), baselines.threshold()[label], baselines
					.meanLabel()[label]));
		progress.message("Pictures and the learning curve: " + report);
		progress.update(1, "done");
	}
}
