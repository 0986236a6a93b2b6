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
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.SwingUtilities;

import ij.WindowManager;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.imagej.KnownFolders;
import sc.fiji.nnunet.library.Library;
import sc.fiji.nnunet.library.LibraryModel;

/** The window of the known models: a table, a picture of the chosen one, and what can be done with it. */
final class ModelsWindow extends JFrame {

	private static final long serialVersionUID = 1L;

	static final String TITLE = "nnU-Net Models";

	private static final String EXPORT = "nnU-Net Export";

	/** Those that are usual for networks; the last word stands for none. */
	private static final String[] LICENCES = { "CC-BY-4.0", "CC0-1.0", "MIT", "none: without this package" };

	/** Fits a screen of 1366 x 768. */
	private static final Dimension SIZE = new Dimension(900, 620);
	private static final int GAP = 6, ROWS = 6, HEIGHT = 220, WIDTH = 430;

	private final ModelTable models = new ModelTable();
	private final JTable table = new JTable(models);
	private final PicturePanel picture = new PicturePanel();
	private final JTextArea text = new JTextArea(ROWS, 0);
	private final JButton segment = new JButton("Segment the open image"), copy = new JButton("Copy macro"),
			export = new JButton("Export..."), delete = new JButton("Delete..."), cancel = new JButton("Cancel");
	private final JCheckBox overlay = new JCheckBox("overlay", true), rois = new JCheckBox("ROIs"), rows = new JCheckBox(
		"table");
	private final JProgressBar bar = new JProgressBar();
	private transient HostProgress progress;

