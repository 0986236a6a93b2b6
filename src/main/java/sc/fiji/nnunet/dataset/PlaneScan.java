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
import java.util.List;
import java.util.function.BiConsumer;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * One pass over the planes of an image file.
 * <p>
 * A large NIfTI file of one channel is read slab by slab, so that a scan of several
 * hundred megabytes needs only a few of memory; everything else is read whole.
 * </p>
 *
 * @param geometry the file's grid
 * @param channels the number of its channels
 * @param warnings warnings about the file, one sentence each
 */
record PlaneScan(Geometry geometry, int channels, List<String> warnings) {

	/** Voxels of a slab; smaller files are read whole. */
	private static final long SLAB = 1 << 22;

	/** Receives one plane: rows of voxels. */
	interface Use {

		void plane(int channel, float[] plane);
	}

	/** The bytes that scanning a file takes at most; 0 if it cannot be read, which the scan reports. */
	static long bytes(final Path file) {
		if (!Files.exists(file)) return 0;
		try {
			if (NiftiReader.accepts(file)) try (NiftiReader in = NiftiReader.open(file)) {
				return Float.BYTES * (inSlabs(in) ? Math.max(SLAB, in.geometry().voxels() / in.geometry().sizeZyx()[0]) : in
					.geometry().voxels() * in.channels());
			}
			// NB: ImageJ's image and its copy in float32 are there at the same time
			return 2 * Float.BYTES * ImageFile.values(file);
		}
		catch (final ProblemException e) {
			// NB: the header is wrong, so that nothing of the file will be read
			return 0;
		}
	}

	/** Whether this file is read slab by slab. */
	private static boolean inSlabs(final NiftiReader in) {
		return in.channels() == 1 && in.geometry().voxels() > SLAB;
	}

	/**
	 * Passes on all planes, z by z in each channel.
	 *
	 * @throws ProblemException if the file cannot be read to its end
	 */
	static PlaneScan scan(final Path file, final Use use) throws ProblemException {
		if (NiftiReader.accepts(file)) try (NiftiReader in = NiftiReader.open(file)) {
			if (inSlabs(in)) {
				final int depth = in.geometry().sizeZyx()[0];
				final int step = (int) Math.max(1, SLAB * depth / in.geometry().voxels());
				for (int z = 0; z < depth; z += step)
					pass(in.read(z, Math.min(depth, z + step)), use);
				return new PlaneScan(in.geometry(), 1, in.warnings());
			}
		}
		final List<String> warnings = new ArrayList<>();
		final Volume whole = ImageFile.read(List.of(file), (which, warning) -> warnings.add(warning));
		pass(whole, use);
		return new PlaneScan(whole.geometry(), whole.channels(), warnings);
	}

	/**
	 * Counts the labels of a file. NB: the numbers of a NIfTI file are counted as stored, so that all that are not labels
	 * are found; which labels the pixels of other formats stand for, only their readers know.
	 *
	 * @param image the grid of the image, or null, as for {@link ImageFile#readLabels(Path, Geometry, BiConsumer)}
	 * @throws ProblemException if the file cannot be read to its end, or is not a label image
	 */
	static PlaneScan labels(final Path file, final Geometry image, final LabelCounts counts) throws ProblemException {
		if (NiftiReader.accepts(file)) return scan(file, (channel, plane) -> counts.add(plane));
		final List<String> warnings = new ArrayList<>();
		final LabelMap labels = ImageFile.readLabels(file, image, (which, warning) -> warnings.add(warning));
		for (int z = 0; z < labels.size()[0]; z++)
			counts.add(labels.plane(z));
		return new PlaneScan(labels.geometry(), 1, warnings);
	}

	private static void pass(final Volume volume, final Use use) {
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < volume.size()[0]; z++)
				use.plane(channel, volume.plane(channel, z));
	}
}
