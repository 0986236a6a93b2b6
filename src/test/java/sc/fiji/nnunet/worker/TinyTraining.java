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
package sc.fiji.nnunet.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.scijava.module.Module;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;

/**
 * A training that never ends by itself, with a network so small that a step takes milliseconds; for tests that end it.
 */
public final class TinyTraining {

	/** The message about the step from which a training resumes. */
	public static final String RESUMING = "Resuming from the checkpoint of step ";

	private static final Pattern STEP = Pattern.compile("step (\\d+)");
	private static final Pattern STOPPED = Pattern.compile("Stopped at step (\\d+)\\.");

	private final Path data;

	/** Preprocesses the data below a folder. */
	public TinyTraining(final Path folder) throws IOException {
		final Path raw = folder.resolve("raw/Task95_Tiny");
		data = folder.resolve("out/Task95_Tiny");
		new Phantom(4, 0, 9).write(raw, Progress.none());
		try (NnUNet nn = new NnUNet()) {
			nn.preprocess(PreprocessOptions.builder().dataset(raw).output(data.getParent()).patch(List.of(16, 16, 16))
				.batchSize(2).build(), Progress.none());
		}
	}

	/** The inputs of "nnU-Net Train". */
	public Map<String, Object> inputs(final int fold) {
		final Map<String, Object> inputs = new LinkedHashMap<>();
		inputs.put("data", data.toFile());
		inputs.put("fold", fold);
		inputs.put("nfolds", 2);
		inputs.put("steps", 1_000_000L);
		inputs.put("stepsperepoch", 2);
		inputs.put("skipeval", 1_000_000);
		inputs.put("features", 4);
		inputs.put("amp", "fp32");
		inputs.put("threads", 1);
		inputs.put("finalvalidation", false);
		return inputs;
	}

	/** The same inputs as words of a command line. */
	public List<String> words(final int fold, final String worker) {
		final List<String> words = new ArrayList<>(List.of("train", "--worker", worker, "--progress", "json"));
		inputs(fold).forEach((name, value) -> words.addAll(List.of("--" + name, value.toString())));
		return words;
	}

	/** The same inputs as options of a macro. */
	public String options(final int fold) {
		final StringBuilder options = new StringBuilder();
		inputs(fold).forEach((name, value) -> options.append(name).append("=[").append(value.toString().replace('\\', '/'))
			.append("] "));
		return options.toString();
	}

	/** Trains with the engine in the given kind of process, until the progress is cancelled. */
	public void run(final int fold, final String worker, final Progress progress) throws Exception {
		final Module module = Commands.find("train").createModule();
		inputs(fold).forEach(module::setInput);
		module.setInput("worker", worker);
		CommandRunner.run((NnUNetCommand) module.getDelegateObject(), true, progress);
	}

	public boolean hasCheckpoint(final int fold) {
		return Files.exists(data.resolve("results_3d/fold_" + fold + "/checkpoint_last"));
	}

	/** The step in a status line; 0 if there is none. */
	public static long step(final String text) {
		final Matcher matcher = STEP.matcher(text);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

	/** The step at which the training was stopped according to its messages; -1 if there is none. */
	public static long stoppedAt(final String lines) {
		final Matcher matcher = STOPPED.matcher(lines);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
	}

	/** The step from which the training was resumed according to its messages; -1 if there is none. */
	public static long resumedFrom(final String lines) {
		final int at = lines.indexOf(RESUMING);
		return at < 0 ? -1 : step(lines.substring(at));
	}

	/** Records messages, and cancels the training when a step is reached. */
	public static final class Listener implements Progress {

		private final StringBuffer lines = new StringBuffer();
		private volatile long step;
		private volatile long last = Long.MAX_VALUE;

		/** The step that was reported last. */
		public long step() {
			return step;
		}

		/** All messages so far. */
		public String lines() {
			return lines.toString();
		}

		/** Cancels the training after this number of steps. */
		public Listener until(final long steps) {
			last = steps;
			return this;
		}

		@Override
		public void update(final double fraction, final String status) {
			step = Math.max(step, TinyTraining.step(status));
		}

		@Override
		public void message(final String line) {
			lines.append(line).append('\n');
		}

		@Override
		public boolean cancelled() {
			return step >= last;
		}
	}
}
