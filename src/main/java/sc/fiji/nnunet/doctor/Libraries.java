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
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the libraries that nnU-Net shares with Fiji: each should be present once, and not be older than the one that
 * nnU-Net was built with (libraries.properties, whose versions come from the build).
 */
final class Libraries {

	private static final String FILE = "libraries.properties";

	private static final Pattern VERSION = Pattern.compile("-(\\d[^-]*?)\\.jar$");

	/** Libraries that only the engine's separate process needs. */
	private static final Set<String> FOR_PROCESS = Set.of("Groovy", "Appose");

	/** A class of both generations of TensorFlow. */
	private static final String TENSORFLOW = "org/tensorflow/Graph.class";

	/** A class of ours. */
	private static final String OURS = "sc/fiji/nnunet/NnUNet.class";

	private final ClassLoader loader;
	private final List<Entry> entries = new ArrayList<>();
	private final List<String> well = new ArrayList<>();

	private Libraries(final ClassLoader loader) {
		this.loader = loader;
	}

	/** Checks the libraries on the class path of a program. */
	static List<Entry> examine(final ClassLoader loader) throws IOException {
		final Properties libraries = read();
		final Libraries examination = new Libraries(loader);
		for (final String name : new TreeSet<>(libraries.stringPropertyNames())) {
			final String[] value = libraries.getProperty(name).split(" ");
			examination.examine(name.replace('_', ' '), value[0], value[1]);
		}
		examination.ours();
		examination.tensorFlow();
		if (!examination.well.isEmpty()) examination.entries.add(Entry.ok("Libraries", String.join(", ",
			examination.well)));
		return examination.entries;
	}

	private static Properties read() throws IOException {
		final Properties libraries = new Properties();
		try (InputStream in = Libraries.class.getResourceAsStream(FILE)) {
			libraries.load(in);
		}
		return libraries;
	}

	private void examine(final String name, final String marker, final String built) throws IOException {
		final List<String> jars = jars(marker);
		if (jars.isEmpty() && ClassPath.hasEngine(loader) && FOR_PROCESS.contains(name)) {
			entries.add(Entry.warning(name, "is missing from the class path; only worker=process needs it, to run the engine" +
				" in a separate process"));
			return;
		}
		if (jars.isEmpty()) {
			entries.add(Entry.error(name,
				"is missing from the class path; run Fiji's updater, or unpack the zip for plain ImageJ again"));
			return;
		}
		final String version = version(jars.get(0));
		if (jars.size() > 1) entries.add(Entry.warning(name, "is installed " + jars.size() + " times: " + String.join(
			", ", jars) +
			"; Java takes the first: close Fiji and delete the older"));
		else if (version != null && compare(version, built) < 0) entries.add(Entry.warning(name, jars.get(0) +
			" is older than the " + built + " that nnU-Net was built with; run Fiji's updater (Help > Update...)"));
		else well.add(name + (version == null ? "" : " " + version));
	}

	private void ours() throws IOException {
		final List<String> jars = jars(OURS);
		if (jars.size() > 1) entries.add(Entry.error("nnU-Net", "is installed " + jars.size() + " times: " + String
			.join(", ", jars) +
			"; close Fiji and delete all but the newest"));
	}

	/** NB: another TensorFlow does no harm as long as the engine runs in a separate process. */
	private void tensorFlow() throws IOException {
		final List<String> jars = jars(TENSORFLOW);
		if (!jars.isEmpty() && !ClassPath.hasEngine(loader)) entries.add(Entry.ok("TensorFlow 1", String.join(", ", jars) +
			" of another plugin; does no harm, since the engine runs in a separate process (worker=process)"));
	}

	/** The names of the jars that contain a class, in the order of the class path. */
	private List<String> jars(final String marker) throws IOException {
		final Set<String> jars = new LinkedHashSet<>();
		for (final URL url : Collections.list(loader.getResources(marker)))
			jars.add(ClassPath.jar(url));
		return new ArrayList<>(jars);
	}

	/** The version in the name of a jar; null if there is none. */
	static String version(final String jar) {
		final Matcher matcher = VERSION.matcher(jar);
		return matcher.find() ? matcher.group(1) : null;
	}

	/** Compares versions by their numbers, and ImageJ's by its letter: 1.53t is less than 1.54p. */
	static int compare(final String one, final String other) {
		final String[] a = one.split("\\."), b = other.split("\\.");
		for (int i = 0; i < Math.min(a.length, b.length); i++) {
			final int difference = Integer.compare(number(a[i]), number(b[i]));
			if (difference != 0) return difference;
			final int letter = a[i].replaceFirst("^\\d+", "").compareTo(b[i].replaceFirst("^\\d+", ""));
			if (letter != 0) return letter;
		}
		return Integer.compare(a.length, b.length);
	}

	private static int number(final String part) {
		final String digits = part.replaceFirst("\\D.*$", "");
		return digits.isEmpty() ? 0 : Integer.parseInt(digits);
	}
}
