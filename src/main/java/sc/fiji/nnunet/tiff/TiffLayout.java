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
package sc.fiji.nnunet.tiff;

import java.io.IOException;

/**
 * How a page of a TIFF file is divided into parts, strips or tiles. A part that reaches over the page's edge is stored
 * whole if it is a tile and cut if it is a strip.
 *
 * @param width pixels per row of the page
 * @param height rows of the page
 * @param partWidth pixels per row of a part
 * @param partHeight rows of a part
 * @param tiled whether the parts are tiles
 * @param form how pixels are stored
 */
record TiffLayout(int width, int height, int partWidth, int partHeight, boolean tiled, TiffForm form) {

	/** The layout of a page. */
	static TiffLayout of(final TiffDirectory page, final TiffForm form) throws IOException {
		final long width = page.number(TiffDirectory.WIDTH, 0), height = page.number(TiffDirectory.HEIGHT, 0);
		if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height >
			Integer.MAX_VALUE - 8) throw new TiffException("it claims " + width + " x " + height + " pixels");
		final boolean tiled = page.has(TiffDirectory.TILE_WIDTH);
		final long rows = page.number(TiffDirectory.ROWS, height);
		final long partWidth = tiled ? page.number(TiffDirectory.TILE_WIDTH, 0) : width;
		final long partHeight = tiled ? page.number(TiffDirectory.TILE_HEIGHT, 0) : rows < 0 ? height : Math.min(rows,
			height);
		if (partWidth < 1 || partHeight < 1 || partWidth > Integer.MAX_VALUE || partHeight > Integer.MAX_VALUE)
			throw new TiffException("its parts claim to be of " + partWidth + " x " + partHeight + " pixels");
		final TiffLayout layout = new TiffLayout((int) width, (int) height, (int) partWidth, (int) partHeight, tiled, form);
		if (layout.rowBytes() * partHeight > Integer.MAX_VALUE - 8) throw new TiffException(
			"its parts claim to be of " + partWidth + " x " + partHeight + " pixels, which is above 2 GB");
		return layout;
	}

	/** The number of samples that alternate within a part. */
	int interleaved() {
		return form.planar() ? 1 : form.samples();
	}

	/** Bytes of a part's row. */
	long rowBytes() {
		return ((long) partWidth * interleaved() * form.bits() + 7) / 8;
	}

	int across() {
		return (int) (((long) width + partWidth - 1) / partWidth);
	}

	int down() {
		return (int) (((long) height + partHeight - 1) / partHeight);
	}

	/** The number of parts of a page. */
	long parts() {
		return (long) across() * down() * (form.planar() ? form.samples() : 1);
	}

	/** Rows that are stored in the parts of one row of parts. */
	int storedRows(final int row) {
		return tiled ? partHeight : Math.min(partHeight, height - row * partHeight);
	}

	/** Bytes of all pixels of a page. */
	long pageBytes() {
		return ((long) width * interleaved() * form.bits() + 7) / 8 * height * (form.planar() ? form.samples() : 1);
	}
}
