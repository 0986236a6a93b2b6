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
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.install.EngineFolder;

/** Checks the class path for the engine, and for libraries that conflict with it (fiji.md 7.3). */
final class ClassPath {

	/** A class that both generations of TensorFlow have. */
	private static final String GRAPH = "org/tensorflow/Graph.class";

	/** A class that only DJL's engine has. */
	private static final String ENGINE = "ai/djl/tensorflow/engine/TfEngine.class";

	/** A class that only TensorFlow 2 for Java has. */
	private static final String SECOND = "org/tensorflow/op/Ops.class";

	private ClassPath() {
		// only static methods
	}

	/** Whether the engine can be used in this process. */
	static boolean hasEngine(final ClassLoader loader) {
		return loader.getResource(ENGINE) != null;
	}

	static List<Entry> examine(final ClassLoader loader) throws IOException {
		final List<Entry> entries = new ArrayList<>();
		final List<URL> graphs = Collections.list(loader.getResources(GRAPH));
		if (!hasEngine(loader)) entries.add(Entry.error("Engine", new EngineFolder().find().map(folder -> "is in " +
			folder + ", not on the class path of this program; use worker=process").orElse("(TensorFlow) is not installed. " +
				EngineFolder.CURE)));
		else if (graphs.size() > 1) entries.add(Entry.error("Class path", "two versions of TensorFlow: " + String.join(", ",
			graphs.stream().map(ClassPath::jar).toList()) +
				"; use worker=process, or disable the update site that installs the other"));
		else if (loader.getResource(SECOND) == null) entries.add(Entry.error("Class path",
			"TensorFlow 1 in " + jar(graphs.get(0)) + "; use worker=process, or disable the update site that installs it"));
		else entries.add(Entry.ok("Class path", "one TensorFlow: " + jar(graphs.get(0))));
		return entries;
	}

	/** The name of the jar that a class comes from. */
	static String jar(final URL url) {
		final String text = url.toString();
		final int end = text.indexOf('!');
		return end < 0 ? text : text.substring(text.lastIndexOf('/', end) + 1, end);
	}
}
