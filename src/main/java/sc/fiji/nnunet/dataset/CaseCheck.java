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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Checks a single case for everything that is wrong with it.
 * <p>
 * {@link #check(Case)} reads the files, each once, one at a time: large NIfTI files of one channel slab by slab,
 * all others whole. {@link #check(Case, Volume, LabelMap)} is for files that have been read already. Several threads
 * may use it at once, if there is memory for the files that they read.
 * </p>
 */
public final class CaseCheck {

	private final Dataset dataset;
	private final CheckOptions options;

	/**
	 * A check for the cases of a dataset.
	 *
	 * @param dataset whose channels and labels are expected
	 */
	public CaseCheck(final Dataset dataset, final CheckOptions options) {
		this.dataset = dataset;
		this.options = options;
	}

	/** The bytes that {@link #check(Case)} takes for a case at most: those of its largest file. */
	static long bytes(final Case one) {
		long bytes = one.label() == null ? 0 : PlaneScan.bytes(one.label());
		for (final Path file : one.images())
			bytes = Math.max(bytes, PlaneScan.bytes(file));
		return bytes;
	}

	/** Checks a case by reading its files. */
	public CaseReport check(final Case one) {
		final List<Finding> findings = new ArrayList<>();
		Geometry grid = null;
		int channels = 0;
		boolean complete = true, foreground = false;
		final Map<Path, Map<Integer, ImageStatistics>> all = new LinkedHashMap<>();
		for (final Path file : one.images()) {
			final Map<Integer, ImageStatistics> statistics = new TreeMap<>();
			final PlaneScan image = scan(one, file, "image", findings, path -> PlaneScan.scan(path, (channel,
				plane) -> statistics.computeIfAbsent(channel, c -> new ImageStatistics()).add(plane)));
			complete &= image != null;
			if (image == null) continue;
			if (grid == null) grid = image.geometry();
			else compare(one, file, image.geometry(), grid, "the first channel " + one.images().get(0).getFileName(),
				findings);
			channels += image.channels();
			foreground |= statistics.values().stream().anyMatch(channel -> channel.has(options.foreground()));
			all.put(file, statistics);
		}
		final boolean empty = complete && !foreground;
		all.forEach((file, statistics) -> checkValues(one, file, statistics, empty, findings));
		if (empty) findings.add(noForeground(one));
		if (complete) checkChannels(one, channels, findings);
		SortedMap<Integer, Long> labels = new TreeMap<>();
		if (one.label() != null) labels = checkLabel(one, grid, findings);
		return new CaseReport(one.name(), grid, channels, labels, findings);
	}

	/**
	 * Checks a case that has been read.
	 *
	 * @param one the case
	 * @param image all its channels
	 * @param label its label, or null
	 */
	public CaseReport check(final Case one, final Volume image, final LabelMap label) {
		final List<Finding> findings = new ArrayList<>();
		final Map<Integer, ImageStatistics> statistics = new TreeMap<>();
		for (int channel = 0; channel < image.channels(); channel++) {
			statistics.put(channel, new ImageStatistics());
			for (int z = 0; z < image.size()[0]; z++)
				statistics.get(channel).add(image.plane(channel, z));
		}
		final boolean empty = statistics.values().stream().noneMatch(channel -> channel.has(options.foreground()));
		checkValues(one, one.images().get(0), statistics, empty, findings);
		if (empty) findings.add(noForeground(one));
		checkChannels(one, image.channels(), findings);
		SortedMap<Integer, Long> labels = new TreeMap<>();
		if (label != null) {
			final LabelCounts counts = new LabelCounts();
			for (int z = 0; z < label.size()[0]; z++)
				counts.add(label.plane(z));
			labels = counts.labels();
			compare(one, one.label(), label.geometry(), image.geometry(), "the image", findings);
			checkCounts(one, counts, findings);
		}
		return new CaseReport(one.name(), image.geometry(), image.channels(), labels, findings);
	}

	private Finding noForeground(final Case one) {
		final boolean positive = options.foreground() == Crop.Foreground.POSITIVE;
		return Finding.error(one.name(), Problem.of(one.images().get(0), "It has no voxel " + (positive ? "above zero"
			: "other than zero") + ", so nothing would be left after cropping.",
			"Check the file, or remove the case from the dataset" + (positive
				? "; if values below zero are correct, use recipe=nnunet." : ".")));
	}

	/** Scans a file, or reports why that is not possible and returns null. */
	private static PlaneScan scan(final Case one, final Path file, final String kind, final List<Finding> findings,
		final Scan scan)
	{
		if (!Files.exists(file)) {
			findings.add(Finding.error(one.name(), Problem.of(file, "The " + kind + " is missing.",
				"Put the file there under this name, or remove the case from the dataset.")));
			return null;
		}
		try {
			final PlaneScan found = scan.of(file);
			found.warnings().forEach(warning -> findings.add(Finding.warning(one.name(), odd(file, warning))));
			return found;
		}
		catch (final ProblemException e) {
			e.problems().forEach(problem -> findings.add(Finding.error(one.name(), problem)));
			return null;
		}
	}

	/** A warning about a file that does not prevent reading it, as a problem. */
	public static Problem odd(final Path file, final String warning) {
		return Problem.of(file, warning, "It is used as it is; check that this is right.");
	}

	@FunctionalInterface
	private interface Scan {

		PlaneScan of(Path file) throws ProblemException;
	}

	/** @param empty whether it is reported elsewhere that the image has only background */
	private static void checkValues(final Case one, final Path file, final Map<Integer, ImageStatistics> channels,
		final boolean empty, final List<Finding> findings)
	{
		channels.forEach((channel, statistics) -> {
			final String which = channels.size() == 1 ? "" : "Channel " + channel + ": ";
			if (statistics.nan() + statistics.infinite() > 0) findings.add(Finding.error(one.name(), Problem.of(file, which +
				statistics.nan() + " voxels are NaN and " + statistics.infinite() + " infinite.",
				"Replace them, for instance by the background's value.")));
			else if (statistics.constant() && !empty) findings.add(Finding.warning(one.name(), Problem.of(file, which +
				"All voxels are " + statistics.lowest() + ".", "Check that the image was exported correctly.")));
		});
	}

	private void checkChannels(final Case one, final int channels, final List<Finding> findings) {
		final int expected = dataset.channels().size();
		if (channels != expected) findings.add(Finding.error(one.name(), Problem.of(one.images().get(0),
			"The image has " + channels + (channels == 1 ? " channel" : " channels") + ", " + DatasetJson.FILE + " names " +
				expected + ": " + dataset.channels() + ".", "Add the missing channels to the image, or correct " +
					DatasetJson.FILE + ".")));
	}

	private SortedMap<Integer, Long> checkLabel(final Case one, final Geometry grid, final List<Finding> findings) {
		final LabelCounts counts = new LabelCounts();
		final PlaneScan label = scan(one, one.label(), "label", findings, path -> PlaneScan.labels(path, grid, counts));
		if (label == null) return new TreeMap<>();
		if (label.channels() != 1) {
			findings.add(Finding.error(one.name(), Problem.of(one.label(), "The label has " + label.channels() +
				" channels.", "Write one channel that holds the number of the class at each voxel.")));
			return new TreeMap<>();
		}
		if (grid != null) compare(one, one.label(), label.geometry(), grid, "the image", findings);
		checkCounts(one, counts, findings);
		return counts.labels();
	}

	private void checkCounts(final Case one, final LabelCounts counts, final List<Finding> findings) {
		final Labels known = dataset.labels();
		if (counts.brokenVoxels() > 0) findings.add(Finding.error(one.name(), Problem.of(one.label(), counts
			.brokenVoxels() + " voxels have values that are not whole numbers, such as " + counts.broken() + ".",
			"Labels are whole numbers; after resampling use nearest-neighbour interpolation.")));
		final SortedMap<Integer, Long> negative = new TreeMap<>();
		final SortedMap<Integer, Long> unknown = new TreeMap<>();
		boolean foreground = false;
		for (final var entry : counts.labels().entrySet()) {
			final int value = entry.getKey();
			if (value < 0) negative.put(value, entry.getValue());
			else if (!known.knows(value)) unknown.put(value, entry.getValue());
			else foreground |= value > 0 && value != known.ignore();
		}
		if (!negative.isEmpty()) findings.add(negative(one, negative));
		if (!unknown.isEmpty() && known.instances()) findings.add(Finding.error(one.name(), Problem.of(one.label(),
			"Objects have numbers above " + Short.MAX_VALUE + ": " + voxels(unknown) + ".",
			"Number the objects of each image from 1 on.")));
		else if (!unknown.isEmpty()) findings.add(Finding.error(one.name(), Problem.of(one.label(), "Label values that " +
			DatasetJson.FILE + " does not list: " + voxels(unknown) + ".", "Add them to \"labels\" in " + DatasetJson.FILE +
				", which has " + known.allowed() + ", or change them in the label image.")));
		if (!foreground && unknown.isEmpty()) findings.add(Finding.warning(one.name(), Problem.of(one.label(),
			"The label is empty: there is only background.", "Check that it is the right file; an empty case is allowed.")));
	}

	/** The decathlon's hippocampus has such a voxel (recipe-nnunet.md 2.4). */
	private Finding negative(final Case one, final SortedMap<Integer, Long> values) {
		final String what = "Negative label values: " + voxels(values) + ".";
		if (options.negativeIsBackground()) return Finding.warning(one.name(), Problem.of(one.label(), what,
			"They are treated as background."));
		return Finding.error(one.name(), Problem.of(one.label(), what,
			"Change them in the label image, or give negativeisbackground=true to treat them as background."));
	}

	private static String voxels(final SortedMap<Integer, Long> counts) {
		final List<String> parts = new ArrayList<>();
		counts.forEach((value, voxels) -> parts.add(value + " (" + voxels + (voxels == 1 ? " voxel)" : " voxels)")));
		final int shown = Math.min(parts.size(), 10);
		return String.join(", ", parts.subList(0, shown)) + (shown < parts.size() ? " and " + (parts.size() - shown) +
			" more" : "");
	}

	private void compare(final Case one, final Path file, final Geometry grid, final Geometry expected,
		final String other, final List<Finding> findings)
	{
		GridComparison.problem(file, grid, expected, other, options.tolerance()).ifPresent(problem -> findings.add(
			Finding.error(one.name(), problem)));
		GridComparison.oddity(file, grid, expected, other, options.tolerance()).ifPresent(problem -> findings.add(
			Finding.warning(one.name(), problem)));
	}
}
