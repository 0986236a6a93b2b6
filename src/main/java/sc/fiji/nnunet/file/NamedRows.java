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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * A table that keeps the rows of earlier runs: a line that names its columns, the first of which is {@code image}, then
 * lines that begin with the names of their images. A run replaces the lines of its own images; those of others stay. It
 * is read line by line, since it may be long.
 */
public final class NamedRows {

	/** The characters that the first line of a table may have; a file of somebody else may hold no line end at all. */
	private static final int START = 1 << 16;

	/** The first cell of a line, with quotes if it has some. */
	private static final Pattern CELL = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"|[^,]*+");

	/** The first line of a table that somebody may have saved in another form. */
	private static final Pattern RESAVED = Pattern.compile("\"?image\"?([,;\t].*)?", Pattern.DOTALL);

	/** What spreadsheets put before text in UTF-8. */
	private static final String MARK = "\uFEFF";

	/** NB: Windows lets nobody replace a file that another program has open. */
	private static final String OPEN = " If another program, such as a spreadsheet, has it open, close it there.";

	/** Those lines of a table that are of some images, one after the other. */
	private static final class Lines {

		private final CsvLines in;
		private final Predicate<String> names;

		/** What stands before its columns. */
		private final String mark;
		private final String columns;
		private final int cells;

		/** The current line; null behind the last one. */
		private String line;

		/** The name of its image. */
		private String name;

		Lines(final Reader in, final Predicate<String> names) throws IOException {
			this.in = new CsvLines(in);
			this.names = names;
			final String first = this.in.next();
			columns = first == null ? null : unmarked(first);
			mark = first == null ? "" : first.substring(0, first.length() - columns.length());
			cells = columns == null ? 0 : columns.split(",", -1).length;
			next();
		}

		void next() throws IOException {
			do {
				line = in.next();
				name = line == null ? null : name(line);
			}
			while (line != null && !names.test(name));
		}
	}

	private final Path file;
	private final Pattern columns;

	/** @param columns what the first line of such a table is */
	public NamedRows(final Path file, final Pattern columns) {
		this.file = file;
		this.columns = columns;
	}

	/** Where it is. */
	public Path file() {
		return file;
	}

	/** Makes sure that no other files of these names would be replaced. Nothing is written. */
	public static void refuseOthers(final List<NamedRows> tables) throws ProblemException {
		final List<Problem> problems = new ArrayList<>();
		for (final NamedRows table : tables) {
			final Problem foreign = table.foreign();
			if (foreign != null) problems.add(foreign);
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/**
	 * Makes sure that no other files of these names would be replaced, and that tables which are there can be. NB: they are
	 * written anew, since whoever has one open in a spreadsheet should know before the work.
	 */
	public static void requireOwn(final List<NamedRows> tables) throws ProblemException {
		refuseOthers(tables);
		for (final NamedRows table : tables)
			table.keep(image -> true);
	}

	/** Tells whoever wants no such tables that no rows are removed from those that somebody has saved in another form. */
	public static void tellOtherForms(final List<NamedRows> tables, final Progress progress) throws ProblemException {
		final List<String> problems = new ArrayList<>();
		for (final NamedRows table : tables) {
			final Problem other = table.otherForm();
			if (other != null) problems.add(other.toString());
		}
		if (!problems.isEmpty()) progress.message(String.join(" ", problems) +
			" Rows that no longer fit their labels may be in " + (problems.size() == 1 ? "it." : "them."));
	}

	/** Whether the file is such a table: by its first line, as somebody may have a file of this name. */
	private boolean isOurs() throws ProblemException {
		return isOurs(first());
	}

	/** NB: a spreadsheet may have put quotes around the names of the columns. */
	private boolean isOurs(final String line) {
		return columns.matcher(line.replace("\"", "")).matches();
	}

	/** Whether the file is such a table, and in its own form. */
	public boolean isTable() throws ProblemException {
		return isOurs() && isText();
	}

	/** What is wrong with a file of this name that a run wants to write; null if it is such a table, or not there. */
	Problem foreign() throws ProblemException {
		final String line = first();
		final Problem other = otherForm(line);
		return other != null || isOurs(line) || !Files.exists(file) ? other : Problem.of(file,
			"is not a table that a prediction has written, and would be replaced by one.",
			"Move it away, or give another output folder.");
	}

	/** What is wrong with a file that seems to be such a table, saved by somebody in another form; null if it is none. */
	Problem otherForm() throws ProblemException {
		return otherForm(first());
	}

	private Problem otherForm(final String line) throws ProblemException {
		if (!isOurs(line)) return RESAVED.matcher(line).matches() ? Problem.of(file,
			"was saved in another form (separator or columns).", "Save it with commas, or move it away.") : null;
		return isText() ? null : notText();
	}

	private Problem notText() {
		return Problem.of(file, "was saved in another form (not as UTF-8).", "Save it as CSV in UTF-8, or move it away.");
	}

	/** The first line of the file; empty if there is none, or if it is longer than that of a table. */
	private String first() throws ProblemException {
		if (!Files.isRegularFile(file)) return "";
		// NB: this reader takes any bytes, so that the line is found in a file that is not UTF-8
		try (Reader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
			final String line = new CsvLines(in).next(START);
			return line == null ? "" : unmarked(line);
		}
		catch (final NoSuchFileException e) {
			return ""; // NB: another process has removed it
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	private static String unmarked(final String line) {
		return line.startsWith(MARK) ? line.substring(MARK.length()) : line;
	}

	/** Whether all of the file is UTF-8. NB: other bytes would be lost if it were written again. */
	private boolean isText() throws ProblemException {
		try (Reader in = Files.newBufferedReader(file)) {
			in.transferTo(Writer.nullWriter());
			return true;
		}
		catch (final CharacterCodingException | NoSuchFileException e) {
			return false;
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** What the first cell of a line says. NB: a spreadsheet may have put quotes around it, or removed them. */
	static String name(final String line) {
		final Matcher cell = CELL.matcher(line);
		cell.lookingAt(); // NB: it always finds a cell, if only an empty one
		return cell.group(1) == null ? cell.group() : cell.group(1).replace("\"\"", "\"");
	}

	/** The name by which the lines of an image are found: what their first cell says. */
	public static String nameOf(final String image) {
		return name(Csv.cell(image));
	}

	/** The names of the images that have lines; none if the file is no such table, or in another form. */
	public Set<String> names() throws ProblemException {
		final Set<String> names = new HashSet<>();
		if (!isOurs()) return names;
		try (Reader in = Files.newBufferedReader(file)) {
			for (final Lines lines = new Lines(in, name -> true); lines.line != null; lines.next())
				names.add(lines.name);
			return names;
		}
		catch (final CharacterCodingException e) {
			return new HashSet<>();
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** Keeps the lines of some images only; does nothing if the file is no such table, or in another form. */
	public void keep(final Predicate<String> stays) throws ProblemException {
		try (WholeFile whole = new WholeFile(file)) {
			if (!isOurs()) return;
			merge(whole.temporary(), stays, Reader.nullReader(), name -> false);
			commit(whole);
		}
		catch (final CharacterCodingException e) {
			return; // NB: its lines would be damaged
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** Removes the file, if it is such a table, and in its own form. */
	public void delete() throws ProblemException {
		if (!isTable()) return;
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw open(e);
		}
	}

	/**
	 * Writes what this table is to hold: lines that stay and lines that come, by the names of their images. If they have
	 * different numbers of cells, the shorter ones end with empty cells. Lines that stay keep their order, since somebody may
	 * have sorted them otherwise.
	 *
	 * @param target where it is written
	 * @param stays whether the lines of an image stay
	 * @param rows a table with the lines that come, which are sorted by name
	 * @param comes whether the lines of an image come
	 * @throws ProblemException if that fails, or the file is no such table, as if somebody has saved it in another form
	 *           meanwhile
	 */
	public void write(final Path target, final Predicate<String> stays, final Reader rows,
		final Predicate<String> comes) throws ProblemException
	{
		final Problem foreign = isOurs() ? null : foreign();
		if (foreign != null) throw new ProblemException(foreign);
		try {
			merge(target, stays, rows, comes);
		}
		catch (final CharacterCodingException e) {
			throw new ProblemException(notText());
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	private void merge(final Path target, final Predicate<String> stays, final Reader rows,
		final Predicate<String> comes) throws IOException
	{
		try (Reader here = Files.exists(file) ? Files.newBufferedReader(file) : Reader.nullReader();
				Writer out = Files.newBufferedWriter(target))
		{
			final Lines old = new Lines(here, stays), fresh = new Lines(rows, comes);
			final Lines widest = fresh.cells > old.cells ? fresh : old;
			out.write(old.mark + widest.columns + "\n");
			while (old.line != null || fresh.line != null) {
				final boolean first = fresh.line == null || old.line != null && old.name.compareTo(fresh.name) < 0;
				final Lines next = first ? old : fresh;
				out.write(next.line + ",".repeat(widest.cells - next.cells) + "\n");
				next.next();
			}
		}
	}

	/**
	 * Puts what was written in the place of this table.
	 *
	 * @param whole a file of this one's name
	 * @throws ProblemException if that fails, as if another program has the table open
	 */
	public void commit(final WholeFile whole) throws ProblemException {
		try {
			whole.commit();
		}
		catch (final IOException e) {
			throw open(e);
		}
	}

	/** The problem with a table that cannot be replaced or removed. */
	private ProblemException open(final IOException failure) {
		final Problem known = DiskProblem.of(file, failure).problems().get(0);
		final ProblemException problem = new ProblemException(new Problem(known.where(), known.what(), known.cure() +
			OPEN));
		problem.initCause(failure);
		return problem;
	}
}
