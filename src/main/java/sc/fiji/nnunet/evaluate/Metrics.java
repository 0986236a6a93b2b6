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

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * The values of some {@link Measure}s; NaN is "undefined".
 */
public final class Metrics {

	private final Map<Measure, Double> values;

	/** @param values what was measured */
	public Metrics(final Map<Measure, Double> values) {
		this.values = values.isEmpty() ? new EnumMap<>(Measure.class) : new EnumMap<>(values);
	}

	/** The value, or NaN if it is undefined or was not measured. */
	public double get(final Measure measure) {
		return values.getOrDefault(measure, Double.NaN);
	}

	/** These values and others. */
	Metrics with(final Map<Measure, Double> others) {
		final Metrics both = new Metrics(values);
		both.values.putAll(others);
		return both;
	}

	/** Whether it was measured, even if it is undefined. */
	public boolean has(final Measure measure) {
		return values.containsKey(measure);
	}

	/**
	 * The mean of each measure over those in which it is defined; undefined if it is defined in none.
	 */
	public static Metrics mean(final Collection<Metrics> all) {
		final Map<Measure, Double> means = new EnumMap<>(Measure.class);
		for (final Measure measure : Measure.values()) {
			if (all.stream().noneMatch(metrics -> metrics.has(measure))) continue;
			final double[] defined = all.stream().mapToDouble(metrics -> metrics.get(measure)).filter(v -> !Double.isNaN(v))
				.toArray();
			means.put(measure, defined.length == 0 ? Double.NaN : Arrays.stream(defined).sum() / defined.length);
		}
		return new Metrics(means);
	}

	@Override
	public boolean equals(final Object object) {
		return object instanceof Metrics other && values.equals(other.values);
	}

	@Override
	public int hashCode() {
		return values.hashCode();
	}

	@Override
	public String toString() {
		return values.toString();
	}
}
