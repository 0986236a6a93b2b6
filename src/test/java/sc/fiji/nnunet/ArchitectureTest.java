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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.DecimalFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import sc.fiji.nnunet.command.NnUNetCommand;
import com.tngtech.archunit.core.importer.Location;

/** Checks the code against the table of rooms and libraries (docs/architecture.md) and the rules for source files. */
class ArchitectureTest {

	private static final String ROOT = "sc.fiji.nnunet";

	/** The rooms in their order: each may use those above it. "" is the facade's package. */
	private static final List<String> ROOMS = List.of("problem", "progress", "file", "fetch", "pth", "volume", "nifti",
		"tiff", "imagefile", "forest",
		"dataset", "phantom", "download", "plan", "preprocess", "engine", "engine.tensorflow",
		"cluster", "augment", "evaluate", "report", "objects", "model", "predict", "totalsegmentator", "train", "paint",
		"crossval", "tune", "benchmark", "export", "library", "install", "", "doctor", "command", "call", "worker", "cli",
		"imagej", "brush", "start", "host", "scifio");

	/** Libraries that only some rooms may use. */
	private static final Map<String, List<String>> LIBRARIES = Map.ofEntries( //
		Map.entry("org.tensorflow..", List.of("engine.tensorflow")), //
		Map.entry("ai.djl..", List.of("engine.tensorflow")), //
		Map.entry("org.bytedeco..", List.of("engine.tensorflow")), //
		Map.entry("com.google.protobuf..", List.of("engine.tensorflow", "export")), //
		Map.entry("org.yaml..", List.of("export")), //
		Map.entry("ij..", List.of("imagefile", "objects", "command", "call", "worker", "imagej", "brush", "start")), //
		Map.entry("org.scijava..", List.of("command", "call", "worker", "cli", "imagej", "brush", "start", "scifio")), //
		Map.entry("io.scif..", List.of("scifio")), //
		Map.entry("org.apposed..", List.of("worker")), //
		Map.entry("picocli..", List.of("cli")), //
		Map.entry("me.tongfei..", List.of("cli")), //
		Map.entry("org.jfree..", List.of("report")));

	private static final int LONGEST_CLASS = 350;

	/** Tests and programs that measure. */
	private static final int LONGEST_TEST = 500;
	private static final Path COMMANDS = Path.of("src/main/java/sc/fiji/nnunet/command");
	private static final int LONGEST_COMMAND = 120;

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).withImportOption(
			ArchitectureTest::hasSource).importPackages(ROOT);
	}

	/** Whether a class file belongs to a source file, and is not left over from an earlier build. */
	private static boolean hasSource(final Location location) {
		final String path = location.asURI().toString().replaceFirst("(\\$[^/]*)?\\.class$", ".java");
		return Files.exists(Path.of("src/main/java", path.substring(path.indexOf("/" + ROOT.replace('.', '/') + "/"))));
	}

	@Test
	void everyClassIsInARoom() {
		final TreeSet<String> rooms = new TreeSet<>();
		for (final JavaClass one : classes)
			rooms.add(one.getPackageName().equals(ROOT) ? "" : one.getPackageName().substring(ROOT.length() + 1));
		rooms.removeAll(ROOMS);
		assertTrue(rooms.isEmpty(), "packages that are no rooms: " + rooms);
	}

	@TestFactory
	Stream<DynamicTest> noRoomUsesARoomBelow() {
		return ROOMS.stream().filter(this::isBuilt).map(room -> DynamicTest.dynamicTest(room.isEmpty() ? "facade" : room,
			() -> {
				final List<String> below = new ArrayList<>(ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream().map(
					ArchitectureTest::packageOf).toList());
				if (below.isEmpty()) return;
				noClasses().that().resideInAPackage(packageOf(room)).should().dependOnClassesThat().resideInAnyPackage(below
					.toArray(String[]::new)).check(classes);
			}));
	}

	@TestFactory
	Stream<DynamicTest> librariesStayInTheirRooms() {
		return LIBRARIES.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> noClasses().that()
			.resideOutsideOfPackages(entry.getValue().stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
			.should().dependOnClassesThat().resideInAPackage(entry.getKey()).check(classes)));
	}

	/** Files and names must not depend on the user's language: Arabic digits in file names, the Turkish i. */
	@Test
	void everythingIsFormattedWithALocale() {
		noClasses().should().callMethod(String.class, "format", String.class, Object[].class).orShould().callMethod(
			String.class, "formatted", Object[].class).orShould().callMethod(String.class, "toLowerCase").orShould()
			.callMethod(String.class, "toUpperCase").orShould().callMethod(PrintStream.class, "printf", String.class,
				Object[].class).orShould().callMethod(PrintStream.class, "format", String.class, Object[].class).orShould()
			.callMethod(DateTimeFormatter.class, "ofPattern", String.class).orShould().callConstructor(DecimalFormat.class,
				String.class).orShould().callConstructor(Formatter.class).check(classes);
	}

	@Test
	void onlyTheFacadeCreatesTheTensorFlowEngine() {
		noClasses().that().resideOutsideOfPackages(packageOf("engine.tensorflow"), packageOf("")).should()
			.dependOnClassesThat().resideInAPackage(packageOf("engine.tensorflow")).check(classes);
	}

	@Test
	void onlyTheRoomForFilesMovesFilesAndCreatesGson() {
		noClasses().that().resideOutsideOfPackage(packageOf("file")).should().callMethod(Files.class, "move", Path.class,
			Path.class, CopyOption[].class).orShould().accessField(StandardCopyOption.class, "ATOMIC_MOVE").orShould()
			.callConstructor(Gson.class).orShould().dependOnClassesThat().belongToAnyOf(GsonBuilder.class, JsonParser.class)
			.check(classes);
	}

	@Test
	void sourceFilesFollowTheRules() throws IOException {
		final List<String> wrong = new ArrayList<>();
		for (final Path file : sources()) {
			final List<String> lines = Files.readAllLines(file);
			final long length = lines.stream().filter(line -> !line.isBlank()).count();
			final boolean command = isCommand(file);
			if (length > (command ? LONGEST_COMMAND : file.startsWith("src/test") ? LONGEST_TEST : LONGEST_CLASS)) wrong.add(
				file + ": " + length + " lines");
			if (!lines.get(0).equals("/*-") || !lines.get(2).startsWith(" * nnU-Net for Fiji:")) wrong.add(file +
				": no licence header");
			for (int i = 0; i < lines.size(); i++) {
				if (lines.get(i).startsWith("  ")) wrong.add(file + ":" + (i + 1) + ": indented with blanks");
				if (lines.get(i).matches(".*\\b(TODO|FIXME|XXX)\\b.*")) wrong.add(file + ":" + (i + 1) + ": unfinished");
			}
		}
		assertEquals(List.of(), wrong);
	}

	private static boolean isCommand(final Path file) {
		final String name = file.getFileName().toString().replace(".java", "");
		return file.startsWith(COMMANDS) && !name.equals("package-info") && classes.get(ROOT + ".command." + name)
			.isAssignableTo(NnUNetCommand.class);
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("ArchitectureTest.java")).sorted()
				.toList();
		}
	}

	/** Whether any class of a room exists; ArchUnit rejects rules without classes. */
	private boolean isBuilt(final String room) {
		for (final JavaClass one : classes)
			if (one.getPackageName().equals(packageOf(room))) return true;
		return false;
	}

	private static String packageOf(final String room) {
		return room.isEmpty() ? ROOT : ROOT + "." + room;
	}
}
