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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks the documents: citations and links resolve, and tests that are named exist.
 * A citation is a page's name followed by a section, step, row or heading, as in {@code fiji.md 1.3}.
 */
class DocumentsTest {

	private static final Path ACCEPTANCE = Path.of("src/test/acceptance");
	private static final List<String> FOLDERS = List.of("src", "docs", "examples", "macros", ".ci");
	private static final Pattern TEXT = Pattern.compile(
		".*\\.(java|md|sh|py|ijm|groovy|slurm|properties|xml|bat|config)");

	private static final Pattern CITATION = Pattern.compile(
		"([a-z0-9-]+\\.md)`?((?:,? \"[^\"]+\")?)(?=(.{0,60}))");
	private static final Pattern PLACE = Pattern.compile(
		"^[ (]*(?:(,) )?(?:(sections?|appendix|rows?|steps?|and|to|with|without|no\\.) )?" +
			"(?:(rows?|steps?) )?(Q\\d+|[A-Z]\\d\\d|A\\.\\d|\\d+(?:\\.\\d+)?[a-z]?)(?![0-9a-zA-Z])");
	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");
	private static final Pattern NAMED_TEST = Pattern.compile(
		"`(?:[a-z.]+\\.)?([A-Z]\\w*)?(?:\\.([a-z]\\w*)(\u2026?))?`");

	private static final Pattern CLASS = Pattern.compile("`(?:[a-z.]+\\.)?([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?`");
	private static final List<String> FOREIGN = List.of("Model", "SavedModelBundle", "TfSymbolBlock", "ConfigProto",
		"Conv3D", "LogSoftmax", "LeakyReluGrad");

	private static final Map<Path, String> TEXTS = new TreeMap<>();

	@BeforeAll
	static void read() throws IOException {
		for (final String folder : FOLDERS)
			try (Stream<Path> files = Files.walk(Path.of(folder))) {
				for (final Path file : files.filter(Files::isRegularFile).toList())
					if (TEXT.matcher(file.toString()).matches() || folder.equals(".ci")) add(file);
			}
		for (final String file : List.of("README.md", "pom.xml", "nnunet", "nnunet.bat", "plugins.config"))
			add(Path.of(file));
	}

	private static void add(final Path file) throws IOException {
		TEXTS.put(file, Files.readString(file, StandardCharsets.UTF_8));
	}

	@Test
	void citationsResolve() {
		final List<String> wrong = new ArrayList<>();
		int count = 0;
		for (final Map.Entry<Path, String> entry : TEXTS.entrySet()) {
			final Matcher citation = CITATION.matcher(entry.getValue().replaceAll("\\s+(?:\\*|//|#)?\\s*", " "));
			while (citation.find()) {
				final String page = textOf(citation.group(1));
				count++;
				if (page == null) wrong.add(entry.getKey() + ": there is no " + citation.group(1));
				else for (final String place : missing(page, citation.group(2), citation.group(3)))
					wrong.add(entry.getKey() + ": " + citation.group(1) + " has no " + place);
			}
		}
		assertEquals(List.of(), wrong);
		assertTrue(count > 150, "only " + count + " citations were found");
	}

	@Test
	void linksResolve() {
		final List<String> wrong = new ArrayList<>();
		for (final Map.Entry<Path, String> entry : pages().entrySet()) {
			final Matcher link = LINK.matcher(entry.getValue());
			while (link.find()) {
				final String target = link.group(1) == null ? link.group(2) : link.group(1);
				if (!target.matches("[a-z]+:.*") && !resolves(entry.getKey(), target)) wrong.add(entry.getKey() + ": " +
					target);
			}
		}
		assertEquals(List.of(), wrong);
	}

