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
import java.awt.Dimension;
import java.awt.GridLayout;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.io.File;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.DefaultComboBoxModel;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JSpinner;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SpinnerNumberModel;
import javax.swing.SwingUtilities;

import ij.ImageListener;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.command.Choices;
import sc.fiji.nnunet.imagej.KnownFolders;
import sc.fiji.nnunet.imagej.ModelNames;
import sc.fiji.nnunet.library.LibraryModel;

/**
 * The start window: from a folder of labelled images to a segmented image, stage by stage.
 * <p>
 * It only shows a {@link Course} and runs its macro lines ({@link StageRun}); what is done already is read from disk
 * whenever something changes.
 * </p>
 */
final class StartWindow extends JFrame implements ImageListener {

	private static final long serialVersionUID = 1L;

	/** Names under which ImageJ keeps the folders of the last time. */
	private static final String DATASET = "nnunet.dataset", OUTPUT = "nnunet.output";

	/** The choice of the network that is trained in the window. */
	private static final String OWN = "trained above";

	/** Fits a screen of 1366 x 768. */
	private static final Dimension SIZE = new Dimension(860, 700);
	private static final int GAP = 6, ROWS = 3, SCROLL = 16;

	/** Bounds and step of the budget, in minutes. */
	private static final double LEAST = 0.1, MOST = 100_000, STEP = 5;

	private final JTextField dataset = new JTextField();
	private final JTextField output = new JTextField();
	private final JComboBox<String> configuration = new JComboBox<>(new String[] { "" });
	private final JSpinner minutes;
	private final JComboBox<String> preset = new JComboBox<>(Choices.words(Choices.PRESETS).toArray(String[]::new));
	private final JComboBox<Integer> fold = new JComboBox<>(new Integer[] { 0 });
	private final JComboBox<String> image = new JComboBox<>();
	private final JComboBox<String> network = new JComboBox<>(new String[] { OWN });
	private transient List<LibraryModel> known = List.of();
	private final Map<Stage, StagePanel> panels = new EnumMap<>(Stage.class);
	private final JProgressBar bar = new JProgressBar();
	private final JTextArea failure = new JTextArea(ROWS, 0);
	private final JButton cancel = new JButton("Cancel");
	private transient HostProgress progress;
	private final transient ReadyLines lines = new ReadyLines();
	private int asked;
	private boolean filling;

	StartWindow(final StartChoices first) {
		super("nnU-Net");
		minutes = new JSpinner(new SpinnerNumberModel(first.minutes(), LEAST, MOST, STEP));
		preset.setSelectedItem(first.preset());
		dataset.setText(first.dataset() == null ? Prefs.get(DATASET, "") : first.dataset().toString());
		output.setText(first.output() != null ? first.output().toString() : first.dataset() == null ? Prefs.get(OUTPUT, "")
			: "");
		add(folders(), BorderLayout.NORTH);
		add(stages(), BorderLayout.CENTER);
		add(footer(), BorderLayout.SOUTH);
		for (final JComboBox<?> choice : List.of(configuration, preset, fold, image, network))
			choice.addActionListener(event -> changed());
		minutes.addChangeListener(event -> changed());
		setDefaultCloseOperation(DISPOSE_ON_CLOSE);
		setSize(SIZE);
		setLocationByPlatform(true);
		ImagePlus.addImageListener(this);
		images();
		networks();
		reload();
	}

	private JPanel folders() {
		final JPanel panel = new JPanel(new GridLayout(2, 1, GAP, GAP));
		panel.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		panel.add(folder("Images and labels", dataset));
		panel.add(folder("Results", output));
		output.setToolTipText("Empty: a folder \"nnunet\" beside the images");
		return panel;
	}

	private JPanel folder(final String title, final JTextField field) {
		final JPanel panel = new JPanel(new BorderLayout(GAP, 0));
		final JLabel label = new JLabel(title);
		label.setPreferredSize(new JLabel("Images and labels ").getPreferredSize());
		final JButton browse = new JButton("Browse...");
		browse.addActionListener(event -> {
			final JFileChooser chooser = new JFileChooser(field.getText());
			chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
			if (chooser.showOpenDialog(this) != JFileChooser.APPROVE_OPTION) return;
			field.setText(chooser.getSelectedFile().getPath());
			reload();
		});
		field.addActionListener(event -> reload());
		field.addFocusListener(new FocusAdapter() {

			@Override
			public void focusLost(final FocusEvent event) {
				reload();
			}
		});
		panel.add(label, BorderLayout.WEST);
		panel.add(field, BorderLayout.CENTER);
		panel.add(browse, BorderLayout.EAST);
		return panel;
	}

