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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import sc.fiji.nnunet.progress.Recorded;

/** What a supervisor makes of the output of workers, which are no processes here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SupervisorTest {

	/** A process that has printed some lines and has ended well. */
	private static final class Ended extends Process {

		private final InputStream output;

		Ended(final String... lines) {
			output = new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public OutputStream getOutputStream() {
			return OutputStream.nullOutputStream();
		}

		@Override
		public InputStream getInputStream() {
			return output;
		}

		@Override
		public InputStream getErrorStream() {
			return InputStream.nullInputStream();
		}

		@Override
		public int waitFor() {
			return 0;
		}

		@Override
		public int exitValue() {
			return 0;
		}

		@Override
		public void destroy() {
			// it has ended
		}
	}

	private static Event result(final String result) {
		return new Event(null, null, 0, result, null);
	}

	@Test
	void anEventIsReadAsItWasWritten() {
		final Event event = new Event("a \"line\"", "training", 0.5, "{}", "because");
		assertEquals(event, Event.of(event.line()));
		assertNull(Event.of("2026-11-28 E tensorflow: nothing"));
		assertNull(Event.of(event.line() + "2026-11-28 E tensorflow: in the same line"));
		assertNull(Event.of(event.line().substring(0, 30)));
	}

	/** Native libraries write to the same pipe, and the halves of two lines may come in one. */
	@Test
	void aBrokenLineIsNoEndOfTheOutput() throws IOException {
		final Recorded progress = new Recorded();
		final Ended process = new Ended(result("one").line() + "W tensorflow: something", new Event("told", null, 0, null,
			null).line(), result("two").line());
		final Supervisor supervisor = new Supervisor(1, 0, 200, 200, (number, again) -> process, task -> new Thread(task)
			.start(), progress);
		assertEquals("two", supervisor.run());
		assertEquals("told", progress.lines.get(0));
	}
}
