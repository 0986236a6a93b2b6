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
import java.awt.Component;
import java.awt.GridLayout;
import java.awt.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextArea;
import javax.swing.JToggleButton;
import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImagePlus;
import ij.io.SaveDialog;
import ij.plugin.frame.Editor;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.paint.LiveRequest.Wish;
import sc.fiji.nnunet.paint.LiveState;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.Suggestion;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The window of nnU-Net Paint and Train: classes, brush, what the learner says and what it can be asked for. It never
 * waits for the disk or the learner.
 */
final class PaintWindow extends JFrame implements Disk.Listener {

	private static final long serialVersionUID = 1L;

	private static final int GAP = 6, WIDTH = 360, ROOM = 230;
	private static final Color RED = new Color(0xb00000);

	private final Path project;
	private final transient Disk disk;
	private final transient Painting painting;
	private final ClassList list;
	private final JToggleButton train = new JToggleButton("Train", true);
	private final JPanel suggestions = new JPanel();
	private final JTextArea status = text(Color.BLACK), message = text(Color.DARK_GRAY), missing = text(RED),
			failure = text(RED);
	private JButton accept;
	private transient List<PaintClass> classes;
	private transient Learner learner;
	private boolean leaving;

	PaintWindow(final Session session, final Sheet first) {
		super(PaintAndTrain.LABEL + ": " + session.folder().getFileName());
		project = session.folder();
		classes = session.classes();
		disk = new Disk(session, this);
		painting = new Painting(disk, classes, this::choose, this::dispose);
		list = new ClassList(classes, painting::choose, this::classes);
		suggestions.setAlignmentX(LEFT_ALIGNMENT);
		suggestions.setLayout(new BoxLayout(suggestions, BoxLayout.Y_AXIS));
		final JPanel column = new JPanel();
		column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
		column.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		for (final Component part : List.of(list, new BrushPanel(painting), buttons(), missing, status, message,
			failure, suggestions))
			column.add(part);
		add(column, BorderLayout.NORTH);
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		// NB: someone paints in another window
		setAutoRequestFocus(false);
		setFocusableWindowState(true);
		pack();
		// NB: room for what the learner says, so that the window need not grow
		setSize(Math.max(WIDTH, getWidth()), getHeight() + ROOM);
		place(first.image());
		painting.attach(first);
		BrushTool.choose();
		train();
	}

	/** The window that paints in a project; null if there is none. */
	static PaintWindow of(final Path project) {
		for (final Window window : Window.getWindows())
			if (window instanceof PaintWindow one && one.isDisplayable() && one.project.equals(project)) return one;
		return null;
	}

	/** Paints on one more image, from now on on this one. */
	void attach(final Sheet sheet) {
		painting.attach(sheet);
	}

	private void place(final ImagePlus image) {
		if (image.getWindow() == null) return;
		final int right = image.getWindow().getX() + image.getWindow().getWidth() + GAP;
		setLocation(Math.min(right, Math.max(0, getToolkit().getScreenSize().width - getWidth())),
			image.getWindow().getY());
	}

	private static JTextArea text(final Color colour) {
		final JTextArea text = new JTextArea();
		text.setEditable(false);
		text.setLineWrap(true);
		text.setWrapStyleWord(true);
		text.setOpaque(false);
		text.setForeground(colour);
		text.setFont(new JLabel().getFont());
		text.setAlignmentX(LEFT_ALIGNMENT);
		return text;
	}

	private JPanel buttons() {
		final JPanel panel = new JPanel(new GridLayout(0, 2, GAP, GAP));
		panel.setAlignmentX(LEFT_ALIGNMENT);
		panel.setBorder(BorderFactory.createEmptyBorder(GAP, 0, GAP, 0));
		train.addActionListener(event -> train());
		train.setToolTipText("The learner works beside the painting");
		panel.add(train);
		button(panel, "Add selection", "The selection becomes paint of the chosen class, as by the keys 1 to 9",
			() -> painting.add(list.chosen()));
		accept = button(panel, "Accept slice",
			"The prediction of this slice is right: it teaches the network as a whole", this::accept);
		button(panel, "Undo", "Takes back the latest stroke or accepted slice", this::undo);
		button(panel, "Suggest", "Shows three places worth painting", () -> wish(Wish.SUGGEST));
		button(panel, "Predict all", "Predicts every slice and shows the labels", () -> wish(Wish.ALL));
		button(panel, "Import...", "Takes paint from the ROI Manager, the overlay, a label image or Labkit",
			this::importPaint);
		button(panel, "For Labkit...", "Writes the paint as a file of Labkit", this::export);
		button(panel, "Save", "Writes the label files of the project; strokes are on the disk already", this::save);
		button(panel, "Make macro", "Shows the macro that does this without windows on a folder of images",
			this::macro);
		return panel;
	}

	private static JButton button(final JPanel panel, final String title, final String tip, final Runnable action) {
		final JButton button = new JButton(title);
		button.setToolTipText(tip);
		button.addActionListener(event -> action.run());
		panel.add(button);
		return button;
	}

	private void train() {
		if (!train.isSelected()) {
			if (learner != null) learner.stop();
			return;
		}
		if (learner != null) return;
		failure.setText("");
		learner = new Learner(project, said -> SwingUtilities.invokeLater(() -> message.setText(said)),
			text -> SwingUtilities.invokeLater(() -> ended(text)));
		learner.start();
	}

