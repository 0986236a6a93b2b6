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
package sc.fiji.nnunet.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import sc.fiji.nnunet.fetch.Checksum;
import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Installs the engine's jars from Maven Central, or makes this program use a folder that contains them.
 * <p>
 * Each jar is downloaded to a file that ends in .part, verified by its checksum, and then renamed. After an
 * interruption, the next run resumes.
 * </p>
 */
public final class EngineInstaller {

	private final InstallOptions options;
	private final EngineList list;
	private final EngineFolder place;
	private final Executor executor;

	/**
	 * @param executor runs the connection's callbacks
	 * @throws ProblemException if the options cannot be used
	 */
	public EngineInstaller(final InstallOptions options, final Executor executor) throws ProblemException {
		this(options, EngineList.read(), new EngineFolder(), executor);
	}

	EngineInstaller(final InstallOptions options, final EngineList list, final EngineFolder place,
		final Executor executor) throws ProblemException
	{
		if (!options.validate().isEmpty()) throw new ProblemException(options.validate());
		this.options = options;
		this.list = list;
		this.place = place;
		this.executor = executor;
	}

	/**
	 * Installs the engine.
	 *
	 * @throws ProblemException if there is no engine for the platform, the server cannot be reached, a checksum is
	 *   wrong, or the given folder is incomplete
	 * @throws IOException if the disk is full or not writable
	 */
	public InstallResult run(final Progress progress) throws IOException {
		final String platform = options.platform() == null ? EngineList.platform() : options.platform();
		if (options.folder() != null) return use(platform, progress);
		final List<EngineJar> jars = list.of(platform, options.gpu());
		final Path folder = options.output() == null ? place.place() : options.output();
		final List<EngineJar> missing = missing(folder, jars);
		final long bytes = EngineList.bytes(missing);
		progress.message("The engine for " + platform + (options.gpu() ? " with GPUs: " : ": ") + jars.size() + " jars, " +
			EngineList.megabytes(EngineList.bytes(jars)) + "; " + (missing.isEmpty() ? "all are" : jars.size() - missing
				.size() + " of them are") + " in " + folder + " already" + (missing.isEmpty() ? "" : ", " + EngineList
					.megabytes(bytes) + " to download from " + options.base()));
		if (options.dryRun()) return new InstallResult(folder, 0, 0);
		create(folder);
		long done = 0;
		for (final EngineJar jar : missing) {
			progress.check();
			final Progress part = progress.part((double) done / bytes, (double) (done + jar.bytes()) / bytes);
			fetch(jar, folder, part);
			progress.message("Downloaded " + jar.name() + ", " + jar.bytes() + " bytes, SHA-256 " + jar.sha256());
			done += jar.bytes();
		}
		removeOthers(folder, jars, progress);
		if (options.output() == null) place.removeRedirect(folder);
		progress.update(1, "The engine is installed");
		return new InstallResult(folder, missing.size(), bytes);
	}

	/** The jars that a folder lacks or has in another size. NB: a jar is only renamed after its checksum was verified. */
	private static List<EngineJar> missing(final Path folder, final List<EngineJar> jars) throws IOException {
		final List<EngineJar> missing = new ArrayList<>();
		for (final EngineJar jar : jars) {
			final Path file = folder.resolve(jar.name());
			if (!Files.isRegularFile(file) || Files.size(file) != jar.bytes()) missing.add(jar);
		}
		return missing;
	}

	private void create(final Path folder) throws ProblemException {
		try {
			Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw new ProblemException(folder, "cannot be created (" + e.getMessage() + ").",
				"Give a writable folder as output, " + "and name it with -D" + EngineFolder.PROPERTY +
					"=FOLDER when you start nnU-Net.", e);
		}
	}

