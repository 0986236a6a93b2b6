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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Tables of objects that somebody has opened in a spreadsheet, and saved as it does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ResavedTablesTest extends WithObjects {

	/** Removes rows of cases whose images have changed. */
	private void claim() throws IOException {
		run(options().share("claims").build());
	}

	/** Excel puts a mark before what it saves as UTF-8, by which it knows it again. */
	@Test
	void aTableWithAMarkOfItsEncodingIsOursAndKeepsIt() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		for (final String name : List.of("objects.csv", "counts.csv")) {
			final Path table = labels.resolve(name);
			Files.writeString(table, "\uFEFF" + Files.readString(table).replace("\n", "\r\n"));
		}
		run(table("a.nii").build());
		assertEquals("\uFEFF" + OBJECTS + object("a") + object("b"), objects());
		assertEquals("\uFEFF" + COUNTS + count("a") + count("b"), counts());
	}

	@Test
	void tablesThatWereSavedInAnotherFormAreKept() throws IOException {
		slice("a.nii");
		run(tables().build());
		final Path objects = labels.resolve("objects.csv"), counts = labels.resolve("counts.csv");
		final byte[] semicolons = ("\uFEFF" + objects().replace(',', ';')).getBytes(StandardCharsets.UTF_8);
		final byte[] latin = (counts() + count("caf\u00e9")).getBytes(StandardCharsets.ISO_8859_1);
		Files.write(objects, semicolons);
		Files.write(counts, latin);
		final int networks = engine.made.size();
		assertEquals(List.of(Problem.of(objects, "was saved in another form (separator or columns).",
			"Save it with commas, or move it away."), Problem.of(counts, "was saved in another form (not as UTF-8).",
				"Save it as CSV in UTF-8, or move it away.")), assertThrows(ProblemException.class, () -> run(tables().overwrite(
					true).build())).problems());
		assertEquals(networks, engine.made.size(), "refused before work");
		assertEquals(1, run(options().overwrite(true).build()).written().size());
		assertArrayEquals(semicolons, Files.readAllBytes(objects));
		assertArrayEquals(latin, Files.readAllBytes(counts));
		assertEquals(1, log.lines.stream().filter(line -> line.contains("another form") && line.endsWith(
			"Rows that no longer fit their labels may be in them.")).count(), log.lines.toString());
	}

	/** They lie in two tables, one of which somebody removes or saves in another form. */
	@Test
	void rowsOfAClaimedCaseAreRemovedWhateverTheCountsAre() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		final Path objects = labels.resolve("objects.csv"), counts = labels.resolve("counts.csv");
		final String sums = counts();
		Files.delete(counts);
		pair("a.nii");
		claim();
		assertEquals(OBJECTS + object("b"), objects());
		Files.writeString(counts, sums.replace(',', ';'));
		pair("b.nii");
		claim();
		assertFalse(Files.exists(objects), "no rows are left");
		assertEquals(sums.replace(',', ';'), counts());
		Files.delete(counts);
		slice("b.nii");
		run(tables().overwrite(true).build());
		Files.write(counts, (sums + count("caf\u00e9")).getBytes(StandardCharsets.ISO_8859_1));
		slice("a.nii");
		claim();
		assertEquals(OBJECTS + object("b"), objects());
	}

	/** A spreadsheet makes numbers of names. */
	@Test
	void rowsWhoseNamesNoLabelFileHasAreTold() throws IOException {
		for (final String name : List.of("001", "002"))
			slice(name + ".nii");
		run(tables().build());
		for (final String name : List.of("objects.csv", "counts.csv")) {
			final Path table = labels.resolve(name);
			Files.writeString(table, Files.readString(table).replaceAll("(?m)^0+", ""));
		}
		slice("b.nii");
		run(table("b.nii").build());
		assertEquals(OBJECTS + object("b"), objects());
		run(tables().build());
		assertEquals(OBJECTS + object("001") + object("002") + object("b"), objects());
		assertEquals(COUNTS + count("001") + count("002") + count("b"), counts());
		final List<String> told = log.lines.stream().filter(line -> line.startsWith("Left out of ")).toList();
		assertEquals(1, told.size(), told.toString());
		assertTrue(told.get(0).startsWith("Left out of " + labels.resolve("objects.csv") +
			" and counts.csv: rows of 2 images whose names no label file has (1, 2). "), told.get(0));
	}

	/** A file for the counts cannot be written, or somebody saves them in another form while objects are measured. */
	@Test
	void whatIsWrongWithATableAtTheEndIsToldOfThisTable() throws IOException {
		slice("a.nii");
		slice("b.nii");
		run(tables().build());
		final Path counts = labels.resolve("counts.csv"), held = new WholeFile(counts).temporary();
		final Problem unwritten = problem(() -> Files.createDirectories(held.resolve("held")));
		assertEquals(counts.toString(), unwritten.where());
		assertFalse(unwritten.cure().contains("spreadsheet"), "nobody has it open: " + unwritten.cure());
		Leftovers.delete(held);
		final String semicolons = counts().replace(',', ';');
		assertEquals(Problem.of(counts, "was saved in another form (separator or columns).",
			"Save it with commas, or move it away."), problem(() -> Files.writeString(counts, semicolons)));
		assertEquals(semicolons, counts());
		assertEquals(OBJECTS + object("a") + object("b"), objects());
	}

	/** What somebody does with files. */
	@FunctionalInterface
	private interface Change {

		void make() throws IOException;
	}

	/** What is wrong if somebody does something while objects are measured. */
	private Problem problem(final Change change) {
		return assertThrows(ProblemException.class, () -> run(tables().build(), new AtMeasuring(() -> {
			try {
				change.make();
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}))).problems().get(0);
	}
}
