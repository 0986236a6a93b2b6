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
package sc.fiji.nnunet.objects;

import java.util.List;
import java.util.function.IntFunction;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.measure.ResultsTable;

/** Objects as rows of ImageJ's table of results. */
public final class ObjectTable {

	/** Digits behind the point. */
	private static final int PRECISION = 4;

	private ObjectTable() {
		// only static methods
	}

	/** The size of a voxel in the unit of an image; of a pixel, if the image is one slice. */
	public static double unitSize(final ImagePlus image) {
		final Calibration calibration = image.getCalibration();
		final double area = calibration.pixelWidth * calibration.pixelHeight;
		return image.getNSlices() > 1 ? area * calibration.pixelDepth : area;
	}

	/**
	 * Adds a row per object.
	 *
	 * @param image whose calibration counts and whose title stands in the first column
	 * @param frame the time point that the objects are of, from 1 on; 0 if they are of all
	 */
	public static void add(final List<LabelObject> objects, final IntFunction<String> names, final ImagePlus image,
		final int frame, final ResultsTable table)
	{
		final Calibration calibration = image.getCalibration();
		final boolean solid = image.getNSlices() > 1;
		final double size = unitSize(image);
		final String unit = calibration.getUnits();
		table.setPrecision(PRECISION);
		for (final LabelObject object : objects) {
			table.addRow();
			table.addLabel(image.getTitle());
			if (frame > 0) table.addValue("Frame", frame);
			table.addValue("Class", names.apply(object.label()));
			table.addValue("Object", object.number());
			table.addValue(solid ? "Voxels" : "Pixels", object.voxels());
			table.addValue(solid ? "Volume" : "Area", object.voxels() * size);
			table.addValue("Unit", unit + (solid ? "^3" : "^2"));
			table.addValue("X", calibration.getX(object.centre()[0]));
			table.addValue("Y", calibration.getY(object.centre()[1]));
			if (solid) table.addValue("Z", calibration.getZ(object.centre()[2]));
		}
	}
}
