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
package sc.fiji.nnunet.totalsegmentator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.fetch.LocalServer;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;

/** Downloads networks from a local server, and segments an image with them. */
class BodyWeightsTest {

	private static final String NAME = "Dataset298_TotalSegmentator_total_6mm_1559subj";

	@TempDir
	private Path temp;
	private Path resources;
	private LocalServer server;
	private byte[] archive;
	private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void start() throws Exception {
		resources = Path.of(BodyWeightsTest.class.getResource("/totalsegmentator/ct.nii.gz").toURI()).getParent();
		archive = zip(resources.resolve(NAME));
		server = new LocalServer(this::serve);
	}

	@AfterEach
	void stop() {
		server.close();
	}

	@Test
	void missingNetworksAreDownloadedOnRequestAndUsed() throws IOException {
		final Path weights = temp.resolve("weights");
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			assertEquals(1, segmenter(engine, weights, true).run().written().size());
			assertArrayEquals(archive, Files.readAllBytes(weights.resolve(NAME + ".zip")));
			assertEquals(List.of("HEAD none", "GET none"), requests);
			// the second time the file is there
			segmenter(engine, weights, true).run();
			assertEquals(2, requests.size());
		}
	}

	@Test
	void withoutTheRequestNothingIsDownloaded() throws IOException {
		final Path weights = Files.createDirectory(temp.resolve("weights"));
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			final String message = assertThrows(ProblemException.class, () -> segmenter(engine, weights, false).run())
				.getMessage();
			assertTrue(message.contains("download=true"), message);
		}
		assertEquals(List.of(), requests);
	}

	@Test
	void sizeLicenceAndSourceAreShownBeforeTheBytesMove() throws IOException {
		fetch(BodyModel.named("6mm"));
		assertEquals("Downloading " + NAME + ".zip, " + archive.length + " bytes, Apache License 2.0, from " + source()
			.resolve(NAME + ".zip") + " to " + temp, events.get(1));
		assertEquals(List.of("HEAD", "GET"), List.of(events.get(0), events.get(2)));
		assertEquals("https://github.com/wasserth/TotalSegmentator/releases/download/v2.0.0-weights/" + NAME + ".zip",
			BodyWeights.address(BodyWeights.SOURCE, BodyModel.named("6mm").parts().get(0)).toString());
	}

	@Test
	void anInterruptedDownloadResumes() throws IOException {
		Files.write(temp.resolve(NAME + ".zip.part"), Arrays.copyOf(archive, 1234));
		Files.writeString(temp.resolve(NAME + ".zip.part.tag"), "\"one\"");
		fetch(BodyModel.named("6mm"));
		assertEquals(List.of("HEAD none", "GET bytes=1234-"), requests);
		assertArrayEquals(archive, Files.readAllBytes(temp.resolve(NAME + ".zip")));
		try (Stream<Path> files = Files.list(temp)) {
			assertEquals(List.of(), files.filter(file -> file.toString().contains(".part")).toList());
		}
	}

	@Test
	void aFolderThatIsThereIsUsed() throws IOException {
		Files.createDirectory(temp.resolve(NAME));
		fetch(BodyModel.named("6mm"));
		assertEquals(List.of(), requests);
	}

	@Test
	void aPageInsteadOfAZipFileIsRemoved() {
		archive = "<html>".repeat(500).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
		final String message = assertThrows(ProblemException.class, () -> fetch(BodyModel.named("6mm"))).getMessage();
		assertTrue(message.contains("is not a zip file"), message);
		assertTrue(Files.notExists(temp.resolve(NAME + ".zip")) && Files.notExists(temp.resolve(NAME + ".zip.part")));
	}

	@Test
	void networksThatNeedALicenceAreRefusedByName() {
		for (final int number : new int[] { 301, 303, 304, 409, 481, 485, 507, 509, 514, 710, 713, 716, 855, 856, 857, 920,
			925 }) {
			final BodyModel model = new BodyModel("x", 1.5, 0.2, List.of(new BodyModel.Part(number, "some", 0, 2)));
			final String message = assertThrows(ProblemException.class, () -> fetch(model)).getMessage();
			assertTrue(message.contains("Dataset" + number + "_some needs a licence"), message);
		}
		assertThrows(ProblemException.class, () -> fetch(new BodyModel("x", 1.5, 0.2, List.of(new BodyModel.Part(831, "some",
			0, 2)))));
		assertEquals(List.of(), requests);
	}

	private void fetch(final BodyModel model) throws IOException {
		new BodyWeights(temp, source(), server.executor()).fetch(model, new Recorded() {

			@Override
			public void message(final String line) {
				events.add(line);
			}
		});
	}

	private BodySegmenter segmenter(final Engine engine, final Path weights, final boolean download)
		throws ProblemException
	{
		return new BodySegmenter(new BodyOptions(resources.resolve("ct.nii.gz"), temp.resolve("out"), weights, "6mm",
			BodyRegion.WHOLE, true, false, download, new Hardware("cpu", 0, false)), engine, server
				.executor(), new Recorded(), source());
	}

	private URI source() {
		return server.address();
	}

	private void serve(final HttpExchange exchange) throws IOException {
		final String range = exchange.getRequestHeaders().getFirst("Range");
		requests.add(exchange.getRequestMethod() + " " + (range == null ? "none" : range));
		events.add(exchange.getRequestMethod());
		exchange.getResponseHeaders().set("ETag", "\"one\"");
		if (exchange.getRequestMethod().equals("HEAD")) {
			exchange.getResponseHeaders().set("Content-Length", String.valueOf(archive.length));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
			return;
		}
		final int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
		if (range != null) exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (archive.length - 1) +
			"/" + archive.length);
		exchange.sendResponseHeaders(range == null ? 200 : 206, archive.length - from);
		exchange.getResponseBody().write(archive, from, archive.length - from);
		exchange.close();
	}

	private static byte[] zip(final Path folder) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes); Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				zip.putNextEntry(new ZipEntry(folder.getParent().relativize(file).toString().replace('\\', '/')));
				Files.copy(file, zip);
			}
		}
		return bytes.toByteArray();
	}
}
