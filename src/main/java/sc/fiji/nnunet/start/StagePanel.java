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

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.util.Map;
import java.util.stream.Collectors;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.text.DefaultCaret;

import sc.fiji.nnunet.file.MacroLine;

/** One stage of the start window: its heading, what is known about it, its choices, its macro lines and its button. */
final class StagePanel extends JPanel {

	private static final long serialVersionUID = 1L;

	private static final Map<Stage.Status, String> WORDS = Map.of(Stage.Status.BLOCKED, "", Stage.Status.READY, "  next",
		Stage.Status.BEGUN, "  begun", Stage.Status.DONE, "  done");
	private static final Color GREEN = new Color(0, 110, 40);
	private static final int GAP = 6, COLUMNS = 40;

	/** Sizes of the heading and of macro lines, in those of the look and feel's labels. */
	private static final float TITLE = 1.15f, LINE = 0.9f;

	private final JLabel heading = new JLabel();
	private final JTextArea sentences = text(new JLabel().getFont().deriveFont(Font.PLAIN));
	private final JTextArea lines = text(new Font(Font.MONOSPACED, Font.PLAIN, Math.round(LINE * new JLabel().getFont()
		.getSize())));
	private final JPanel choices = new JPanel(new FlowLayout(FlowLayout.LEFT, GAP, 0));
	private final JButton copy = new JButton("Copy");
	private final JButton run;
	private transient Stage.State state;

	/** @param action what the button does */
	StagePanel(final Stage stage, final Runnable action) {
		super(new BorderLayout(GAP, GAP));
		run = new JButton(stage.verb());
		run.setMnemonic(stage.verb().charAt(0));
		run.addActionListener(event -> action.run());
		copy.setToolTipText("Copies the macro, which does the same as the button");
		copy.addActionListener(event -> Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(
			lines.getText()), null));
		heading.setFont(heading.getFont().deriveFont(Font.BOLD, TITLE * heading.getFont().getSize()));
		lines.setBackground(Color.WHITE);
		lines.setOpaque(true);
		choices.add(run);
		choices.add(Box.createHorizontalStrut(GAP));
		final JPanel macro = new JPanel(new BorderLayout(GAP, 0));
		macro.add(lines, BorderLayout.CENTER);
		macro.add(copy, BorderLayout.EAST);
		final JPanel middle = new JPanel(new BorderLayout(GAP, GAP));
		middle.add(sentences, BorderLayout.NORTH);
		middle.add(choices, BorderLayout.CENTER);
		middle.add(macro, BorderLayout.SOUTH);
		add(heading, BorderLayout.NORTH);
		add(middle, BorderLayout.CENTER);
		setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
	}

	private static JTextArea text(final Font font) {
		final JTextArea area = new JTextArea(1, COLUMNS);
		area.setFont(font);
		area.setEditable(false);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setOpaque(false);
		// NB: else each new text scrolls the window
		((DefaultCaret) area.getCaret()).setUpdatePolicy(DefaultCaret.NEVER_UPDATE);
		return area;
	}

	/** Puts a choice beside the button. */
	void addChoice(final String label, final Component choice) {
		choices.add(new JLabel(label));
		choices.add(choice);
	}

	/** The stage as it was last shown. */
	Stage.State state() {
		return state;
	}

	/**
	 * Shows where the stage stands.
	 *
	 * @param now where it stands
	 * @param next whether it is the one to do next
	 * @param running whether any stage runs, so that none can be started
	 */
	void show(final Stage.State now, final boolean next, final boolean running) {
		state = now;
		final boolean waits = now.status() == Stage.Status.READY && !next;
		heading.setText(now.stage().ordinal() + 1 + "  " + now.stage().title() + (waits ? "" : WORDS.get(now.status())));
		heading.setForeground(now.status() == Stage.Status.DONE ? GREEN : now.status() == Stage.Status.BLOCKED ? Color.GRAY
			: Color.BLACK);
		sentences.setText(String.join("\n", now.sentences()));
		lines.setText(now.lines().stream().map(MacroLine::toString).collect(Collectors.joining("\n")));
		lines.getParent().setVisible(!now.lines().isEmpty());
		run.setEnabled(now.isRunnable() && !running);
		revalidate();
	}
}