	private void fetch(final EngineJar jar, final Path folder, final Progress progress) throws IOException {
		final Path file = folder.resolve(jar.name());
		final Path part = folder.resolve(jar.name() + ".part");
		final String base = options.base().toString();
		final URI address = URI.create(base + (base.endsWith("/") ? "" : "/") + jar.path());
		final HttpFetcher fetcher = new HttpFetcher(address, part, true, 1, executor);
		fetcher.fetch(progress.part(0, 0.95).prefixed(jar.artifact() + ": "));
		String sum = Checksum.sha256(part, progress.part(0.95, 1).prefixed(jar.artifact() + ": "));
		if (!sum.equals(jar.sha256()) && fetcher.resumed() > 0) {
			// NB: the part of an earlier download may belong to another file
			fetcher.discard();
			final Progress again = progress.part(1, 1).prefixed(jar.artifact() + ": ");
			fetcher.fetch(again);
			sum = Checksum.sha256(part, again);
		}
		if (!sum.equals(jar.sha256())) {
			fetcher.discard();
			throw new ProblemException(part, "The checksum of the file downloaded from " + address + " is " + sum +
				" instead of " + jar.sha256() + ". The file was removed.", "Run the same command again; if it happens again, " +
					"something between this computer and " + options.base().getHost() + " changes what it sends.");
		}
		WholeFile.move(part, file);
		fetcher.discard();
	}

	/** Removes other versions of the engine's jars, and the library for the other kind of device, which conflict. */
	private void removeOthers(final Path folder, final List<EngineJar> jars, final Progress progress) throws IOException {
		for (final Path file : others(folder, jars)) {
			Files.delete(file);
			progress.message("Removed " + file.getFileName() + ", which belongs to another engine");
		}
	}

	/** The jars in a folder that belong to another engine than these. */
	private List<Path> others(final Path folder, final List<EngineJar> jars) throws ProblemException {
		return list.others(EngineFolder.jars(folder), jars.stream().map(EngineJar::name).toList());
	}

	/** Whether the given folder holds the library for GPUs, and not the one for processors. */
	private boolean holdsGpu(final String platform) {
		return isThere(list.libraries(platform, true)) && !isThere(list.libraries(platform, false));
	}

	private boolean isThere(final List<EngineJar> libraries) {
		return libraries.stream().anyMatch(jar -> Files.exists(options.folder().resolve(jar.name())));
	}

	/** Checks a folder that contains the jars, and uses it from now on. */
	private InstallResult use(final String platform, final Progress progress) throws IOException {
		final List<EngineJar> jars = list.of(platform, options.gpu() || holdsGpu(platform));
		final List<Problem> problems = new ArrayList<>();
		final double bytes = EngineList.bytes(jars);
		double done = 0;
		for (final EngineJar jar : jars) {
			final Progress part = progress.part(done / bytes, (done + jar.bytes()) / bytes).prefixed(jar.artifact() + ": ");
			done += jar.bytes();
			final Path file = options.folder().resolve(jar.name());
			final String wrong = !Files.isRegularFile(file) ? "is missing." : Files.size(file) != jar.bytes() ? "has " + Files
				.size(file) + " bytes instead of " + jar.bytes() + "." : !Checksum.sha256(file, part)
					.equals(jar.sha256()) ? "has another checksum than SHA-256 " + jar.sha256() + "." : null;
			if (wrong != null) problems.add(Problem.of(file, wrong, "Take it from " + options.base() + jar.path() + "."));
		}
		for (final Path file : others(options.folder(), jars))
			if (!list.isForAnother(platform, file.getFileName().toString())) problems.add(Problem.of(file,
				"belongs to another engine, and might be used instead.",
				"Remove it: a folder holds one engine, for processors or (gpu=true) for GPUs."));
		if (!problems.isEmpty()) throw new ProblemException(problems);
		progress.message("The engine in " + options.folder() + " is complete: " + jars.size() + " jars, " + EngineList
			.megabytes(EngineList.bytes(jars)));
		if (!options.dryRun()) place.redirect(place.place(), options.folder());
		return new InstallResult(options.folder(), 0, 0);
	}
}
