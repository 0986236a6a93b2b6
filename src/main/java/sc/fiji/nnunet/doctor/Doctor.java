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
package sc.fiji.nnunet.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.doctor.Entry.Health;
import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.progress.Progress;

/** Checks whether nnU-Net works on this computer, and advises what to do if not. */
public final class Doctor {

	private static final String GPU_NATIVES = "org/tensorflow/internal/c_api/linux-x86_64-gpu/";
	private static final String GPU_PACKAGE = "native/lib/tensorflow.properties";

	private final String device;
	private final int threads;

	/**
	 * @param device the device to test: auto, cpu, gpu or gpu:N
	 * @param threads CPU threads; 0 = all
	 */
	public Doctor(final String device, final int threads) {
		this.device = device;
		this.threads = threads;
	}

	/**
	 * Checks everything; takes a few seconds.
	 *
	 * @param host entries about the host program, such as ImageJ's version, from {@link #host}
	 */
	public Diagnosis examine(final List<Entry> host, final Progress progress) throws IOException {
		final List<Entry> entries = new ArrayList<>(host);
		progress.update(0, "looking at the computer");
		entries.addAll(Machine.examine(Processor.features(Processor.CPUINFO)));
		progress.update(0.2, "looking for a GPU");
		final ClassLoader loader = Doctor.class.getClassLoader();
		entries.addAll(Graphics.examine(loader.getResource(GPU_NATIVES) != null || loader.getResource(
			GPU_PACKAGE) != null));
		progress.update(0.4, "trying the engine");
		final List<Entry> path = ClassPath.examine(loader);
		entries.addAll(path);
		String used = device;
		if (path.stream().allMatch(entry -> entry.health() != Health.ERROR)) {
			final Trial trial = new Trial();
			entries.addAll(trial.examine(device, threads));
			used = trial.device(device);
			// NB: a process can use one GPU only, so the others are not tried here
			if (device.equals("auto") && used.startsWith("gpu")) entries.addAll(new Trial().examine("cpu", threads));
		}
		progress.update(1, "done");
		return conclude(entries, used);
	}

	/**
	 * The device that a training would run on, in words: "the processor (8 cores)" or "the GPU NVIDIA H100".
	 *
	 * @param asked auto, cpu, gpu or gpu:N
	 * @param library whether the installed native library can use a GPU
	 */
	public static String device(final String asked, final boolean library) {
		final List<String> gpus = library && !asked.equals("cpu") ? Graphics.names() : List.of();
		if (gpus.isEmpty() || asked.equals("cpu")) return "the processor (" + Runtime.getRuntime().availableProcessors() +
			" cores)";
		final String number = asked.startsWith("gpu:") ? asked.substring("gpu:".length()) : "0";
		final int gpu = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
		return "the GPU " + gpus.get(Math.min(gpu, gpus.size() - 1));
	}

	/** The verdict and the next thing to do: errors come first, then warnings. */
	static Diagnosis conclude(final List<Entry> entries, final String device) {
		for (final Entry entry : entries)
			if (entry.health() == Health.ERROR) return new Diagnosis(entries, "nnU-Net cannot work here.", "fix \"" + entry
				.topic() + "\": " + sentence(entry));
		for (final Entry entry : entries)
			if (entry.health() == Health.WARNING) return new Diagnosis(entries, "nnU-Net works here on " + device +
				", but something could be improved.", "see \"" + entry.topic() + "\": " + sentence(entry));
		return new Diagnosis(entries, "nnU-Net works here on " + device + ".",
			"try \"nnU-Net Demo\" (nnunet demo --output FOLDER), or preprocess your own dataset.");
	}

	private static String sentence(final Entry entry) {
		return entry.text() + (entry.text().endsWith(".") ? "" : ".");
	}

	/**
	 * Checks memory and libraries of the program that the user started, which need not be the process in which the
	 * engine runs.
	 *
	 * @param versions topics and texts that the caller adds, such as ImageJ's version
	 * @return a text for {@link #host}
	 */
	public static String surroundings(final Map<String, String> versions) throws IOException {
		final List<Entry> entries = new ArrayList<>();
		versions.forEach((topic, text) -> entries.add(Entry.ok(topic, text)));
		final ClassLoader loader = Doctor.class.getClassLoader();
		if (!ClassPath.hasEngine(loader)) entries.add(Entry.ok("ImageJ's memory", String.format(Locale.ROOT,
			"its heap may take %.1f GB, which the engine cannot use", Runtime.getRuntime().maxMemory() / 1e9)));
		entries.addAll(Libraries.examine(loader));
		return Json.line(entries);
	}

	/** Reads the entries from a text that {@link #surroundings} returned. */
	public static List<Entry> host(final String surroundings) {
		return List.of(Json.parse(surroundings, Entry[].class));
	}
}
