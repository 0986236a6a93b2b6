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
package sc.fiji.nnunet.start;

import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import javax.imageio.ImageIO;
import javax.swing.JPanel;

/** A picture from a file, as large as there is room for. */
final class PicturePanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private transient BufferedImage picture;

	/** Shows a picture, which may lie in a zip file; none for null, or if it cannot be read. */
	void show(final Path file) {
		picture = read(file);
		repaint();
	}

	private static BufferedImage read(final Path file) {
		try {
			if (file == null) return null;
			if (!Files.isRegularFile(file.getParent())) return ImageIO.read(file.toFile());
			try (ZipFile zip = new ZipFile(file.getParent().toFile())) {
				final ZipEntry entry = zip.getEntry(file.getFileName().toString());
				return entry == null ? null : ImageIO.read(zip.getInputStream(entry));
			}
		}
		catch (final IOException e) {
			return null; // NB: the training may be writing it
		}
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		super.paintComponent(graphics);
		if (picture == null) return;
		final double scale = Math.min((double) getWidth() / picture.getWidth(), (double) getHeight() / picture.getHeight());
		final int width = (int) (scale * picture.getWidth()), height = (int) (scale * picture.getHeight());
		((Graphics2D) graphics).setRenderingHint(RenderingHints.KEY_INTERPOLATION,
			RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		graphics.drawImage(picture, (getWidth() - width) / 2, 0, width, height, null);
	}
}