	private void ended(final String text) {
		learner = null;
		failure.setText(text);
		// NB: stopped and started again in the meantime
		if (text.isEmpty() && train.isSelected() && !leaving) train();
		else train.setSelected(false);
	}

	private void wish(final Wish wish) {
		if (learner == null) failure.setText("Press Train first: the learner does this.");
		else {
			message.setText(wish == Wish.ALL ? "Predicting all slices" : "Looking for places worth painting");
			disk.wish(wish);
		}
	}

	private void accept() {
		final Sheet sheet = painting.active();
		final Place place = Place.shown(sheet.image());
		disk.run(session -> {
			final boolean done = session.accept(sheet, place);
			SwingUtilities.invokeLater(() -> message.setText(done ? "Slice accepted" :
				"This slice has no prediction yet that could be accepted."));
		});
		disk.look(sheet, place);
	}

	private void undo() {
		final Sheet sheet = painting.active();
		final Place place = Place.shown(sheet.image());
		disk.run(session -> {
			final var mark = session.undo(sheet, place);
			SwingUtilities.invokeLater(() -> message.setText(mark == null ? "There is nothing to undo." :
				"Taken back in slice " + (mark.z() + 1)));
		});
		disk.look(sheet, place);
	}

	private void save() {
		disk.run(session -> {
			session.save();
			SwingUtilities.invokeLater(() -> message.setText("Saved in " + project));
		});
	}

	private void macro() {
		disk.run(session -> {
			final String text = PaintMacro.text(project, session.model(), session.state());
			SwingUtilities.invokeLater(() -> new Editor().create("Paint_and_Train.ijm", text));
		});
	}

	private void export() {
		final Sheet sheet = painting.active();
		final Place place = Place.shown(sheet.image());
		final SaveDialog dialog = new SaveDialog("Paint for Labkit", sheet.image().getTitle(), ".labeling");
		if (dialog.getFileName() == null) return;
		final Path file = Path.of(dialog.getDirectory(), dialog.getFileName());
		disk.run(session -> session.export(sheet, place, file));
	}

	private void importPaint() {
		final Sheet sheet = painting.active();
		final ImportSource.Finder finder = ImportSource.ask(sheet.image(), painting.diameter());
		if (finder == null) return;
		disk.run(session -> {
			final List<FoundPaint> found = finder.find();
			SwingUtilities.invokeLater(() -> take(sheet, found));
		});
	}

	/** Asks which class is which, and adds the paint that was found. */
	private void take(final Sheet sheet, final List<FoundPaint> found) {
		final List<String> names = new ArrayList<>(new LinkedHashSet<>(found.stream().map(FoundPaint::name).toList()));
		final List<Integer> chosen = ImportSource.askClasses(names, classes);
		if (chosen == null) return;
		final List<PaintClass> more = new ArrayList<>(classes);
		final Map<String, Integer> labels = new HashMap<>();
		for (int n = 0; n < names.size(); n++) {
			if (chosen.get(n) == ImportSource.LEFT_OUT) continue;
			labels.put(names.get(n), chosen.get(n) == ImportSource.NEW ? more.size() : chosen.get(n));
			if (chosen.get(n) == ImportSource.NEW) more.add(ClassList.coloured(names.get(n), more.size()));
		}
		if (more.size() > classes.size()) classes(more);
		final Place place = Place.shown(sheet.image());
		disk.run(session -> session.add(sheet, found, labels));
		disk.look(sheet, place);
	}

	private void choose(final int label) {
		list.choose(label);
	}

	private void classes(final List<PaintClass> others) {
		disk.run(session -> {
			session.classes(others);
			SwingUtilities.invokeLater(() -> {
				classes = others;
				list.show(others);
				painting.classes(others);
			});
		});
	}

	@Override
	public void seen(final SliceView view) {
		painting.show(view);
		accept.setText(view.accepted() ? "Accept again" : "Accept slice");
	}

	@Override
	public void state(final LiveState state, final List<String> unpainted) {
		missing.setText(StatusText.missing(unpainted, classes.get(0).name()));
		status.setText(StatusText.of(state));
		if (state == null) return;
		if (state.message() != null) message.setText(state.message());
		if (state.problem() != null) failure.setText(state.problem());
	}

	@Override
	public void granted(final Wish wish, final LiveState state) {
		if (wish == Wish.SUGGEST) suggest(state.suggestions());
		if (wish != Wish.ALL) return;
		final Sheet sheet = painting.active();
		final Place place = Place.shown(sheet.image());
		disk.run(session -> {
			final LabelMap labels = session.result(sheet, place);
			SwingUtilities.invokeLater(() -> ImagePlusVolume.image(labels, "Labels of " +
				sheet.image().getTitle()).show());
		});
	}

	private void suggest(final List<Suggestion> places) {
		suggestions.removeAll();
		for (final Suggestion one : places) {
			final JButton button = new JButton("Slice " + (one.z() + 1) + ", x " + one.x() + ", y " + one.y() + ": " +
				one.reason());
			button.addActionListener(event -> painting.visit(one));
			suggestions.add(button);
		}
		suggestions.revalidate();
	}

	@Override
	public void failed(final Throwable problem) {
		if (Explanation.isBug(problem)) IJ.handleException(problem);
		failure.setText(Explanation.text(problem));
	}

	@Override
	public void dispose() {
		if (!leaving) {
			leaving = true;
			if (learner != null) learner.stop();
			painting.end();
			disk.close();
		}
		super.dispose();
	}
}
