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

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * The options of learning from paint: a project, or images and sparse label images of which one is made.
 *
 * @param project a project's folder; with images, the folder that gets the new project
 * @param paint the images and labels to begin with; null for an existing project
 * @param live whether it learns until the window that shows the project ends it
 * @param minutes how long to learn; 0 = until the rounds are done
 * @param rounds the number of rounds; 0 = until the minutes are over
 * @param steps the training steps of a round
 * @param seed what all random numbers are made of
 * @param hardware what it runs on
 * @param unread problems that the builder found
 */
public record LearnOptions(Path project, Paint paint, boolean live, double minutes, int rounds, int steps, long seed,
	Hardware hardware, List<Problem> unread)
{

	/** The rounds if neither rounds nor minutes are given. */
	public static final int ROUNDS = 6;

	/** The steps of a round: about ten seconds on two cores. */
	public static final int STEPS = 60;

	/**
	 * Images and labels that become a project.
	 *
	 * @param image an image, or a folder of images
	 * @param labels a label image, or a folder with one of the same name for each image that is painted
	 * @param unpainted what 0 means in the labels
	 * @param ignore another number for what nobody painted; -1 = none
	 * @param classes names separated by commas, background first; empty = class 1, class 2 ...
	 */
	public record Paint(Path image, Path labels, Unpainted unpainted, int ignore, String classes) {

		private void check(final Checks checks) {
			checks.exists("image", image, "Give an image, or a folder of images.");
			checks.exists("labels", labels, "Give a label image with a few strokes per class, or a folder of them.");
			checks.given("zero", unpainted, "Give unknown or background.");
			checks.range("ignorevalue", ignore, -1, 255);
			checks.that(unpainted != Unpainted.BACKGROUND || ignore != 0, "ignorevalue",
				"is 0, which is the background.",
				"Give zero=unknown, or another number.");
		}
	}

	public LearnOptions {
		unread = Checks.copy(unread);
	}

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** All that is wrong with these options; empty if they can be used. */
	public List<Problem> validate() {
		final Checks checks = new Checks(unread);
		if (paint != null) {
			paint.check(checks);
			checks.outputFolder("output", project, "Give the folder that gets the project.");
			checks.that(project == null || !PaintProject.isIn(project), "output", project + " holds a project already.",
				"Learn from that with project=" + project + ", or give another folder.");
		}
		else {
			checks.folder("project", project, "Give a painting project's folder, or an image and its labels.");
			checks.that(project == null || PaintProject.isIn(project), "project", project +
				" holds no painting project.",
				"Give a folder that nnU-Net Paint and Train or nnU-Net Learn wrote, or an image and its labels.");
		}
		checks.atLeast("minutes", minutes, 0, "Give a time, or 0.");
		checks.atLeast("rounds", rounds, 0, "Give a number of rounds, or 0.");
		checks.atLeast("steps", steps, 1, "Give at least one step per round.");
		hardware.check(checks);
		return checks.problems();
	}

	/** Collects options, each of which starts with its default. */
	public static final class Builder {

		private Path project;
		private Path image;
		private Path labels;
		private Path output;
		private String zero = "unknown";
		private int ignore = -1;
		private String classes = "";
		private boolean live;
		private double minutes;
		private int rounds;
		private int steps = STEPS;
		private long seed = 1;
		private String device = "auto";
		private int threads;

		private Builder() {
			// NB: by LearnOptions.builder()
		}

		/** An existing project's folder. */
		public Builder project(final Path v) {
			project = v;
			return this;
		}

		/** An image, or a folder of images, to start a project with. */
		public Builder image(final Path v) {
			image = v;
			return this;
		}

		/** Its sparse labels, or a folder of them. */
		public Builder labels(final Path v) {
			labels = v;
			return this;
		}

		/** The folder that gets the new project. */
		public Builder output(final Path v) {
			output = v;
			return this;
		}

		/** What 0 means in the labels: "unknown" or "background". */
		public Builder zero(final String v) {
			zero = v;
			return this;
		}

		/** Another number for what nobody painted; -1 = none. */
		public Builder ignoreValue(final int v) {
			ignore = v;
			return this;
		}

		/** Names of the classes, separated by commas, background first; empty = class 1, class 2 ... */
		public Builder classes(final String v) {
			classes = v == null ? "" : v;
			return this;
		}

		/** Whether to learn until a window says stop, or is gone. */
		public Builder live(final boolean v) {
			live = v;
			return this;
		}

		/** How long to learn; 0 = until the rounds are done. */
		public Builder minutes(final double v) {
			minutes = v;
			return this;
		}

		/** How many rounds; 0 = until the minutes are over, or 6. */
		public Builder rounds(final int v) {
			rounds = v;
			return this;
		}

		/** Training steps of a round. */
		public Builder steps(final int v) {
			steps = v;
			return this;
		}

		/** What all random numbers are made of. */
		public Builder seed(final long v) {
			seed = v;
			return this;
		}

		/** The device: "auto", "cpu", "gpu" or "gpu:N". */
		public Builder device(final String v) {
			device = v;
			return this;
		}

		/** Threads on the CPU; 0 = all. */
		public Builder threads(final int v) {
			threads = v;
			return this;
		}

		/** Builds the options, which are checked by {@link LearnOptions#validate()} only. */
		public LearnOptions build() {
			final Checks words = new Checks();
			final boolean starts = image != null || labels != null || output != null;
			final Unpainted unpainted = words.choice("zero", zero, Unpainted.class);
			words.that(!starts || project == null, "project", "is given, and so are image, labels or output.",
				"Give either a project, or an image with labels and output.");
			words.that(!starts || !live, "live", "is meant for a project.", "Give a project.");
			return new LearnOptions(starts ? output : project, starts
				? new Paint(image, labels, unpainted, ignore, classes)
				: null, live, minutes, rounds, steps, seed, new Hardware(device, threads, false), words.problems());
		}
	}
}
