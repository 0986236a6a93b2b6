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
package sc.fiji.nnunet.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Metrics;
import sc.fiji.nnunet.evaluate.ObjectMatch;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.evaluate.Target;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The parts of an HTML page that show an evaluation: table of means, box plots, cases with overlays.
 */
public final class EvaluationReport {

	/** The number of worst cases that a page shows as pictures. */
	private static final int SHOWN = 3;

	/** What the table of all cases shows of objects. */
	private static final List<Measure> OF_OBJECTS = List.of(Measure.PQ, Measure.F1_50, Measure.OBJECTS_PRED,
		Measure.OBJECTS_REF, Measure.DICE);

	private final Summary summary;

	/** @param summary the summary to show */
	public EvaluationReport(final Summary summary) {
		this.summary = summary;
	}

	/** Finds the image files of a case by its name. */
	@FunctionalInterface
	public interface Images {

		/** The files that hold the channels, or an empty list if the case has none. */
		List<Path> of(String caseName);
	}

	/**
	 * Writes a page about an evaluation next to its summary, if the options ask for one. The worst cases are shown as
	 * pictures if the references belong to a dataset that has their images.
	 */
	public static void write(final EvaluateOptions options, final Summary summary) throws IOException {
		final Path file = options.beside(".html");
		if (file == null || !options.report()) return;
		final HtmlReport page = new HtmlReport("Evaluation of " + options.predictions().toAbsolutePath().normalize());
		page.paragraph(summary.cases().size() + " cases, compared with " + options.references().toAbsolutePath()
			.normalize() + ". Mean foreground " + summary.scored().key() + summary.coverage().words() + " " + number(summary
				.score()) + ".");
		summary.coverage().warning().ifPresent(page::paragraph);
		final EvaluationReport report = new EvaluationReport(summary);
		page.heading("Means");
		report.addMeans(page);
		final Dataset dataset = dataset(options, page);
		if (dataset != null) {
			final Map<String, List<Path>> images = new HashMap<>();
			for (final List<Case> cases : List.of(dataset.training(), dataset.test()))
				for (final Case one : cases)
					images.putIfAbsent(one.name(), one.images());
			page.heading("Lowest cases");
			report.addWorst(page, SHOWN, dataset.labels(), name -> images.getOrDefault(name, List.of()).stream().allMatch(
				Files::exists) ? images.getOrDefault(name, List.of()) : List.of());
		}
		page.heading("All cases");
		report.addCases(page);
		page.write(file);
	}

	/** The dataset that the references belong to, or null; what is wrong with it becomes a paragraph. */
	private static Dataset dataset(final EvaluateOptions options, final HtmlReport page) throws IOException {
		final Path folder = options.dataset() != null ? options.dataset() : options.described();
		if (folder == null) return null;
		final boolean described = folder.endsWith(Datasets.FILE) || Files.exists(folder.resolve(Datasets.FILE));
		try {
			return described ? Datasets.open(folder) : null;
		}
		catch (final ProblemException e) {
			// NB: the summary is written by now
			if (!Datasets.isLabelsOnly(folder)) page.paragraph("No pictures of the lowest cases: " + e.getMessage());
			return null;
		}
	}

	/** Adds the table of means and the box plots of Dice and, where they were measured, F1 of objects and HD95. */
	public void addMeans(final HtmlReport page) throws IOException {
		final SummaryTable table = new SummaryTable(summary);
		page.table(table.headings(), table.means());
		summary.remark().ifPresent(page::paragraph);
		table.toleranceRemark().ifPresent(page::paragraph);
		final List<BufferedImage> plots = new ArrayList<>();
		plots.add(plot(Measure.DICE, "Dice", "", 1).shares().image());
		if (summary.foregroundMean().has(Measure.F1_50)) plots.add(plot(Measure.F1_50, "F1 of objects, IoU > 0.5", "", 1)
			.shares().image());
		if (summary.foregroundMean().has(Measure.HD95)) plots.add(plot(Measure.HD95, "95th percentile of surface distance",
			table.unit().sign(), table.unit().millimetres()).image());
		page.pictures(plots);
		if (!summary.unmatched().isEmpty()) page.listing(String.join("\n", summary.unmatched()));
	}

