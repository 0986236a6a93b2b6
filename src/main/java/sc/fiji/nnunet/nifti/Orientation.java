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
package sc.fiji.nnunet.nifti;

import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * Converts between NIfTI's orientation fields and a {@link Geometry}.
 * <p>
 * The form is chosen by nibabel's rule: the affine form if its code is above 0, else
 * the quaternion form if its code is above 0, else x runs to the left and the middle
 * of the grid lies at the origin. Metres and micrometres are converted to millimetres.
 * </p>
 */
final class Orientation {

	/** Unit codes of xyzt_units. */
	private static final int METRE = 1, MILLIMETRE = 2, MICROMETRE = 3;

	/** The description of a file in millimetres that keeps the image's own unit. */
	private static final String SHOWN_IN = "Lengths are in mm; the image's own unit is ";

	/** Spacings are considered equal if they differ by less than this share. */
	private static final double SPACING = 1e-3;

	/** 1 - b² - c² - d² of a quaternion below this is a rounding error of float32, three times its epsilon. */
	private static final double ROUNDING = 3 * 1.1920929e-7;

	private Orientation() {
	}

	/**
	 * The grid of a header.
	 *
	 * @param size voxels along x, y, z
	 * @param warnings receives a sentence for each field that is contradictory
	 * @return the geometry, or null if the spacing cannot be determined
	 */
	static Geometry geometry(final long[] size, final Forms forms, final List<String> warnings) {
		final double scale = switch (forms.units() & 7) {
			case METRE -> 1000;
			case MICROMETRE -> 1e-3;
			default -> 1;
		};
		double[] affine = forms.sformCode() > 0 ? usable(forms.srow()) : null;
		if (forms.sformCode() > 0 && affine == null)
			warnings.add("The affine form (sform) is not invertible and is ignored.");
		final double[] spacing = new double[3];
		for (int axis = 0; axis < 3; axis++) {
			final double stored = Math.abs(forms.pixdim()[axis + 1]);
			if (stored > 0 && Double.isFinite(stored)) spacing[axis] = stored;
			else if (affine != null) spacing[axis] = Math.sqrt(affine[axis] * affine[axis] + affine[4 + axis] *
				affine[4 + axis] + affine[8 + axis] * affine[8 + axis]);
			else if (size[axis] == 1) spacing[axis] = 1;
			else return null;
		}
		if (affine == null && forms.qformCode() > 0) {
			affine = usable(ofQuaternion(forms, spacing));
			if (affine == null) warnings.add("The quaternion form (qform) is not a rotation and is ignored.");
		}
		if (affine == null) affine = centred(size, spacing);
		else if (!contradiction(size, spacing, affine, warnings)) disagreement(size, forms, spacing, affine, warnings);
		for (int axis = 0; axis < 3; axis++)
			spacing[axis] *= scale;
		for (int n = 0; n < 12; n++)
			affine[n] *= scale;
		return new Geometry(size, spacing, affine, forms).shownIn(unit(forms));
	}

	/** The unit of the header, or of its description if {@link #forms(Geometry)} has noted one. */
	private static LengthUnit unit(final Forms forms) {
		final String description = forms.notes().description();
		final LengthUnit noted = description.startsWith(SHOWN_IN) ? LengthUnit.of(description.substring(SHOWN_IN.length()))
			: null;
		return switch (forms.units() & 7) {
			case METRE -> LengthUnit.METRE;
			case MICROMETRE -> LengthUnit.MICROMETRE;
			default -> noted == null ? LengthUnit.MILLIMETRE : noted;
		};
	}

	/**
	 * The affine of the quaternion form: rotation times spacing, the third column times qfac; null if it is no rotation.
	 */
	private static double[] ofQuaternion(final Forms forms, final double[] spacing) {
		final double[] q = forms.quaternion();
		final double b = q[0], c = q[1], d = q[2];
		final double rest = 1 - (b * b + c * c + d * d);
		if (!(rest > -ROUNDING)) return null;
		final double a = rest < ROUNDING ? 0 : Math.sqrt(rest);
		final double two = 2 / (a * a + b * b + c * c + d * d);
		final double qfac = forms.pixdim()[0] < 0 ? -1 : 1;
		final double x = spacing[0], y = spacing[1], z = spacing[2] * qfac;
		return new double[] { //
			(1 - two * (c * c + d * d)) * x, two * (b * c - a * d) * y, two * (b * d + a * c) * z, q[3], //
			two * (b * c + a * d) * x, (1 - two * (b * b + d * d)) * y, two * (c * d - a * b) * z, q[4], //
			two * (b * d - a * c) * x, two * (c * d + a * b) * y, (1 - two * (b * b + c * c)) * z, q[5] };
	}

	/**
	 * Warns if both forms are said to be of one kind (scanner, template) and put a corner half a voxel apart or more. NB:
	 * with different codes they may differ on purpose.
	 */
	private static void disagreement(final long[] size, final Forms forms, final double[] spacing, final double[] affine,
		final List<String> warnings)
	{
		if (forms.sformCode() <= 0 || forms.sformCode() != forms.qformCode()) return;
		final double[] other = usable(ofQuaternion(forms, spacing));
		if (other == null) return;
		final double voxels = new Geometry(size, spacing, affine, null).distance(new Geometry(size, spacing, other, null));
		if (voxels >= 0.5) warnings.add(String.format(Locale.ROOT,
			"Its affine form (sform) and its quaternion form (qform) have the same code, but corners are %.1f voxels apart; the " +
				"affine form counts. A program that prefers the other one shows masks beside the image.", voxels));
	}

