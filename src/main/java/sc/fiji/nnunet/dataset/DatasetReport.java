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
package sc.fiji.nnunet.dataset;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.dataset.Finding.Severity;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;

/**
 * The result of {@link DatasetCheck} for a dataset.
 *
 * @param dataset the dataset
 * @param cases one report per case, training cases first
 * @param findings all errors and warnings: of the folder, of the cases in order, of the cases compared
 */
public record DatasetReport(Dataset dataset, List<CaseReport> cases, List<Finding> findings) {

	public DatasetReport {
		cases = List.copyOf(cases);
		findings = List.copyOf(findings);
	}

	/**
	 * Combines the reports of cases, and compares the cases with each other: spacings far from the others, labels that
	 * no case has.
	 *
	 * @param folder errors and warnings about the folder, from {@link Layout#look}
	 */
	public static DatasetReport of(final Dataset dataset, final List<Finding> folder, final List<CaseReport> cases) {
		final List<Finding> findings = new ArrayList<>(folder);
		cases.forEach(one -> findings.addAll(one.findings()));
		findings.addAll(CaseComparison.findings(dataset, cases));
		return new DatasetReport(dataset, cases, findings);
	}

	/** The errors, which must be fixed. */
	public List<Problem> problems() {
		return of(Severity.ERROR);
	}

	/** The warnings, which are worth a look. */
	public List<Problem> warnings() {
		return of(Severity.WARNING);
	}

	/**
	 * Requires that the dataset is usable.
	 *
	 * @throws ProblemException with all errors, if there are any
	 */
	public void requireUsable() throws ProblemException {
		final List<Problem> problems = problems();
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/** The report as text: a summary, then each finding with its file and what to do. */
	public String toTable() {
		final StringBuilder table = new StringBuilder();
		table.append(String.format(Locale.ROOT, "%s: %s, %s, channels %s, labels %s%n", dataset.name(), count(dataset
			.training().size(),
			"training case"), count(dataset.test().size(), "test case"), dataset.channels(), dataset.labels().instances() ? dataset
				.labels().segmented() + " numbered one by one" : dataset.labels().names()));
		for (final Finding finding : findings)
			table.append(String.format(Locale.ROOT, "%-7s  %-20s  %s%n%31s%s%n%31s%s%n", finding.severity(), finding
				.name().isEmpty()
				? "(dataset)" : finding.name(), relative(finding.problem().where()), "", finding.problem().what(), "", finding
					.problem().cure()));
		final String result = findings.isEmpty() ? "Nothing is wrong." : count(problems().size(), "error") + ", " + count(
			warnings().size(), "warning") + ".";
		return table.append(result).append(System.lineSeparator()).toString();
	}

	/** Writes {@link #toJson} to a file, whose folder is created if it is missing. */
	public void write(final Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		WholeFile.write(file, toJson());
	}

	/** The report as JSON. */
	public String toJson() {
		final JsonObject root = new JsonObject();
		root.addProperty("format", 1);
		root.addProperty("dataset", dataset.name());
		root.addProperty("errors", problems().size());
		root.addProperty("warnings", warnings().size());
		final JsonArray list = new JsonArray();
		for (final Finding finding : findings) {
			final JsonObject entry = new JsonObject();
			entry.addProperty("severity", finding.severity().name().toLowerCase(Locale.ROOT));
			entry.addProperty("case", finding.name());
			entry.addProperty("where", finding.problem().where());
			entry.addProperty("what", finding.problem().what());
			entry.addProperty("cure", finding.problem().cure());
			list.add(entry);
		}
		root.add("findings", list);
		root.add("cases", casesAsJson());
		return Json.page(root) + "\n";
	}

	private JsonArray casesAsJson() {
		final JsonArray list = new JsonArray();
		for (final CaseReport one : cases) {
			final JsonObject entry = new JsonObject();
			entry.addProperty("name", one.name());
			final Geometry geometry = one.geometry();
			if (geometry != null) {
				entry.add("size_xyz", new JsonArray());
				entry.add("spacing_xyz", new JsonArray());
				for (int d = 0; d < 3; d++) {
					entry.getAsJsonArray("size_xyz").add(geometry.size()[d]);
					entry.getAsJsonArray("spacing_xyz").add(geometry.spacing()[d]);
				}
				entry.addProperty("channels", one.channels());
			}
			final JsonObject voxels = new JsonObject();
			one.labels().forEach((value, number) -> voxels.addProperty(String.valueOf(value), number));
			entry.add("voxels_per_label", voxels);
			list.add(entry);
		}
		return list;
	}

	private List<Problem> of(final Severity severity) {
		return findings.stream().filter(finding -> finding.severity() == severity).map(Finding::problem).toList();
	}

	private String relative(final String where) {
		final String folder = dataset.folder() + dataset.folder().getFileSystem().getSeparator();
		return where.startsWith(folder) ? where.substring(folder.length()) : where;
	}

	private static String count(final int number, final String noun) {
		return number + " " + noun + (number == 1 ? "" : "s");
	}
}
