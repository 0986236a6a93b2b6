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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.util.Fraction;
import net.imglib2.util.Util;
import net.imglib2.view.fluent.RandomAccessibleIntervalView;

/**
 * An image of one or more channels: float voxels with a {@link Geometry}.
 * <p>
 * The voxels are an ImgLib2 image with axes x, y, z and, if there are several, channel. In memory it has one array
 * per plane, so that inner loops run over primitive rows and a volume may have more than
 * 2<sup>31</sup> voxels. Arrays and plans elsewhere are in the order z, y, x; a plane
 * holds y rows of x voxels, which is that order.
 * </p>
 */
public final class Volume extends GridImage<FloatType, Volume> {

	/** A volume of zeros. */
	public Volume(final Geometry geometry, final int channels) {
		super(geometry, Cast.<PlanarImg<FloatType, FloatArray>> unchecked(PlanarImgs.floats(dimensions(geometry,
			channels))));
	}

	private Volume(final Geometry geometry, final PlanarImg<FloatType, FloatArray> planes) {
		super(geometry, planes);
	}

	private Volume(final Geometry geometry, final RandomAccessibleInterval<FloatType> view, final int slab) {
		super(geometry, view, slab);
	}

	private static long[] dimensions(final Geometry geometry, final int channels) {
		final long[] size = geometry.size();
		return channels == 1 ? size : new long[] { size[0], size[1], size[2], channels };
	}

	/** A volume of the given planes, all z of the first channel before the second; they are not copied. */
	public static Volume of(final Geometry geometry, final float[][] planes) {
		final List<FloatArray> slices = new ArrayList<>(planes.length);
		for (final float[] plane : planes)
			slices.add(new FloatArray(plane));
		final PlanarImg<FloatType, FloatArray> img = new PlanarImg<>(slices, dimensions(geometry, (int) (planes.length /
			geometry.size()[2])), new Fraction());
		img.setLinkedType(new FloatType(img));
		return new Volume(geometry, img);
	}

	/**
	 * A view of an image of any type.
	 *
	 * @param image axes x, y, z and, if there are several, channel; with any minimum
	 */
	public static Volume of(final Geometry geometry, final RandomAccessibleInterval<? extends RealType<?>> image) {
		RandomAccessibleIntervalView<? extends RealType<?>> view = image.view().zeroMin();
		if (view.numDimensions() == 4 && view.dimension(3) == 1) view = view.slice(3, 0);
		return new Volume(geometry, view.getType() instanceof FloatType ? Cast.unchecked(view) : view.convert(
			FloatType::new, (in, out) -> out.setReal(in.getRealFloat())), 1);
	}

	@Override
	Volume view(final Geometry grid, final RandomAccessibleInterval<FloatType> view, final int thick) {
		return new Volume(grid, view, thick);
	}

	@Override
	Volume ofPlanes(final Geometry grid, final Object[] planes) {
		final float[][] floats = new float[planes.length][];
		System.arraycopy(planes, 0, floats, 0, planes.length);
		return of(grid, floats);
	}

	@Override
	Object newArray(final int length) {
		return new float[length];
	}

	/** The number of channels. */
	public int channels() {
		return channelCount();
	}

	/** One plane, height rows of width voxels: the array itself of a volume in memory, a copy of a view. */
	public float[] plane(final int channel, final int z) {
		return (float[]) planeAt(channel * (int) img().dimension(2) + z);
	}

	/** Receives planes, several at a time; the array is reused. */
	@FunctionalInterface
	public interface Planes {

		/**
		 * @param voxels z × y × x × channels
		 * @param count how many values of the array are used
		 */
		void take(float[] voxels, int count) throws IOException;
	}

	/** Passes on all planes in order, with the channels of each voxel side by side. */
	public void forEachPlane(final Planes planes) throws IOException {
		final int channels = channels();
		final int depth = size()[0];
		final RandomAccessibleInterval<FloatType> mixed = channels == 1 ? img() : img().view().moveAxis(3, 0);
		final PrimitiveBlocks<FloatType> blocks = PrimitiveBlocks.of(mixed, OnFallback.ACCEPT);
		final int several = planesAtATime();
		final int area = Math.toIntExact(img().dimension(0) * img().dimension(1) * channels);
		final float[] voxels = new float[Math.multiplyExact(area, several)];
		final long[] start = new long[mixed.numDimensions()];
		final int[] extent = Util.long2int(mixed.dimensionsAsLongArray());
		for (int z = 0; z < depth; z += several) {
			start[start.length - 1] = z;
			extent[extent.length - 1] = Math.min(several, depth - z);
			blocks.copy(start, voxels, extent);
			planes.take(voxels, area * extent[extent.length - 1]);
		}
	}

	/** Releases the memory of a plane, which must not be read again. */
	void release(final int channel, final int z) {
		release(channel * (int) img().dimension(2) + z);
	}
}
