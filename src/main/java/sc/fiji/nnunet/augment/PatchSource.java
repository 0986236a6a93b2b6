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
package sc.fiji.nnunet.augment;

import java.io.IOException;

/**
 * A preprocessed case from which patches are read, by several threads at once.
 */
public interface PatchSource {

	/** The case's name, unique among the cases of a training run. */
	String name();

	/** Voxels along z, y, x. */
	int[] size();

	/** The number of image channels. */
	int channels();

	/**
	 * Reads a box of the image that is within the case.
	 *
	 * @param start first voxel, z, y, x
	 * @param size voxels along z, y, x
	 * @param into receives z × y × x × channels, channels fastest
	 * @throws IOException if the case cannot be read
	 */
	void readPatch(int[] start, int[] size, float[] into) throws IOException;

	/**
	 * Reads a box of the labels that is within the case.
	 *
	 * @param start first voxel, z, y, x
	 * @param size voxels along z, y, x
	 * @param into receives z × y × x unsigned label values
	 * @throws IOException if the case cannot be read
	 */
	void readLabels(int[] start, int[] size, byte[] into) throws IOException;

	/**
	 * As {@link #readLabels}, but with {@link MaskedSource#OUTSIDE} for voxels outside of the image's mask, if the case
	 * has one.
	 *
	 * @throws IOException if the case cannot be read
	 */
	default void readMarkedLabels(final int[] start, final int[] size, final byte[] into) throws IOException {
		readLabels(start, size, into);
	}

	/** The number of foreground labels of the previous stage in a cascade; 0 without a previous stage. */
	default int previousLabels() {
		return 0;
	}

	/**
	 * Reads a box of the labels that the previous stage predicted, as {@link #readLabels}.
	 *
	 * @throws IOException if the case cannot be read
	 */
	default void readPrevious(final int[] start, final int[] size, final byte[] into) throws IOException {
		throw new IllegalStateException(name() + " has no previous stage");
	}

	/** The label of a patch's voxels that are outside of the case. */
	default byte outsideLabel() {
		return 0;
	}
}
