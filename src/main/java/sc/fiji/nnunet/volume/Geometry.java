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
package sc.fiji.nnunet.volume;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where the voxels of an image lie in space: size, spacing and affine.
 * <p>
 * Arrays are in file order, x first. The affine takes voxel indices (x, y, z) to
 * millimetres in NIfTI's world (x to the right, y to the front, z up). A geometry
 * that came from a NIfTI file also keeps that file's {@link Forms}, so that it can
 * be written back bit for bit.
 * </p>
 */
public final class Geometry {

	/** Two grids are the same if no voxel's position differs by more than this share of the smallest spacing. */
	public static final double TOLERANCE = 1e-2;

	/**
	 * A label or another channel may lie so far from its image, in voxels as above, and is used with a warning. Beyond, a
	 * voxel would belong to its neighbour.
	 */
	public static final double ACCEPTED = 0.5;

	/** Spacings count as equal if they differ by no more than this share. */
	private static final double SPACING = 1e-3;

	/**
	 * The orientation fields of a NIfTI header exactly as stored (float32 in NIfTI-1,
	 * double in NIfTI-2; a double holds both).
	 *
	 * @param qformCode code of the quaternion form, 0 = unused
	 * @param sformCode code of the affine form, 0 = unused
	 * @param pixdim all eight entries: the sign of entry 0 is the quaternion's qfac
	 * @param quaternion b, c, d and the offsets x, y, z
	 * @param srow the twelve numbers of the affine form, row by row
	 * @param units the stored xyzt_units
	 * @param notes what else the header says about the image as a whole
	 */
	public record Forms(int qformCode, int sformCode, double[] pixdim, double[] quaternion, double[] srow, int units,
		Notes notes)
	{

		/** Forms without notes. */
		public Forms(final int qformCode, final int sformCode, final double[] pixdim, final double[] quaternion,
			final double[] srow, final int units)
		{
			this(qformCode, sformCode, pixdim, quaternion, srow, units, Notes.NONE);
		}
	}

	/**
	 * The texts of a NIfTI header, kept so that they can be written again.
	 *
	 * @param description the header's descrip, up to 79 bytes
	 * @param auxFile the header's aux_file, up to 23 bytes
	 * @param extensions the header's extensions, in their order
	 */
	public record Notes(String description, String auxFile, List<Extension> extensions) {

		/** No texts. */
		public static final Notes NONE = new Notes("", "", List.of());

		public Notes {
			extensions = List.copyOf(extensions);
		}
	}

	/**
	 * One extension of a NIfTI header.
	 *
	 * @param code its registered number: 4 = AFNI, 6 = comment, ...
	 * @param data its content, with the padding that the file has
	 */
	public record Extension(int code, byte[] data) {
	}

	private final long[] size;
	private final double[] spacing;
	private final double[] affine;
	private final Forms forms;
	private final LengthUnit unit;

	/**
	 * @param size voxels along x, y, z
	 * @param spacing millimetres along x, y, z, as the header states them
	 * @param affine twelve numbers, three rows of four: voxel (x, y, z, 1) to millimetres
	 * @param forms the NIfTI fields that this geometry was read from, or null
	 */
	public Geometry(final long[] size, final double[] spacing, final double[] affine, final Forms forms) {
		this(size, spacing, affine, forms, LengthUnit.MILLIMETRE);
	}

	private Geometry(final long[] size, final double[] spacing, final double[] affine, final Forms forms,
		final LengthUnit unit)
	{
		if (size.length != 3 || spacing.length != 3 || affine.length != 12)
			throw new IllegalArgumentException("size, spacing and affine need 3, 3 and 12 numbers");
		this.size = size.clone();
		this.spacing = spacing.clone();
		this.affine = affine.clone();
		this.forms = forms;
		this.unit = unit;
	}

	/** The same grid with another unit for display; all numbers stay in millimetres. */
	public Geometry shownIn(final LengthUnit other) {
		return other == unit ? this : new Geometry(size, spacing, affine, forms, other);
	}

	/** A grid along the world's axes with its first voxel at the origin. */
	public static Geometry of(final long[] size, final double... spacing) {
		final double[] affine = { spacing[0], 0, 0, 0, 0, spacing[1], 0, 0, 0, 0, spacing[2], 0 };
		return new Geometry(size, spacing, affine, null);
	}

	/** A grid of the given size (z, y, x) and spacing (z, y, x). */
	public static Geometry ofZyx(final int[] size, final double[] spacing) {
		return of(new long[] { size[2], size[1], size[0] }, spacing[2], spacing[1], spacing[0]);
	}

	/** Voxels along x, y, z. */
	public long[] size() {
		return size.clone();
	}

