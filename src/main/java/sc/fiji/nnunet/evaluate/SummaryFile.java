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
package sc.fiji.nnunet.evaluate;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * Reads and writes a {@link Summary} as JSON, in nnU-Net's format (recipe-nnunet.md 6.1).
 * <p>
 * Keys of nnU-Net: {@code foreground_mean}, {@code mean} per class, and {@code metric_per_case}, a list of
 * {@code metrics}, {@code prediction_file} and {@code reference_file}. Undefined values are the word {@code NaN},
 * as Python writes and reads it. Additional keys of ours are {@code format}, {@code labels}, {@code empty_rule},
 * {@code tolerance_mm}, {@code unmatched}, and {@code case}, the name, in each case; {@code image_unit} if it is the
 * same for all images, in which tables show lengths that are millimetres here; {@code annotated_voxels_only} where
 * references hold the ignore label.
 * </p>
 */
public final class SummaryFile {

	/** The usual name, as nnU-Net has it. */
	public static final String NAME = "summary.json";

	/** Version of our own keys. */
	public static final int FORMAT = 1;

	private SummaryFile() {
		// NB: functions, not an object
	}

	/** Writes a summary atomically. */
	public static void write(final Path file, final Summary summary) throws IOException {
		WholeFile.write(file, json(summary));
	}

	/** The text of the file. */
	public static String json(final Summary summary) throws IOException {
		final StringWriter text = new StringWriter();
		try (JsonWriter json = new JsonWriter(text)) {
			json.setIndent("    ");
			json.setLenient(true); // NB: allows NaN
			json.beginObject();
			json.name("format").value(FORMAT);
			json.name("foreground_mean");
			metrics(json, summary.foregroundMean(), false);
			json.name("mean").beginObject();
			for (final Map.Entry<String, Metrics> entry : summary.mean().entrySet())
				metrics(json.name(entry.getKey()), entry.getValue(), false);
			json.endObject();
			json.name("metric_per_case").beginArray();
			for (final CaseMetrics one : summary.cases())
				oneCase(json, one);
			json.endArray();
			json.name("labels").beginObject();
			for (final Target target : summary.targets())
				json.name(target.key()).value(target.name());
			json.endObject();
			json.name("empty_rule").value(summary.empty().name().toLowerCase(java.util.Locale.ROOT));
			json.name("tolerance_mm").value(summary.tolerance());
			if (summary.unit() != null) json.name("image_unit").value(summary.unit().toString());
			json.name("unmatched").beginArray();
			for (final String line : summary.unmatched())
				json.value(line);
			json.endArray();
			if (summary.coverage().partial()) {
				json.name("annotated_voxels_only").value(true);
				json.name("predicted_foreground_voxels").value(summary.coverage().foreground());
				json.name("predicted_foreground_far_from_annotations").value(summary.coverage().far());
			}
			json.endObject();
		}
		return text + "\n";
	}

	private static void oneCase(final JsonWriter json, final CaseMetrics one) throws IOException {
		json.beginObject();
		json.name("case").value(one.name());
		json.name("metrics").beginObject();
		for (final Map.Entry<String, Metrics> entry : one.metrics().entrySet())
			metrics(json.name(entry.getKey()), entry.getValue(), true);
		json.endObject();
		json.name("prediction_file").value(one.prediction());
		json.name("reference_file").value(one.reference());
		json.endObject();
	}

	private static void metrics(final JsonWriter json, final Metrics metrics, final boolean whole) throws IOException {
		json.beginObject();
		for (final Measure measure : Measure.values()) {
			if (!metrics.has(measure)) continue;
			json.name(measure.key());
			final double value = metrics.get(measure);
			if (whole && measure.isCount()) json.value((long) value);
			else json.value(value);
		}
		json.endObject();
	}

	/**
	 * Reads a summary, ours or nnU-Net's own; means are computed from the cases.
	 *
	 * @throws ProblemException if the file is not such a summary
	 */
	public static Summary read(final Path file) throws IOException {
		final JsonObject root = JsonFile.read(file, JsonObject.class, "a summary of an evaluation", "Run evaluate again.");
		try {
			return summary(root);
		}
		catch (final RuntimeException e) {
			// NB: Gson and its views throw several unchecked exceptions for unexpected text
			throw new ProblemException(file, "is not a summary of an evaluation (" + e.getMessage() + ").",
				"Run evaluate again.", e);
		}
	}

	private static Summary summary(final JsonObject root) {
		for (final String key : List.of("metric_per_case", "mean"))
			if (!root.has(key)) throw new IllegalArgumentException("it has no " + key);
		final List<CaseMetrics> cases = new ArrayList<>();
		for (final JsonElement element : root.getAsJsonArray("metric_per_case"))
			cases.add(caseMetrics(element.getAsJsonObject()));
		final List<String> unmatched = new ArrayList<>();
		if (root.has("unmatched")) root.getAsJsonArray("unmatched").forEach(line -> unmatched.add(line.getAsString()));
		final EmptyRule empty = root.has("empty_rule") ? EmptyRule.named(root.get("empty_rule").getAsString())
			: EmptyRule.NAN;
		final double tolerance = root.has("tolerance_mm") ? root.get("tolerance_mm").getAsDouble() : 1;
		final Coverage coverage = root.has("annotated_voxels_only") ? new Coverage(root.get("annotated_voxels_only")
			.getAsBoolean(), root.get("predicted_foreground_voxels").getAsLong(), root.get(
				"predicted_foreground_far_from_annotations").getAsLong()) : Coverage.WHOLE;
		return new Summary(cases, targets(root), empty, tolerance, unmatched, coverage, unit(root));
	}

	/** NB: files of earlier versions and of nnU-Net state none. */
	private static LengthUnit unit(final JsonObject root) {
		if (!root.has("image_unit")) return null;
		final String name = root.get("image_unit").getAsString();
		return LengthUnit.isNone(name) ? LengthUnit.PIXEL : LengthUnit.of(name);
	}

	private static List<Target> targets(final JsonObject root) {
		final JsonObject names = root.has("labels") ? root.getAsJsonObject("labels") : new JsonObject();
		final List<Target> targets = new ArrayList<>();
		for (final String key : root.getAsJsonObject("mean").keySet()) {
			final TreeSet<Integer> members = new TreeSet<>();
			final Matcher numbers = Pattern.compile("\\d+").matcher(key);
			while (numbers.find())
				members.add(Integer.valueOf(numbers.group()));
			targets.add(new Target(key, names.has(key) ? names.get(key).getAsString() : "label " + key, List.copyOf(
				members)));
		}
		return targets;
	}

	private static CaseMetrics caseMetrics(final JsonObject json) {
		final Map<String, Metrics> metrics = new LinkedHashMap<>();
		for (final Map.Entry<String, JsonElement> entry : json.getAsJsonObject("metrics").entrySet())
			metrics.put(entry.getKey(), metrics(entry.getValue().getAsJsonObject()));
		final String prediction = json.get("prediction_file").getAsString();
		final String name = json.has("case") ? json.get("case").getAsString() : CaseFiles.name(prediction.substring(
			prediction.replace('\\', '/').lastIndexOf('/') + 1));
		return new CaseMetrics(name, json.get("reference_file").getAsString(), prediction, metrics);
	}

	private static Metrics metrics(final JsonObject json) {
		final Map<Measure, Double> values = new EnumMap<>(Measure.class);
		for (final Measure measure : Measure.values())
			if (json.has(measure.key())) values.put(measure, json.get(measure.key()).getAsDouble());
		return new Metrics(values);
	}
}
