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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.fetch.LocalServer;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Recorded;

/** Installs an engine of three small jars from a local repository that stalls, breaks off and sends wrong data. */
class EngineInstallerTest {

	private static final String COMMON = "ai/djl/api/1.0/api-1.0.jar", CPU =
		"org/tf/natives/2.0/natives-2.0-linux-x86_64.jar", GPU = "ai/djl/cuda/2.0/cuda-2.0-linux-x86_64.jar";

	@TempDir
	Path fiji;
	private final Map<String, byte[]> files = new TreeMap<>();
	private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
	private Recorded progress;
	private LocalServer server;
	private EngineList list;
	private int cutAfter = Integer.MAX_VALUE;
	private boolean stalls;

	@BeforeEach
	void start() throws Exception {
		final Random random = new Random(1);
		for (final String path : List.of(COMMON, CPU, GPU))
			random.nextBytes(files.computeIfAbsent(path, one -> new byte[one.equals(COMMON) ? 1000 : 2_000_000]));
		list = new EngineList(List.of(jar(COMMON, null, false), jar(CPU, "linux-x86_64", false), jar(GPU, "linux-x86_64",
			true)));
		server = new LocalServer(this::serve);
	}

	@AfterEach
	void stop() {
		server.close();
	}

	@Test
	void theSizeIsReportedAndTheJarsAreDownloaded() throws Exception {
		final InstallResult dry = install(options(false, null, null, true));
		assertEquals(List.of(), requests);
		assertTrue(progress.lines.get(0).startsWith(
			"The engine for linux-x86_64: 2 jars, 2 MB; 0 of them are in " + engine()), progress.lines.toString());
		assertEquals(engine(), dry.folder());
		final InstallResult result = install(options(false, null, null, false));
		assertEquals(new InstallResult(engine(), 2, 2_001_000), result);
		assertEquals(List.of("api-1.0.jar", "natives-2.0-linux-x86_64.jar"), left(engine()));
		assertArrayEquals(files.get(CPU), Files.readAllBytes(engine().resolve("natives-2.0-linux-x86_64.jar")));
		// the second time, nothing is downloaded
		assertEquals(0, install(options(false, null, null, false)).fetched());
		assertEquals(2, requests.size());
	}

	@Test
	void theGpuLibraryReplacesTheProcessorLibrary() throws Exception {
		Files.createDirectories(engine());
		Files.createFile(engine().resolve("api-0.9.jar"));
		Files.createFile(engine().resolve("mine-1.0.jar"));
		install(options(false, null, null, false));
		final InstallResult result = install(options(true, null, null, false));
		assertEquals(1, result.fetched());
		assertEquals(List.of("api-1.0.jar", "cuda-2.0-linux-x86_64.jar", "mine-1.0.jar"), left(engine()));
	}

	@Test
	void aBrokenConnectionIsResumed() throws Exception {
		cutAfter = 700_000;
		install(options(false, null, null, false));
		assertArrayEquals(files.get(CPU), Files.readAllBytes(engine().resolve("natives-2.0-linux-x86_64.jar")));
		assertTrue(requests.stream().anyMatch(one -> one.startsWith(CPU + " bytes=") && !one.endsWith("=0-")), requests
			.toString());
	}

	@Test
	void anInterruptedDownloadIsResumedWithoutATag() throws Exception {
		Files.createDirectories(engine());
		Files.write(engine().resolve("natives-2.0-linux-x86_64.jar.part"), Arrays.copyOf(files.get(CPU), 1_234_567));
		install(options(false, null, null, false));
		assertTrue(requests.contains(CPU + " bytes=1234567-"), requests.toString());
		assertArrayEquals(files.get(CPU), Files.readAllBytes(engine().resolve("natives-2.0-linux-x86_64.jar")));
	}

	@Test
	void aPartOfAnotherFileIsDownloadedAgain() throws Exception {
		Files.createDirectories(engine());
		Files.write(engine().resolve("natives-2.0-linux-x86_64.jar.part"), new byte[1_234_567]);
		install(options(false, null, null, false));
		assertArrayEquals(files.get(CPU), Files.readAllBytes(engine().resolve("natives-2.0-linux-x86_64.jar")));
		assertEquals(List.of("api-1.0.jar", "natives-2.0-linux-x86_64.jar"), left(engine()));
	}

	@Test
	void aWrongChecksumRemovesTheFile() {
		files.put(CPU, new byte[2_000_000]);
		final ProblemException e = assertThrows(ProblemException.class, () -> install(options(false, null, null, false)));
		assertTrue(e.getMessage().contains("instead of " + list.jars().get(1).sha256()), e.getMessage());
		assertEquals(List.of("api-1.0.jar"), left(engine()));
	}

	@Test
	void aMissingFileIsAProblem() {
		files.remove(CPU);
		final ProblemException e = assertThrows(ProblemException.class, () -> install(options(false, null, null, false)));
		assertTrue(e.getMessage().contains("404") && e.getMessage().contains(CPU), e.getMessage());
	}

	@Test
	void aFullDiskIsReportedBeforeTheDownload() {
		// NB: larger than any disk
		list = new EngineList(List.of(jar(COMMON, null, false), jar(CPU, "linux-x86_64", false)));
		stalls = true;
		files.put(CPU, new byte[0]);
		final ProblemException e = assertThrows(ProblemException.class, () -> install(options(false, null, null, false)));
		assertTrue(e.getMessage().contains("MB are needed"), e.getMessage());
	}

