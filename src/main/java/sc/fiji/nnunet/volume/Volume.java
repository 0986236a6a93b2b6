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

import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;

/**
 * An image of one or more channels: float voxels with a {@link Geometry}.
 * <p>
 * The voxels are an ImgLib2 image with axes x, y, z, channel, stored as one array
 * per plane, so that inner loops run over primitive rows and a volume may have more
 * than 2<sup>31</sup> voxels. Arrays and plans elsewhere are in the order z, y, x;
 * a plane holds y rows of x voxels, which is that order.
 * </p>
 */
public final class Volume {

	private final Geometry geometry;
	private final int channels;
	private final PlanarImg<FloatType, FloatArray> img;

	/** A volume of zeros. */
	public Volume(final Geometry geometry, final int channels) {
		this.geometry = geometry;
		this.channels = channels;
		final long[] size = geometry.size();
		@SuppressWarnings("unchecked")
		final PlanarImg<FloatType, FloatArray> planes = (PlanarImg<FloatType, FloatArray>) (PlanarImg<FloatType, ?>) PlanarImgs
			.floats(size[0], size[1], size[2], channels);
		img = planes;
	}

	private Volume(final Geometry geometry, final float[][] planes) {
		this.geometry = geometry;
		final long[] size = geometry.size();
		channels = (int) (planes.length / size[2]);
		img = new PlanarImg<>(Arrays.stream(planes).map(FloatArray::new).collect(Collectors.toCollection(
			ArrayList::new)), new long[] { size[0], size[1], size[2],
			channels }, new Fraction());
		img.setLinkedType(new FloatType(img));
	}

	/** A volume of the given planes, all z of the first channel before the second; they become the volume's own. */
	public static Volume of(final Geometry geometry, final float[][] planes) {
		return new Volume(geometry, planes);
	}

	/** Gives the memory of a plane back; it must not be read again. */
	void release(final int channel, final int z) {
		img.setPlane(channel * (int) geometry.size()[2] + z, new FloatArray(new float[0]));
	}

	/** Where the voxels lie. */
	public Geometry geometry() {
		return geometry;
	}

	/** The number of channels. */
	public int channels() {
		return channels;
	}

	/** Voxels along z, y, x. */
	public int[] size() {
		return geometry.sizeZyx();
	}

	/** The live array of one plane: height rows of width voxels. */
	public float[] plane(final int channel, final int z) {
		return img.getPlane(channel * (int) geometry.size()[2] + z).getCurrentStorageArray();
	}

	/** The voxels as an ImgLib2 image with axes x, y, z, channel; a view, not a copy. */
	public PlanarImg<FloatType, FloatArray> img() {
		return img;
	}
}
