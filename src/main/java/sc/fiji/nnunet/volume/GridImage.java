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
import java.util.concurrent.ExecutorService;

import net.imglib2.AbstractWrappedInterval;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.operators.SetZero;
import net.imglib2.util.Cast;
import net.imglib2.view.fluent.RandomAccessibleIntervalView;
import net.imglib2.view.fluent.RandomAccessibleIntervalView.Extension;

/**
 * An ImgLib2 image with axes x, y, z and, if there are several, channel; and its {@link Geometry}.
 * <p>
 * It is either in memory, with one array per plane that inner loops work on, or a view:
 * of another such image, of a mapped file, of an image of any type. {@link #crop},
 * {@link #window} and {@link #turn} give views, which may be composed at no cost;
 * {@link #copy} then moves each voxel once:
 * </p>
 *
 * <pre>
 * final Volume part = image.crop(box).turn(order).copy(executor);
 * </pre>
 * <p>
 * Sizes, boxes and orders are z, y, x, as in arrays and plans; the axes of the ImgLib2
 * image are x, y, z.
 * </p>
 *
 * @param <T> type of a voxel
 * @param <V> the implementing class
 */
public abstract class GridImage<T extends NativeType<T> & SetZero, V extends GridImage<T, V>> {

	/** Planes that are copied together if the axes are permuted, so that several voxels in a row are read at a time. */
	private static final int SLAB = 16;

	/** Voxels that are copied at once where planes are small. */
	private static final int TOGETHER = 1 << 16;

	private final Geometry geometry;
	private final RandomAccessibleInterval<T> img;
	private final PlanarImg<T, ? extends ArrayDataAccess<?>> memory;
	private final Object[] rows;
	private final int slab;
	private boolean arrays;
	private PrimitiveBlocks<T> blocks;

	/** An image in memory. */
	GridImage(final Geometry geometry, final PlanarImg<T, ? extends ArrayDataAccess<?>> planes) {
		this.geometry = geometry;
		img = planes;
		memory = planes;
		rows = new Object[planes.numSlices()];
		for (int plane = 0; plane < rows.length; plane++)
			rows[plane] = planes.getPlane(plane).getCurrentStorageArray();
		arrays = true;
		slab = 1;
	}

	/** A view. */
	GridImage(final Geometry geometry, final RandomAccessibleInterval<T> view, final int slab) {
		this.geometry = geometry;
		img = view;
		memory = null;
		rows = null;
		this.slab = slab;
		for (int d = 0; d < 3; d++)
			if (view.dimension(d) != geometry.size()[d]) throw new IllegalArgumentException("an image of " + view.dimension(
				d) + " voxels along axis " + d + " does not fit " + geometry);
	}

	/** A view of the implementing class. */
	abstract V view(Geometry grid, RandomAccessibleInterval<T> view, int thick);

	/** An image in memory of the implementing class. */
	abstract V ofPlanes(Geometry grid, Object[] planes);

	/** An array for the given number of voxels. */
	abstract Object newArray(int length);

	/** Where the voxels lie. */
	public final Geometry geometry() {
		return geometry;
	}

	/** Voxels along z, y, x. */
	public final int[] size() {
		return geometry.sizeZyx();
	}

	/** The voxels, with minimum 0, 0, 0. */
	public final RandomAccessibleInterval<T> img() {
		return img;
	}

	/** The voxels in a box inside the image, as a view; the image itself if the box holds all of it. */
	public final V crop(final Box box) {
		return box.equals(Box.whole(size())) ? Cast.unchecked(this) : derived(geometry.crop(box), img.view().interval(
			interval(box)).zeroMin(), slab);
	}

	/**
	 * The voxels in a box that may reach beyond the border, where they are zero, as a view; the image itself if the box
	 * is the whole image.
	 * NB: a view is copied first, as PrimitiveBlocks neither extends a part of an image nor a buffer.
	 */
	public final V window(final Box box) {
		if (box.equals(Box.whole(size()))) return Cast.unchecked(this);
		return memory == null ? loaded(null).window(box) : derived(geometry.crop(box), img.view().extend(Extension.zero())
			.interval(interval(box)).zeroMin(), slab);
	}

	/** The image with its axes in another order, see {@link Transpose}, as a view; the image itself if nothing moves. */
	public final V turn(final int[] order) {
		if (Transpose.identity(order)) return Cast.unchecked(this);
		return derived(Geometry.ofZyx(Transpose.apply(size(), order), Transpose.apply(geometry.spacingZyx(), order)),
			Transpose.view(img, order), SLAB);
	}

	/**
	 * The image with other axes, as a view that knows its size and spacing only; the image itself if nothing changes.
	 */
	public final V turn(final Axes axes) {
		final V turned = turn(axes.order());
		RandomAccessibleIntervalView<T> view = turned.img().view();
		boolean same = true;
		for (int d = 0; d < 3; d++)
			if (axes.mirrored()[2 - d]) {
				view = view.invertAxis(d).zeroMin();
				same = false;
			}
		return same ? turned : derived(Geometry.ofZyx(turned.size(), turned.geometry().spacingZyx()), view, SLAB);
	}

	/** The same voxels, not copied, with another spacing z, y, x. */
	public final V spaced(final double... spacing) {
		if (Arrays.equals(spacing, geometry.spacingZyx())) return Cast.unchecked(this);
		final Geometry grid = Geometry.ofZyx(size(), spacing);
		return rows == null ? derived(grid, img, slab) : ofPlanes(grid, rows);
	}

	private V derived(final Geometry grid, final RandomAccessibleInterval<T> view, final int thick) {
		final V derived = view(grid, view, thick);
		((GridImage<?, ?>) derived).arrays = arrays;
		return derived;
	}

