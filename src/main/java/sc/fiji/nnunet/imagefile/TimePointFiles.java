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
package sc.fiji.nnunet.imagefile;

import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;

/**
 * Splits a file into one file per time point: NIfTI into NIfTI with the same bytes and orientation, others into TIFF.
 * No more than one time point is in memory.
 */
final class TimePointFiles {

	/** The channel in the name of an image in nnU-Net's layout, and the folders that hold such images. */
	private static final Pattern CHANNEL = Pattern.compile("(?<=.)_00\\d\\d$"), IMAGES = Pattern.compile("images(Tr|Ts)");

	private final ConvertOptions options;
	private final Progress progress;

	/** The name of the input without its ending, and without the number of a channel. */
	private final String stem;

	/** The number of the input's channel if it lies in a folder of nnU-Net's layout, such as "_0000"; else nothing. */
	private final String channel;

	/** @param options the file to split, and the folder for the new ones */
	TimePointFiles(final ConvertOptions options, final Progress progress) {
		this.options = options;
		this.progress = progress;
		final String whole = ImageFile.stem(options.input().getFileName().toString());
		final Path folder = options.input().toAbsolutePath().getParent().getFileName();
		final Matcher number = CHANNEL.matcher(whole);
		channel = folder != null && IMAGES.matcher(folder.toString()).matches() && number.find() ? number.group() : "";
		stem = whole.substring(0, whole.length() - channel.length());
	}

	/**
	 * Writes the files one after the other; after a cancellation or a problem those that are finished stay.
	 *
	 * @throws ProblemException if the file cannot be read, has one time point only, or would be replaced
	 */
	ConvertResult write() throws ProblemException {
		final double[] spacing = options.millimetres();
		if (spacing == null && NiftiReader.accepts(options.input())) try (NiftiReader in = NiftiReader.open(options
			.input()))
		{
			return nifti(in);
		}
		try (ImageSource in = ImageSource.openTimeLapse(options.input(), spacing)) {
			return tiff(in);
		}
	}

	private ConvertResult nifti(final NiftiReader in) throws ProblemException {
		final NiftiHeader all = in.header();
		final int count = TimeAxis.frames(all);
		if (count == 1 && all.size(3) > 1) throw new ProblemException(options.input(), "Its fourth axis has " + all.size(
			3) + " entries, which count as channels, since the header states no unit of time (xyzt_units).",
			"If they are time points, open it in Fiji, make frames of the channels with Image > Hyperstacks > Re-order " +
				"Hyperstack..., save it as TIFF and split that.");
		final List<Path> files = prepare(count, ".nii.gz");
		final NiftiHeader one = TimeAxis.without(all);
		final byte[] plane = new byte[Math.toIntExact(all.size(0) * all.size(1) * all.type().bytes())];
		for (int t = 0; t < count; t++) {
			begin(t, count);
			try (NiftiWriter out = NiftiWriter.create(files.get(t), one)) {
				for (long frame = t; frame < all.frames(); frame += count)
					for (int z = 0; z < all.size(2); z++) {
						progress.check();
						in.readPlane((int) frame, z, plane);
						out.write(plane);
					}
				out.commit();
			}
		}
		final List<String> changes = new ArrayList<>(in.warnings());
		changes.addAll(others(files, ".nii.gz"));
		return new ConvertResult(options.output(), in.geometry(), in.channels() / count, changes, files);
	}

	private ConvertResult tiff(final ImageSource in) throws ProblemException {
		final int count = in.timePoints();
		final Geometry geometry = in.geometry();
		final List<Path> files = prepare(count, ".tif");
		for (int t = 0; t < count; t++) {
			begin(t, count);
			final ImagePlus image = in.image(t);
			progress.check();
			ImageWriter.write(files.get(t), image);
		}
		final List<String> changes = new ArrayList<>(in.warnings());
		changes.add("Colours (lookup tables), display ranges, overlays and names of slices were left out; the numbers are " +
			"kept.");
		changes.addAll(others(files, ".tif"));
		return new ConvertResult(options.output(), geometry, in.channels(), changes, files);
	}

	/** Makes the folder ready for the files. */
	private List<Path> prepare(final int count, final String ending) throws ProblemException {
		if (count == 1) throw new ProblemException(options.input(), "It has one time point, so there is nothing to split.",
			"Use it as it is; if its slices are time points, say so in Fiji with Image > Properties... and save it as TIFF.");
		final List<Path> files = names(count, ending);
		final List<Problem> replaced = InputsKept.replaced(NiftiReader.files(options.input()), files);
		if (!replaced.isEmpty()) throw new ProblemException(replaced);
		WholeFile.createFolder(options.output());
		try {
			Leftovers.remove(options.output());
		}
		catch (final IOException e) {
			throw DiskProblem.of(options.output(), e);
		}
		return files;
	}

	/** A word on files in the folder that seem to be of other time points, as after a split of a longer time-lapse. */
	private List<String> others(final List<Path> files, final String ending) throws ProblemException {
		final Pattern points = Pattern.compile(Pattern.quote(stem) + "_t\\d{" + TimePoints.DIGITS + ",}" + Pattern.quote(channel +
			ending));
		final Set<Path> own = new HashSet<>(files);
		try (Stream<Path> all = Files.list(options.output())) {
			final List<Path> others = all.filter(file -> !own.contains(file) && points.matcher(file.getFileName().toString())
				.matches()).sorted().toList();
			return others.isEmpty() ? List.of() : List.of("Not replaced, and perhaps of an earlier split: " + others.get(0) +
				(others.size() == 1 ? "." : " and " + (others.size() - 1) + " more."));
		}
		catch (final IOException e) {
			throw DiskProblem.of(options.output(), e);
		}
	}

	private void begin(final int t, final int count) {
		progress.check();
		progress.update((double) t / count, "Time point " + (t + 1) + " of " + count);
	}

	/** The names of the files; the number of a channel stays at their end. */
	List<Path> names(final int count, final String ending) {
		final List<Path> names = new ArrayList<>();
		for (int t = 0; t < count; t++)
			names.add(options.output().resolve(TimePoints.name(stem, t, count) + channel + ending));
		return names;
	}
}
