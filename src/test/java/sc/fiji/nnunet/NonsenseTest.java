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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.benchmark.BenchmarkOptions;
import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.download.DownloadOptions;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.export.ExportOptions;
import sc.fiji.nnunet.imagefile.ConvertOptions;
import sc.fiji.nnunet.install.InstallOptions;
import sc.fiji.nnunet.paint.LearnOptions;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.totalsegmentator.BodyOptions;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.tune.TuneOptions;
import sc.fiji.nnunet.volume.OpenImage;

/**
 * Sets every option of every step to invalid values, one at a time and many at once: each must be reported as a
 * problem, and none may cause another exception.
 */
class NonsenseTest {

	private static final long SEED = 20260;

	/** Random sets of options per step. */
	private static final int SETS = 150;

	/** Runs a step with its options. */
	@FunctionalInterface
	private interface Step {

		void run(NnUNet nnunet, Object options) throws IOException;
	}

	/**
	 * A step and the options that it takes.
	 *
	 * @param safe whether it may be started if its options are valid; the other steps would use the network or run
	 * for minutes
	 */
	private record Subject(Class<?> options, boolean safe, Step step) {
	}

	private static final List<Subject> SUBJECTS = List.of( //
		new Subject(PreprocessOptions.class, true, (nn, o) -> nn.preprocess((PreprocessOptions) o, Progress.none())), //
		new Subject(PreprocessOptions.class, true, (nn, o) -> nn.plan((PreprocessOptions) o, Progress.none())), //
		new Subject(TrainOptions.class, true, (nn, o) -> nn.train((TrainOptions) o, Progress.none())), //
		new Subject(PredictOptions.class, true, (nn, o) -> nn.predict((PredictOptions) o, Progress.none())), //
		new Subject(PredictOptions.class, true, (nn, o) -> nn.predict((PredictOptions) o, (OpenImage) null,
			Progress.none())), //
		new Subject(EvaluateOptions.class, true, (nn, o) -> nn.evaluate((EvaluateOptions) o, Progress.none())), //
		new Subject(CrossvalidateOptions.class, true, (nn, o) -> nn.crossValidate((CrossvalidateOptions) o, TrainOptions
			.builder().build(), Progress.none())), //
		new Subject(CheckOptions.class, true, (nn, o) -> nn.check(null, (CheckOptions) o, Progress.none())), //
		new Subject(ConvertOptions.class, true, (nn, o) -> nn.convert((ConvertOptions) o, Progress.none())), //
		new Subject(ExportOptions.class, true, (nn, o) -> nn.export((ExportOptions) o, Progress.none())), //
		new Subject(TuneOptions.class, true, (nn, o) -> nn.tune((TuneOptions) o, Progress.none())), //
		new Subject(LearnOptions.class, true, (nn, o) -> nn.learn((LearnOptions) o, Progress.none())), //
		new Subject(BodyOptions.class, true, (nn, o) -> nn.segmentBody((BodyOptions) o, Progress.none())), //
		new Subject(BenchmarkOptions.class, false, (nn, o) -> nn.benchmark((BenchmarkOptions) o, Progress.none())), //
		new Subject(DownloadOptions.class, false, (nn, o) -> nn.download((DownloadOptions) o, Progress.none())), //
		new Subject(InstallOptions.class, false, (nn, o) -> nn.installEngine((InstallOptions) o, Progress.none())), //
		new Subject(DemoOptions.class, false, (nn, o) -> nn.demo((DemoOptions) o, Progress.none())));

	@TempDir
	Path folder;

	private Path file;

	@BeforeEach
	void makeAFile() throws IOException {
		file = Files.writeString(folder.resolve("some.nii.gz"), "no image");
		Files.createDirectory(folder.resolve("empty"));
	}

