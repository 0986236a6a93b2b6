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

import sc.fiji.nnunet.preprocess.PreprocessedCase;

/**
 * A case whose labels mark the voxels outside of the image's mask, until {@link RezeroMask} uses and removes the marks
 * (recipe-nnunet.md 2.1 and 3 rows 10 and 11).
 *
 * @param source the case
 */
public record MaskedSource(PatchSource source) implements PatchSource {

	/** The label of voxels outside of the mask: nnU-Net's -1 as a byte, as preprocessed cases store it. */
	public static final byte OUTSIDE = (byte) PreprocessedCase.OUTSIDE;

	@Override
	public String name() {
		return source.name();
	}

	@Override
	public int[] size() {
		return source.size();
	}

	@Override
	public int channels() {
		return source.channels();
	}

	@Override
	public byte outsideLabel() {
		return OUTSIDE;
	}

	@Override
	public int previousLabels() {
		return source.previousLabels();
	}

	@Override
	public void readPrevious(final int[] start, final int[] size, final byte[] into) throws IOException {
		source.readPrevious(start, size, into);
	}

	@Override
	public void readPatch(final int[] start, final int[] size, final float[] into) throws IOException {
		source.readPatch(start, size, into);
	}

	@Override
	public void readLabels(final int[] start, final int[] size, final byte[] into) throws IOException {
		source.readMarkedLabels(start, size, into);
	}
}
