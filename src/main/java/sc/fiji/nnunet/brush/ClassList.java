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
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import javax.swing.BoxLayout;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JColorChooser;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import javax.swing.JTextField;

import sc.fiji.nnunet.paint.PaintClass;

/** The classes in the window: key, colour and name of each; one is chosen. */
final class ClassList extends JPanel {

	private static final long serialVersionUID = 1L;

	/** Colours that are easily told apart, the background's first. */
	private static final int[] COLOURS = { 0x3f7fff, 0xff4040, 0x30c030, 0xffc020, 0xc050ff, 0x20d0d0, 0xff8030,
		0xff70c0, 0xa0a0a0 };
	private static final int GAP = 4, SWATCH = 26, KEYS = 9;

	private final transient IntConsumer choose;
	private final transient Consumer<List<PaintClass>> changed;
	private final List<JRadioButton> buttons = new ArrayList<>();
	private transient List<PaintClass> classes;

	/**
	 * @param choose receives the class that is chosen
	 * @param changed receives all classes after a change of one
	 */
	ClassList(final List<PaintClass> classes, final IntConsumer choose, final Consumer<List<PaintClass>> changed) {
		this.choose = choose;
		this.changed = changed;
		setLayout(new BoxLayout(this, BoxLayout.Y_AXIS));
		setAlignmentX(LEFT_ALIGNMENT);
		show(classes);
		choose(Math.min(1, classes.size() - 1));
	}

	/** A class with the colour of its place. */
	static PaintClass coloured(final String name, final int place) {
		return new PaintClass(name, COLOURS[place % COLOURS.length]);
	}

	/** Shows other classes. */
	void show(final List<PaintClass> others) {
		final int before = chosen();
		classes = others;
		removeAll();
		buttons.clear();
		final ButtonGroup group = new ButtonGroup();
		for (int label = 0; label < classes.size(); label++)
			add(row(label, group));
		final JButton more = new JButton("Add class");
		more.addActionListener(event -> more());
		final JPanel last = new JPanel(new BorderLayout());
		last.add(more, BorderLayout.WEST);
		add(last);
		if (before >= 0) choose(before);
		revalidate();
		repaint();
	}

	private JPanel row(final int label, final ButtonGroup group) {
		final PaintClass one = classes.get(label);
		final JRadioButton button = new JRadioButton(label < KEYS ? String.valueOf(label + 1) : " ");
		button.setToolTipText("Key " + (label + 1) + " on the image: the selection becomes " + one.name());
		button.addActionListener(event -> choose.accept(label));
		group.add(button);
		buttons.add(button);
		final JButton colour = new JButton();
		colour.setMargin(new Insets(0, 0, 0, 0));
		colour.setBackground(new Color(one.colour()));
		colour.setOpaque(true);
		colour.setPreferredSize(new Dimension(SWATCH, SWATCH));
		colour.addActionListener(event -> {
			final Color other = JColorChooser.showDialog(this, "Colour of " + one.name(), new Color(one.colour()));
			if (other != null) replace(label, new PaintClass(one.name(), other.getRGB() & 0xffffff));
		});
		final JTextField name = new JTextField(one.name());
		name.addActionListener(event -> rename(label, name.getText()));
		name.addFocusListener(new FocusAdapter() {

			@Override
			public void focusLost(final FocusEvent event) {
				rename(label, name.getText());
			}
		});
		final JPanel left = new JPanel(new BorderLayout(GAP, 0));
		left.add(button, BorderLayout.WEST);
		left.add(colour, BorderLayout.EAST);
		final JPanel row = new JPanel(new BorderLayout(GAP, 0));
		row.add(left, BorderLayout.WEST);
		row.add(name, BorderLayout.CENTER);
		row.setMaximumSize(new Dimension(Integer.MAX_VALUE, SWATCH + GAP));
		return row;
	}

	private void rename(final int label, final String name) {
		if (!name.isBlank() && !name.strip().equals(classes.get(label).name()))
			replace(label, new PaintClass(name.strip(), classes.get(label).colour()));
	}

	private void replace(final int label, final PaintClass one) {
		final List<PaintClass> others = new ArrayList<>(classes);
		others.set(label, one);
		changed.accept(others);
	}

	private void more() {
		final List<PaintClass> others = new ArrayList<>(classes);
		others.add(coloured("class " + (classes.size() + 1), classes.size()));
		changed.accept(others);
	}

	/** The chosen class; -1 if none is. */
	int chosen() {
		for (int label = 0; label < buttons.size(); label++)
			if (buttons.get(label).isSelected()) return label;
		return -1;
	}

	/** Chooses a class. */
	void choose(final int label) {
		buttons.get(label).setSelected(true);
		choose.accept(label);
	}
}
