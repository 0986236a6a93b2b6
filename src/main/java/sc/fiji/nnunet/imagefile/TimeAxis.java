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

import java.util.Arrays;
import java.util.Locale;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.volume.Geometry.Forms;

/**
 * The time between two frames.
 *
 * @param seconds 0 if it is not known
 */
record TimeAxis(double seconds) {

	static final TimeAxis UNKNOWN = new TimeAxis(0);

	/** The bits of xyzt_units that hold the unit of time, and their values. */
	private static final int UNIT = NiftiWriter.TIME, SECOND = 8, MILLISECOND = 16, MICROSECOND = 24;

	TimeAxis {
		if (!(seconds > 0 && Double.isFinite(seconds))) seconds = 0;
	}

	/** A time in a unit as ImageJ, OME and people name it; unknown if the unit is. */
	static TimeAxis of(final double interval, final String unit) {
		final double seconds = switch (unit == null ? "" : unit.trim().toLowerCase(Locale.ROOT)) {
			case "s", "sec", "second", "seconds" -> 1;
			case "ms", "msec", "millisecond", "milliseconds" -> 1e-3;
			case "\u00b5s", "\u03bcs", "us", "usec", "microsecond", "microseconds" -> 1e-6;
			case "min", "minute", "minutes" -> 60;
			case "h", "hr", "hour", "hours" -> 3600;
			case "d", "day", "days" -> 86400;
			default -> 0;
		};
		return new TimeAxis(interval * seconds);
	}

	/** The time axis of a NIfTI file, or null if its fourth axis has one entry or is not stated to be time. */
	static TimeAxis of(final NiftiHeader header) {
		final double unit = switch (header.forms().units() & UNIT) {
			case SECOND -> 1;
			case MILLISECOND -> 1e-3;
			case MICROSECOND -> 1e-6;
			default -> 0;
		};
		if (unit == 0 || header.size(3) < 2) return null;
		return new TimeAxis(header.forms().pixdim()[4] * unit);
	}

	/** The number of time points of a NIfTI file: 1 if its fourth axis is not stated to be time. */
	static int frames(final NiftiHeader header) {
		return of(header) == null ? 1 : (int) header.size(3);
	}

	/** The fields of a header with this time axis in them. */
	Forms in(final Forms forms) {
		final double[] pixdim = forms.pixdim().clone();
		pixdim[4] = seconds;
		return new Forms(forms.qformCode(), forms.sformCode(), pixdim, forms.quaternion(), forms.srow(), forms.units() &
			~UNIT | SECOND, forms.notes());
	}

	/** The header of one time point of a NIfTI file: without this axis, so that those behind it move up. */
	static NiftiHeader without(final NiftiHeader header) {
		final long[] all = header.dims(), dims = Arrays.copyOf(all, all.length - 1);
		System.arraycopy(all, 4, dims, 3, all.length - 4);
		final Forms forms = header.forms();
		final double[] pixdim = forms.pixdim().clone();
		System.arraycopy(pixdim, 5, pixdim, 4, pixdim.length - 5);
		return new NiftiHeader(header.version(), header.order(), header.pair(), header.type(), dims, new Forms(forms
			.qformCode(), forms.sformCode(), pixdim, forms.quaternion(), forms.srow(), forms.units() & ~UNIT, forms.notes()),
			header.slope(), header.intercept(), header.offset(), header.intent(), header.acquisition());
	}
}
