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
package sc.fiji.nnunet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@link MachineMemory} on copies of Linux's files: 8 GiB, of which 6 GiB are available. */
public class MachineMemoryTest {

	private static final long GIB = 1L << 30;

	@TempDir
	private Path root;

	@BeforeEach
	public void machine() throws IOException {
		write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          500000 kB\nMemAvailable:    6291456 kB\n");
	}

	private void write(final String file, final String text) throws IOException {
		Files.createDirectories(root.resolve(file).getParent());
		Files.writeString(root.resolve(file), text);
	}

	private MachineMemory memory() {
		return new MachineMemory(root);
	}

	@Test
	public void withoutLimitsTheMemoryIsTheMachines() {
		assertEquals(8 * GIB, memory().total());
		assertEquals(6 * GIB, memory().available());
	}

	/** The limit of a container, version 2: 4 GiB, 3 of them used, 1 of which is the file cache. */
	@Test
	public void aControlGroupOfVersion2LimitsTheMemory() throws IOException {
		write("proc/self/cgroup", "0::/pod/one\n");
		write("sys/fs/cgroup/pod/memory.max", 4 * GIB + "\n");
		write("sys/fs/cgroup/pod/memory.current", 3 * GIB + "\n");
		write("sys/fs/cgroup/pod/memory.stat", "anon " + 2 * GIB + "\ninactive_file " + (GIB - 5) + "\nactive_file 5\n");
		write("sys/fs/cgroup/pod/one/memory.max", "max\n");
		assertEquals(4 * GIB, memory().total());
		assertEquals(2 * GIB, memory().available());
	}

	/** A container in which the outer names of its group do not exist, because the mounted root is its own group. */
	@Test
	public void aControlGroupOfVersion1LimitsTheMemory() throws IOException {
		write("proc/self/cgroup", "5:devices:/docker/f00\n4:memory:/docker/f00\n1:cpu:/docker/f00\n0::/\n");
		write("sys/fs/cgroup/memory/memory.limit_in_bytes", GIB + "\n");
		write("sys/fs/cgroup/memory/memory.usage_in_bytes", GIB / 2 + "\n");
		write("sys/fs/cgroup/memory/memory.stat", "inactive_file 77\ntotal_inactive_file 1000\ntotal_active_file 24\n");
		assertEquals(GIB, memory().total());
		assertEquals(GIB / 2 + 1024, memory().available());
		write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
		assertEquals(8 * GIB, memory().total());
		assertEquals(6 * GIB, memory().available());
	}

	@Test
	public void theAddressSpaceLimitsTheMemory() throws IOException {
		write("proc/self/status", "Name:\tjava\nVmPeak:\t 9999999 kB\nVmSize:\t 4194304 kB\n");
		write("proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\nMax address space   " + 5 * GIB +
			"  unlimited  bytes\n");
		assertEquals(GIB, memory().available());
		write("proc/self/limits", "Max address space         unlimited            unlimited            bytes\n");
		assertEquals(6 * GIB, memory().available());
	}

	@Test
	public void thisMachineHasMemory() {
		final MachineMemory here = MachineMemory.here();
		assertTrue(here.available() > 1 << 20 && here.total() >= here.available() / 2, here.available() + " of " + here
			.total());
	}
}
