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
package sc.fiji.nnunet.imagej;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

import javax.swing.JFrame;
import javax.swing.JPanel;

import ij.gui.GUI;

/**
 * A window with a picture that changes while a command works. It is no image of ImageJ's, so that it never becomes the
 * active one, and it comes without taking the keyboard away from what the user is doing. The picture is shown as large
 * as the window is, which at first leaves most of the screen free.
 */
final class PictureWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	/** The part of the screen's width and height that the window takes at most. */
	private static final double WIDE = 0.6, HIGH = 0.8;

	private transient BufferedImage picture;
	private final boolean right;
	private boolean shown;

	/** @param right whether it comes in the right corner of the screen, below, or else in the left one */
	PictureWindow(final String title, final boolean right) {
		super(title);
		this.right = right;
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		setAutoRequestFocus(false);
		add(new Canvas());
	}

	/** Shows a picture; a window that the user has closed stays closed. */
	void show(final BufferedImage newest) {
		picture = newest;
		repaint();
		if (shown) return;
		shown = true;
		final Rectangle screen = GUI.getMaxWindowBounds();
		getContentPane().setPreferredSize(fitted(newest.getWidth(), newest.getHeight(), (int) (WIDE * screen.width),
			(int) (HIGH * screen.height)));
		pack();
		// NB: away from ImageJ's own window, which is at the top
		setLocation(right ? screen.x + screen.width - getWidth() : screen.x, screen.y + screen.height - getHeight());
		// NB: not every desktop heeds the wish for no focus
		setFocusableWindowState(false);
		setVisible(true);
		setFocusableWindowState(true);
	}

	/** A picture's size, made smaller in proportion where it is wider or higher than it may be. */
	static Dimension fitted(final int width, final int height, final int widest, final int highest) {
		final double scale = Math.min(1, Math.min((double) widest / width, (double) highest / height));
		return new Dimension((int) Math.max(1, scale * width), (int) Math.max(1, scale * height));
	}

	/** Draws the picture in the middle. */
	private final class Canvas extends JPanel {

		private static final long serialVersionUID = 1L;

		@Override
		protected void paintComponent(final Graphics graphics) {
			super.paintComponent(graphics);
			final Dimension size = fitted(picture.getWidth(), picture.getHeight(), getWidth(), getHeight());
			((Graphics2D) graphics).setRenderingHint(RenderingHints.KEY_INTERPOLATION,
				RenderingHints.VALUE_INTERPOLATION_BICUBIC);
			graphics.drawImage(picture, (getWidth() - size.width) / 2, (getHeight() - size.height) / 2, size.width,
				size.height, null);
		}
	}
}
