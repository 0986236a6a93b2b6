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
import java.util.Arrays;
import java.util.stream.Collectors;

import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.util.Fraction;

/**
 * A segmentation: one class number per voxel, with a {@link Geometry}.
 * <p>
 * 0 is background; nnU-Net's -1 ("outside of the mask") fits too. Axes as in
 * {@link Volume}: an ImgLib2 image x, y, z with one array per plane.
 * </p>
 */
public final class LabelMap {

	/** How far a stored number may be from a whole number and still be read as that label. */
	public static final double ROUNDING = 1e-3;

	private final Geometry geometry;
	private final PlanarImg<ShortType, ShortArray> img;

	/** A map of background. */
	public LabelMap(final Geometry geometry) {
		this.geometry = geometry;
		final long[] size = geometry.size();
		@SuppressWarnings("unchecked")
		final PlanarImg<ShortType, ShortArray> planes = (PlanarImg<ShortType, ShortArray>) (PlanarImg<ShortType, ?>) PlanarImgs
			.shorts(size[0], size[1], size[2]);
		img = planes;
	}

	private LabelMap(final Geometry geometry, final short[][] planes) {
		this.geometry = geometry;
		img = new PlanarImg<>(Arrays.stream(planes).map(ShortArray::new).collect(Collectors.toCollection(
			ArrayList::new)), geometry.size(), new Fraction());
		img.setLinkedType(new ShortType(img));
	}

	/** A map of the given planes, which become its own. */
	public static LabelMap of(final Geometry geometry, final short[][] planes) {
		return new LabelMap(geometry, planes);
	}

	/** Gives the memory of a plane back; it must not be read again. */
	void release(final int z) {
		img.setPlane(z, new ShortArray(new short[0]));
	}

	/** Where the voxels lie. */
	public Geometry geometry() {
		return geometry;
	}

	/** Voxels along z, y, x. */
	public int[] size() {
		return geometry.sizeZyx();
	}

	/** The live array of one plane: height rows of width voxels. */
	public short[] plane(final int z) {
		return img.getPlane(z).getCurrentStorageArray();
	}

	/** The voxels as an ImgLib2 image with axes x, y, z; a view, not a copy. */
	public PlanarImg<ShortType, ShortArray> img() {
		return img;
	}
}
