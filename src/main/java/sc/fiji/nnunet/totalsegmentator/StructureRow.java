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
package sc.fiji.nnunet.totalsegmentator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.file.Csv;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A structure that was found in an image.
 *
 * @param image the name of the image
 * @param label from 1 to 117
 * @param voxels how many voxels it has
 * @param volume in cubic millimetres
 * @param mean of the image's intensities in it
 */
public record StructureRow(String image, int label, long voxels, double volume, double mean) {

	/** The first line of a table. */
	static final String HEADER = "image,label,structure,voxels,volume_mm3,mean\n";

	/** The structures of an image in the order of their labels. */
	static List<StructureRow> of(final String name, final Volume image, final LabelMap labels) {
		final long[] voxels = new long[Structures.count() + 1];
		final double[] sums = new double[Structures.count() + 1];
		for (int z = 0; z < labels.size()[0]; z++) {
			final short[] plane = labels.plane(z);
			final float[] values = image.plane(0, z);
			for (int i = 0; i < plane.length; i++) {
				voxels[plane[i]]++;
				sums[plane[i]] += values[i];
			}
		}
		final double[] spacing = image.geometry().spacingZyx();
		final List<StructureRow> rows = new ArrayList<>();
		for (int label = 1; label < voxels.length; label++)
			if (voxels[label] > 0) rows.add(new StructureRow(name, label, voxels[label], voxels[label] * spacing[0] *
				spacing[1] * spacing[2], sums[label] / voxels[label]));
		return rows;
	}

	/** Lines of a table as text with commas, below {@link #HEADER}. */
	static String lines(final List<StructureRow> rows) {
		final StringBuilder text = new StringBuilder();
		for (final StructureRow row : rows)
			text.append(String.format(Locale.ROOT, "%s,%d,%s,%d,%.1f,%.2f\n", Csv.cell(row.image), row.label, Structures.name(
				row.label), row.voxels, row.volume, row.mean));
		return text.toString();
	}
}
