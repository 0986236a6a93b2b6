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
package sc.fiji.nnunet.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.doctor.Entry.Health;
import sc.fiji.nnunet.engine.Card;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.CudaLibraries;
import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.progress.Progress;

/** Tests what the doctor finds and concludes. */
class DoctorTest {

	private static final Entry FINE = Entry.ok("A", "fine");
	private static final Entry WARNING = Entry.warning("B", "could be better");
	private static final Entry ERROR = Entry.error("C", "is broken");

	@Test
	void theWorstFindingIsTheAdvice() {
		final Diagnosis error = Doctor.conclude(List.of(FINE, WARNING, ERROR), "cpu");
		assertFalse(error.isOk());
		assertEquals("fix \"C\": is broken.", error.advice());
		final Diagnosis warning = Doctor.conclude(List.of(FINE, WARNING), "cpu");
		assertTrue(warning.isOk());
		assertEquals("see \"B\": could be better.", warning.advice());
		assertTrue(Doctor.conclude(List.of(FINE), "cpu").advice().contains("nnU-Net Demo"));
		assertTrue(error.text().contains("X C") && error.text().contains("! B") && error.text().contains("  A"));
	}

	@Test
	void processorFeaturesFromLinux(@TempDir final Path folder) throws IOException {
		final Path cpuinfo = Files.write(folder.resolve("cpuinfo"), List.of("processor\t: 0",
			"flags\t\t: fpu sse2 avx2 fma avx512f", "flags\t\t: fpu"));
		final Set<String> features = Processor.features(cpuinfo);
		assertEquals(Set.of("fpu", "sse2", "avx2", "fma", "avx512f"), features);
		assertEquals(Set.of(), Processor.features(folder.resolve("missing")));
		assertTrue(Machine.examine(features).get(1).text().contains("avx2, fma, avx512f; no fast bf16"));
		assertEquals(Health.WARNING, Machine.examine(Set.of("sse2")).get(1).health());
	}

	@Test
	void versionsAreCompared() {
		for (final String[] pair : new String[][] { { "1.53t", "1.54p" }, { "1.54f", "1.54p" }, { "5.12.0", "8.0.0" }, {
			"2.9.1", "2.10.1" }, { "8.0", "8.0.1" }, { "8.0.0", "10.0.0" } })
		{
			assertTrue(Libraries.compare(pair[0], pair[1]) < 0, String.join(" ", pair));
			assertTrue(Libraries.compare(pair[1], pair[0]) > 0, String.join(" ", pair));
		}
		assertEquals(0, Libraries.compare("8.0.0", "8.0.0"));
		assertEquals("1.15.0", Libraries.version("libtensorflow-1.15.0.jar"));
		assertEquals("1.54p", Libraries.version("ij-1.54p.jar"));
		assertNull(Libraries.version("ij.jar"));
	}

	/** The classes by which the libraries are found. */
	private static List<String> markers() throws IOException {
		final Properties libraries = new Properties();
		try (InputStream in = Libraries.class.getResourceAsStream("libraries.properties")) {
			libraries.load(in);
		}
		return libraries.values().stream().map(value -> value.toString().split(" ")[0]).toList();
	}

	@Test
	void duplicateAndOldLibrariesOfFijiAreReported(@TempDir final Path folder) throws IOException {
		final List<String> markers = markers();
		final URL[] all = { jar(folder.resolve("all.jar"), markers) };
		assertEquals(List.of("Libraries"), topics(Libraries.examine(new URLClassLoader(all, null))));
		final String imglib2 = "net/imglib2/img/Img.class";
		final URL[] old = { jar(folder.resolve("imglib2-5.12.0.jar"), List.of(imglib2)), jar(folder.resolve("rest.jar"),
			markers.stream().filter(marker -> !marker.equals(imglib2)).toList()) };
		final Entry older = Libraries.examine(new URLClassLoader(old, null)).get(0);
		assertEquals(Health.WARNING, older.health());
		assertTrue(older.text().contains("imglib2-5.12.0.jar is older than the 8.0.0"), older.text());
		final URL[] twice = { old[0], all[0], jar(folder.resolve("libtensorflow-1.15.0.jar"), List.of(
			"org/tensorflow/Graph.class")) };
		final List<Entry> entries = Libraries.examine(new URLClassLoader(twice, null));
		assertEquals(List.of("ImgLib2", "TensorFlow 1", "Libraries"), topics(entries));
		assertTrue(entries.get(0).text().contains("2 times: imglib2-5.12.0.jar, all.jar"), entries.get(0).text());
		assertTrue(entries.get(1).text().contains("libtensorflow-1.15.0.jar"), entries.get(1).text());
		final URL[] ours = { all[0], jar(folder.resolve("a-1.jar"), List.of("sc/fiji/nnunet/NnUNet.class")), jar(folder
			.resolve("a-2.jar"), List.of("sc/fiji/nnunet/NnUNet.class")) };
		assertEquals(Health.ERROR, Libraries.examine(new URLClassLoader(ours, null)).get(0).health());
		assertEquals(markers.size(), Libraries.examine(new URLClassLoader(new URL[0], null)).stream().filter(entry -> entry
			.health() == Health.ERROR).count());
	}

