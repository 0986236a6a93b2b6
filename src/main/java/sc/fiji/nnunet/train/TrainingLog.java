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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.engine.EventLog;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.evaluate.Coverage;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.Curves;
import sc.fiji.nnunet.report.JsonLog;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.Overlay;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** The visible output of a training: the status line, a line per epoch, the JSON-lines log and the curves. */
final class TrainingLog implements AutoCloseable {

	/** The longest pause between two drawings of the curves, in seconds. */
	private static final double CURVES_SECONDS = 20;

	/** The first pause in seconds, and the divisor of the elapsed time by which later pauses grow. */
	private static final double FIRST_CURVES_SECONDS = 3, PATIENCE = 5;

	private final Path file;
	private final Path curves;
	private final TrainSettings settings;
	private final Progress progress;

	/** Null if there is no log. */
	private final JsonLog log;
	private final EventLog events;
	private final double started;

	private final long firstStep;
	private final RunningLoss running = new RunningLoss();
	private final List<String> targets;
	private double smoothLoss = Double.NaN;
	private double waited;
	private double pauses;
	private double curvesDrawn = Double.NEGATIVE_INFINITY;
	private String lastDice = "";
	private boolean warned;
	private double firstSeconds = Double.NaN;

	TrainingLog(final Path folder, final TrainOptions options, final TrainSettings settings, final long firstStep,
		final double seconds, final EventLog events, final Progress progress) throws IOException
	{
		this.settings = settings;
		this.progress = progress;
		this.firstStep = firstStep;
		this.events = events;
		started = seconds;
		targets = Validation.targetNames(settings.plan().labels());
		file = folder.resolve(options.results().logName());
		curves = folder.resolve(ResultsFolder.CURVES);
		log = options.results().logName().isEmpty() ? null : JsonLog.open(file);
		if (log != null) describe(options);
	}

	/** Writes the records at the start of a run: all settings, and the units of the metrics. */
	private void describe(final TrainOptions options) throws IOException {
		final Map<String, Object> parameters = new LinkedHashMap<>();
		flatten(options, parameters);
		parameters.put("settings", settings.describe());
		log.parameters(parameters);
		log.metadata("train_loss", Map.of("unit", ""));
		log.metadata("dice_value", settings.plan().labels().ignore() < 0 ? Map.of("unit", "") : Map.of("unit", "", "scope",
			"annotated voxels only"));
		log.metadata("throughput_train", Map.of("unit", "images/s"));
	}

	/** Collects the values of a record and of the records in it, without those that cannot be written as text. */
	private static void flatten(final Record record, final Map<String, Object> values) {
		for (final RecordComponent component : record.getClass().getRecordComponents()) {
			final Object value;
			try {
				value = component.getAccessor().invoke(record);
			}
			catch (final ReflectiveOperationException e) {
				throw new IllegalStateException("a record's accessors are public", e);
			}
			if (value instanceof Preset preset) values.put(component.getName(), preset.name());
			else if (value instanceof Record group) flatten(group, values);
			else if (component.getType().isEnum()) values.put(component.getName(), value == null ? Auto.WORD : Checks.word(
				(Enum<?>) value));
			else if (!(value instanceof List)) values.put(component.getName(), value instanceof Path ? value.toString()
				: value);
		}
	}

	/** Writes the picture of a validation case. */
	void overlay(final String name, final Volume image, final LabelMap reference, final LabelMap prediction)
		throws IOException
	{
		new Overlay(image, reference, prediction, settings.plan().labels()).write(Files.createDirectories(curves
			.resolveSibling(ResultsFolder.OVERLAYS)).resolve(name + ".png"));
	}

	/** Reports a step. */
	void step(final long step, final StepResult result, final double rate, final double seconds,
		final double waitedSeconds) throws IOException
	{
		if (Double.isNaN(firstSeconds)) firstSeconds = seconds;
		waited = waitedSeconds;
		smoothLoss = Double.isNaN(smoothLoss) ? result.loss() : 0.95 * smoothLoss + 0.05 * result.loss();
		final double fraction = settings.budget().fraction(step, settings.stepsPerEpoch(), seconds);
		progress.update(fraction, String.format(Locale.ROOT,
			"epoch %d, step %d, loss %.3f, pseudo-Dice %.3f%s, %.1f samples/s", step / settings.stepsPerEpoch() + 1, step,
			smoothLoss, pseudoDice(result), lastDice, speed(step, seconds)));
		running.add(step, result.loss());
		if (running.points().size() > 1 && isDrawingDue(seconds)) draw(seconds);
	}

	/** NB: often at first, when the user is watching, and less often later. */
	private boolean isDrawingDue(final double seconds) {
		return seconds - curvesDrawn > Math.min(CURVES_SECONDS, FIRST_CURVES_SECONDS + (seconds - started) / PATIENCE);
	}

