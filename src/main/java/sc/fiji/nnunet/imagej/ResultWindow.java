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

import java.awt.Rectangle;

import ij.ImagePlus;
import ij.gui.GUI;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.macro.Interpreter;
import sc.fiji.nnunet.command.Failure;

/** Shows an image that a command has made: beside the image that it was made from, at its slice and zoom. */
final class ResultWindow {

	private static final int GAP = 8;

	private ResultWindow() {
		// only static methods
	}

	/** Whether an image can be shown: there is a display, or a macro that works without windows. */
	static boolean isPossible() {
		return Failure.isSeen() || Interpreter.isBatchMode();
	}

	/** @param input what the result was made from, or null */
	static void show(final ImagePlus result, final ImagePlus input) {
		result.show();
		if (input == null) return;
		if (input.getNSlices() == result.getNSlices()) result.setSlice(input.getZ());
		if (input.getWindow() == null || result.getWindow() == null) return;
		if (input.getWidth() == result.getWidth() && input.getHeight() == result.getHeight()) zoom(result.getWindow(), input
			.getCanvas());
		placeBeside(result.getWindow(), input.getWindow());
	}

	private static void zoom(final ImageWindow window, final ImageCanvas other) {
		final ImageCanvas canvas = window.getCanvas();
		canvas.setMagnification(other.getMagnification());
		canvas.setSize(other.getSize());
		canvas.setSourceRect(new Rectangle(other.getSrcRect()));
		window.pack();
	}

	/** NB: on the right, or else on the left, wherever there is room; else where ImageJ has put it. */
	private static void placeBeside(final ImageWindow window, final ImageWindow other) {
		final Rectangle screen = GUI.getMaxWindowBounds(other);
		final Rectangle beside = other.getBounds();
		final int right = beside.x + beside.width + GAP, left = beside.x - GAP - window.getWidth();
		if (right + window.getWidth() <= screen.x + screen.width) window.setLocation(right, beside.y);
		else if (left >= screen.x) window.setLocation(left, beside.y);
	}
}
