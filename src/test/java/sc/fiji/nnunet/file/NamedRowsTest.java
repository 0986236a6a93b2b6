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
package sc.fiji.nnunet.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;

/** Tables whose rows a run replaces or leaves, whoever has saved them meanwhile. */
class NamedRowsTest {

	private static final Pattern COLUMNS = Pattern.compile("image,class");

	@TempDir
	private Path folder;

	private Path file;
	private NamedRows table;

	@BeforeEach
	void prepare() {
		file = folder.resolve("table.csv");
		table = new NamedRows(file, COLUMNS);
	}

	/** A spreadsheet ends lines as Windows does, and chooses itself where to put quotes. */
	@Test
	void linesAreReadAsASpreadsheetWritesThem() throws IOException {
		Files.writeString(file, "image,class\r\n\"a,b\",\"one\ntwo\"\r\n'=c,x\r\n\"d\",\"say \"\"hi\"\"\"");
		assertEquals(Set.of("a,b", "'=c", "d"), table.names());
		for (final String name : new String[] { "a,b", "=c", "d" })
			assertTrue(table.names().contains(NamedRows.nameOf(name)), name);
		assertEquals("say \"hi\"", NamedRows.name("\"say \"\"hi\"\"\",x"));
		table.keep(name -> !name.equals("'=c"));
		assertEquals("image,class\n\"a,b\",\"one\ntwo\"\n\"d\",\"say \"\"hi\"\"\"\n", Files.readString(file));
		Files.writeString(file, "image,class\na,5\" tall\nb,\"6\"\" tall\"\nc,x\n");
		assertEquals(Set.of("a", "b", "c"), table.names());
		Files.writeString(file, "\"image\",\"class\"\n\"a\",\"1\"\n\"b\",\"2\"\n");
		assertTrue(table.foreign() == null && table.isTable(), "all cells in quotes");
		table.keep(name -> name.equals("b"));
		assertEquals("\"image\",\"class\"\n\"b\",\"2\"\n", Files.readString(file));
		final NamedRows other = new NamedRows(file, Pattern.compile("image,size"));
		other.delete();
		assertTrue(Files.exists(file) && other.names().isEmpty(), "it is somebody else's");
	}

	/** As "CSV (Macintosh)" does in a spreadsheet. */
	@Test
	void linesMayEndWithACarriageReturnAlone() throws IOException {
		Files.writeString(file, "image,class\ra,1\r\"b\rc\",2\r");
		assertEquals(Set.of("a", "b\rc"), table.names());
		table.keep(name -> !name.equals("a"));
		assertEquals("image,class\n\"b\rc\",2\n", Files.readString(file));
		Files.writeString(file, "image;class\ra;1\r");
		assertTrue(table.foreign().what().contains("another form"), table.foreign().what());
		Files.writeString(file, "image,\"" + "x".repeat(1 << 17));
		assertTrue(table.foreign().what().contains("is not a table"), "it has no line of a table's length");
	}

	/** A mark of the encoding stays: a spreadsheet knows by it that there are umlauts. */
	@Test
	void rowsThatComeAreSortedIntoThoseThatStay() throws IOException {
		Files.writeString(file, "\uFEFFimage,class\r\na,1\r\nb,2\r\nd,3\r\n");
		final Path target = folder.resolve("new.csv");
		table.write(target, name -> !name.equals("b"), new StringReader("image,class,size\nb,4,5\nc,6,7\ne,8,9\n"),
			name -> !name.equals("c"));
		assertEquals("\uFEFFimage,class,size\na,1,\nb,4,5\nd,3,\ne,8,9\n", Files.readString(target));
		Files.writeString(file, "image,class\nd,1\na,2\n");
		table.write(target, name -> true, new StringReader("image,class\nb,3\nc,4\n"), name -> true);
		assertEquals("image,class\nb,3\nc,4\nd,1\na,2\n", Files.readString(target), "those that stay keep their order");
		Files.delete(file);
		table.write(target, name -> true, new StringReader("image,class\nb,4\n"), name -> true);
		assertEquals("image,class\nb,4\n", Files.readString(target), "there is no table yet");
		assertNull(table.foreign());
	}

	/** Whoever saves it may do so at any time, also while a run is at work. */
	@Test
	void whatIsNoSuchTableIsNeverChanged() throws IOException {
		for (final byte[] bytes : new byte[][] { "image;class\na;1\n".getBytes(StandardCharsets.UTF_8),
			"image,class\na,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1), "day,visitors\n1,20\n".getBytes(
				StandardCharsets.UTF_8), {} })
		{
			Files.write(file, bytes);
			assertEquals(Set.of(), table.names());
			table.keep(name -> false);
			table.delete();
			final Problem problem = table.foreign();
			assertEquals(problem, assertThrows(ProblemException.class, () -> table.write(folder.resolve("new.csv"),
				name -> true, new StringReader("image,class\n"), name -> true)).problems().get(0));
			assertEquals(file.toString(), problem.where());
			assertArrayEquals(bytes, Files.readAllBytes(file));
		}
		assertNull(table.otherForm(), "it is somebody else's");
	}

	@Test
	void onlyATableThatCannotBeReplacedMayBeOpenElsewhere() throws IOException {
		final String rows = "image,class\na,1\nb,2\n";
		Files.writeString(file, rows);
		final KilledFileSystem system = new KilledFileSystem(Integer.MAX_VALUE);
		final NamedRows seen = new NamedRows(system.see(file), COLUMNS);
		NamedRows.requireOwn(List.of(seen));
		system.hold(file);
		for (final Executable change : List.<Executable>of(() -> NamedRows.requireOwn(List.of(seen)), () -> seen.keep(
			name -> name.equals("a")), seen::delete))
		{
			final Problem problem = assertThrows(ProblemException.class, change).problems().get(0);
			assertEquals(file.toString(), problem.where());
			assertTrue(problem.cure().endsWith("If another program, such as a spreadsheet, has it open, close it there."),
				problem.cure());
		}
		assertEquals(rows, Files.readString(file));
		Files.createDirectories(new WholeFile(file).temporary().resolve("held"));
		final Problem problem = assertThrows(ProblemException.class, () -> table.keep(name -> true)).problems().get(0);
		assertEquals(file.toString(), problem.where());
		assertFalse(problem.cure().contains("spreadsheet"), "its replacement cannot be written: " + problem.cure());
	}

	@Test
	void allThatIsWrongWithTablesIsToldBeforeAnyIsReplaced() throws IOException {
		final NamedRows second = new NamedRows(folder.resolve("second.csv"), COLUMNS), third = new NamedRows(folder.resolve(
			"third.csv"), COLUMNS);
		final List<NamedRows> tables = List.of(table, second, third);
		NamedRows.requireOwn(tables);
		assertFalse(Files.exists(file), "there is none yet");
		Files.writeString(file, "image;class\na;1\n");
		Files.writeString(second.file(), "image,class\r\na,1\r\n");
		Files.writeString(third.file(), "day,visitors\n1,20\n");
		final ProblemException e = assertThrows(ProblemException.class, () -> NamedRows.requireOwn(tables));
		assertEquals(List.of(table.foreign(), third.foreign()), e.problems());
		assertEquals("image,class\r\na,1\r\n", Files.readString(second.file()));
		final Recorded log = new Recorded();
		NamedRows.tellOtherForms(tables, log);
		assertEquals(List.of(table.foreign() + " Rows that no longer fit their labels may be in it."), log.lines);
	}
}
