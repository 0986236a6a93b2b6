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
package sc.fiji.nnunet.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

import sc.fiji.nnunet.file.Json;

import sc.fiji.nnunet.call.HostProgress;

/**
 * Reports progress to other programs: one JSON object per line. {@code event} is progress (with fraction, status and
 * the seconds left, if known), message (with line), done (with the command's outputs) or failed (with code and
 * message).
 */
final class JsonProgress extends HostProgress {

	/** Seconds between two progress objects: enough for a smooth bar. */
	private static final double INTERVAL = 0.2;

	private final PrintStream out;
	private double next;

	JsonProgress(final PrintStream out) {
		this.out = out;
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		final double left = left(fraction);
		if (elapsed() < next) return;
		next = elapsed() + INTERVAL;
		final Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("fraction", fraction);
		fields.put("status", status);
		if (!Double.isNaN(left)) fields.put("left", left);
		event("progress", fields);
	}

	@Override
	public synchronized void message(final String line) {
		event("message", Map.of("line", line));
	}

	/** Prints one object. */
	synchronized void event(final String event, final Map<String, ?> fields) {
		final Map<String, Object> object = new LinkedHashMap<>();
		object.put("event", event);
		object.putAll(fields);
		out.println(Json.line(object));
		out.flush();
	}
}