	@Test
	void testsOfTheAcceptanceTablesExist() {
		final List<String> wrong = new ArrayList<>();
		for (final Map.Entry<Path, String> entry : pages().entrySet()) {
			if (!entry.getKey().startsWith(ACCEPTANCE)) continue;
			for (final String line : entry.getValue().split("\n")) {
				String last = null;
				for (final MatchResult named : NAMED_TEST.matcher(line).results().toList()) {
					final String name = named.group(1);
					if (name != null) last = name.matches("\\w+(Test|IT|Contract|Fuzz|Benchmark)") ? name : null;
					if (last != null && !hasMethod(last, named.group(2), "\u2026".equals(named.group(3))))
						wrong.add(entry.getKey() + ": " + named.group());
				}
			}
		}
		assertEquals(List.of(), wrong);
	}

	@Test
	void nothingRefersToFilesOutsideOfTheProject() {
		final Pattern outside = Pattern.compile("\\bspec/[a-z]+\\.md|DESIGN\\.md|\\b[Ii]ssues? [0-9]|" +
			"bar of (?:this|the) project|the seed's|(?<!\\w)\\((?:the )?seed\\)|seed (?:program|recipe|option)");
		final List<String> wrong = new ArrayList<>();
		for (final Map.Entry<Path, String> entry : TEXTS.entrySet())
			if (!entry.getKey().endsWith("DocumentsTest.java")) outside.matcher(entry.getValue()).results().forEach(
				found -> wrong.add(entry.getKey() + ": " + found.group()));
		assertEquals(List.of(), wrong);
	}