	@Test
	void cancellingKeepsTheBytesThatArrived() throws Exception {
		final Path part = engine().resolve("natives-2.0-linux-x86_64.jar.part");
		cutAfter = -1; // the server stops in the middle without closing
		assertThrows(CancelledException.class, () -> new EngineInstaller(options(false, null, null, false), list, folder(),
			server.executor()).run(new Recorded(told -> Files.exists(part) && part.toFile().length() >= 100_000)));
		assertTrue(Files.size(part) >= 100_000);
		assertFalse(Files.exists(engine().resolve("natives-2.0-linux-x86_64.jar")));
	}

	@Test
	void aGivenFolderIsCheckedAndUsed() throws Exception {
		final Path mine = fiji.resolve("mine");
		final ProblemException empty = assertThrows(ProblemException.class, () -> install(options(false, mine, null,
			false)));
		assertTrue(empty.getMessage().contains("is not a folder"), empty.getMessage());
		// copied from a computer with internet access
		install(options(false, null, mine, false));
		assertFalse(Files.exists(engine()));
		requests.clear();
		assertEquals(mine, install(options(false, mine, null, false)).folder());
		assertEquals(List.of(), requests);
		assertEquals(mine.toAbsolutePath(), folder().find().orElseThrow());
		assertEquals(2, folder().jars().size());

		Files.write(mine.resolve("natives-2.0-linux-x86_64.jar"), new byte[2_000_000]);
		Files.delete(mine.resolve("api-1.0.jar"));
		final ProblemException e = assertThrows(ProblemException.class, () -> install(options(false, mine, null, false)));
		assertEquals(2, e.problems().size());
		assertTrue(e.getMessage().contains("api-1.0.jar: is missing.") && e.getMessage().contains("has another checksum"), e
			.getMessage());
		// an engine that is downloaded is used again
		install(options(false, null, null, false));
		assertEquals(engine(), folder().find().orElseThrow());
	}

	/** NB: who copies an engine for GPUs to a cluster need not say there again that it is one. */
	@Test
	void aGivenFolderWithTheLibraryForGpusIsUsed() throws Exception {
		final Path mine = fiji.resolve("mine");
		install(options(true, null, mine, false));
		assertEquals(mine, install(options(false, mine, null, false)).folder());
		assertEquals(mine.toAbsolutePath(), folder().find().orElseThrow());

		Files.write(mine.resolve("cuda-2.0-linux-x86_64.jar"), new byte[10]);
		final ProblemException cut = assertThrows(ProblemException.class, () -> install(options(false, mine, null, false)));
		assertEquals(List.of(mine.resolve("cuda-2.0-linux-x86_64.jar").toString()), cut.problems().stream().map(
			problem -> problem.where()).toList());
	}

	@Test
	void aGivenFolderWithTwoLibrariesIsRefused() throws Exception {
		final Path mine = fiji.resolve("mine");
		install(options(true, null, mine, false));
		Files.write(mine.resolve("natives-2.0-linux-x86_64.jar"), files.get(CPU));
		for (final boolean gpu : new boolean[] { true, false }) {
			final ProblemException two = assertThrows(ProblemException.class, () -> install(options(gpu, mine, null, false)));
			assertEquals(List.of(mine.resolve(gpu ? "natives-2.0-linux-x86_64.jar" : "cuda-2.0-linux-x86_64.jar").toString()),
				two.problems().stream().map(problem -> problem.where()).toList());
		}
		// a folder that computers of two kinds share
		list = new EngineList(List.of(jar(COMMON, null, false), jar(CPU, "macosx-arm64", false), jar(GPU, "linux-x86_64",
			true)));
		assertEquals(mine, install(options(true, mine, null, false)).folder());
	}

	@Test
	void optionsAreChecked() {
		assertEquals(1, new InstallOptions(false, null, null, null, URI.create("http://example.org/"), false).validate()
			.size());
		assertEquals(List.of(), new InstallOptions(false, null, null, null, InstallOptions.CENTRAL, false).validate());
		assertEquals(1, new InstallOptions(false, fiji, fiji, null, InstallOptions.CENTRAL, false).validate().size());
	}

	private InstallResult install(final InstallOptions options) throws IOException {
		progress = new Recorded();
		return new EngineInstaller(options, list, folder(), server.executor()).run(progress);
	}

	private InstallOptions options(final boolean gpu, final Path folder, final Path output, final boolean dryRun) {
		return new InstallOptions(gpu, folder, output, "linux-x86_64", server.address(), dryRun);
	}

	private EngineFolder folder() {
		return new EngineFolder(null, fiji.resolve("plugins/nn.jar"));
	}

	private Path engine() {
		return fiji.resolve("jars/nnunet/engine");
	}

	private EngineJar jar(final String path, final String platform, final boolean gpu) {
		try {
			return new EngineJar(path, files.get(path).length, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
				.digest(files.get(path))), platform, gpu);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new AssertionError(e);
		}
	}

	/** A repository without ETag and date that supports ranges. */
	private void serve(final HttpExchange exchange) throws IOException {
		final String path = exchange.getRequestURI().getPath().substring(1);
		final String range = exchange.getRequestHeaders().getFirst("Range");
		requests.add(path + " " + range);
		final byte[] bytes = files.get(path);
		if (bytes == null) {
			exchange.sendResponseHeaders(404, -1);
			exchange.close();
			return;
		}
		if (stalls && path.equals(CPU)) {
			exchange.sendResponseHeaders(200, 1L << 60);
			exchange.close();
			return;
		}
		final int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
		if (from > 0) exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" +
			bytes.length);
		exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
		if (cutAfter < 0 && path.equals(CPU)) {
			exchange.getResponseBody().write(bytes, from, 200_000);
			exchange.getResponseBody().flush();
			return;
		}
		// closing an exchange before everything was written breaks the connection
		exchange.getResponseBody().write(bytes, from, Math.min(cutAfter < 0 ? bytes.length : cutAfter, bytes.length -
			from));
		exchange.close();
	}

	private static List<String> left(final Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}
}
