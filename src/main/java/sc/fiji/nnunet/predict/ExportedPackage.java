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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A package for bioimage.io that an export of this program wrote: a zip file in which the zip file of a SavedModel lies
 * that holds the plan, too.
 *
 * @param file the zip file
 * @param plan what the network predicts and how
 * @param licence as the description states, or empty
 * @param bytes the size of the SavedModel as it is packed
 */
public record ExportedPackage(Path file, Plan plan, String licence, long bytes) {

	/** The names in the zip file. */
	public static final String YAML = "bioimageio.yaml", SAVED_MODEL = "tf_saved_model.zip", COVER = "cover.png";

	private static final Pattern LICENCE = Pattern.compile("(?m)^license: *['\"]?([^'\"\r\n]*)");

	private static final String GRAPH = "saved_model.pb", CURE = "Export the fold again, or copy the file again.";
	private static final int LONGEST = 1 << 24;

	/**
	 * Looks into a file.
	 *
	 * @return empty if it is no package of this program
	 * @throws ProblemException if it is one, and damaged
	 */
	public static Optional<ExportedPackage> find(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			final ZipEntry yaml = zip.getEntry(YAML), model = zip.getEntry(SAVED_MODEL);
			if (yaml == null || model == null) return Optional.empty();
			try (ZipInputStream inner = new ZipInputStream(zip.getInputStream(model))) {
				final ZipEntry first = inner.getNextEntry();
				// NB: the plan comes first in the zip file of the SavedModel
				if (first == null || !first.getName().equals(PlanFile.NAME)) return Optional.empty();
				final Plan plan = PlanFile.parse(file.resolve(SAVED_MODEL).resolve(PlanFile.NAME), text(inner));
				return Optional.of(new ExportedPackage(file, plan, licence(text(zip.getInputStream(yaml))), model
					.getSize()));
			}
		}
		catch (final ProblemException e) {
			throw e;
		}
		catch (final IOException | IllegalArgumentException e) {
			return Optional.empty(); // no zip file
		}
	}

	/** NB: the line is read without a library for YAML, which plain ImageJ and some Fijis do not have. */
	private static String licence(final String yaml) {
		final Matcher line = LICENCE.matcher(yaml);
		return line.find() ? line.group(1).strip() : "";
	}

	private static String text(final InputStream in) throws IOException {
		return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
	}

	/** The network of the SavedModel, which is unpacked into a temporary file for the moment. */
	Network network(final Engine engine) throws IOException {
		final Path folder = new TemporaryFiles().folder("nnunet-package");
		try {
			unpack(folder.resolve(GRAPH));
			return engine.savedModel(folder, plan.network());
		}
		finally {
			Leftovers.delete(folder);
		}
	}

	private void unpack(final Path graph) throws IOException {
		try (ZipFile zip = new ZipFile(file.toFile()); ZipInputStream inner = new ZipInputStream(zip.getInputStream(zip
			.getEntry(SAVED_MODEL))))
		{
			for (ZipEntry entry = inner.getNextEntry(); entry != null; entry = inner.getNextEntry()) {
				if (!entry.getName().equals(GRAPH)) continue;
				try (OutputStream out = Files.newOutputStream(graph)) {
					inner.transferTo(out);
				}
				return;
			}
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
		throw new ProblemException(file, "has no SavedModel in its " + SAVED_MODEL + ".", CURE);
	}
}