	/** Dice of the batch's predictions, foreground outputs only: an estimate, not the Dice of a case. */
	private double pseudoDice(final StepResult result) {
		final int first = settings.plan().labels().regions().isEmpty() ? 1 : 0;
		double sum = 0;
		int present = 0;
		for (int output = first; output < result.labelled().length; output++) {
			final long both = result.labelled()[output] + result.predicted()[output];
			if (both == 0) continue;
			sum += 2.0 * result.truePositives()[output] / both;
			present++;
		}
		return present == 0 ? 1 : sum / present;
	}

	/** Adds time that was not spent on steps, and so does not count in their speed. */
	void paused(final double seconds) {
		pauses += seconds;
	}

	private double speed(final long step, final double seconds) {
		final double elapsed = seconds - started - pauses;
		return elapsed <= 0 ? 0 : (step - firstStep) * settings.plan().batchSize() / elapsed;
	}

	/** Reports the end of an epoch. */
	void epoch(final long epoch, final long step, final double loss, final double rate, final double seconds)
		throws IOException
	{
		final double elapsed = Math.max(1e-9, seconds - started - pauses);
		final Map<String, Object> data = new LinkedHashMap<>();
		data.put("epoch", epoch);
		data.put("train_loss", loss);
		data.put("learning_rate", rate);
		data.put("throughput_train", speed(step, seconds));
		data.put("waiting_share", waited / elapsed);
		data.put("seconds", seconds);
		if (log != null) log.record(step, data);
		events.scalar("loss/train", step, loss);
		events.scalar("learning_rate", step, rate);
		events.scalar("throughput", step, speed(step, seconds));
		events.flush();
		progress.message(String.format(Locale.ROOT,
			"epoch %d: step %d, loss %.4f%s, rate %.2g, %.2f samples/s, waiting for data %.1f %%", epoch, step, loss,
			lastDice, rate, speed(step, seconds), 100 * waited / elapsed));
		if (isDrawingDue(seconds)) draw(seconds);
	}

	/** Reports a validation. */
	void validation(final long step, final double[] dice, final double score, final Plateau plateau,
		final List<String> names, final Coverage coverage, final double seconds) throws IOException
	{
		final Map<String, Object> data = new LinkedHashMap<>();
		data.put("dice_value", score);
		data.put("dice_max", plateau.best());
		for (int target = 0; target < dice.length; target++)
			data.put("L" + target, dice[target]);
		if (plateau.improved()) data.put("time_to_train", seconds);
		if (coverage.foreground() > 0) data.put("far_from_annotations", (double) coverage.far() / coverage.foreground());
		if (log != null) log.record(step, data);
		events.scalar("dice/mean", step, score);
		for (int target = 0; target < dice.length; target++)
			events.scalar("dice/" + names.get(target), step, dice[target]);
		lastDice = String.format(Locale.ROOT, ", validation Dice%s %.4f%s", coverage.words(), score, plateau
			.improved() ? " (best)" : "");
		final List<String> parts = new ArrayList<>();
		for (int target = 0; target < dice.length; target++)
			if (target > 0 || dice.length != names.size() || !names.get(0).equals("background")) parts.add(String.format(
				Locale.ROOT, "%s %.4f", names.get(target), dice[target]));
		progress.message(String.format(Locale.ROOT, "validation at step %d: mean Dice%s %.4f%s, %s", step, coverage.words(),
			score, plateau.improved() ? " (best so far)" : "", String.join(", ", parts)));
		if (!warned) coverage.warning().ifPresent(progress::message);
		warned |= coverage.warning().isPresent();
	}

	/**
	 * Reports the end of the training.
	 *
	 * @param selection null if it was stopped
	 */
	void end(final double loss, final double best, final Selection selection, final double seconds) throws IOException {
		if (log == null) return;
		final Map<String, Object> data = new LinkedHashMap<>();
		data.put("train_loss", loss);
		data.put("val_loss", 1 - best);
		data.put("dice", best);
		if (selection != null) {
			if (selection.last() != null) data.put("dice_last", selection.last());
			if (selection.averaged() != null) data.put("dice_averaged", selection.averaged());
			data.put("weights", Checks.word(selection.weights()));
			data.put("selected_on", Checks.word(selection.selectedOn()));
		}
		log.last(data);
		draw(seconds);
	}

	private void draw(final double seconds) throws IOException {
		if (log == null) return;
		new Curves(title(file.toAbsolutePath().getParent()), LogReader.read(file), targets, running.points()).write(curves);
		curvesDrawn = seconds;
	}

	/** The dataset and the fold: "Task04_Hippocampus, fold_0". */
	private static String title(final Path fold) {
		final Path dataset = fold.getParent() == null ? null : fold.getParent().getParent();
		return dataset == null || dataset.getFileName() == null ? fold.getFileName().toString() : dataset.getFileName() +
			", " + fold.getFileName();
	}

	@Override
	public void close() throws IOException {
		events.close();
		if (log != null) log.close();
	}
}
