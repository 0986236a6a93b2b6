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
package sc.fiji.nnunet.problem;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The checks of option values: each looks at one value and collects a {@link Problem} if it cannot be used. No value
 * makes a check fail by itself: null, NaN and infinities are problems like any other.
 *
 * <pre>
 * final Checks checks = new Checks();
 * checks.folder("model", model, "Give a fold's folder.");
 * checks.range("overlap", overlap, 0, 1);
 * checks.atLeast("threads", threads, 0, "Give 0 for all, or a number.");
 * return checks.problems();
 * </pre>
 * <p>
 * An option that is one of several choices is an enum in the options' record and a word for users: the constant's
 * {@code toString()} in lower case. {@link #choice(String, String, Class)} finds the constant of a word, so that what
 * cannot be read is collected together with all other problems.
 * </p>
 */
public final class Checks {

	/** What the usual file systems take as the name of a file, in bytes of UTF-8. */
	private static final int LONGEST_NAME = 255;

	private final List<Problem> problems;

	/** Starts without problems. */
	public Checks() {
		this(List.of());
	}

	/** Continues after earlier checks, such as those of the words that a builder has read. */
	public Checks(final List<Problem> earlier) {
		problems = new ArrayList<>(earlier);
	}

	/** All problems in the order of the checks, as a list of the caller's own; empty if every value can be used. */
	public List<Problem> problems() {
		return new ArrayList<>(problems);
	}

	/** Collects a problem unless a condition holds, for what only the options themselves can judge. */
	public void that(final boolean fine, final String option, final String what, final String cure) {
		if (!fine) problems.add(new Problem(option, what, cure));
	}

	/** Collects what other checks have found. */
	public void all(final List<Problem> others) {
		problems.addAll(others);
	}

	/** The words by which users name the constants of an enum, in their order. */
	public static <E extends Enum<E>> List<String> words(final Class<E> type) {
		return Arrays.stream(type.getEnumConstants()).map(Checks::word).toList();
	}

	/** The word by which users name a constant. */
	public static String word(final Enum<?> constant) {
		return constant.toString().toLowerCase(Locale.ROOT);
	}

	/** The constant that a word names; null, and a problem, if it names none. */
	public <E extends Enum<E>> E choice(final String option, final String word, final Class<E> type) {
		return choice(option, word, List.of(type.getEnumConstants()), Checks::word);
	}

	/** The one of several values that a word names; null, and a problem, if it names none. */
	public <T> T choice(final String option, final String word, final List<T> values, final Function<T, String> words) {
		for (final T value : values)
			if (words.apply(value).equals(word)) return value;
		oneOf(option, word, values.stream().map(words).toList());
		return null;
	}

	/** A word must be one of several; the empty word may be among them. */
	public void oneOf(final String option, final String word, final List<String> words) {
		for (final String known : words)
			if (known.equals(word)) return;
		that(false, option, word == null ? "is missing." : "is '" + word + "'.", "Give one of " + String.join(", ",
			words.stream().filter(known -> !known.isEmpty()).toList()) + ".");
	}

	/** A value must be given. */
	public void given(final String option, final Object value, final String cure) {
		that(value != null, option, "is missing.", cure);
	}

	/** A number must lie in a range, ends included. */
	public void range(final String option, final double value, final double least, final double most) {
		range(option, value, least, most, "Give a number from " + plain(least) + " to " + plain(most) + ".");
	}

	/** A number must lie in a range, ends included. */
	public void range(final String option, final double value, final double least, final double most,
		final String cure)
	{
		that(value >= least && value <= most, option, "is " + value + ".", cure);
	}

	/** A number must not be NaN or infinite. */
	public void finite(final String option, final double value, final String cure) {
		that(Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** A number must be finite and at least as large as another. */
	public void atLeast(final String option, final double value, final double least, final String cure) {
		that(value >= least && Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** A whole number must be at least as large as another. */
	public void atLeast(final String option, final long value, final long least, final String cure) {
		that(value >= least, option, "is " + value + ".", cure);
	}

	/** A number must be finite and above zero. */
	public void positive(final String option, final double value, final String cure) {
		that(value > 0 && Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** Numbers must be so many, and all of them finite and above zero. */
	public void positive(final String option, final List<? extends Number> values, final int count, final String cure) {
		boolean fine = values.size() == count;
		for (final Number value : values)
			fine &= value != null && value.doubleValue() > 0 && Double.isFinite(value.doubleValue());
		that(fine, option, "is " + values + ".", cure);
	}

	/** A device is auto, cpu, gpu or gpu:N. */
	public void device(final String option, final String word) {
		that(word != null && word.matches("auto|cpu|gpu(:\\d{1,4})?"), option, word == null ? "is missing." : "is '" +
			word + "'.", "Give auto, cpu, gpu or gpu:N.");
	}

	/** A folder must be given and exist. */
	public void folder(final String option, final Path folder, final String cure) {
		that(folder != null && Files.isDirectory(folder), option, missingOr(folder, " is not a folder."), cure);
	}

	/** A folder to write to must be given, and be there or be one that can be made. */
	public void outputFolder(final String option, final Path folder, final String cure) {
		given(option, folder, cure);
		if (folder == null) return;
		final Path file = nearest(folder);
		if (file.equals(folder.toAbsolutePath())) that(Files.isDirectory(file), option, folder + " is not a folder.",
			cure);
		else that(Files.isDirectory(file), option, folder + " cannot be made, since " + file + " is not a folder.",
			cure);
		shortNames(option, folder);
	}

	/** A file to write must be given, must not be a folder, and its folder must be there or be one that can be made. */
	public void outputFile(final String option, final Path file, final String cure) {
		given(option, file, cure);
		if (file == null) return;
		that(!Files.isDirectory(file), option, file + " is a folder.", cure);
		if (file.toAbsolutePath().getParent() != null) outputFolder(option, file.toAbsolutePath().getParent(), cure);
		shortNames(option, file.getFileName());
	}

	/** The path itself or the nearest one above it that exists. */
	private static Path nearest(final Path path) {
		Path nearest = path.toAbsolutePath();
		while (!Files.exists(nearest) && nearest.getParent() != null)
			nearest = nearest.getParent();
		return nearest;
	}

	private void shortNames(final String option, final Path path) {
		if (path == null) return;
		for (final Path name : path) {
			final int length = name.toString().getBytes(StandardCharsets.UTF_8).length;
			that(length <= LONGEST_NAME, option, "holds a name of " + length +
				" bytes, which is more than file systems take.", "Give names of at most " + LONGEST_NAME + " bytes.");
		}
	}

	/** A file must be given and exist. */
	public void file(final String option, final Path file, final String cure) {
		that(file != null && Files.isRegularFile(file), option, missingOr(file, " is not a file."), cure);
	}

	/** A file or folder must be given and exist. */
	public void exists(final String option, final Path path, final String cure) {
		that(path != null && Files.exists(path), option, missingOr(path, " does not exist."), cure);
	}

	private static String missingOr(final Path path, final String what) {
		return path == null ? "is missing." : path + what;
	}

	private static String plain(final double number) {
		return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
	}

	/**
	 * An unmodifiable copy of an option's list, empty for null. It may hold null, which {@code List.copyOf} refuses
	 * before any check could name it.
	 */
	public static <T> List<T> copy(final List<T> values) {
		return values == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(values));
	}

	/** The same for decimals; scripts pass whole numbers or Groovy's BigDecimal too. What is no number becomes null. */
	public static List<Double> decimals(final List<?> values) {
		return numbers(values, Number::doubleValue);
	}

	/** The same for whole numbers; what is none, or too large, becomes null. */
	public static List<Integer> integers(final List<?> values) {
		return numbers(values, number -> number.intValue() == number.doubleValue() ? number.intValue() : null);
	}

	/** The same for texts; what is none is taken as its text. */
	public static List<String> texts(final List<?> values) {
		final List<String> result = new ArrayList<>();
		for (final Object value : copy(values))
			result.add(value == null ? null : value.toString());
		return copy(result);
	}

	/** The same for paths, which scripts may pass as texts or files; what is none becomes null. */
	public static List<Path> paths(final List<?> values) {
		final List<Path> result = new ArrayList<>();
		for (final Object value : copy(values))
			result.add(path(value));
		return copy(result);
	}

	private static Path path(final Object value) {
		if (value instanceof Path path) return path;
		if (!(value instanceof File || value instanceof CharSequence)) return null;
		try {
			return Path.of(value.toString());
		}
		catch (final InvalidPathException e) {
			return null;
		}
	}

	private static <T> List<T> numbers(final List<?> values, final Function<Number, T> conversion) {
		final List<T> result = new ArrayList<>();
		for (final Object value : copy(values))
			result.add(value instanceof Number number ? conversion.apply(number) : null);
		return copy(result);
	}
}
