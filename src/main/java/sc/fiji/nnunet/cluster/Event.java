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
package sc.fiji.nnunet.cluster;

import sc.fiji.nnunet.file.Json;

/**
 * A line that a worker process prints for its {@link Supervisor}. Other output of the process is shown to the user if it
 * fails.
 *
 * @param message a line for the user, or null
 * @param status what is being done, or null
 * @param fraction the share of the work that is done
 * @param result what the work results in, as JSON, or null
 * @param failure why it failed, or null
 */
public record Event(String message, String status, double fraction, String result, String failure) {

	private static final String MARK = "nnunet-worker ";

	/** The line to print. */
	public String line() {
		return MARK + Json.line(this);
	}

	/** The event of a line, or null if the line is none, also because the process has printed something else into it. */
	static Event of(final String line) {
		if (!line.startsWith(MARK)) return null;
		try {
			return Json.parse(line.substring(MARK.length()), Event.class);
		}
		catch (final RuntimeException e) {
			return null; // NB: native libraries write to the same pipe, without a word to Java
		}
	}
}
