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
package sc.fiji.nnunet.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.fetch.LocalServer;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.KilledFileSystem;
import sc.fiji.nnunet.file.Kills;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Downloads from a local server that breaks connections, changes files and sends wrong answers. */
class DownloadTest {

	private static final String TASK = "Task04_Hippocampus";

	@TempDir
	Path output;
	private LocalServer server;
	private byte[] archive;
	private byte[] voxels;
	private String etag = "\"one\"";
	private int cutAfter = Integer.MAX_VALUE;
	private int status;
	private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
	private final Recorded progress = new Recorded();

	@BeforeEach
	void start() throws IOException {
		voxels = new byte[3_000_000];
		new Random(1).nextBytes(voxels);
		archive = tar("./", "", TASK + "/", "", TASK + "/dataset.json", "{}", TASK + "/._dataset.json", "x", "./._" + TASK,
			"x", TASK + "/imagesTr/a.nii.gz", null);
		server = new LocalServer(this::serve);
	}

	@AfterEach
	void stop() {
		server.close();
	}

	@Test
	void archiveIsDownloadedAndUnpacked() throws Exception {
		final DownloadResult result = download(null).run(progress.again());
		assertEquals(output.resolve(TASK), result.folder());
		assertEquals(archive.length, result.bytes());
		assertEquals(sha256(archive), result.sha256());
		assertEquals(0, result.resumed());
		assertArrayEquals(voxels, Files.readAllBytes(output.resolve(TASK).resolve("imagesTr/a.nii.gz")));
		assertEquals(List.of(TASK), left(output));
		assertEquals(List.of("dataset.json", "imagesTr"), left(output.resolve(TASK)));
		assertTrue(progress.lines.toString().contains(sha256(archive)), "the checksum is reported");
		// the second time, nothing is downloaded
		download(null).run(progress.again());
		assertEquals(1, ranges.size());
	}

	@Test
	void aDownloadKilledAtAnyFileEventIsCompletedByTheNextRun() throws Exception {
		voxels = new byte[2_000];
		archive = tar(TASK + "/dataset.json", "{}", TASK + "/imagesTr/a.nii.gz", null);
		// NB: otherwise the killed download would try again
		final int events = Kills.atEveryEvent(output, folder -> new Download(new DownloadOptions("04", folder, server.address(),
			null), server.executor()).run(new Recorded(told -> folder
				.getFileSystem() instanceof KilledFileSystem system && system.killed())), (folder, event) -> {});
		assertTrue(events > 10, events + " events");
	}

	@Test
	void leftoversOfAFinishedDownloadAreRemoved() throws Exception {
		download(null).run(progress.again());
		Files.writeString(output.resolve(TASK + ".tar.part"), "x");
		Files.writeString(output.resolve(TASK + ".tar.part.tag"), "x");
		Files.createDirectories(output.resolve(TASK + ".unpacking/deep"));
		download(null).run(progress.again());
		assertEquals(List.of(TASK), left(output));
	}

	@Test
	void brokenConnectionIsResumed() throws Exception {
		cutAfter = 1_000_000;
		final DownloadResult result = download(sha256(archive)).run(progress.again());
		assertEquals(sha256(archive), result.sha256());
		assertEquals("none", ranges.get(0));
		assertTrue(ranges.size() >= 3, ranges.toString());
		assertTrue(ranges.get(1).startsWith("bytes=") && !ranges.get(1).equals("bytes=0-"), ranges.toString());
	}

	@Test
	void interruptedDownloadIsResumedByTheNextRun() throws Exception {
		partial(archive, "\"one\"", 1_234_567);
		final DownloadResult result = download(sha256(archive)).run(progress.again());
		assertEquals(1_234_567, result.resumed());
		assertEquals(List.of("bytes=1234567-"), ranges);
		assertEquals(sha256(archive), result.sha256());
	}

	@Test
	void changedFileIsDownloadedFromTheStart() throws Exception {
		partial(new byte[archive.length], "\"zero\"", 1_234_567);
		final DownloadResult result = download(sha256(archive)).run(progress.again());
		assertEquals(0, result.resumed());
		assertEquals(sha256(archive), result.sha256());
	}

	@Test
	void completePartIsNotDownloadedAgain() throws Exception {
		partial(archive, "\"one\"", archive.length);
		assertEquals(sha256(archive), download(null).run(progress.again()).sha256());
		assertEquals(1, ranges.size());
	}

	@Test
	void partOfUnknownVersionIsNotUsed() throws Exception {
		Files.write(output.resolve(TASK + ".tar.part"), new byte[500]);
		assertEquals(sha256(archive), download(null).run(progress.again()).sha256());
		assertEquals(List.of("none"), ranges);
	}

