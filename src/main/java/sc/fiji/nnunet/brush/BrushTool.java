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

import java.awt.event.MouseEvent;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.Toolbar;
import ij.plugin.tool.PlugInTool;

/** The tool in ImageJ's toolbar that paints strokes of the chosen class; with Alt it removes paint. */
public final class BrushTool extends PlugInTool {

	/** The tool's name in the toolbar. */
	public static final String NAME = "nnU-Net Brush";

	@Override
	public String getToolName() {
		return NAME + " (Alt: erase)";
	}

	@Override
	public String getToolIcon() {
		return "C06fL3bb3L4cc4C888L2a5dL193cCf00o1b44";
	}

	@Override
	public void mousePressed(final ImagePlus image, final MouseEvent event) {
		if (event.isPopupTrigger() || event.getButton() != MouseEvent.BUTTON1 || IJ.spaceBarDown()) return;
		final Easel easel = Easel.of(image);
		if (easel == null) {
			IJ.showStatus("Open nnU-Net Paint and Train for this image first.");
			return;
		}
		final ImageCanvas canvas = image.getCanvas();
		easel.press(image, canvas.offScreenX(event.getX()), canvas.offScreenY(event.getY()), event.isAltDown());
		event.consume();
	}

	@Override
	public void mouseDragged(final ImagePlus image, final MouseEvent event) {
		final Easel easel = Easel.of(image);
		if (easel == null || IJ.spaceBarDown()) return;
		final ImageCanvas canvas = image.getCanvas();
		easel.drag(canvas.offScreenX(event.getX()), canvas.offScreenY(event.getY()));
		event.consume();
	}

	@Override
	public void mouseReleased(final ImagePlus image, final MouseEvent event) {
		final Easel easel = Easel.of(image);
		if (easel == null) return;
		easel.release();
		event.consume();
	}

	@Override
	public void showOptionsDialog() {
		IJ.showStatus("The size of the brush is in the window nnU-Net Paint and Train.");
	}

	/** Puts the tool into the toolbar and chooses it. */
	static void choose() {
		final BrushTool tool = new BrushTool();
		tool.run("");
		final Toolbar bar = Toolbar.getInstance();
		// NB: by its number, for by a name ImageJ would find its own selection brush
		if (bar != null) bar.setTool(bar.getToolId(tool.getToolName()));
	}
}
