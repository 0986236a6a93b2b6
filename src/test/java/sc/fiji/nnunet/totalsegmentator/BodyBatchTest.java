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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.file.KilledFileSystem;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Volume;

/** Several images in one folder, and several runs into one: what fails, and what the table of structures keeps. */
class BodyBatchTest {

	private static Path resources;
	private static Engine engine;

	@TempDir
	private Path temp;
	private Path images;
	private Path out;

	@BeforeAll
	static void open() throws IOException, URISyntaxException {
		engine = TensorFlowEngine.open(Device.cpu());
		resources = Path.of(BodyBatchTest.class.getResource("/totalsegmentator/ct.nii.gz").toURI()).getParent();
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	@BeforeEach
	void folders() throws IOException {
		images = Files.createDirectory(temp.resolve("images"));
		out = temp.resolve("out");
	}

	private Path image(final String name) throws IOException {
		return Files.copy(resources.resolve("ct.nii.gz"), images.resolve(name + ".nii.gz"));
	}

	private BodyResult run(final Path input, final Engine on, final Progress progress) throws IOException {
		return new BodySegmenter(new BodyOptions(input, out, resources, "6mm", BodyRegion.WHOLE, true, false, false,
			new Hardware("cpu", 0, false)), on, null, progress).run();
	}

	private BodyResult replaceWithoutTable(final Path input, final Progress progress) throws IOException {
		return new BodySegmenter(new BodyOptions(input, out, resources, "6mm", BodyRegion.WHOLE, false, true, false,
			new Hardware("cpu", 0, false)), engine, null, progress).run();
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(out.resolve("statistics.csv"));
	}

	/** The number of rows of an image. */
	private long rows(final String image) throws IOException {
		return lines().stream().filter(line -> line.startsWith(image + ",")).count();
	}

	@Test
	void imagesThatCannotBeUsedAreNamedAndTheOthersSegmented() throws IOException {
		final Path colour = images.resolve("a_colour.nii.gz");
		ImageFile.write(colour, new Volume(ImageFile.geometry(resources.resolve("ct.nii.gz")), 3));
		final Path half = images.resolve("b_half.nii.gz");
		final byte[] bytes = Files.readAllBytes(resources.resolve("ct.nii.gz"));
		Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
		// NB: of the one above, the last bytes pass for the size of what they inflate to, so that only reading fails
		final Path plain = images.resolve("b_plain.nii");
		ImageFile.write(plain, ImageFile.read(resources.resolve("ct.nii.gz")));
		Files.write(plain, Arrays.copyOf(Files.readAllBytes(plain), (int) Files.size(plain) / 2));
		assertThrows(ProblemException.class, () -> ImageFile.geometry(plain), "no size for the forecast");
		image("c");
		final Recorded progress = new Recorded();
		final BodyResult result = run(images, engine, progress);
		assertEquals(List.of(out.resolve("c.nii.gz")), result.written());
		assertEquals(List.of("a_colour", "b_half", "b_plain"), result.failures().stream().map(PredictResult.Failure::name).toList());
		assertEquals(colour.toString(), result.failures().get(0).problems().get(0).where());
		assertEquals("has 3 channels.", result.failures().get(0).problems().get(0).what());
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith("FAILED a_colour: " + colour + ": has 3")),
			progress.lines.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith("FAILED b_half: ") && line.contains(half
			.toString())), progress.lines.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith("FAILED b_plain: " + plain + ": It ends at")),
			progress.lines.toString());
		assertFalse(Files.exists(out.resolve("a_colour.nii.gz")));
		assertTrue(rows("c") > 0);
	}

	/** NB: networks are opened one after the other, so a broken one would fail each image after hours. */
	@Test
	void aNetworkThatCannotBeOpenedEndsTheRun() throws IOException {
		image("a");
		image("b");
		final int[] asked = new int[1];
		final Engine broken = new StandInEngine() {

			@Override
			public Network network(final NetworkSpec spec, final long seed) {
				asked[0]++;
				throw new IllegalStateException("broken");
			}
		};
		assertThrows(IllegalStateException.class, () -> run(images, broken, Progress.none()));
		assertEquals(1, asked[0]);
	}

	@Test
	void theTableKeepsTheRowsOfImagesThatOtherRunsHaveSegmented() throws IOException {
		final Path b = image("b");
		final int found = run(b, engine, Progress.none()).rows().size();
		assertTrue(found > 0);
		final String first = Files.readString(out.resolve("statistics.csv"));
		run(image("a, 1"), engine, Progress.none());
		assertEquals(1 + 2 * found, lines().size());
		assertEquals(found, rows("\"a, 1\""));
		assertEquals(first.substring(StructureRow.HEADER.length()), String.join("\n", lines().subList(1 + found, 1 + 2 *
			found)) + "\n");
		run(b, engine, Progress.none());
		assertEquals(1 + 2 * found, lines().size(), "a finished image's rows are there once");
		Files.delete(out.resolve("a, 1.nii.gz"));
		run(b, engine, Progress.none());
		assertEquals(first, Files.readString(out.resolve("statistics.csv")));
	}

	/** NB: they would be those of the labels that are gone. */
	@Test
	void rowsOfLabelsThatAreReplacedAreRemoved() throws IOException {
		final Path a = image("a");
		run(a, engine, Progress.none());
		assertTrue(rows("a") > 0);
		replaceWithoutTable(a, Progress.none());
		assertEquals(1, lines().size());
	}

	@Test
	void aTableOfAnotherFormIsNotMixed() throws IOException {
		Files.createDirectories(out);
		Files.copy(resources.resolve("ct.nii.gz"), out.resolve("z.nii.gz"));
		final Path table = out.resolve("statistics.csv");
		final String other = "name;volume\nz,1,spleen,1,1.0,1.00\n";
		Files.writeString(table, other);
		final Path b = image("b");
		assertEquals(table.toString(), assertThrows(ProblemException.class, () -> run(b, engine, Progress.none())).problems()
			.get(0).where());
		assertFalse(Files.exists(out.resolve("b.nii.gz")), "refused before work");
		replaceWithoutTable(b, Progress.none());
		assertTrue(Files.exists(out.resolve("b.nii.gz")));
		assertEquals(other, Files.readString(table));
		Files.delete(table);
		final int found = run(b, engine, Progress.none()).rows().size();
		assertEquals(1 + found, lines().size());
	}

	/** Excel puts a mark before what it saves as UTF-8, and ends lines as Windows does. */
	@Test
	void rowsOfATableThatASpreadsheetHasSavedStay() throws IOException {
		final int found = run(image("=b"), engine, Progress.none()).rows().size();
		final Path table = out.resolve("statistics.csv");
		final String first = Files.readString(table);
		Files.writeString(table, "\uFEFF" + first.replace("\n", "\r\n"));
		final Path a = image("a");
		run(a, engine, Progress.none());
		assertEquals(found, rows("a"));
		assertEquals(found, rows("\"'=b\""));
		assertEquals(1 + 2 * found, lines().size());
		Files.writeString(table, Files.readString(table).replace("\n", "\r\n"));
		replaceWithoutTable(a, Progress.none());
		assertEquals("\uFEFF" + first, Files.readString(table));
	}

	/** As on Windows while a spreadsheet has it open. */
	@Test
	void aTableThatCannotBeReplacedIsAProblemBeforeTheWork() throws IOException {
		final Path a = image("a"), b = image("b");
		run(a, engine, Progress.none());
		final Path table = out.resolve("statistics.csv"), labels = out.resolve("a.nii.gz");
		final String rows = Files.readString(table);
		final FileTime written = Files.getLastModifiedTime(labels);
		final KilledFileSystem system = new KilledFileSystem(Integer.MAX_VALUE);
		system.hold(table);
		out = system.see(out);
		for (final Executable work : List.<Executable>of(() -> run(b, engine, Progress.none()), () -> replaceWithoutTable(a,
			Progress.none())))
		{
			final Problem problem = assertThrows(ProblemException.class, work).problems().get(0);
			assertEquals(table.toString(), problem.where());
			assertTrue(problem.cure().contains("spreadsheet"), problem.cure());
		}
		assertFalse(Files.exists(out.resolve("b.nii.gz")));
		assertEquals(written, Files.getLastModifiedTime(labels));
		assertEquals(1, replaceWithoutTable(b, Progress.none()).written().size(), "none of its rows are in it");
		assertEquals(rows, Files.readString(table));
	}

	/** NB: line ends of Windows show that nobody has written it anew. */
	@Test
	void aRunThatIsRefusedOrCancelledBeforeItBeginsLeavesTheTableAsItWas() throws IOException {
		final Path a = image("a"), b = image("b"), table = out.resolve("statistics.csv"), nothing = Files.createDirectory(temp
			.resolve("nothing"));
		run(a, engine, Progress.none());
		final String rows = Files.readString(table).replace("\n", "\r\n");
		Files.writeString(table, rows);
		for (final Executable missing : List.<Executable>of(() -> with(nothing, "6mm", b), () -> with(resources, "1.5mm", a))) {
			assertThrows(ProblemException.class, missing, "no networks; labels of another resolution");
			assertEquals(rows, Files.readString(table));
		}
		for (final Executable cancelled : List.<Executable>of(() -> run(b, engine, Recorded.cancelledAtOnce()),
			() -> replaceWithoutTable(a, Recorded.cancelledAtOnce())))
		{
			assertThrows(CancelledException.class, cancelled);
			assertEquals(rows, Files.readString(table));
		}
		assertFalse(Files.exists(out.resolve("b.nii.gz")));
		run(b, engine, Progress.none());
		assertTrue(rows("a") > 0 && rows("b") > 0);
	}

	private void with(final Path weights, final String resolution, final Path input) throws IOException {
		new BodySegmenter(new BodyOptions(input, out, weights, resolution, BodyRegion.WHOLE, true, false, false,
			new Hardware("cpu", 0, false)), engine, null, Progress.none()).run();
	}

	@Test
	void theTableIsWrittenOnceAfterEachImageThatIsSegmentedAndOnceForThoseThatAreFinished() throws IOException {
		image("a");
		image("b");
		final KilledFileSystem system = new KilledFileSystem(Integer.MAX_VALUE);
		final Path table = out.resolve("statistics.csv");
		out = system.see(out);
		run(images, engine, Progress.none());
		assertEquals(2, system.replacements(table));
		Files.delete(table);
		assertEquals(2, run(images, engine, Progress.none()).skipped().size());
		assertEquals(3, system.replacements(table));
		assertTrue(rows("a") > 0 && rows("b") > 0);
	}

	@Test
	void rowsThatCannotBeRemovedAreTold() throws IOException {
		final Path a = image("a"), table = out.resolve("statistics.csv");
		run(a, engine, Progress.none());
		final String semicolons = Files.readString(table).replace(',', ';');
		Files.writeString(table, semicolons);
		final Recorded log = new Recorded();
		replaceWithoutTable(a, log);
		assertEquals(semicolons, Files.readString(table));
		assertEquals(1, log.lines.stream().filter(line -> line.startsWith(table + ": was saved in another form") && line
			.endsWith("Rows that no longer fit their labels may be in it.")).count(), log.lines.toString());
	}

	/** A spreadsheet makes numbers of names. */
	@Test
	void rowsWhoseNamesNoLabelFileHasAreTold() throws IOException {
		final Path table = out.resolve("statistics.csv");
		run(image("001"), engine, Progress.none());
		Files.writeString(table, Files.readString(table).replace("\n001,", "\n1,"));
		assertTrue(rows("1") > 0);
		final Recorded log = new Recorded();
		run(image("b"), engine, log);
		assertEquals(0, rows("1"));
		assertEquals(1, log.lines.stream().filter(line -> line.startsWith("Left out of " + table +
			": rows of 1 image whose name no label file has (1). ")).count(), log.lines.toString());
	}

	@Test
	void aRunThatIsStoppedLeavesTheRowsOfTheImagesThatItFinished() throws IOException {
		image("a");
		image("b");
		final Recorded stopped = new Recorded(one -> Files.exists(out.resolve("a.nii.gz")));
		assertThrows(CancelledException.class, () -> run(images, engine, stopped));
		assertFalse(Files.exists(out.resolve("b.nii.gz")));
		assertTrue(rows("a") > 0);
	}
}
