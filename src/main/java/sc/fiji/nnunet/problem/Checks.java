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
 * A collector of problems with option values: each check looks at one value and adds a {@link Problem} if the value
 * cannot be used. No value makes a check throw: null, NaN and infinities are problems like any other.
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
 * {@code toString()} in lower case. {@link #choice(String, String, Class)} finds the constant for a word, so that an
 * unknown word is reported together with all other problems.
 * </p>
 */
public final class Checks {

	/** The longest file name that common file systems allow, in bytes of UTF-8. */
	private static final int LONGEST_NAME = 255;

	private final List<Problem> problems;

	/** Creates checks that have found no problem yet. */
	public Checks() {
		this(List.of());
	}

	/** Creates checks that start with the problems of earlier ones, such as those that a builder found while parsing. */
	public Checks(final List<Problem> earlier) {
		problems = new ArrayList<>(earlier);
	}

	/** A new list of all problems, in the order of the checks; empty if every value can be used. */
	public List<Problem> problems() {
		return new ArrayList<>(problems);
	}

	/** Adds a problem unless a condition holds, for rules that only the options themselves know. */
	public void that(final boolean fine, final String option, final String what, final String cure) {
		if (!fine) problems.add(new Problem(option, what, cure));
	}

	/** Adds problems that other checks have found. */
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

	/** The value that a word names, out of several; null, and a problem, if it names none. */
	public <T> T choice(final String option, final String word, final List<T> values, final Function<T, String> words) {
		for (final T value : values)
			if (words.apply(value).equals(word)) return value;
		oneOf(option, word, values.stream().map(words).toList());
		return null;
	}

	/** Requires a word to be one of several; the empty word may be among them. */
	public void oneOf(final String option, final String word, final List<String> words) {
		for (final String known : words)
			if (known.equals(word)) return;
		that(false, option, word == null ? "is missing." : "is '" + word + "'.", "Give one of " + String.join(", ",
			words.stream().filter(known -> !known.isEmpty()).toList()) + ".");
	}

	/** Requires a value that is not null. */
	public void given(final String option, final Object value, final String cure) {
		that(value != null, option, "is missing.", cure);
	}

	/** Requires a number in a range, both ends included. */
	public void range(final String option, final double value, final double least, final double most) {
		range(option, value, least, most, "Give a number from " + plain(least) + " to " + plain(most) + ".");
	}

	/** Requires a number in a range, both ends included. */
	public void range(final String option, final double value, final double least, final double most,
		final String cure)
	{
		that(value >= least && value <= most, option, "is " + value + ".", cure);
	}

	/** Requires a number that is neither NaN nor infinite. */
	public void finite(final String option, final double value, final String cure) {
		that(Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** Requires a finite number that is at least as large as another. */
	public void atLeast(final String option, final double value, final double least, final String cure) {
		that(value >= least && Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** Requires a whole number that is at least as large as another. */
	public void atLeast(final String option, final long value, final long least, final String cure) {
		that(value >= least, option, "is " + value + ".", cure);
	}

	/** Requires a finite number above zero. */
	public void positive(final String option, final double value, final String cure) {
		that(value > 0 && Double.isFinite(value), option, "is " + value + ".", cure);
	}

	/** Requires a list of the given length, in which all numbers are finite and above zero. */
	public void positive(final String option, final List<? extends Number> values, final int count, final String cure) {
		boolean fine = values.size() == count;
		for (final Number value : values)
			fine &= value != null && value.doubleValue() > 0 && Double.isFinite(value.doubleValue());
		that(fine, option, "is " + values + ".", cure);
	}

	/** Requires the name of a device: auto, cpu, gpu or gpu:N. */
	public void device(final String option, final String word) {
		that(word != null && word.matches("auto|cpu|gpu(:\\d{1,4})?"), option, word == null ? "is missing." : "is '" +
			word + "'.", "Give auto, cpu, gpu or gpu:N.");
	}

	/** Requires a folder that exists. */
	public void folder(final String option, final Path folder, final String cure) {
		that(folder != null && Files.isDirectory(folder), option, missingOr(folder, " is not a folder."), cure);
	}

	/** Requires a folder to write to, which exists or can be created. */
	public void outputFolder(final String option, final Path folder, final String cure) {
		given(option, folder, cure);
		if (folder == null) return;
		final Path file = nearest(folder);
		if (file.equals(folder.toAbsolutePath())) that(Files.isDirectory(file), option, folder + " is not a folder.",
			cure);
		else that(Files.isDirectory(file), option, folder + " cannot be created, since " + file + " is not a folder.",
			cure);
		shortNames(option, folder);
	}

	/** Requires a file to write, which is not a folder, and whose folder exists or can be created. */
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
			that(length <= LONGEST_NAME, option, "contains a name of " + length +
				" bytes, which is longer than file systems allow.", "Use names of at most " + LONGEST_NAME + " bytes.");
		}
	}

	/** Requires a file that exists. */
	public void file(final String option, final Path file, final String cure) {
		that(file != null && Files.isRegularFile(file), option, missingOr(file, " is not a file."), cure);
	}

	/** Requires a file or folder that exists. */
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
	 * An unmodifiable copy of an option's list, empty for null. It may contain null, which {@code List.copyOf}
	 * rejects before any check can report it.
	 */
	public static <T> List<T> copy(final List<T> values) {
		return values == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(values));
	}

	/** A list of decimal numbers; scripts may pass whole numbers or BigDecimal too. Anything else becomes null. */
	public static List<Double> decimals(final List<?> values) {
		return numbers(values, Number::doubleValue);
	}

	/** A list of whole numbers; anything else, and what is too large for an int, becomes null. */
	public static List<Integer> integers(final List<?> values) {
		return numbers(values, number -> number.intValue() == number.doubleValue() ? number.intValue() : null);
	}

	/** A list of texts; anything else is converted by {@code toString()}. */
	public static List<String> texts(final List<?> values) {
		final List<String> result = new ArrayList<>();
		for (final Object value : copy(values))
			result.add(value == null ? null : value.toString());
		return copy(result);
	}

	/** A list of paths, which scripts may pass as texts or files; anything else becomes null. */
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
