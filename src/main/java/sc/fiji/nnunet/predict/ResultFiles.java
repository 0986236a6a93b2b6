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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.preprocess.NpyWriter;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The result files of a case: where they lie and how they are written.
 * <p>
 * In a folder: {@code <case><ending>}, {@code probabilities/<case>.nii.gz} or
 * {@code .npy}, {@code uncertainty/<case>.nii.gz}. If the output is a single file, the others lie next to it; there no
 * record says whose they are, so only those that are written now are replaced.
 * </p>
 */
final class ResultFiles {

	/** Formats that keep labels exactly; an image of another one gets its labels as PNG or NIfTI. */
	private static final Set<String> LOSSLESS = Set.of(".nii", ".nii.gz", ".tif", ".tiff", ".png");

	/** Formats of single slices without a grid, of which the labels are PNG. */
	private static final Set<String> PICTURES = Set.of(".jpg", ".jpeg", ".bmp");

	/** Endings of images that no folder has. */
	private static final Set<String> UNWRITTEN = Set.of(".nrrd", ".mha", ".mhd", ".jpg", ".jpeg", ".bmp", ".gif", ".dcm",
		".ome.tif", ".ome.tiff", ".npy", ".hdr", ".img");

	private final PredictOptions options;
	private final boolean single;

	/** @param cases the number of cases; with one the output may be a file */
	ResultFiles(final PredictOptions options, final int cases) {
		this.options = options;
		single = cases == 1 && isFile(options.output());
	}

	/**
	 * Refuses an output that looks like a file of a format which is not written, and would become a folder.
	 *
	 * @throws ProblemException if it does
	 */
	static void requireFormat(final Path output) throws ProblemException {
		if (Files.exists(output)) return; // NB: also a drive, which has no name
		final String ending = FileNames.ending(output.getFileName().toString()).toLowerCase(Locale.ROOT);
		if (UNWRITTEN.contains(ending)) throw new ProblemException(output, "Labels are not written as " + ending + ".", "Give a name that ends with .nii.gz, .nii, .tif or .png, or a folder.");
	}

	/** Whether a path names an image file and not a folder. */
	static boolean isFile(final Path output) {
		return !Files.isDirectory(output) && LOSSLESS.contains(FileNames.ending(output.getFileName().toString())
			.toLowerCase(Locale.ROOT));
	}

	/** Where a case's labels go. NB: those of pictures that an earlier version has written stay NIfTI. */
	Path labels(final Case one) {
		if (single) return options.output();
		final String ending = FileNames.ending(one.images().get(0).getFileName().toString()).toLowerCase(Locale.ROOT);
		if (LOSSLESS.contains(ending)) return options.output().resolve(one.name() + ending);
		final Path nifti = options.output().resolve(one.name() + ".nii.gz"), png = options.output().resolve(one.name() +
			".png");
		return PICTURES.contains(ending) && (Files.exists(png) || !Files.exists(nifti)) ? png : nifti;
	}

	private Path file(final Case one, final Extra extra) {
		if (single) return options.output().resolveSibling(FileNames.stem(options.output()) + "_" + extra.kind() + extra
			.ending());
		return options.output().resolve(extra.kind()).resolve(one.name() + extra.ending());
	}

	/** Whether the labels of a case exist. */
	boolean isLabelled(final Case one) {
		return Files.exists(labels(one));
	}

	/**
	 * Whether all files that are wanted of a case exist. Files get their names only when they are complete; whose they are,
	 * they do not tell.
	 */
	boolean exist(final Case one) {
		return isLabelled(one) && Extra.of(options).stream().allMatch(extra -> Files.exists(file(one, extra)));
	}

	/** All files that may be written or removed for a case. */
	Set<Path> all(final Case one) {
		final Set<Path> files = new LinkedHashSet<>(List.of(labels(one)));
		for (final Extra extra : replaced())
			files.add(file(one, extra));
		return files;
	}

	private List<Extra> replaced() {
		return single ? Extra.of(options) : List.of(Extra.values());
	}

	/** What lies beside a single file under the names of such files, and is not written now. */
	Set<Path> left(final Case one) {
		final Set<Path> left = new LinkedHashSet<>();
		for (final Extra extra : Extra.values())
			if (Files.isRegularFile(file(one, extra))) left.add(file(one, extra));
		left.removeAll(all(one));
		return left;
	}

	/**
	 * Writes a case. What lies beside its labels in a folder is removed first and written last, so that nothing ever lies
	 * beside labels to which it does not belong.
	 *
	 * @param beside what is to lie beside the labels in the end; what the options do not ask for is there already
	 */
	Path write(final Case one, final Prediction prediction, final List<Extra> beside) throws IOException {
		final List<Extra> wanted = Extra.of(options);
		final Path labels = labels(one);
		Files.createDirectories(labels.toAbsolutePath().getParent());
		for (final Extra extra : wanted)
			Files.createDirectories(file(one, extra).toAbsolutePath().getParent());
		final Set<Path> kept = new HashSet<>();
		for (final Extra extra : beside)
			if (!wanted.contains(extra)) kept.add(file(one, extra));
		for (final Extra extra : replaced()) {
			final Path file = file(one, extra);
			if (!kept.contains(file) && Files.isRegularFile(file)) Files.deleteIfExists(file);
		}
		ImageFile.writeLabels(labels, prediction.labels());
		for (final Extra extra : wanted)
			write(extra, file(one, extra), prediction);
		return labels;
	}

	private static void write(final Extra extra, final Path file, final Prediction prediction) throws IOException {
		switch (extra) {
			case FLOAT_PROBABILITIES -> nifti(file, prediction.probabilities(), NiftiType.FLOAT32, 1);
			case BYTE_PROBABILITIES -> nifti(file, prediction.probabilities(), NiftiType.UINT8, 1 / 255.0);
			case NPY_PROBABILITIES -> npy(file, prediction.probabilities());
			case UNCERTAINTY -> ImageFile.write(file, prediction.uncertainty());
		}
	}

	/** Outputs become the fourth axis; bytes are scaled so that a reader sees 0 to 1. */
	private static void nifti(final Path file, final Probabilities probabilities, final NiftiType type,
		final double slope) throws IOException
	{
		final NiftiHeader plain = NiftiWriter.header(probabilities.geometry(), probabilities.outputs(), type);
		final NiftiHeader scaled = new NiftiHeader(plain.version(), plain.order(), plain.pair(), type, plain.dims(), plain
			.forms(), slope, 0, plain.offset(), plain.intent(), plain.acquisition());
		final int[] size = probabilities.geometry().sizeZyx();
		final float[] plane = new float[size[1] * size[2]];
		try (NiftiWriter out = NiftiWriter.create(file, scaled)) {
			for (int output = 0; output < probabilities.outputs(); output++)
				for (int z = 0; z < size[0]; z++) {
					probabilities.plane(output, z, plane);
					out.write(plane);
				}
			out.commit();
		}
	}

	/** NVIDIA's layout: float32, outputs × z × y × x (recipe-nvidia.md 7.5). */
	private static void npy(final Path file, final Probabilities probabilities) throws IOException {
		final int[] size = probabilities.geometry().sizeZyx();
		final float[] plane = new float[size[1] * size[2]];
		try (NpyWriter out = NpyWriter.floats(file, probabilities.outputs(), size[0], size[1], size[2])) {
			for (int output = 0; output < probabilities.outputs(); output++)
				for (int z = 0; z < size[0]; z++) {
					probabilities.plane(output, z, plane);
					out.write(plane, 0, plane.length);
				}
			out.commit();
		}
	}
}
