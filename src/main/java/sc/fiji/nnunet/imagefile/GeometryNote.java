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

import com.google.gson.JsonParseException;

import java.util.List;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * A geometry as one line in an image's info text, so that it survives Image &gt;
 * Duplicate and being saved as TIFF. Extensions of a NIfTI header are left out.
 */
final class GeometryNote {

	private static final String START = "NIfTI geometry = ";

	private record Line(long[] size, double[] spacing, double[] affine, int qform, int sform, double[] pixdim,
		double[] quaternion, double[] srow, int units, String description, String auxFile,
		LengthUnit unit)
	{
	}

	private GeometryNote() {
	}

	/** The line for a geometry. */
	static String text(final Geometry g) {
		final Forms f = g.forms();
		final Line line = f == null ? new Line(g.size(), g.spacing(), g.affine(), 0, 0, null, null, null, 0, null, null,
			unit(g)) : new Line(g.size(), g.spacing(), g.affine(), f.qformCode(), f.sformCode(), f.pixdim(), f.quaternion(), f
				.srow(), f.units(), f.notes().description(), f.notes().auxFile(), unit(g));
		return START + Json.escaped(Json.line(line)) + "\n";
	}

	/** An info text with the line for a geometry, instead of one that it may have; null counts as empty. */
	static String noted(final String info, final Geometry geometry) {
		if (info == null) return text(geometry);
		final int start = info.indexOf(START), end = start < 0 ? -1 : info.indexOf('\n', start);
		final String before = start < 0 ? info : info.substring(0, start);
		return before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + text(geometry) + (end < 0 ? "" : info
			.substring(end + 1));
	}

	/** NB: millimetres are left out, as before there were other units. */
	private static LengthUnit unit(final Geometry geometry) {
		return geometry.unit() == LengthUnit.MILLIMETRE ? null : geometry.unit();
	}

	/** The geometry in an info text, or null if there is none or it was edited. */
	static Geometry parse(final String info) {
		if (info == null) return null;
		final int start = info.indexOf(START);
		if (start < 0) return null;
		final int end = info.indexOf('\n', start);
		try {
			final Line line = Json.parse(info.substring(start + START.length(), end < 0 ? info.length() : end), Line.class);
			final Forms forms = line.pixdim == null ? null : new Forms(line.qform, line.sform, line.pixdim, line.quaternion,
				line.srow, line.units, new Notes(line.description, line.auxFile, List.of()));
			return new Geometry(line.size, line.spacing, line.affine, forms).shownIn(line.unit == null ? LengthUnit.MILLIMETRE
				: line.unit);
		}
		catch (final JsonParseException | NullPointerException | IllegalArgumentException exc) {
			return null; // NB: users can edit the text; the calibration is the fallback
		}
	}
}