	/**
	 * Adds a table of all cases with the Dice of each class, or with the measures of objects if these were compared; the
	 * lowest first, those without any last.
	 */
	public void addCases(final HtmlReport page) {
		final SummaryTable table = new SummaryTable(summary);
		final Measure scored = summary.scored();
		final List<CaseMetrics> cases = new ArrayList<>(table.worst(summary.cases().size()));
		summary.cases().stream().filter(one -> Double.isNaN(one.mean(scored))).forEach(cases::add);
		final List<String> headings = new ArrayList<>(List.of("case"));
		if (summary.comparesObjects()) {
			OF_OBJECTS.forEach(measure -> headings.add(table.heading(measure)));
			page.plainTable(headings, cases.stream().map(EvaluationReport::objectRow).toList());
			return;
		}
		for (final Target target : summary.targets())
			headings.add(target.name());
		headings.add("mean");
		page.plainTable(headings, cases.stream().map(this::classRow).toList());
	}

	private static List<String> objectRow(final CaseMetrics one) {
		final List<String> row = new ArrayList<>(List.of(one.name()));
		for (final Measure measure : OF_OBJECTS)
			row.add(measure.isCount() ? Long.toString((long) one.mean(measure)) : number(one.mean(measure)));
		return row;
	}

	private List<String> classRow(final CaseMetrics one) {
		final List<String> row = new ArrayList<>(List.of(one.name()));
		for (final Target target : summary.targets())
			row.add(number(one.metrics().getOrDefault(target.key(), new Metrics(Map.of())).get(Measure.DICE)));
		row.add(number(one.mean(Measure.DICE)));
		return row;
	}

	/**
	 * Adds the lowest cases ({@link SummaryTable#worst}) as overlays, lowest first; a sentence instead of a picture that
	 * cannot be made.
	 *
	 * @param number how many
	 * @param labels the meaning of the label values
	 * @param images where the images are
	 */
	public void addWorst(final HtmlReport page, final int number, final Labels labels, final Images images)
		throws IOException
	{
		final Measure scored = summary.scored();
		for (final CaseMetrics one : new SummaryTable(summary).worst(number)) {
			final String caption = one.name() + ", mean " + scored.key() + " " + number(one.mean(scored));
			final List<Path> files = images.of(one.name());
			if (files.isEmpty()) {
				page.paragraph(caption + ": no picture, since its image is not there.");
				continue;
			}
			try {
				page.picture(overlay(one, files, labels).image(), caption);
			}
			catch (final ProblemException e) {
				page.paragraph(caption + ": no picture. " + e.getMessage());
			}
		}
	}

	private static Overlay overlay(final CaseMetrics one, final List<Path> files, final Labels labels)
		throws IOException
	{
		final Volume image = ImageFile.read(files);
		return new Overlay(image, classes(one.reference(), image, labels), classes(one.prediction(), image, labels),
			labels);
	}

	/**
	 * The classes of a label file; of numbered objects the foreground, without their borders.
	 *
	 * @throws ProblemException if the labels are on another grid than the image, or stand for no classes
	 */
	private static LabelMap classes(final String name, final Volume image, final Labels labels) throws IOException {
		final Path file = Path.of(name);
		final LabelMap map = ImageFile.readLabels(file, image.geometry(), (which, warning) -> {
			// the evaluation has told it
		});
		if (!map.geometry().sameGrid(image.geometry(), Geometry.ACCEPTED)) throw new ProblemException(file, "is on " + map
			.geometry() + ", its image on " + image.geometry() + " or at another position.",
			"Give labels on the grid of the image.");
		if (!labels.values().isEmpty()) for (final int value : LabelBoxes.of(map, null).keySet())
			if (value > 0 && !labels.knows(value)) throw new ProblemException(file, "holds label " + value +
				", but the dataset's labels are " + labels.allowed() + ".", "Correct the file or dataset.json.");
		return labels.instances() ? ObjectMatch.foreground(map) : labels.toClasses(map);
	}

	private BoxPlot plot(final Measure measure, final String title, final String unit, final double one) {
		final BoxPlot plot = new BoxPlot(title, unit);
		for (final Target target : summary.targets())
			plot.add(target.name(), summary.cases().stream().filter(c -> c.metrics().containsKey(target.key())).mapToDouble(
				c -> c.metrics().get(target.key()).get(measure) / one).toArray());
		return plot;
	}

	private static String number(final double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
	}
}
