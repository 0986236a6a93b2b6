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
package sc.fiji.nnunet.report;

import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * One line of a {@link JsonLog}.
 *
 * @param type LOG or METADATA
 * @param step the step as text: a number, PARAMETER, or empty for final numbers and metadata
 * @param elapsed seconds since the first run began
 * @param data the logged values
 */
public record LogRecord(String type, String step, double elapsed, JsonObject data) {

	/** Whether it was measured at a step. */
	public boolean hasStep() {
		return step.matches("\\d+");
	}

	/** The step; only if {@link #hasStep()}. */
	public long number() {
		return Long.parseLong(step);
	}

	/** A logged number, or NaN if there is none of that name. */
	public double value(final String name) {
		final JsonElement value = data.get(name);
		final boolean number = value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
		return number ? value.getAsDouble() : Double.NaN;
	}

	/** A logged text, or an empty one if there is none of that name. */
	public String text(final String name) {
		final JsonElement value = data.get(name);
		final boolean text = value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
		return text ? value.getAsString() : "";
	}

	/** All members of {@link #data()}. */
	public Map<String, JsonElement> members() {
		return data.asMap();
	}
}
