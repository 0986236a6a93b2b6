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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.ForwardingProgress;
import sc.fiji.nnunet.progress.Pause;
import sc.fiji.nnunet.progress.Progress;

/**
 * Learns while a window shows the project: see {@link LiveFolder} for how they talk. Whenever paint has changed, the
 * forest grows anew and the visible slice is shown at once; between, the network learns in bursts, each of which ends
 * with its weights on the disk, a test, and the visible slice. It ends when the window says so or is gone.
 */
final class LiveLearning {

	/** Seconds of learning in a burst, for the forest's labels before it, and between two looks at the paint. */
	private static final double BURST = 10, TEACH = 2, LOOK = 0.5;

	private static final long LOOK_MILLIS = (long) (1000 * LOOK);

	/** Seconds after which a window that says nothing is taken as gone, and between two writings of the labels. */
	private static final double GONE = 30, SAVE = 10;

	private final LearnOptions options;
	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;
	private final LiveFolder live;
	private final PaintProject project;
	private final LiveReport report;
	private final Progress watched;
	private final long began = System.nanoTime();
	private final Map<String, LivePlane> shown = new HashMap<>();

	private Learner learner;
	private LiveRequest request;
	private long looked;
	private long checked;
	private double savedAt;
	private boolean labelsOld;
	private boolean ended;
	private boolean news;
	/** Whether images or classes are not those any more that the learner was made for. */
	private boolean outdated;
	private double burst;

	LiveLearning(final LearnOptions options, final Engine engine, final ExecutorService executor,
		final Progress progress) throws IOException
	{
		this.options = options;
		this.engine = engine;
		this.executor = executor;
		this.progress = progress;
		live = new LiveFolder(options.project());
		project = PaintProject.read(options.project());
		report = new LiveReport(live);
		watched = new Watched();
	}

	/** The caller's progress, which also ends what is done when the window does not want it any more. */
	private final class Watched extends ForwardingProgress {

		Watched() {
			super(progress);
		}

		@Override
		public void update(final double fraction, final String status) {
			super.update(0, status);
		}

		@Override
		public boolean cancelled() {
			poll();
			return ended;
		}
	}

	LearnResult run() throws IOException {
		String problem = null;
		try {
			open();
			while (!watched.cancelled())
				turn();
		}
		catch (final CancelledException exc) {
			// NB: that is how a window ends it
		}
		catch (final ProblemException exc) {
			problem = exc.getMessage();
			throw exc;
		}
		catch (final IOException | RuntimeException | Error exc) {
			problem = exc.toString();
			throw exc;
		}
		finally {
			if (learner != null && learner.network().steps() > 0 && burst > 0) learner.network().save();
			if (learner != null) learner.close();
			report.end(problem, seconds());
		}
		return report.result(project, learner);
	}

	private void open() throws IOException {
		report.say("Getting ready", seconds());
		project.refresh();
		outdated = false;
		burst = 0;
		if (project.images().isEmpty()) throw new ProblemException(new Problem(project.folder().toString(),
			"holds no image.", "Add one."));
		if (learner != null) learner.close();
		learner = null;
		learner = new Learner(project, engine, options.seed(), executor, watched);
		learner.network().trace();
	}

	/** Reads what the window wants, twice a second at most. */
	private void poll() {
		if (progress.cancelled()) ended = true;
		final long now = System.nanoTime();
		if (ended || now - looked < LOOK * 1e9) return;
		looked = now;
		try {
			final Optional<LiveRequest> latest = live.request();
			if (latest.isPresent() && !latest.get().equals(request)) {
				final LiveRequest before = request;
				request = latest.get();
				news |= before == null || before.z() != request.z() || !request.image().equals(before.image()) ||
					before.number() != request.number();
			}
			news |= request != null && report.answered() < request.number() && request.wish() != LiveRequest.Wish.NONE;
			final double silent = request == null ? seconds() : (System.currentTimeMillis() - request.time()) / 1e3;
			ended = silent > GONE || request != null && request.wish() == LiveRequest.Wish.STOP;
			report.alive(seconds());
		}
		catch (final IOException exc) {
			// NB: a file that cannot be read just now is read again in half a second
			progress.message("The window's request could not be read: " + exc.getMessage());
		}
	}

	/** One turn of the loop: what is most urgent is done first. */
	private void turn() throws IOException {
		news = false;
		outdated |= project.refresh();
		if (outdated) open();
		final boolean changed = learner.look(project.paint());
		labelsOld |= changed;
		if (labelsOld && seconds() - savedAt > SAVE) saveLabels();
		if (!learner.ready()) {
			report.missing(learner.missing(), seconds());
			Pause.millis(LOOK_MILLIS);
			return;
		}
		if (changed) {
			report.say("The forest grows", seconds());
			learner.grow(watched);
			report.painted(learner);
			shown.clear();
		}
		show();
		wish();
		if (news) return;
		if (report.settled()) fill();
		else learn();
	}