	/** Voxels along z, y, x. */
	public int[] sizeZyx() {
		return new int[] { Math.toIntExact(size[2]), Math.toIntExact(size[1]), Math.toIntExact(size[0]) };
	}

	/** Millimetres along x, y, z. */
	public double[] spacing() {
		return spacing.clone();
	}

	/** Millimetres along z, y, x. */
	public double[] spacingZyx() {
		return new double[] { spacing[2], spacing[1], spacing[0] };
	}

	/** Three rows of four numbers: voxel (x, y, z, 1) to millimetres. */
	public double[] affine() {
		return affine.clone();
	}

	/** The NIfTI fields that this geometry was read from, or null. */
	public Forms forms() {
		return forms;
	}

	/**
	 * The unit in which the image's own file states lengths, and in which they are shown; all numbers here are
	 * millimetres.
	 */
	public LengthUnit unit() {
		return unit;
	}

	/** The size of a voxel as users read it, in the image's own unit: 0.325 x 0.325 x 1 µm; without z for one slice. */
	public String voxelSize() {
		final LengthUnit people = peoplesUnit();
		return size[2] == 1 ? people.text(spacing[0], spacing[1]) : people.text(spacing);
	}

	/** The unit in which people think of this grid; NB: a size that is stated without a unit counts as millimetres. */
	public LengthUnit peoplesUnit() {
		return unit == LengthUnit.PIXEL && (spacing[0] != 1 || spacing[1] != 1) ? LengthUnit.MILLIMETRE : unit;
	}

	/** The number of voxels. */
	public long voxels() {
		return Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
	}

	/** The grid of the voxels within a box of this grid; without {@link Forms}, as no file states it. */
	public Geometry crop(final Box box) {
		final long[] start = { box.start()[2], box.start()[1], box.start()[0] };
		final int[] extent = box.size();
		final double[] moved = affine.clone();
		for (int row = 0; row < 3; row++)
			for (int axis = 0; axis < 3; axis++)
				moved[4 * row + 3] += affine[4 * row + axis] * start[axis];
		return new Geometry(new long[] { extent[2], extent[1], extent[0] }, spacing, moved, null, unit);
	}

	/**
	 * Whether the edges of the voxels, as stated, differ by a thousandth at most. NB: where there is one voxel along
	 * an axis, its edge says nothing of where voxels lie, and files of single slices state any number.
	 */
	public boolean sameSpacing(final Geometry other) {
		for (int d = 0; d < spacing.length; d++)
			if ((size[d] > 1 || other.size[d] > 1) && !(Math.abs(spacing[d] - other.spacing[d]) <= SPACING *
				other.spacing[d])) return false;
		return true;
	}

	/**
	 * Whether both grids put their voxels in the same places.
	 *
	 * @param tolerance largest distance between corresponding corner voxels, as a share of the smallest spacing
	 */
	public boolean sameGrid(final Geometry other, final double tolerance) {
		return Arrays.equals(size, other.size) && distance(other) <= tolerance;
	}

	/**
	 * Largest distance between corresponding corner voxels of two grids of one size, as a share of the smallest spacing.
	 */
	public double distance(final Geometry other) {
		double worst = 0;
		for (int corner = 0; corner < 8; corner++) {
			double square = 0;
			for (int row = 0; row < 3; row++) {
				double delta = affine[4 * row + 3] - other.affine[4 * row + 3];
				for (int axis = 0; axis < 3; axis++)
					if ((corner >> axis & 1) == 1)
						delta += (affine[4 * row + axis] - other.affine[4 * row + axis]) * (size[axis] - 1);
				square += delta * delta;
			}
			worst = Math.max(worst, Math.sqrt(square));
		}
		return worst / Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
	}

	/**
	 * A sentence for users on how far the affine of a file with this grid is from that of another one of the same size.
	 *
	 * @param name what the other one is called, such as "the image c0.nii"
	 */
	public String apart(final Geometry other, final String name) {
		return "Its affine puts voxels up to " + (float) distance(other) + " voxels from where that of " + name +
			" puts them.";
	}

	@Override
	public boolean equals(final Object object) {
		return object instanceof Geometry g && Arrays.equals(size, g.size) && Arrays.equals(spacing, g.spacing) &&
			Arrays.equals(affine, g.affine);
	}

	@Override
	public int hashCode() {
		return Objects.hash(Arrays.hashCode(size), Arrays.hashCode(spacing), Arrays.hashCode(affine));
	}

	@Override
	public String toString() {
		return size[0] + " x " + size[1] + " x " + size[2] + " voxels of " + voxelSize();
	}
}