	/** Values of a type that are invalid for most options; some are valid for some. */
	private List<Object> values(final Class<?> type) {
		if (type == int.class) return List.of(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
		if (type == long.class) return List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
		if (type == double.class) return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1.0,
			0.0, -0.0, Double.MIN_VALUE, 1e300, -1e300);
		if (type == boolean.class) return List.of(false, true);
		if (type == String.class) return Arrays.asList(null, "", " ", "nonsense", "3d", "AUTO", "gpu:99999999999",
			"gpu:-1", "../..", "a\0b", "%s%n$1\\", "\uD83D\uDE00\uD83D", "0,".repeat(10_000), "a".repeat(10_000),
				"all,,", "\n");
		if (type == Path.class) return Arrays.asList(null, Path.of(""), Path.of("/"), Path.of("none"), folder.resolve(
			"empty"), folder.resolve("none"), file, file.resolve("below"), folder.resolve("a".repeat(300)),
				folder.resolve(".."));
		if (type == List.class) return Arrays.asList(null, List.of(), Arrays.asList(null, null, null), List.of(-1),
			List.of(0, 0, 0), List.of(1), List.of("x", "y", "z"), List.of(Double.NaN, 1.0, 1.0), List.of(1e300, 1e300,
				1e300), List.of(1e-300, 1.0, 1.0), List.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
					Collections.nCopies(1000, 7L), List.of(Path.of("none"), file), List.of("3d", "3d"), List.of("a\0b"),
					List.of(1e-8, 1e-8, 1e-8), List.of(1e6, 1e6, 1e6), List.of(1, 1, 1),
				List.of(2000, 2000, 500), List.of(new Object()));
		if (type == URI.class) return Arrays.asList(null, URI.create(""), URI.create("http://example.org/"), URI.create(
			"https:opaque"), URI.create("file:///"), URI.create("https:///path"));
		if (type.isEnum()) {
			final List<Object> constants = new ArrayList<>(Arrays.asList(type.getEnumConstants()));
			constants.add(0, null);
			return constants;
		}
		if (type.isRecord()) return records(type);
		throw new AssertionError("no values of " + type);
	}