	/** The table lists the existing rooms in the order of {@link ArchitectureTest}. */
	@Test
	void everyRoomIsInTheTable() {
		final String rule = TEXTS.get(Path.of("src/test/java/sc/fiji/nnunet/ArchitectureTest.java"));
		final String list = rule.substring(rule.indexOf("ROOMS = List.of("), rule.indexOf(";", rule.indexOf(
			"ROOMS = ")));
		final List<String> rooms = Pattern.compile("\"([a-z.]+)\"").matcher(list).results().map(room -> room.group(1))
			.filter(DocumentsTest::isBuilt).toList();
		final String page = TEXTS.get(Path.of("docs/architecture.md"));
		final List<String> table = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|").matcher(page).results().map(
			room -> room.group(1)).filter(DocumentsTest::isBuilt).toList();
		assertEquals(rooms, table);
	}

	@Test
	void aCallIsNoTest() {
		assertTrue(hasMethod("DocumentsTest", "linksResolve", false));
		assertTrue(hasMethod("DocumentsTest", "links", true));
		assertFalse(hasMethod("DocumentsTest", "links", false));
		assertFalse(hasMethod("DocumentsTest", "hasMethod", false), "it is called, but no test");
	}

	/** Names of foreign classes are listed in {@link #FOREIGN}. */
	@Test
	void classesThatDevelopersReadAboutExist() {
		final List<String> wrong = new ArrayList<>();
		for (final String page : List.of("docs/architecture.md", "docs/extending.md", "docs/engine.md"))
			for (final MatchResult named : CLASS.matcher(TEXTS.get(Path.of(page))).results().toList()) {
				final String name = named.group(1);
				final String part = named.group(2) == null ? "" : named.group(2);
				if (!FOREIGN.contains(name) && (!hasMethod(name, null, false) || !Pattern.compile("\\b" + part).matcher(
					textOf(name + ".java")).find())) wrong.add(page + ": " + named.group());
			}
		assertEquals(List.of(), wrong);
	}

	private static boolean isBuilt(final String room) {
		return Files.isDirectory(Path.of("src/main/java/sc/fiji/nnunet", room.replace('.', '/')));
	}

	@Test
	void theReadmeIsShort() {
		final int words = TEXTS.get(Path.of("README.md")).trim().split("\\s+").length;
		assertTrue(words <= 800, words + " words");
	}

	/** The places that are cited but do not exist in a page. */
	private static List<String> missing(final String page, final String heading, final String behind) {
		final List<String> missing = new ArrayList<>();
		if (!heading.isEmpty() && !page.contains(heading.replaceFirst(",? \"([^\"]+)\"", "$1"))) missing.add(heading);
		String section = null;
		boolean rows = false;
		String rest = behind;
		for (Matcher place = PLACE.matcher(rest); place.find(); place = PLACE.matcher(rest)) {
			final String word = place.group(3) != null ? place.group(3) : place.group(2) == null ? "" : place.group(2);
			final String name = place.group(4);
			if (place.group(1) != null && word.isEmpty() && name.matches("\\d+")) break;
			rows = word.matches("rows?|steps?|no\\.") || rows && word.equals("and") && name.matches("\\d+");
			if (name.matches("[B-PR-Z]\\d\\d")) {
				if (pages().entrySet().stream().noneMatch(entry -> entry.getKey().startsWith(ACCEPTANCE) && hasRow(entry
					.getValue(), name))) missing.add("row " + name);
			}
			else if (name.startsWith("Q")) {
				if (!hasRow(page, name)) missing.add(name);
			}
			else if (rows && section != null) {
				final Pattern row = Pattern.compile("(?m)^(?:\\| " + name + " \\||" + name + "\\. )");
				if (!row.matcher(sectionOf(page, section)).find()) missing.add(section + ", row or step " + name);
			}
			else {
				section = name;
				if (sectionOf(page, name).isEmpty()) missing.add("section " + name);
			}
			rest = rest.substring(place.end());
		}
		return missing;
	}

	/** The text from a numbered heading to the next heading that is not below it; empty if there is none. */
	private static String sectionOf(final String page, final String number) {
		final String quoted = Pattern.quote(number);
		final Matcher section = Pattern.compile("(?ms)^(#+) " + quoted + "[. ].*?(?=^#{1,2} |^#+ (?!" + quoted +
			")|\\z)").matcher(page);
		return section.find() ? section.group() : "";
	}

	/** Whether the first cell of a table's row is or names the row, alone, in a list or within "T02 to T05". */
	private static boolean hasRow(final String page, final String name) {
		for (final String line : page.split("\n")) {
			if (!line.matches("\\| [A-Z]\\d+.*")) continue;
			final String cell = line.substring(2, line.indexOf('|', 2)).trim();
			if (List.of(cell.split(", ")).contains(name)) return true;
			final Matcher range = Pattern.compile("(\\w+) to (\\w+)").matcher(cell);
			if (range.matches() && range.group(1).compareTo(name) <= 0 && name.compareTo(range.group(2)) <= 0)
				return true;
		}
		return false;
	}

	private static boolean resolves(final Path from, final String target) {
		final int hash = target.indexOf('#');
		final String file = hash < 0 ? target : target.substring(0, hash);
		final Path path = file.isEmpty() ? from : from.resolveSibling(file).normalize();
		if (!Files.exists(path)) return false;
		return hash < 0 || !path.toString().endsWith(".md") || TEXTS.get(path).lines().filter(
			line -> line.startsWith("#")).anyMatch(line -> anchorOf(line).equals(target.substring(hash + 1)));
	}

	/** A heading's anchor as generated by GitHub. */
	private static String anchorOf(final String heading) {
		return heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ',
			'-');
	}

	private static boolean hasMethod(final String test, final String method, final boolean beginning) {
		for (final Map.Entry<Path, String> entry : TEXTS.entrySet()) {
			if (!entry.getKey().endsWith(test + ".java")) continue;
			if (method == null) return true;
			final String text = entry.getValue();
			// NB: a test calls methods too, which are no tests
			if (Pattern.compile("\\b(?:void|Stream<DynamicTest>) " + method + (beginning ? "\\w*" : "") + "\\(").matcher(text)
				.find()) return true;
			final Matcher parent = Pattern.compile("class " + test + " extends (\\w+)").matcher(text);
			return parent.find() && hasMethod(parent.group(1), method, beginning);
		}
		return false;
	}

	private static String textOf(final String file) {
		return TEXTS.entrySet().stream().filter(entry -> entry.getKey().endsWith(file)).map(Map.Entry::getValue)
			.findFirst().orElse(null);
	}

	private static Map<Path, String> pages() {
		final Map<Path, String> pages = new TreeMap<>(TEXTS);
		pages.keySet().removeIf(file -> !file.toString().endsWith(".md"));
		return pages;
	}
}
