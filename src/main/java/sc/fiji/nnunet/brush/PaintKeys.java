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
package sc.fiji.nnunet.brush;

import java.awt.Component;
import java.awt.KeyEventDispatcher;
import java.awt.KeyboardFocusManager;
import java.awt.event.KeyEvent;

import javax.swing.SwingUtilities;

import ij.ImagePlus;
import ij.gui.TextRoi;

/**
 * The keys 1 to 9 in the window of an image. They are taken before ImageJ sees them, for which 1 to 3 are the
 * lanes of a gel.
 */
final class PaintKeys implements KeyEventDispatcher {

	private final ImagePlus image;
	private final Easel easel;

	PaintKeys(final ImagePlus image, final Easel easel) {
		this.image = image;
		this.easel = easel;
	}

	/** Listens. */
	void listen() {
		KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(this);
	}

	/** Stops listening. */
	void stop() {
		KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(this);
	}

	@Override
	public boolean dispatchKeyEvent(final KeyEvent event) {
		final int number = event.getKeyChar() - '0';
		if (number < 1 || number > 9 || event.isControlDown() || event.isMetaDown() || event.isAltDown()) return false;
		final Component place = event.getComponent();
		// NB: digits of a text that is being typed into the image
		if (!within(place) || image.getRoi() instanceof TextRoi) return false;
		if (event.getID() == KeyEvent.KEY_PRESSED) easel.key(image, number);
		return true;
	}

	private boolean within(final Component place) {
		return place != null && image.getWindow() != null && (place == image.getWindow() || SwingUtilities
			.isDescendingFrom(place, image.getWindow()));
	}
}