	private JScrollPane stages() {
		final JPanel column = new JPanel();
		column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
		for (final Stage stage : Stage.values()) {
			panels.put(stage, new StagePanel(stage, () -> run(stage)));
			column.add(panels.get(stage));
		}
		panels.get(Stage.PREPARE).addChoice("Configuration", configuration);
		panels.get(Stage.TRAIN).addChoice("Minutes", minutes);
		panels.get(Stage.TRAIN).addChoice("Network", preset);
		panels.get(Stage.TRAIN).addChoice("Held-out fold", fold);
		panels.get(Stage.PREDICT).addChoice("Image", image);
		panels.get(Stage.PREDICT).addChoice("Network", network);
		network.setPrototypeDisplayValue("Task04_Hippocampus 3d, fold 0, or so");
		preset.setToolTipText(Choices.meaning(Choices.PRESETS).strip());
		fold.setToolTipText("Which part of the cases tests the network instead of teaching it");
		final JPanel top = new JPanel(new BorderLayout());
		top.add(column, BorderLayout.NORTH);
		final JScrollPane scroll = new JScrollPane(top, JScrollPane.VERTICAL_SCROLLBAR_ALWAYS,
			JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.getVerticalScrollBar().setUnitIncrement(SCROLL);
		return scroll;
	}

	private JPanel footer() {
		bar.setStringPainted(true);
		bar.setString("");
		failure.setEditable(false);
		failure.setLineWrap(true);
		failure.setWrapStyleWord(true);
		failure.setForeground(Color.RED.darker());
		cancel.setEnabled(false);
		cancel.addActionListener(event -> {
			progress.cancel();
			cancel.setEnabled(false);
		});
		final JPanel work = new JPanel(new BorderLayout(GAP, 0));
		work.add(bar, BorderLayout.CENTER);
		work.add(cancel, BorderLayout.EAST);
		final JPanel footer = new JPanel(new BorderLayout(0, GAP));
		footer.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		footer.add(new JScrollPane(failure), BorderLayout.CENTER);
		footer.add(work, BorderLayout.SOUTH);
		return footer;
	}

	private StartChoices choices() {
		return new StartChoices(path(dataset), path(output), Objects.toString(configuration.getSelectedItem(), ""),
			((Number) minutes.getValue()).doubleValue(), (String) preset.getSelectedItem(), fold.getItemCount() == 0 ? 0
				: (Integer) fold.getSelectedItem(), (String) image.getSelectedItem(), model());
	}

	/** The path of the chosen network; null for the one that is trained in the window. */
	private Path model() {
		return network.getSelectedIndex() < 1 ? null : known.get(network.getSelectedIndex() - 1).path();
	}

	private static Path path(final JTextField field) {
		return field.getText().isBlank() ? null : new File(field.getText().trim()).toPath();
	}

	private void changed() {
		if (!filling) reload();
	}

	/** Reads where the stages stand, beside Swing's thread, and shows it unless something newer was asked for. */
	private void reload() {
		final int number = ++asked;
		final StartChoices choices = choices();
		Background.run(() -> Course.of(choices), course -> {
			if (number == asked) show(course, choices);
		}, text -> {
			if (number != asked) return;
			lines.failed();
			failure.setText(text);
		});
	}

	private void show(final Course course, final StartChoices read) {
		filling = true;
		fill(configuration, course.configurations(), course.configuration());
		fill(fold, IntStream.range(0, course.folds()).boxed().toList(), choices().fold());
		filling = false;
		for (final Stage.State state : course.states())
			panels.get(state.stage()).show(state, state.stage() == course.next(), progress != null);
		final Stage waiting = lines.shown(read.with(choices().configuration()), choices().fold());
		if (choices().fold() != read.fold()) reload();
		if (waiting != null && progress == null && course.state(waiting).isRunnable()) start(waiting);
	}

	private static <T> void fill(final JComboBox<T> box, final List<T> items, final T selected) {
		final DefaultComboBoxModel<T> model = new DefaultComboBoxModel<>();
		model.addAll(items);
		if (!items.isEmpty()) model.setSelectedItem(items.contains(selected) ? selected : items.get(0));
		box.setModel(model);
		box.setEnabled(items.size() > 1);
	}

	/** Runs a stage with what stands in the window now: its lines may not be shown yet. */
	private void run(final Stage stage) {
		try {
			// NB: a mnemonic leaves the focus, and so a number that is not taken yet, where it is
			minutes.commitEdit();
		}
		catch (final ParseException e) {
			failure.setText("Minutes: give a number of at least " + LEAST + ".");
			return;
		}
		if (lines.are(choices(), stage)) start(stage);
		else reload();
	}

	private void start(final Stage stage) {
		Prefs.set(DATASET, dataset.getText());
		Prefs.set(OUTPUT, output.getText());
		failure.setText("");
		progress = new WindowProgress(bar);
		cancel.setEnabled(true);
		panels.values().forEach(panel -> panel.show(panel.state(), panel.state().stage() == stage, true));
		new StageRun(panels.get(stage).state().lines(), progress, text -> SwingUtilities.invokeLater(() -> ended(text)))
			.start();
	}

	private void ended(final String text) {
		progress.close();
		progress = null;
		cancel.setEnabled(false);
		failure.setText(text);
		failure.setCaretPosition(0);
		networks();
		reload();
	}

	/** Looks for the known networks, beside Swing's thread, and offers them. */
	private void networks() {
		Background.run(() -> KnownFolders.models().models(), this::offer, failure::setText);
	}

	private void offer(final List<LibraryModel> found) {
		final Path before = model();
		known = found;
		final List<String> names = ModelNames.of(OWN, known, LibraryModel::name);
		filling = true;
		fill(network, names, names.get(1 + known.stream().map(LibraryModel::path).toList().indexOf(before)));
		filling = false;
	}

	/** Shows which images are open. */
	private void images() {
		final Object before = image.getSelectedItem();
		final List<String> titles = Stream.of(WindowManager.getImageTitles()).distinct().toList();
		final ImagePlus active = WindowManager.getCurrentImage();
		filling = true;
		fill(image, titles, titles.contains(before) ? (String) before : active == null ? null : active.getTitle());
		filling = false;
		reload();
	}

	@Override
	public void imageOpened(final ImagePlus opened) {
		SwingUtilities.invokeLater(this::images);
	}

	@Override
	public void imageClosed(final ImagePlus closed) {
		SwingUtilities.invokeLater(this::images);
	}

	@Override
	public void imageUpdated(final ImagePlus updated) {
		// NB: only which images are open matters
	}

	@Override
	public void dispose() {
		ImagePlus.removeImageListener(this);
		// NB: nobody could end it any more
		if (progress != null) progress.cancel();
		super.dispose();
	}
}
