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
package sc.fiji.nnunet.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImageJ;
import sc.fiji.nnunet.doctor.Diagnosis;
import sc.fiji.nnunet.install.EngineFolder;
import sc.fiji.nnunet.progress.Progress;

/** Checks whether nnU-Net works on this computer: {@link sc.fiji.nnunet.doctor.Doctor}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Doctor", headless = true,
	description = "Checks Java, processor, memory, GPU, CUDA and the engine, and measures the engine's speed. " +
		"Reports whether nnU-Net works here, and what to do next.")
public class Doctor extends EngineCommand {

	@Parameter(label = "Host", persist = false, required = false, visibility = ItemVisibility.INVISIBLE,
		description = "Findings about the host program; filled in automatically.")
	private String host = "[]";

	@Parameter(type = ItemIO.OUTPUT, label = "Verdict")
	private String verdict;

	@Override
	public String worker() {
		// NB: without an engine there is nothing to check in a separate process
		return worker.equals(AUTO) && new EngineFolder().find().isEmpty() ? IN_PROCESS : super.worker();
	}

	@Override
	public void begin() throws IOException {
		final Map<String, String> versions = new LinkedHashMap<>();
		final String version = Doctor.class.getPackage().getImplementationVersion();
		versions.put("nnU-Net", version == null ? "not built into a jar" : version);
		versions.put("ImageJ", ImageJ.VERSION + ImageJ.BUILD);
		final String fiji = fiji();
		if (fiji != null) versions.put("Fiji", fiji);
		if (Doctor.class.getResource("/io/scif/Format.class") != null) versions.put("NIfTI in SCIFIO", scifio(Doctor.class
			.getResource("/sc/fiji/nnunet/scifio/NiftiFormat.class") != null));
		host = sc.fiji.nnunet.doctor.Doctor.surroundings(versions);
	}

	/** Whether the build has the format for SCIFIO, in words. */
	static String scifio(final boolean built) {
		return built ? "opened and saved by ImageJ2's own services too" :
			"not in this build (Maven profile scifio); File > Open and nnU-Net itself do not need it";
	}

	/** Fiji's version, which Maven stores in its jar; null outside of Fiji. */
	private static String fiji() throws IOException {
		try (InputStream in = Doctor.class.getResourceAsStream("/META-INF/maven/sc.fiji/fiji/pom.properties")) {
			if (in == null) return null;
			final Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("version");
		}
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		final Diagnosis found = new sc.fiji.nnunet.doctor.Doctor(device, threads).examine(sc.fiji.nnunet.doctor.Doctor.host(
			host), progress);
		verdict = found.verdict();
		progress.message(found.text());
		if (!found.isOk()) throw new IOException(found.verdict() + " " + found.advice());
	}
}