	private void learn() throws IOException {
		report.say(report.message(learner), seconds());
		final double start = seconds();
		learner.teach(Integer.MAX_VALUE, () -> interrupted() || seconds() - start > TEACH, watched);
		final double begin = seconds(), left = BURST - burst;
		learner.learn(Integer.MAX_VALUE, () -> interrupted() || seconds() - begin >= left, watched);
		burst += seconds() - begin;
		watched.check();
		if (burst < BURST || outdated) return;
		burst = 0;
		learner.network().save();
		learner.test(watched);
		final LivePlane before = request == null ? null : shown.get(key(request.image(), request.z()));
		report.round();
		shown.clear();
		show();
		final LivePlane after = request == null ? null : shown.get(key(request.image(), request.z()));
		report.tested(learner, before == null || after == null ? null : Overlays.change(before, after), seconds());
	}

	/** Whether a burst should end: the window wants something else, or somebody painted. */
	private boolean interrupted() {
		if (watched.cancelled() || news || outdated) return true;
		final long now = System.nanoTime();
		if (now - checked < LOOK * 1e9) return false;
		checked = now;
		try {
			// NB: the project tells only once that it has changed, and the next turn has to know
			outdated |= project.refresh();
			return outdated || !project.paint().stream().map(ImagePaint::last).toList().equals(learner.seen());
		}
		catch (final IOException exc) {
			return true; // NB: the next turn meets the same problem and reports it
		}
	}

	/** Predicts the visible slice, unless that was done since the last round. */
	private void show() throws IOException {
		if (request == null || !project.images().contains(request.image())) return;
		show(request.image(), request.z());
	}

	/** Predicts a slice; false if that was done already. */
	private boolean show(final String image, final int z) throws IOException {
		final int index = project.images().indexOf(image);
		if (shown.containsKey(key(image, z)) || z < 0 || z >= learner.images().get(index).size()[0]) return false;
		final SliceProbabilities source = learner.shown();
		final LivePlane plane = Overlays.plane(source.slices(index, List.of(z), watched).get(z),
			learner.images().get(index).size()[2], report.count(), source.name());
		live.plane(image, z, plane);
		shown.put(key(image, z), plane);
		report.shown(source.name(), seconds());
		return true;
	}

	private static String key(final String image, final int z) {
		return image + "_" + z;
	}

	/** Grants a wish. */
	private void wish() throws IOException {
		if (request == null || request.number() <= report.answered()) return;
		final long number = request.number();
		if (request.wish() == LiveRequest.Wish.SUGGEST) {
			report.say("Looking for places worth painting", seconds());
			report.suggested(learner.suggest(watched));
		}
		if (request.wish() == LiveRequest.Wish.ALL) {
			report.say("Predicting all slices", seconds());
			all();
		}
		report.answered(number, seconds());
	}

	private void all() throws IOException {
		if (learner.network().steps() == 0) {
			for (int image = 0; image < project.images().size(); image++)
				for (int z = 0; z < learner.images().get(image).size()[0]; z++)
					show(project.images().get(image), z);
			return;
		}
		learner.network().save();
		new AllSlices(project, options.hardware(), engine, executor).forEach(watched, (image, labels) -> {
			for (int z = 0; z < labels.size()[0]; z++) {
				final LivePlane plane = Overlays.plane(labels.plane(z), labels.size()[2], report.count(),
					learner.network().name());
				live.plane(project.images().get(image), z, plane);
				shown.put(key(project.images().get(image), z), plane);
			}
		});
	}

	/** While there is nothing to learn, predicts the nearest slice that lacks a picture, or waits. */
	private void fill() throws IOException {
		if (request == null) {
			Pause.millis(LOOK_MILLIS);
			return;
		}
		final int index = project.images().indexOf(request.image());
		final int depth = index < 0 ? 0 : learner.images().get(index).size()[0];
		for (int distance = 1; distance < depth; distance++)
			if (show(request.image(), request.z() - distance) || show(request.image(), request.z() + distance)) return;
		Pause.millis(LOOK_MILLIS);
	}

	private void saveLabels() throws IOException {
		savedAt = seconds();
		labelsOld = false;
		project.save();
	}

	private double seconds() {
		return (System.nanoTime() - began) / 1e9;
	}
}