	/** Warns if the header's spacing is not that of its affine form. */
	private static boolean contradiction(final long[] size, final double[] spacing, final double[] affine,
		final List<String> warnings)
	{
		final double[] lengths = new double[3];
		boolean differs = false;
		for (int axis = 0; axis < 3; axis++) {
			lengths[axis] = Math.sqrt(affine[axis] * affine[axis] + affine[4 + axis] * affine[4 + axis] + affine[8 + axis] *
				affine[8 + axis]);
			differs |= size[axis] > 1 && Math.abs(lengths[axis] - spacing[axis]) > SPACING * lengths[axis];
		}
		if (differs) warnings.add("Its spacing (pixdim " + (float) spacing[0] + " x " + (float) spacing[1] + " x " +
			(float) spacing[2] + ") is not that of its affine form (sform " + (float) lengths[0] + " x " +
			(float) lengths[1] + " x " + (float) lengths[2] +
			"); sizes are taken from pixdim, positions from the affine form.");
		return differs;
	}

	private static double[] centred(final long[] size, final double[] spacing) {
		final double[] affine = { -spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0 };
		for (int row = 0; row < 3; row++)
			affine[4 * row + 3] = -affine[5 * row] * (size[row] - 1) / 2;
		return affine;
	}

	/** A copy of the affine if it is finite and invertible, else null. */
	private static double[] usable(final double[] affine) {
		if (affine == null) return null;
		for (final double value : affine)
			if (!Double.isFinite(value)) return null;
		final double volume = Math.abs(determinant(affine));
		double edges = 1;
		for (int axis = 0; axis < 3; axis++)
			edges *= Math.sqrt(affine[axis] * affine[axis] + affine[4 + axis] * affine[4 + axis] + affine[8 + axis] *
				affine[8 + axis]);
		return volume > 1e-6 * edges && volume > 0 ? affine.clone() : null;
	}

	private static double determinant(final double[] m) {
		return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) + m[2] * (m[4] * m[9] - m[5] *
			m[8]);
	}

	/** The fields for a geometry: its own if it has them, else both forms made from its affine, in millimetres. */
	static Forms forms(final Geometry geometry) {
		if (geometry.forms() != null) return geometry.forms();
		final double[] affine = geometry.affine();
		final double[] spacing = geometry.spacing();
		final double[] pixdim = { 1, spacing[0], spacing[1], spacing[2], 1, 1, 1, 1 };
		final double[] quaternion = quaternion(affine, spacing);
		if (quaternion != null && determinant(affine) < 0) pixdim[0] = -1;
		final Notes notes = geometry.unit() == LengthUnit.MILLIMETRE || geometry
			.unit() == LengthUnit.PIXEL ? Notes.NONE : new Notes(SHOWN_IN + geometry.unit(), "",
			List.of());
		return new Forms(quaternion == null ? 0 : 1, 1, pixdim, quaternion == null ? new double[6] : quaternion, affine,
			MILLIMETRE, notes);
	}

	/** b, c, d and the offsets of an affine whose axes are at right angles and as long as the spacing, else null. */
	private static double[] quaternion(final double[] affine, final double[] spacing) {
		final double hand = determinant(affine) < 0 ? -1 : 1;
		final double[][] r = new double[3][3];
		for (int row = 0; row < 3; row++)
			for (int axis = 0; axis < 3; axis++)
				r[row][axis] = affine[4 * row + axis] / spacing[axis] * (axis == 2 ? hand : 1);
		for (int i = 0; i < 3; i++)
			for (int j = i; j < 3; j++) {
				final double product = r[0][i] * r[0][j] + r[1][i] * r[1][j] + r[2][i] * r[2][j];
				if (Math.abs(product - (i == j ? 1 : 0)) > 1e-5) return null;
			}
		// the largest of the four parts is taken from the diagonal, the others from it
		final double[] square = { 1 + r[0][0] + r[1][1] + r[2][2], 1 + r[0][0] - r[1][1] - r[2][2], 1 - r[0][0] + r[1][1] -
			r[2][2], 1 - r[0][0] - r[1][1] + r[2][2] };
		int largest = 0;
		for (int n = 1; n < 4; n++)
			if (square[n] > square[largest]) largest = n;
		final double big = Math.sqrt(square[largest]) / 2;
		final double f = 1 / (4 * big);
		final double ab = (r[2][1] - r[1][2]) * f, ac = (r[0][2] - r[2][0]) * f, ad = (r[1][0] - r[0][1]) * f;
		final double bc = (r[0][1] + r[1][0]) * f, bd = (r[0][2] + r[2][0]) * f, cd = (r[1][2] + r[2][1]) * f;
		final double[] q = switch (largest) {
			case 0 -> new double[] { big, ab, ac, ad };
			case 1 -> new double[] { ab, big, bc, bd };
			case 2 -> new double[] { ac, bc, big, cd };
			default -> new double[] { ad, bd, cd, big };
		};
		final double sign = q[0] < 0 ? -1 : 1;
		return new double[] { sign * q[1], sign * q[2], sign * q[3], affine[3], affine[7], affine[11] };
	}
}
