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

import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Cast;
import net.imglib2.util.Fraction;

/**
 * A segmentation: one class number per voxel, with a {@link Geometry}.
 * <p>
 * The voxels are an ImgLib2 image with axes x, y, z. 0 is background; numbers are signed because of nnU-Net's -1
 * ("outside of the mask").
 * </p>
 */
public final class LabelMap extends GridImage<ShortType, LabelMap> {

	/** How far a stored number may be from a whole number and still be read as that label. */
	public static final double ROUNDING = 1e-3;

	/** A map in memory, all background. */
	public LabelMap(final Geometry geometry) {
		super(geometry, Cast.<PlanarImg<ShortType, ShortArray>>unchecked(PlanarImgs.shorts(geometry.size())));
	}

	private LabelMap(final Geometry geometry, final PlanarImg<ShortType, ShortArray> planes) {
		super(geometry, planes);
	}

	private LabelMap(final Geometry geometry, final RandomAccessibleInterval<ShortType> view, final int slab) {
		super(geometry, view, slab);
	}

	/** A map of the given planes, height rows of width labels each, which are not copied. */
	public static LabelMap of(final Geometry geometry, final short[][] planes) {
		final List<ShortArray> slices = new ArrayList<>(planes.length);
		for (final short[] plane : planes)
			slices.add(new ShortArray(plane));
		final PlanarImg<ShortType, ShortArray> img = new PlanarImg<>(slices, geometry.size(), new Fraction());
		img.setLinkedType(new ShortType(img));
		return new LabelMap(geometry, img);
	}

	/** A view of an image with axes x, y, z and minimum 0, 0, 0. */
	public static LabelMap of(final Geometry geometry, final RandomAccessibleInterval<ShortType> image) {
		return new LabelMap(geometry, image, 1);
	}

	@Override
	LabelMap view(final Geometry grid, final RandomAccessibleInterval<ShortType> view, final int thick) {
		return new LabelMap(grid, view, thick);
	}

	@Override
	LabelMap ofPlanes(final Geometry grid, final Object[] planes) {
		final short[][] shorts = new short[planes.length][];
		System.arraycopy(planes, 0, shorts, 0, planes.length);
		return of(grid, shorts);
	}

	@Override
	Object newArray(final int length) {
		return new short[length];
	}

	/**
	 * The labels as 16-bit numbers, none of which may be negative; a map in memory shares its arrays.
	 *
	 * @param slices whether the result has an axis z; without it, the map must have one slice
	 */
	public Img<UnsignedShortType> shorts(final boolean slices) {
		final List<ShortArray> planes = new ArrayList<>();
		for (int z = 0; z < size()[0]; z++)
			planes.add(new ShortArray(plane(z)));
		final PlanarImg<UnsignedShortType, ShortArray> img = new PlanarImg<>(planes, axes(slices), new Fraction());
		img.setLinkedType(new UnsignedShortType(img));
		return img;
	}

	/** A copy of the labels as 8-bit numbers, each of which must be from 0 to 255; axes as for {@link #shorts}. */
	public Img<UnsignedByteType> bytes(final boolean slices) {
		final List<ByteArray> planes = new ArrayList<>();
		for (int z = 0; z < size()[0]; z++) {
			final short[] plane = plane(z);
			final byte[] bytes = new byte[plane.length];
			for (int i = 0; i < bytes.length; i++)
				bytes[i] = (byte) plane[i];
			planes.add(new ByteArray(bytes));
		}
		final PlanarImg<UnsignedByteType, ByteArray> img = new PlanarImg<>(planes, axes(slices), new Fraction());
		img.setLinkedType(new UnsignedByteType(img));
		return img;
	}

	private long[] axes(final boolean slices) {
		final long[] size = geometry().size();
		return slices ? size : new long[] { size[0], size[1] };
	}

	/** One plane, height rows of width voxels: the array itself of a map in memory, a copy of a view. */
	public short[] plane(final int z) {
		return (short[]) planeAt(z);
	}
}
