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

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apposed.appose.NDArray;
import org.apposed.appose.Service;
import org.apposed.appose.Service.Task;
import org.apposed.appose.Service.TaskStatus;
import org.apposed.appose.TaskEvent;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import ij.ImagePlus;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;

/**
 * Runs one command in a separate process, with its own class path, heap and environment, so that the engine does not
 * conflict with TensorFlow 1 or compete with Fiji's heap, releases all memory at the end, and cannot crash Fiji.
 */
final class WorkerProcess {

	/** System property: options for Java in the engine's process; they come last, so that -Xmx sets its heap. */
	static final String OPTIONS_PROPERTY = "nnunet.javaopts";

	private static final int POLL_MILLIS = 100;

	/** Exit code of a process that was killed: 128 + SIGKILL. */
	private static final int KILLED = 137;

	private static final int LAST_LINES = 5;

	/** Environment that the native library needs when it is loaded (engine.md); variables that the user has set stay. */
	private static final Map<String, String> ENVIRONMENT = Map.of("TF_ENABLE_ONEDNN_OPTS", "1", "TF_CPP_MIN_LOG_LEVEL",
		"1", "TF_FORCE_GPU_ALLOW_GROWTH", "true", "OPT_OUT_TRACKING", "true");

	private final NnUNetCommand command;
	private final CommandInfo info;
	private final CommandModule module;
	private final Progress progress;
	private final List<NDArray> arrays = new ArrayList<>();
	private Geometry geometry;
	private ImagePlus given;

	WorkerProcess(final NnUNetCommand command, final Progress progress) {
		this.command = command;
		info = Commands.find(Commands.label(command));
		module = new CommandModule(info, command);
		this.progress = progress;
	}

	/** Runs the command and sets its outputs. */
	void execute() throws IOException {
		final Map<String, String> environment = new LinkedHashMap<>(ENVIRONMENT);
		environment.keySet().removeAll(System.getenv().keySet());
		try (Service service = new Service(new File("."), environment, words().toArray(String[]::new))) {
			run(service);
		}
		finally {
			arrays.forEach(NDArray::close);
		}
	}

	/** The words that start the process. */
	List<String> words() throws ProblemException {
		final String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
		final List<String> words = new ArrayList<>(List.of(java, "-XX:MaxRAMPercentage=50", "-XX:+UseParallelGC",
			"-Djava.awt.headless=true", "-Dslf4j.internal.verbosity=ERROR"));
		words.addAll(javaOptions());
		words.addAll(List.of("-cp", EngineJars.classPath(), Worker.class.getName()));
		return command.isBackground() ? Niceness.lower(words) : words;
	}

	/** Java options of the user for the process, such as -Xmx8g: the property, or else the variable of the launcher. */
	private static List<String> javaOptions() {
		final String given = System.getProperty(OPTIONS_PROPERTY, System.getenv().getOrDefault("NNUNET_JAVA_OPTS", ""));
		return given.isBlank() ? List.of() : List.of(given.strip().split("\\s+"));
	}

