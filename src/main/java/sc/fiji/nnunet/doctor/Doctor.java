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

import sc.fiji.nnunet.doctor.Entry.Health;
import sc.fiji.nnunet.progress.Progress;

/** Finds out whether nnU-Net can work on this computer, and what to do if not. */
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
	 * Looks at everything; takes a few seconds.
	 *
	 * @param host what the caller knows about the program around it, such as ImageJ's version
	 */
	public Diagnosis examine(final List<Entry> host, final Progress progress) throws IOException {
		final List<Entry> entries = new ArrayList<>(host);
		progress.update(0, "looking at the computer");
		entries.addAll(Machine.examine(Machine.features()));
		progress.update(0.2, "looking for a GPU");
		final ClassLoader loader = Doctor.class.getClassLoader();
		entries.addAll(Graphics.examine(loader.getResource(GPU_NATIVES) != null || loader.getResource(GPU_PACKAGE) != null));
		progress.update(0.4, "trying the engine");
		final List<Entry> path = ClassPath.examine(loader);
		entries.addAll(path);
		String used = device;
		if (path.stream().allMatch(entry -> entry.health() != Health.ILL)) {
			final Trial trial = new Trial();
			entries.addAll(trial.examine(device, threads));
			used = trial.device(device);
		}
		progress.update(1, "done");
		return conclude(entries, used);
	}

	/** The verdict and the one thing to do: what is ill comes first, then what could be better. */
	static Diagnosis conclude(final List<Entry> entries, final String device) {
		for (final Entry entry : entries)
			if (entry.health() == Health.ILL) return new Diagnosis(entries, "nnU-Net cannot work here.", "mend \"" + entry
				.topic() + "\": " + entry.text() + ".");
		for (final Entry entry : entries)
			if (entry.health() == Health.NOTE) return new Diagnosis(entries, "nnU-Net works here on " + device +
				", but something could be better.", "see \"" + entry.topic() + "\": " + entry.text() + ".");
		return new Diagnosis(entries, "nnU-Net works here on " + device + ".",
			"try \"nnU-Net Demo\" (nnunet demo --output FOLDER), or preprocess your own dataset.");
	}

	/** An entry about the program around, for {@link #examine}. */
	public static Entry host(final String topic, final String text) {
		return Entry.well(topic, text);
	}
}
