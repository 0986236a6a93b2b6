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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.apposed.appose.NDArray;
import org.apposed.appose.Service.RequestType;
import org.apposed.appose.Service.ResponseType;
import org.apposed.appose.util.Types;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.command.Explanation;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The main class of the worker process, which runs the engine for Fiji: it reads Appose's requests, one JSON object
 * per line, runs the command that the script of a request names, and responds with updates and outputs. When its
 * input ends, because Fiji was closed or has crashed, it cancels the running command, which leaves a checkpoint, and
 * exits.
 */
public final class Worker {

	/** Keys of a message in the info of an update, and of problems, message and a bug's trace in the error of a failure. */
	static final String LINE = "line", PROBLEMS = "problems", MESSAGE = "message", TRACE = "trace";

	/** Key of an output: why the work ended early, if images that it has made so far are passed. */
	static final String CANCELLED = "nnunet.cancelled";

	private final PrintStream out;
	private Run running;

	private Worker(final PrintStream out) {
		this.out = out;
	}

	/** Serves requests until the input ends. */
	public static void main(final String... args) throws IOException {
		final PrintStream answers = System.out;
		// NB: output of libraries must not mix with the responses
		System.setOut(System.err);
		new Worker(answers).serve();
		System.exit(0);
	}

	private void serve() throws IOException {
		final BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = requests.readLine(); line != null; line = requests.readLine()) {
			final Map<String, Object> request = Types.decode(line);
			switch (RequestType.valueOf((String) request.get("requestType"))) {
				case EXECUTE -> {
					running = new Run(request);
					running.start();
				}
				case CANCEL -> running.progress.cancel();
			}
		}
		if (running == null) return;
		running.progress.cancel();
		try {
			running.join();
			running.unlink();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void respond(final Object task, final ResponseType type, final Map<String, ?> fields) {
		final Map<String, Object> response = new LinkedHashMap<>(fields);
		response.put("task", task);
		response.put("responseType", type.toString());
		synchronized (out) {
			out.println(Types.encode(response));
			out.flush();
		}
	}

	/** The thread that runs a command. */
	private final class Run extends Thread {

		private static final int STEPS = 1000;

		/** The labels in shared memory, which are the receiver's. */
		private final List<NDArray> passed = new ArrayList<>();

		private final Map<String, Object> request;
		private final HostProgress progress = new HostProgress() {

			@Override
			public void update(final double fraction, final String status) {
				respond(request.get("task"), ResponseType.UPDATE, Map.of(MESSAGE, status, "current", Math.round(STEPS *
					fraction), "maximum", STEPS));
			}

			@Override
			public void message(final String line) {
				respond(request.get("task"), ResponseType.UPDATE, Map.of("info", Map.of(LINE, line)));
			}
		};

		Run(final Map<String, Object> request) {
			super("nnU-Net worker");
			this.request = request;
		}

		@Override
		public void run() {
			final Object task = request.get("task");
			respond(task, ResponseType.LAUNCH, Map.of());
			try {
				respond(task, ResponseType.COMPLETION, Map.of("outputs", execute()));
			}
			catch (final CancellationException e) {
				respond(task, ResponseType.CANCELATION, Map.of());
			}
			catch (final ProblemException e) {
				fail(Map.of(PROBLEMS, e.problems().stream().map(p -> List.of(p.where(), p.what(), p.cure())).toList()));
			}
			catch (final IOException | ModuleException | RuntimeException | Error e) {
				fail(Explanation.isBug(e) ? Map.of(MESSAGE, Explanation.text(e), TRACE, Explanation.trace(e)) : Map.of(MESSAGE,
					Explanation.text(e)));
			}
		}

		private void fail(final Map<String, Object> error) {
			respond(request.get("task"), ResponseType.FAILURE, Map.of("error", Json.line(error)));
		}

		private Map<String, Object> execute() throws IOException, ModuleException {
			final CommandInfo info = Commands.find((String) request.get("script"));
			final Module module = info.createModule();
			final Arguments arguments = new Arguments(info);
			final List<String> own = arguments.own().stream().map(ModuleItem::getName).toList();
			final Map<String, String> texts = new LinkedHashMap<>();
			for (final Map.Entry<?, ?> input : ((Map<?, ?>) request.get("inputs")).entrySet()) {
				final String name = input.getKey().toString();
				if (input.getValue() instanceof Map<?, ?> image) module.setInput(name, SharedImage.image(image));
				else if (own.contains(name)) module.setInput(name, input.getValue());
				else texts.put(name, input.getValue().toString());
			}
			arguments.values(texts).forEach(module::setInput);
			try {
				((NnUNetCommand) module.getDelegateObject()).execute(progress);
				return outputs(info, module);
			}
			catch (final CancellationException e) {
				if (!hasMadeAnImage(info, module)) throw e;
				final Map<String, Object> outputs;
				try {
					outputs = outputs(info, module);
				}
				catch (final ProblemException | RuntimeException | Error other) {
					progress.message("What was made before cannot be shown: " + Explanation.text(other));
					e.addSuppressed(other);
					throw e;
				}
				outputs.put(CANCELLED, String.valueOf(e.getMessage()));
				return outputs;
			}
		}

		/**
		 * Removes shared memory after the end of the input: Fiji has copied it, or was closed before it could, and then it
		 * would stay until the computer starts again.
		 */
		void unlink() {
			for (final NDArray array : passed) {
				array.shm().unlinkOnClose(true);
				array.close();
			}
		}

		private boolean hasMadeAnImage(final CommandInfo info, final Module module) {
			for (final ModuleItem<?> item : info.outputs())
				if (item.getValue(module) instanceof ImagePlus) return true;
			return false;
		}

		private Map<String, Object> outputs(final CommandInfo info, final Module module) throws ProblemException {
			final Map<String, Object> outputs = new LinkedHashMap<>();
			for (final ModuleItem<?> item : info.outputs())
				if (item.getValue(module) != null) outputs.put(item.getName(), transportable(item.getValue(module)));
			return outputs;
		}

		private Object transportable(final Object value) throws ProblemException {
			// NB: JSON has no NaN
			if (value instanceof File || value instanceof Double) return value.toString();
			if (!(value instanceof ImagePlus image)) return value;
			final List<LabelMap> labels = TimePoints.of(image).labels();
			final NDArray array = SharedImage.array(labels);
			// NB: the receiver copies and unlinks it
			array.shm().unlinkOnClose(false);
			passed.add(array);
			return SharedImage.message(array, labels.get(0).geometry(), labels.size(), image.getTitle());
		}
	}
}
