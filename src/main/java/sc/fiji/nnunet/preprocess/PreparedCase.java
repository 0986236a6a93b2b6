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

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A case as the network sees it, with what is needed to bring results back to the grid of its file.
 * <p>
 * To prepare it, {@code cropBox} was cut out, the axes were reordered by {@code transpose},
 * and {@code croppedSize} was resampled to the size of {@code x}. Nothing is padded yet.
 * </p>
 *
 * @param x the normalised image on the network's grid
 * @param y the labels on the same grid, or null; for prediction with a cascade, those of the previous stage
 * @param cropBox the part of the original grid that was kept; z, y, x of the file
 * @param original the original grid
 * @param croppedSize size after crop and reordering, before resampling; axes of the network
 * @param transpose for each axis of the network, which of the file's axes z, y, x it is
 * @param mirrored for each axis of the network, whether it runs against that axis of the file
 * @param outside the mask of the cropped image if a cascade needs it, else null
 */
public record PreparedCase(Volume x, LabelMap y, Box cropBox, Geometry original, int[] croppedSize, int[] transpose,
	boolean[] mirrored, OutsideMask outside)
{

	/** A case whose axes run as those of its file. */
	public PreparedCase(final Volume x, final LabelMap y, final Box cropBox, final Geometry original,
		final int[] croppedSize, final int[] transpose)
	{
		this(x, y, cropBox, original, croppedSize, transpose, new boolean[3], null);
	}
}
