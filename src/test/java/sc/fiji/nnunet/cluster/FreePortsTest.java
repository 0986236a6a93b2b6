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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FreePortsTest {

	@Test
	void rowsOfSeveralTrainingsDoNotOverlapAndCanBeOpened() throws IOException {
		final List<ServerSocket> open = new ArrayList<>();
		try (FreePorts one = new FreePorts(3); FreePorts two = new FreePorts(3); FreePorts three = new FreePorts(5)) {
			for (final FreePorts ports : List.of(one, two, three))
				for (int i = 0; i < (ports == three ? 5 : 3); i++)
					open.add(new ServerSocket(ports.first() + i));
		}
		finally {
			for (final ServerSocket socket : open)
				socket.close();
		}
	}

	@Test
	void aPortInUseIsLeftOut() throws IOException {
		final int first;
		try (FreePorts ports = new FreePorts(3)) {
			first = ports.first();
		}
		try (ServerSocket used = new ServerSocket(first + 1); FreePorts ports = new FreePorts(3)) {
			assertTrue(ports.first() > used.getLocalPort() || ports.first() + 3 <= used.getLocalPort());
		}
	}

	@Test
	void systemsDoNotGiveThePortsToOtherConnections() throws IOException {
		try (FreePorts ports = new FreePorts(16)) {
			assertTrue(ports.first() > 1024 && ports.first() + 16 <= 20_000, ports.first() + "");
		}
	}
}