	/**
	 * A copy in memory.
	 *
	 * @param executor whose threads may help, or null
	 */
	public final V copy(final ExecutorService executor) {
		final int[] size = size();
		final int area = size[1] * size[2];
		final Object[] planes = new Object[size[0] * channelCount()];
		final PrimitiveBlocks<T> copier = blocks();
		final int several = planesAtATime();
		final int runs = (size[0] + several - 1) / several;
		Chunks.run(executor, runs * channelCount(), run -> {
			final int channel = run / runs;
			final int first = run % runs * several;
			final int count = Math.min(several, size[0] - first);
			final Object slice = newArray(count * area);
			copier.copy(planes(channel, first, count), slice);
			for (int k = 0; k < count; k++)
				planes[channel * size[0] + first + k] = count == 1 ? slice : part(slice, k * area, area);
		});
		return ofPlanes(geometry, planes);
	}

	/** The image itself if it is in memory, otherwise a copy that is. */
	public final V loaded(final ExecutorService executor) {
		return memory == null ? copy(executor) : Cast.unchecked(this);
	}

	/** How many planes are copied at once: small ones together, as each call has a fixed cost. */
	final int planesAtATime() {
		return (int) Math.max(slab, Math.min(size()[0], TOGETHER / (img.dimension(0) * img.dimension(1))));
	}

	private Object part(final Object planes, final int start, final int length) {
		final Object plane = newArray(length);
		System.arraycopy(planes, start, plane, 0, length);
		return plane;
	}

	/**
	 * Like {@link #crop}, copied into memory, but without much more memory than the image takes: its planes are
	 * released one by one, and it must not be used afterwards.
	 */
	public final V take(final Box box) {
		if (box.equals(Box.whole(size()))) return Cast.unchecked(this);
		final GridImage<T, V> part = crop(box);
		final PrimitiveBlocks<T> copier = part.blocks();
		final int depth = size()[0];
		final int[] size = box.size();
		final Object[] planes = new Object[channelCount() * size[0]];
		for (int plane = 0; plane < channelCount() * depth; plane++) {
			final int z = plane % depth - box.start()[0];
			final int channel = plane / depth;
			if (z >= 0 && z < size[0]) copier.copy(part.planes(channel, z, 1), planes[channel * size[0] + z] = newArray(
				size[1] * size[2]));
			release(plane);
		}
		return ofPlanes(part.geometry(), planes);
	}

	/** The array itself of a plane of an image in memory, a copy of a view; planes of the first channel come first. */
	final Object planeAt(final int index) {
		if (rows != null) return rows[index];
		final int[] size = size();
		final Object plane = newArray(size[1] * size[2]);
		blocks().copy(planes(index / size[0], index % size[0], 1), plane);
		return plane;
	}

	/** Releases the memory of a plane, which must not be read again. */
	final void release(final int index) {
		if (memory == null) return;
		memory.setPlane(index, Cast.unchecked(memory.getPlane(index).createArray(0)));
		rows[index] = newArray(0);
	}

	/**
	 * Copies voxels into arrays. NB: if a view of an image on buffers is permuted, PrimitiveBlocks of ImgLib2 8.0.0
	 * mistakes its temporary arrays for buffers. So one voxel is copied as a test; if it fails, voxels are copied singly.
	 */
	private synchronized PrimitiveBlocks<T> blocks() {
		if (blocks != null) return blocks;
		blocks = PrimitiveBlocks.of(img, OnFallback.ACCEPT).threadSafe();
		if (arrays) return blocks;
		try {
			blocks.copy(reaching(0, 0, 0, 0, 0, 0, 0, 0), newArray(1));
		}
		catch (final ClassCastException e) {
			blocks = PrimitiveBlocks.of(new OpaqueImage<>(img), OnFallback.ACCEPT);
		}
		return blocks;
	}

	/** Hides from PrimitiveBlocks what an image is made of. */
	private static final class OpaqueImage<T> extends AbstractWrappedInterval<RandomAccessibleInterval<T>> implements
		RandomAccessibleInterval<T>
	{

		OpaqueImage(final RandomAccessibleInterval<T> source) {
			super(source);
		}

		@Override
		public RandomAccess<T> randomAccess() {
			return sourceInterval.randomAccess();
		}

		@Override
		public RandomAccess<T> randomAccess(final Interval interval) {
			return sourceInterval.randomAccess(interval);
		}

		@Override
		public T getType() {
			return sourceInterval.getType();
		}
	}

	/** The number of channels; a map of labels has one. */
	final int channelCount() {
		return img.numDimensions() > 3 ? (int) img.dimension(3) : 1;
	}

	/** The interval of some planes of one channel. */
	private FinalInterval planes(final int channel, final int z, final int count) {
		return reaching(0, 0, z, img.dimension(0) - 1, img.dimension(1) - 1, z + count - 1, channel, channel);
	}

	/** The interval of a box, with all channels. */
	private FinalInterval interval(final Box box) {
		final int[] start = box.start();
		final int[] end = box.end();
		return reaching(start[2], start[1], start[0], end[2] - 1, end[1] - 1, end[0] - 1, 0, channelCount() - 1);
	}

	private FinalInterval reaching(final long x0, final long y0, final long z0, final long x1, final long y1,
		final long z1, final int c0, final int c1)
	{
		return img.numDimensions() == 3 ? FinalInterval.createMinMax(x0, y0, z0, x1, y1, z1) : FinalInterval.createMinMax(
			x0, y0, z0, c0, x1, y1, z1, c1);
	}
}
