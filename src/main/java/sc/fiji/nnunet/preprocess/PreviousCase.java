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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** What the previous stage of a cascade predicted for a prepared case: a mapped file, read by any number of threads. */
public final class PreviousCase {

	private final Geometry geometry;
	private final RandomAccessibleInterval<UnsignedByteType> voxels;
	private final PrimitiveBlocks<UnsignedByteType> blocks;

	/** @param size of the prepared case, z, y, x */
	PreviousCase(final Path file, final int[] size, final double[] spacing) throws IOException {
		geometry = Geometry.ofZyx(size, spacing);
		voxels = NpyFile.open(file).bytes(size[2], size[1], size[0]);
		blocks = PrimitiveBlocks.of(voxels, OnFallback.FAIL).threadSafe();
	}

	/**
	 * Copies a box that lies within the case.
	 *
	 * @param start first voxel, z, y, x
	 * @param size voxels along z, y, x
	 * @param into receives size[0] * size[1] * size[2] classes, to be read as unsigned
	 */
	public void read(final int[] start, final int[] size, final byte[] into) {
		blocks.copy(new int[] { start[2], start[1], start[0] }, into, new int[] { size[2], size[1], size[0] });
	}

	/** All labels, as a view of the mapped file. */
	public LabelMap labels() {
		return LabelMap.of(geometry, voxels.view().convert(ShortType::new, (stored, label) -> label.set((short) stored
			.get())));
	}
}