	/** Groups of options, each with an invalid value of every kind in turn. */
	private List<Object> records(final Class<?> type) {
		final RecordComponent[] components = type.getRecordComponents();
		final List<Object> records = new ArrayList<>();
		for (int turn = 0; turn < 20; turn++) {
			final Object[] arguments = new Object[components.length];
			for (int i = 0; i < arguments.length; i++) {
				final List<Object> some = values(components[i].getType());
				arguments[i] = some.get((turn + i) % some.size());
			}
			try {
				records.add(type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(
					Class[]::new)).newInstance(arguments));
			}
			catch (final ReflectiveOperationException e) {
				throw new AssertionError(type + " of " + Arrays.toString(arguments), e);
			}
		}
		return records;
	}

	/** One option that can be set. */
	private record Option(String name, Class<?> type) {
	}

	/** The options of a record: its builder's methods, or its components where it has no builder. */
	private static List<Option> options(final Class<?> record) {
		final List<Option> options = new ArrayList<>();
		for (final Class<?> inner : record.getDeclaredClasses())
			if (inner.getSimpleName().equals("Builder")) for (final Method method : inner.getDeclaredMethods())
				if (method.getParameterCount() == 1 && Modifier.isPublic(method.getModifiers()))
					options.add(new Option(method.getName(), method.getParameterTypes()[0]));
		if (options.isEmpty()) for (final RecordComponent component : record.getRecordComponents())
			options.add(new Option(component.getName(), component.getType()));
		options.sort((a, b) -> a.name.compareTo(b.name)); // NB: reflection has no defined order
		return options;
	}

	/** Creates options; where there is a builder, null instead of a value means that the option is not set. */
	private static Object make(final Class<?> record, final List<Option> options, final Object[] values,
		final boolean[] given) throws Throwable
	{
		try {
			for (final Method method : record.getDeclaredMethods())
				if (method.getName().equals("builder")) return build(method.invoke(null), options, values, given);
			final RecordComponent[] components = record.getRecordComponents();
			final Object[] arguments = new Object[components.length];
			for (int i = 0; i < components.length; i++)
				for (int j = 0; j < arguments.length; j++)
					if (options.get(j).name.equals(components[i].getName())) arguments[i] = values[j];
			return record.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(
				Class[]::new)).newInstance(arguments);
		}
		catch (final InvocationTargetException e) {
			throw e.getCause();
		}
	}

	private static Object build(final Object builder, final List<Option> options, final Object[] values,
		final boolean[] given) throws ReflectiveOperationException
	{
		for (int i = 0; i < values.length; i++)
			if (given[i]) builder.getClass().getMethod(options.get(i).name, options.get(i).type).invoke(builder,
				values[i]);
		return builder.getClass().getMethod("build").invoke(builder);
	}

	@SuppressWarnings("unchecked")
	private static List<Problem> problems(final Object options) throws Throwable {
		try {
			return (List<Problem>) options.getClass().getMethod("validate").invoke(options);
		}
		catch (final InvocationTargetException e) {
			throw e.getCause();
		}
	}

	/** Checks options and starts the step with them, which must fail, since there is no input. */
	private static void refused(final NnUNet nnunet, final Subject subject, final Object options, final String what) {
		try {
			final List<Problem> problems = problems(options);
			if (problems.isEmpty() && !subject.safe) return;
			final ProblemException thrown = assertThrows(ProblemException.class, () -> subject.step.run(nnunet,
				options));
			assertFalse(thrown.problems().isEmpty());
			assertTrue(problems.isEmpty() || !Collections.disjoint(problems, thrown.problems()) ||
				isForImages(problems), () -> "reported " + thrown.problems() + ", not " + problems);
		}
		catch (final Throwable e) {
			throw new AssertionError(what + ": " + e, e);
		}
	}

	/** Whether options lack only input and output, which an image in memory does not need. */
	private static boolean isForImages(final List<Problem> problems) {
		return problems.stream().allMatch(problem -> List.of("input", "output").contains(problem.where()));
	}

	private static String text(final List<Option> options, final Object[] values, final boolean[] given) {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < values.length; i++)
			if (given[i])
				text.append(options.get(i).name).append('=').append(shorter(String.valueOf(values[i]))).append(' ');
		return text.toString();
	}

	private static String shorter(final String text) {
		return text.length() > 60 ? text.substring(0, 60) + "…" : text;
	}

	@TestFactory
	Stream<DynamicTest> everyOptionWithEveryNonsense() {
		return tests((nnunet, subject, options) -> {
			final Object[] values = new Object[options.size()];
			final boolean[] given = new boolean[values.length];
			for (int i = 0; i < values.length; i++)
				values[i] = values(options.get(i).type).get(0);
			for (int i = 0; i < values.length; i++) {
				final Object usual = values[i];
				given[i] = true;
				for (final Object value : values(options.get(i).type)) {
					values[i] = value;
					refused(nnunet, subject, make(subject.options, options, values, given), text(options, values,
						given));
				}
				given[i] = false;
				values[i] = usual;
			}
		});
	}

	@TestFactory
	Stream<DynamicTest> manyOptionsWithNonsenseAtOnce() {
		return tests((nnunet, subject, options) -> {
			final Random random = new Random(SEED);
			final Object[] values = new Object[options.size()];
			final boolean[] given = new boolean[values.length];
			for (int set = 0; set < SETS; set++) {
				for (int i = 0; i < values.length; i++) {
					final List<Object> some = values(options.get(i).type);
					values[i] = some.get(random.nextInt(some.size()));
					given[i] = random.nextInt(3) == 0;
				}
				refused(nnunet, subject, make(subject.options, options, values, given), text(options, values, given));
			}
		});
	}

	/** With a valid dataset, a size is either accepted or reported as a problem, wherever that is found. */
	@Test
	void preprocessingAcceptsOrReportsEverySize() throws Throwable {
		final Path raw = folder.resolve("Task99_Small");
		new Phantom(2, 0, 5).write(raw, Progress.none());
		try (NnUNet nnunet = new NnUNet()) {
			for (final Option option : options(PreprocessOptions.class)) {
				if (!List.of("patch", "spacing", "batchSize").contains(option.name)) continue;
				for (final Object value : values(option.type)) {
					final PreprocessOptions.Builder builder = PreprocessOptions.builder().dataset(raw).output(
						folder.resolve("out"));
					final PreprocessOptions options = (PreprocessOptions) build(builder, List.of(option), new Object[] {
						value }, new boolean[] { true });
					try {
						nnunet.preprocess(options, Progress.none());
					}
					catch (final ProblemException e) {
						assertFalse(e.problems().isEmpty());
					}
					catch (final Exception | OutOfMemoryError e) {
						throw new AssertionError(option.name + "=" + shorter(String.valueOf(value)) + ": " + e, e);
					}
				}
			}
		}
	}

	/** A test of a step. */
	@FunctionalInterface
	private interface Body {

		void run(NnUNet nnunet, Subject subject, List<Option> options) throws Throwable;
	}

	private static Stream<DynamicTest> tests(final Body body) {
		return SUBJECTS.stream().map(subject -> DynamicTest.dynamicTest(subject.options.getSimpleName(), () -> {
			try (NnUNet nnunet = new NnUNet()) {
				body.run(nnunet, subject, options(subject.options));
			}
		}));
	}

	@Test
	void everyRecordOfOptionsIsHere() throws IOException {
		final TreeSet<String> expected = new TreeSet<>();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (final Path source : sources.filter(path -> path.toString().endsWith("Options.java")).toList())
				if (Files.readString(source).contains("List<Problem> validate()"))
					expected.add(source.getFileName().toString().replace(".java", ""));
		}
		assertEquals(expected, new TreeSet<>(SUBJECTS.stream().map(subject ->
			subject.options.getSimpleName()).toList()));
	}
}