	@Test
	void wrongChecksumRemovesTheFile() {
		final ProblemException e = assertThrows(ProblemException.class, () -> download("0".repeat(64)).run(progress
			.again()));
		assertTrue(e.getMessage().contains("instead of 000"), e.getMessage());
		assertEquals(List.of(), left(output));
	}

	@Test
	void errorStatusAndMissingServerAreProblems() {
		status = 404;
		final ProblemException e = assertThrows(ProblemException.class, () -> download(null).run(progress.again()));
		assertTrue(e.getMessage().contains("404") && e.getMessage().contains(TASK + ".tar"), e.getMessage());
		server.stop();
		final ProblemException down = assertThrows(ProblemException.class, () -> download(null).run(progress.again()));
		assertTrue(down.getMessage().contains("run the same command again"), down.getMessage());
	}

	@Test
	void cancellingKeepsTheBytesThatArrived() throws Exception {
		cutAfter = -1; // the server stops in the middle without closing
		final Path part = output.resolve(TASK + ".tar.part");
		final Progress cancelled = new Recorded(told -> Files.exists(part) && part.toFile().length() >= 100_000);
		assertThrows(CancelledException.class, () -> download(null).run(cancelled));
		final long kept = Files.size(output.resolve(TASK + ".tar.part"));
		assertTrue(kept >= 100_000);
		cutAfter = Integer.MAX_VALUE;
		assertEquals(kept, download(sha256(archive)).run(progress.again()).resumed());
	}

	@Test
	void aTaskIsDownloadedByOneProcessAtATime() throws Exception {
		try (FolderLock lock = FolderLock.take(output, "." + TASK + ".lock", "is taken.", "Wait.")) {
			final String message = assertThrows(ProblemException.class, () -> download(null).run(progress.again()))
				.getMessage();
			assertTrue(message.contains(TASK + " is being downloaded into this folder by another process. Wait for it"),
				message);
			try (FolderLock other = FolderLock.take(output, ".Task09_Spleen.lock", "is taken.", "Wait.")) {
				assertEquals(0, ranges.size(), "nothing was asked of the server");
			}
		}
		download(null).run(progress.again());
		assertEquals(List.of(TASK), left(output));
	}

	@Test
	void maliciousArchivesAreRejected() throws Exception {
		for (final String path : List.of("../evil", TASK + "/../../evil", "/evil", "evil", TASK + "x/evil", "C:\\evil",
			TASK + "\\..\\..\\evil", TASK))
		{
			archive = tar(TASK + "/dataset.json", "{}", path, "x");
			final ProblemException e = assertThrows(ProblemException.class, () -> download(null).run(progress.again()), path);
			assertTrue(e.getMessage().contains("Do not use this archive") || e.getMessage().contains("damaged"), e
				.getMessage());
			assertEquals(List.of(TASK + ".tar.part", TASK + ".tar.part.tag"), left(output), path);
			assertFalse(Files.exists(output.resolveSibling("evil")), path);
			etag = "\"" + path.hashCode() + "\"";
		}
	}

