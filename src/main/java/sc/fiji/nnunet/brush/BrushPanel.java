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

import java.awt.BorderLayout;
import java.awt.GridLayout;

import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** The size of the brush, whether it erases, and how opaque the prediction is. */
final class BrushPanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final int GAP = 6, PERCENT = 100, OPACITY = 45, BRUSH = 3, MOST = 199;

	/** @param painting is told of each change */
	BrushPanel(final Painting painting) {
		super(new GridLayout(2, 1, GAP, GAP));
		setAlignmentX(LEFT_ALIGNMENT);
		final JSpinner size = new JSpinner(new SpinnerNumberModel(BRUSH, 1, MOST, 2));
		size.addChangeListener(event -> painting.diameter((Integer) size.getValue()));
		painting.diameter(BRUSH);
		final JCheckBox erase = new JCheckBox("Erase");
		erase.setToolTipText("Strokes remove paint; with Alt they do so without this");
		erase.addActionListener(event -> painting.erasing(erase.isSelected()));
		final JSlider opacity = new JSlider(0, PERCENT, OPACITY);
		opacity.setToolTipText("How much of the image the prediction hides");
		opacity.addChangeListener(event -> painting.opacity((double) opacity.getValue() / PERCENT));
		painting.opacity((double) OPACITY / PERCENT);
		final JPanel brush = new JPanel(new BorderLayout(GAP, 0));
		brush.add(new JLabel("Brush"), BorderLayout.WEST);
		brush.add(size, BorderLayout.CENTER);
		brush.add(erase, BorderLayout.EAST);
		final JPanel overlay = new JPanel(new BorderLayout(GAP, 0));
		overlay.add(new JLabel("Overlay"), BorderLayout.WEST);
		overlay.add(opacity, BorderLayout.CENTER);
		add(brush);
		add(overlay);
	}
}