	@Test
	void whatOnlyASeparateProcessNeedsIsNoErrorBesideTheEngine(@TempDir final Path folder) throws IOException {
		final List<String> markers = markers().stream().filter(marker -> !marker.startsWith("groovy")).toList();
		final URL[] without = { jar(folder.resolve("all.jar"), markers) };
		assertEquals(Health.ERROR, Libraries.examine(new URLClassLoader(without, null)).get(0).health());
		final URL[] server = { without[0], jar(folder.resolve("engine.jar"), List.of(
			"ai/djl/tensorflow/engine/TfEngine.class")) };
		final Entry groovy = Libraries.examine(new URLClassLoader(server, null)).get(0);
		assertEquals("Groovy", groovy.topic());
		assertEquals(Health.WARNING, groovy.health());
	}

	@Test
	void hiddenOldAndBusyGpusAreReported() {
		final Card old = new Card(0, "GPU-a", "Tesla K80", "470", 12L << 30, 0, 3.7);
		final Card busy = new Card(1, "GPU-b", "NVIDIA A100", "550", 40L << 30, 30L << 30, 8.0);
		final List<Entry> both = Graphics.examine(new Cards(List.of(old, busy), List.of(), null));
		assertEquals(List.of("gpu:0", "gpu:1", "Kind of GPU", "Other programs"), topics(both));
		assertEquals("NVIDIA A100, driver 550, 10.0 GiB of 40.0 GiB free", both.get(1).text());
		assertEquals(Health.WARNING, both.get(2).health());
		final List<Entry> hidden = Graphics.examine(new Cards(List.of(busy), List.of(), ""));
		assertEquals(List.of("GPU", "Hidden GPU"), topics(hidden));
		assertEquals(Health.WARNING, hidden.get(1).health());
		final Entry missing = Graphics.examine(new CudaLibraries(Map.of(), List.of("libcudnn.so.8")));
		assertEquals(Health.WARNING, missing.health());
		assertTrue(missing.text().contains("libcudnn.so.8 cannot be loaded"), missing.text());
		assertEquals(Entry.ok("CUDA and cuDNN", "/a/libcudnn.so.8.9.7"), Graphics.examine(new CudaLibraries(Map.of(
			"libcudnn.so.8", "/a/libcudnn.so.8.9.7"), List.of())));
	}

	@Test
	void surroundingsArePassedAsText() throws IOException {
		final List<Entry> entries = Doctor.host(Doctor.surroundings(Map.of("Fiji", "2.17.0")));
		assertEquals(Entry.ok("Fiji", "2.17.0"), entries.get(0));
		final Entry libraries = entries.get(entries.size() - 1);
		assertEquals("Libraries", libraries.topic());
		assertTrue(libraries.text().contains("ImgLib2 8.0.0"), libraries.text());
	}

	private static List<String> topics(final List<Entry> entries) {
		return entries.stream().map(Entry::topic).toList();
	}

	private static URL jar(final Path file, final List<String> names) throws IOException {
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			for (final String name : names) {
				zip.putNextEntry(new ZipEntry(name));
				zip.closeEntry();
			}
		}
		return file.toUri().toURL();
	}

	@Test
	void conflictsOnTheClassPath(@TempDir final Path folder) throws IOException {
		final Path first = file(folder.resolve("one"), "org/tensorflow/Graph.class");
		final Path second = file(folder.resolve("two"), "org/tensorflow/Graph.class", "org/tensorflow/op/Ops.class");
		final Path engine = file(folder.resolve("djl"), "ai/djl/tensorflow/engine/TfEngine.class");
		assertTrue(examine(second).text().contains("nnU-Net Install Engine"));
		assertEquals(Health.OK, examine(second, engine).health());
		assertTrue(examine(first, engine).text().contains("TensorFlow 1"));
		assertTrue(examine(first, second, engine).text().contains("two versions"));
	}

	private static Path file(final Path folder, final String... names) throws IOException {
		for (final String name : names) {
			Files.createDirectories(folder.resolve(name).getParent());
			Files.createFile(folder.resolve(name));
		}
		return folder;
	}

	private static Entry examine(final Path... folders) throws IOException {
		final URL[] urls = new URL[folders.length];
		for (int i = 0; i < urls.length; i++)
			urls[i] = folders[i].toUri().toURL();
		try (URLClassLoader loader = new URLClassLoader(urls, null)) {
			return ClassPath.examine(loader).get(0);
		}
	}

	@Test
	void wholeExamination() throws IOException {
		final Diagnosis diagnosis = new Doctor("auto", 1).examine(Doctor.host(Doctor.surroundings(Map.of("Host",
			"a test"))), Progress.none());
		assertTrue(diagnosis.isOk(), diagnosis.text());
		assertFalse(diagnosis.verdict().contains("auto"), diagnosis.verdict());
		assertTrue(diagnosis.text().contains("GFLOP/s") && diagnosis.text().contains("TensorFlow 2.16"), diagnosis.text());
	}
}