	@Test
	void linksDevicesAndDuplicatesAreRejected() throws Exception {
		for (final byte type : new byte[] { TarArchiveEntry.LF_SYMLINK, TarArchiveEntry.LF_LINK, TarArchiveEntry.LF_CHR,
			TarArchiveEntry.LF_FIFO })
		{
			final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
				add(tar, TASK + "/dataset.json", "{}".getBytes(StandardCharsets.UTF_8));
				final TarArchiveEntry entry = new TarArchiveEntry(TASK + "/imagesTr", type);
				entry.setLinkName("/etc");
				tar.putArchiveEntry(entry);
				tar.closeArchiveEntry();
			}
			refused(bytes.toByteArray(), "neither a regular file nor a folder");
		}
		refused(tar(TASK + "/dataset.json", "{}", TASK + "/dataset.json", "{}"), "twice");
		refused(tar(TASK + "/other", "{}"), "does not contain " + TASK + "/dataset.json");
		refused(Arrays.copyOf(archive, 1_000_000), "truncated");
		refused(Arrays.copyOf(archive, 3_002_000), "damaged");
		final byte[] noise = new byte[5000];
		new Random(2).nextBytes(noise);
		refused(noise, "");
	}

	@Test
	void damagedArchivesAreUnpackedCompletelyOrNotAtAll() throws Exception {
		final Path around = Files.createDirectory(output.resolve("around"));
		final Path inside = Files.createDirectory(around.resolve("inside"));
		final byte[] sound = tar(TASK + "/dataset.json", "{}", TASK + "/imagesTr/a", "a", TASK + "/labelsTr/a", "b");
		final Random random = new Random(3);
		int refused = 0;
		for (int round = 0; round < 300; round++) {
			final byte[] bytes = sound.clone();
			for (int n = random.nextInt(4); n >= 0; n--)
				bytes[512 * random.nextInt(6) + random.nextInt(random.nextBoolean() ? 160 : 512)] = (byte) random.nextInt(256);
			if (random.nextBoolean()) fixChecksums(bytes);
			Files.write(around.resolve("a.tar"), bytes);
			try {
				new TarExtractor(inside, TASK).extract(around.resolve("a.tar"), Progress.none());
				assertEquals(List.of(TASK), left(inside));
				Files.move(inside.resolve(TASK), output.resolve("taken" + round));
			}
			catch (final ProblemException e) {
				refused++;
				assertEquals(List.of(), left(inside), e.getMessage());
			}
			assertEquals(List.of("a.tar", "inside"), left(around));
		}
		assertTrue(refused > 100 && refused < 300, refused + " of 300 were refused");
	}

	/** Recomputes the checksums of the headers, so that the damage is not noticed by them. */
	private static void fixChecksums(final byte[] tar) {
		for (int header = 0; header < 3072; header += 1024) {
			Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
			int sum = 0;
			for (int i = 0; i < 512; i++)
				sum += tar[header + i] & 0xff;
			final byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
			System.arraycopy(digits, 0, tar, header + 148, 8);
		}
	}

	@Test
	void optionsAreChecked() {
		final DownloadOptions wrong = new DownloadOptions("11", output, URI.create("http://example.org/"), "12");
		assertEquals(3, wrong.validate().size());
		assertThrows(ProblemException.class, () -> new Download(wrong, server.executor()));
		assertEquals(List.of(), DownloadOptions.of("4", output).validate());
		assertEquals("https", DownloadOptions.BASE.getScheme());
		for (final String name : List.of("10", "Colon", "task10_colon"))
			assertEquals(DecathlonTask.COLON, DecathlonTask.of(name).orElseThrow());
		assertEquals(DecathlonTask.HIPPOCAMPUS, DecathlonTask.of("04").orElseThrow());
		assertTrue(DecathlonTask.of("").isEmpty() && DecathlonTask.of("0").isEmpty() && DecathlonTask.of("11").isEmpty());
	}

	private void refused(final byte[] bytes, final String why) throws IOException {
		final Path file = output.resolve("a.tar");
		Files.write(file, bytes);
		final ProblemException e = assertThrows(ProblemException.class, () -> new TarExtractor(output, TASK).extract(file,
			Progress.none()));
		assertTrue(e.getMessage().contains(why), e.getMessage());
		assertEquals(List.of("a.tar"), left(output));
	}

	private Download download(final String sha256) throws ProblemException {
		return new Download(new DownloadOptions("04", output, server.address(), sha256), server.executor());
	}

	/** Writes the files that an earlier download would have left. */
	private void partial(final byte[] bytes, final String tag, final int length) throws IOException {
		Files.write(output.resolve(TASK + ".tar.part"), Arrays.copyOf(bytes, length));
		Files.writeString(output.resolve(TASK + ".tar.part.tag"), tag);
	}

	private void serve(final HttpExchange exchange) throws IOException {
		final String range = exchange.getRequestHeaders().getFirst("Range");
		ranges.add(range == null ? "none" : range);
		if (status != 0 || !exchange.getRequestURI().getPath().equals("/" + TASK + ".tar")) {
			exchange.sendResponseHeaders(status == 0 ? 404 : status, -1);
			exchange.close();
			return;
		}
		exchange.getResponseHeaders().set("ETag", etag);
		final boolean go = range != null && etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
		final int from = go ? Integer.parseInt(range.substring(6, range.length() - 1)) : 0;
		if (from >= archive.length) {
			exchange.getResponseHeaders().set("Content-Range", "bytes */" + archive.length);
			exchange.sendResponseHeaders(416, -1);
			exchange.close();
			return;
		}
		if (go) exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (archive.length - 1) + "/" +
			archive.length);
		exchange.sendResponseHeaders(go ? 206 : 200, archive.length - from);
		if (cutAfter < 0) {
			exchange.getResponseBody().write(archive, from, 200_000);
			exchange.getResponseBody().flush();
			return;
		}
		// closing an exchange before everything was written breaks the connection
		exchange.getResponseBody().write(archive, from, Math.min(cutAfter, archive.length - from));
		exchange.close();
	}

	private byte[] tar(final String... namesAndTexts) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			for (int i = 0; i < namesAndTexts.length; i += 2)
				add(tar, namesAndTexts[i], namesAndTexts[i + 1] == null ? voxels : namesAndTexts[i + 1].getBytes(
					StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private static void add(final TarArchiveOutputStream tar, final String name, final byte[] bytes) throws IOException {
		final TarArchiveEntry entry = new TarArchiveEntry(name, true);
		entry.setSize(bytes.length);
		tar.putArchiveEntry(entry);
		tar.write(bytes);
		tar.closeArchiveEntry();
	}

	private static List<String> left(final Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	private static String sha256(final byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}
}
