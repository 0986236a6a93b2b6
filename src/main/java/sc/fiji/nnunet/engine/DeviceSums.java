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
package sc.fiji.nnunet.engine;

/**
 * An image on the device of a {@link Network}, and the weighted sums of the network's windows over it, so that only the
 * image and finished planes travel between memory and device.
 * <p>
 * Sums are held for a few planes at a time, from {@link #first} on.
 * </p>
 */
public interface DeviceSums extends AutoCloseable {

	/** The most outputs of which {@link #takeClasses} can tell the highest. */
	int MOST_CLASSES = 256;

	/**
	 * The sizes of an image and its windows, all in the order z, y, x; slices of 2D networks are one plane deep.
	 *
	 * @param extent the image's size
	 * @param window the windows' size
	 * @param depth the number of planes that are held
	 */
	record Sizes(int[] extent, int[] window, int depth) {

		/** Voxels of a plane of the image. */
		public long plane() {
			return (long) extent[1] * extent[2];
		}

		/** Voxels of a window. */
		public long voxels() {
			return (long) window[0] * window[1] * window[2];
		}
	}

	/** The number of windows that the device processes at once. */
	int batch();

	/** The first plane that is held. */
	int first();

	/**
	 * Runs the network over windows and adds the results.
	 *
	 * @param starts the windows' first voxels z, y, x, at most {@link #batch} of them, within the image and the planes
	 *          that are held
	 * @param mirrored for each window a bit mask of mirrored axes: bit 0 x, bit 1 y, bit 2 z
	 */
	void add(int[][] starts, int[] mirrored);

	/**
	 * Takes the first planes away: sums divided by weights.
	 *
	 * @param planes how many
	 * @param fill for each output the value where no window was computed
	 * @param target receives planes × y × x × outputs
	 */
	void take(int planes, float[] fill, float[] target);

	/**
	 * Takes the first planes away: of each voxel the first of the outputs whose sum is the highest.
	 *
	 * @param planes how many
	 * @param fill for each output the value where no window was computed
	 * @param target receives planes × y × x
	 * @return the first of these planes with a sum that is not a finite number; -1 if there is none
	 */
	int takeClasses(int planes, float[] fill, byte[] target);

	@Override
	void close();
}