	private void run(final Service service) throws IOException {
		final CountDownLatch ended = new CountDownLatch(1);
		final Task task = service.task(Commands.label(info), inputs());
		task.listen(event -> {
			listen(event);
			if (event.responseType.isTerminal()) ended.countDown();
		});
		boolean asked = false;
		try {
			task.start();
			while (!ended.await(POLL_MILLIS, TimeUnit.MILLISECONDS))
				if (progress.cancelled() && !asked) {
					asked = true;
					task.cancel();
				}
			finish(service, task);
		}
		catch (final InterruptedException e) {
			service.kill();
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
	}

	private void listen(final TaskEvent event) {
		if (event.info != null && event.info.get(Worker.LINE) != null) progress.message(event.info.get(Worker.LINE)
			.toString());
		else if (event.maximum > 0) progress.update((double) event.current / event.maximum, event.message);
	}

	private void finish(final Service service, final Task task) throws IOException, InterruptedException {
		if (task.status == TaskStatus.CANCELED) throw new CancelledException();
		if (task.status == TaskStatus.FAILED) throw failure(task.error);
		if (task.status == TaskStatus.CRASHED) {
			throw new IOException(death(service.waitFor(), service.errorLines()));
		}
		for (final ModuleItem<?> item : info.outputs()) {
			final Object value = task.outputs.get(item.getName());
			if (value != null) module.setOutput(item.getName(), received(item, value));
		}
		final Object cancelled = task.outputs.get(Worker.CANCELLED);
		if (cancelled != null) throw new CancelledException(cancelled.toString());
	}

	/** The message for users about a process that ended before its work was done. */
	static String death(final int code, final List<String> lines) {
		final String how = code == KILLED ? "was killed (exit code " + code +
			"), often by the system because memory ran out" : "ended unexpectedly with exit code " + code;
		final String words = String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
		return "The engine's process " + how + ". Finished work is kept, as is the last checkpoint of a training: run " +
			"the same command again to resume." + (words.isBlank() ? "" : " Its last output: " + words);
	}

	private Map<String, Object> inputs() throws IOException {
		final Map<String, Object> inputs = new LinkedHashMap<>();
		for (final ModuleItem<?> item : new Arguments(info).inputs()) {
			final Object value = item.getValue(module);
			if (value == null) continue;
			if (value instanceof ImagePlus image) inputs.put(item.getName(), shared(image));
			else if (value instanceof File file) inputs.put(item.getName(), file.getPath().isEmpty() ? "" : file
				.getAbsolutePath());
			else inputs.put(item.getName(), value.toString());
		}
		for (final ModuleItem<?> item : new Arguments(info).own())
			inputs.put(item.getName(), item.getValue(module).toString());
		return inputs;
	}

	private Map<String, Object> shared(final ImagePlus image) throws IOException {
		final TimePoints points = TimePoints.of(image);
		// NB: the process gets a geometry in millimetres, of which nobody can tell how well it was stated
		ImagePlusVolume.warnings(image).forEach(progress::message);
		geometry = points.geometry();
		given = image;
		final NDArray array = SharedImage.array(points, progress);
		arrays.add(array);
		return SharedImage.message(array, points);
	}

	private Object received(final ModuleItem<?> item, final Object value) {
		if (item.getType() == File.class) return new File(value.toString());
		if (item.getType() == double.class) return Double.valueOf(value.toString());
		if (item.getType() != ImagePlus.class) return value;
		final Map<?, ?> message = (Map<?, ?>) value;
		final NDArray array = (NDArray) message.get("array");
		array.shm().unlinkOnClose(true);
		arrays.add(array);
		final ImagePlus labels = TimePoints.labelImage(SharedImage.labels(message, geometry), SharedImage.title(message));
		TimePoints.setInterval(labels, given);
		return labels;
	}

	/** @throws IllegalStateException if the failure is a bug; the trace of the engine's process is its cause */
	private static IOException failure(final String error) {
		final JsonObject object = Json.parse(error).getAsJsonObject();
		if (object.has(Worker.TRACE)) throw new IllegalStateException(object.get(Worker.MESSAGE).getAsString(),
			new RuntimeException("in the engine's process: " + object.get(Worker.TRACE).getAsString()));
		if (!object.has(Worker.PROBLEMS)) return new IOException(object.get(Worker.MESSAGE).getAsString());
		final List<Problem> problems = new ArrayList<>();
		for (final JsonElement element : object.get(Worker.PROBLEMS).getAsJsonArray()) {
			final JsonArray texts = element.getAsJsonArray();
			problems.add(new Problem(texts.get(0).getAsString(), texts.get(1).getAsString(), texts.get(2).getAsString()));
		}
		return new ProblemException(problems);
	}
}
