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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.phantom.Baselines;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.report.HtmlReport;

/** Writes the demo's HTML page: Dice beside the baselines, the learning curve, and a picture of every test case. */
record DemoReport(Path output, Path foldFolder, Dataset dataset, Summary summary, Baselines baselines,
	List<Path> overlays)
{

	Path write() throws IOException {
		final HtmlReport page = new HtmlReport("nnU-Net in Fiji: the built-in sample");
		page.paragraph("A phantom of " + dataset.training().size() + " labelled cases and " + summary.cases().size() +
			" others: two structures that differ by place and texture rather than by brightness, with noise, a bias field, " +
			"anisotropic voxels and oblique scans. The numbers are those of the cases that were not used for training.");
		page.heading("Dice");
		page.plainTable(List.of("structure", "network", "best single threshold", "mean label image"), rows());
		page.heading("All metrics");
		page.table(new SummaryTable(summary).headings(), new SummaryTable(summary).means());
		page.heading("Learning curve");
		page.picture(foldFolder.resolve(ResultsFolder.CURVES),
			"Loss, Dice of the held-out fold, and learning rate over the steps");
		page.heading("Image, reference, prediction");
		for (final Path overlay : overlays)
			page.picture(overlay, overlay.getFileName().toString().replace(".png", ""));
		final Path file = output.resolve("report.html");
		page.write(file);
		return file;
	}

	private List<List<String>> rows() {
		final List<List<String>> rows = new ArrayList<>();
		for (int label = 1; label < dataset.labels().classes(); label++)
			rows.add(List.of(dataset.labels().names().get(label), three(summary.mean(Integer.toString(label)).get(
				Measure.DICE)), three(baselines.threshold()[label]), three(baselines.meanLabel()[label])));
		return rows;
	}

	private static String three(final double value) {
		return String.format(Locale.ROOT, "%.3f", value);
	}
}