	private ModelsWindow() {
		super(TITLE);
		table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		table.setFillsViewportHeight(true);
		// NB: the rows' own height does not follow the size of the font
		table.setRowHeight(table.getFontMetrics(table.getFont()).getHeight() + GAP / 2);
		for (int n = 0; n < ModelTable.WIDTHS.size(); n++)
			table.getColumnModel().getColumn(n).setPreferredWidth(ModelTable.WIDTHS.get(n));
		table.getSelectionModel().addListSelectionListener(event -> chosen());
		text.setEditable(false);
		text.setLineWrap(true);
		text.setWrapStyleWord(true);
		final JSplitPane below = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, picture, new JScrollPane(text));
		below.setDividerLocation(WIDTH);
		final JSplitPane middle = new JSplitPane(JSplitPane.VERTICAL_SPLIT, new JScrollPane(table), below);
		middle.setDividerLocation(HEIGHT);
		add(middle, BorderLayout.CENTER);
		add(footer(), BorderLayout.SOUTH);
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		setSize(SIZE);
		setLocationByPlatform(true);
		chosen();
	}

	/** Shows the window, the one that is open if there is one, with a model chosen; null for the first. */
	static void open(final Path chosen) {
		SwingUtilities.invokeLater(() -> {
			final ModelsWindow window = Stream.of(getFrames()).filter(frame -> frame instanceof ModelsWindow && frame
				.isDisplayable()).map(ModelsWindow.class::cast).findFirst().orElseGet(ModelsWindow::new);
			window.setVisible(true);
			window.toFront();
			window.reload(chosen);
		});
	}

	private JPanel footer() {
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, GAP, 0));
		Stream.of(segment, overlay, rois, rows, copy, export, delete).forEach(buttons::add);
		final JButton add = new JButton("Add...");
		add.setToolTipText("A folder with results, or the folder or zip file of a network of nnU-Net v2");
		buttons.add(add);
		segment.addActionListener(event -> segment());
		copy.setToolTipText("Copies the macro, which does the same as Segment");
		copy.addActionListener(event -> Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(
			line().toString()), null));
		export.addActionListener(event -> export());
		export.setVisible(Commands.find(EXPORT) != null);
		delete.addActionListener(event -> delete());
		add.addActionListener(event -> choose());
		cancel.addActionListener(event -> progress.cancel());
		bar.setStringPainted(true);
		bar.setString("");
		final JPanel work = new JPanel(new BorderLayout(GAP, 0));
		work.add(bar, BorderLayout.CENTER);
		work.add(cancel, BorderLayout.EAST);
		final JPanel footer = new JPanel(new BorderLayout(0, GAP));
		footer.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		footer.add(buttons, BorderLayout.CENTER);
		footer.add(work, BorderLayout.SOUTH);
		return footer;
	}

	private LibraryModel model() {
		final int row = table.getSelectedRow();
		return row < 0 || row >= models.getRowCount() ? null : models.model(row);
	}

	private void chosen() {
		final LibraryModel model = model();
		picture.show(model == null ? null : model.picture());
		text.setText(model == null ? "No network is known yet. Train one, or add a folder with results." : words(model));
		text.setCaretPosition(0);
		final boolean free = model != null && progress == null;
		segment.setEnabled(free);
		copy.setEnabled(model != null);
		export.setEnabled(free && model.kind() != LibraryModel.Kind.EXPORTED);
		delete.setEnabled(free && Library.canDelete(model));
		delete.setToolTipText(model == null || Library.canDelete(model) ? null
			: "Deletes what was made here; networks from elsewhere are left to you");
		cancel.setEnabled(progress != null);
	}

	private static String words(final LibraryModel model) {
		return model.name() + "\n\nSegments: " + model.labels() + "\nNeeds: " + model.channels() + "\nVoxels: " + model
			.spacing() + "; patches of " + model.plan().patch() + "\nDice of held-out cases: " + (model.dice().isEmpty()
				? "not tested" : model.dice()) + "\nLicence: " + (model.licence().isEmpty() ? "not stated" : model.licence()) +
			"\n\n" + model.path();
	}

	/** The line that segments the open image with the chosen model. */
	private MacroLine line() {
		return MacroLine.of("nnU-Net Predict Image", "model", model().path(), "overlay", overlay.isSelected() ? true : null,
			"rois", rois.isSelected() ? true : null, "table", rows.isSelected() ? true : null);
	}

	private void segment() {
		if (WindowManager.getCurrentImage() == null) text.setText("Open the image first that is to be segmented.");
		else run(line());
	}

	private void export() {
		final JFileChooser chooser = new JFileChooser();
		chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
		if (chooser.showDialog(this, "Export into this folder") != JFileChooser.APPROVE_OPTION) return;
		final String licence = licence();
		if (licence == null) return;
		KnownFolders.remember(chooser.getSelectedFile().toPath());
		run(MacroLine.of(EXPORT, "model", model().path(), "output", chooser.getSelectedFile(), "licence",
			licence.isEmpty() ? null : licence));
	}

	/** Asks for the licence of the package, which bioimage.io wants; empty for no package, null if the user cancels. */
	private String licence() {
		final JComboBox<String> licences = new JComboBox<>(LICENCES);
		licences.setEditable(true);
		final Object[] question = { "The package for deepImageJ, ilastik, QuPath and napari must state a licence.",
			"Which one is yours to choose; it is named as SPDX does.", licences };
		if (JOptionPane.showConfirmDialog(this, question, "Licence of the exported network",
			JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE) != JOptionPane.OK_OPTION) return null;
		final String licence = licences.getEditor().getItem().toString().strip();
		return licence.equals(LICENCES[LICENCES.length - 1]) ? "" : licence;
	}

	private void run(final MacroLine line) {
		progress = new WindowProgress(bar);
		chosen();
		new StageRun(List.of(line), progress, failure -> SwingUtilities.invokeLater(() -> ended(failure))).start();
	}

	private void ended(final String failure) {
		progress.close();
		progress = null;
		if (failure.isEmpty()) reload(model() == null ? null : model().path());
		chosen();
		if (!failure.isEmpty()) text.setText(failure);
	}

	private void choose() {
		final JFileChooser chooser = new JFileChooser();
		chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
		if (chooser.showDialog(this, "Add") != JFileChooser.APPROVE_OPTION) return;
		KnownFolders.remember(chooser.getSelectedFile().toPath());
		reload(null);
	}

	private void delete() {
		final LibraryModel model = model();
		final String what = model.kind() == LibraryModel.Kind.EXPORTED ? ", which was exported?\n"
			: " with its checkpoints, log and pictures?\n";
		if (JOptionPane.showConfirmDialog(this, "Delete " + model.name() + what + model.path(), TITLE,
			JOptionPane.OK_CANCEL_OPTION) != JOptionPane.OK_OPTION) return;
		try {
			Library.delete(model);
			reload(null);
		}
		catch (final IOException e) {
			text.setText(Explanation.text(e));
		}
	}

	/** Looks at the disk, beside Swing's thread. */
	private void reload(final Path wanted) {
		Background.run(KnownFolders::models, library -> show(library, wanted), text::setText);
	}

	private void show(final Library library, final Path wanted) {
		models.show(library.models());
		int row = library.models().isEmpty() ? -1 : 0;
		for (int n = 0; n < library.models().size(); n++)
			if (library.models().get(n).path().equals(wanted)) row = n;
		if (row >= 0) table.setRowSelectionInterval(row, row);
		chosen();
		if (!library.notes().isEmpty()) text.append("\n\nNot usable: " + String.join("\n", library.notes()));
	}

	@Override
	public void dispose() {
		// NB: nobody could end it any more
		if (progress != null) progress.cancel();
		super.dispose();
	}
}
