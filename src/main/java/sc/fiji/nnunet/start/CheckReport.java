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
package sc.fiji.nnunet.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.gson.annotations.SerializedName;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What a person wants to know of the file that nnU-Net Check Dataset writes
 * ({@link sc.fiji.nnunet.dataset.DatasetReport#toJson}).
 *
 * @param errors how many problems must be fixed
 * @param warnings how much is worth a look
 * @param findings each with severity, file, what is wrong and the cure
 * @param cases the grids that were found
 */
record CheckReport(int errors, int warnings, List<Found> findings, List<Grid> cases) {

	/** Something that is wrong or odd. */
	record Found(String severity, String where, String what, String cure) {}

	/** A case's grid; null where its image cannot be read. */
	record Grid(@SerializedName("size_xyz") List<Long> size, @SerializedName("spacing_xyz") List<Double> spacing) {}

	/**
	 * Reads the file.
	 *
	 * @throws ProblemException if it is no such report
	 */
	static CheckReport read(final Path file) throws IOException {
		final CheckReport report = JsonFile.read(file, CheckReport.class, "the report of a check", "Delete it.");
		if (report.findings != null && report.cases != null) return report;
		throw new ProblemException(file, "is not the report of a check.", "Delete it.");
	}

	/** The images in a sentence, and each finding in one. */
	List<String> sentences() {
		final List<String> sentences = new ArrayList<>();
		final List<Grid> grids = cases.stream().filter(grid -> grid.size != null && grid.spacing != null).toList();
		if (!grids.isEmpty()) sentences.add(isFlat(grids) ? "Single images of " + median(grids, 2) + " pixels."
			: "Volumes of " + median(grids, 3) + " voxels (x, y, z; medians), " + spacing(grids) + " mm apart.");
		for (final Found found : findings)
			sentences.add((found.severity.equals("error") ? "To fix: " : "Worth a look: ") + found.where + ": " + found.what +
				" " + found.cure);
		if (errors > 0) sentences.add(errors == 1 ? "This has to be fixed first." : "These " + errors +
			" have to be fixed first.");
		else if (warnings == 0) sentences.add("Nothing is wrong with any of the files.");
		return sentences;
	}

	private static boolean isFlat(final List<Grid> grids) {
		return grids.stream().allMatch(grid -> grid.size.get(2) == 1);
	}

	private static String median(final List<Grid> grids, final int axes) {
		return IntStream.range(0, axes).mapToObj(d -> String.valueOf(grids.stream().map(grid -> grid.size.get(d)).sorted()
			.toList().get(grids.size() / 2))).collect(Collectors.joining(" x "));
	}

	private static String spacing(final List<Grid> grids) {
		return IntStream.range(0, 3).mapToObj(d -> String.format(Locale.ROOT, "%.3g",
			grids.stream().map(grid -> grid.spacing
			.get(d)).sorted().toList().get(grids.size() / 2))).map(text -> text.contains(".") ? text.replaceAll("\\.?0+$", "")
				: text).collect(Collectors.joining(" x "));
	}
}
