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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingTest {

	private static final Path TASKSET = Path.of("/usr/bin/taskset");

	@TempDir
	private Path root;

	private void write(final String file, final String text) throws IOException {
		Files.createDirectories(root.resolve(file).getParent());
		Files.writeString(root.resolve(file), text);
	}

	/** Two sockets with four cores of two threads each (0 and 8, 1 and 9 …), and two cards on each. */
	private void twoSockets(final String allowed) throws IOException {
		write("proc/self/status", "Name:\tjava\nCpus_allowed:\tffff\nCpus_allowed_list:\t" + allowed + "\n");
		for (int core = 0; core < 16; core++)
			write("sys/devices/system/cpu/cpu" + core + "/topology/thread_siblings_list", core % 8 + "," + (core % 8 + 8) +
				"\n");
		for (int card = 0; card < 4; card++) {
			final String address = "0000:" + card + "1:00.0";
			write("proc/driver/nvidia/gpus/" + address + "/information", "Model: \t\t Some Card\nGPU UUID: \t GPU-" + card +
				"abc\nBus Type: \t PCIe\n");
			write("sys/bus/pci/devices/" + address + "/local_cpulist", card < 2 ? "0-3,8-11\n" : "4-7,12-15\n");
		}
	}

	private Binding binding(final String... cards) {
		return Binding.of(root, TASKSET, List.of(cards));
	}

	@Test
	void workersGetTheCoresNearTheirCardsInEqualSharesAndWhole() throws IOException {
		twoSockets("0-15");
		final Binding binding = binding("GPU-0abc", "GPU-1abc", "GPU-2abc", "GPU-3abc");
		assertEquals(List.of(List.of(0, 1, 8, 9), List.of(2, 3, 10, 11), List.of(4, 5, 12, 13), List.of(6, 7, 14, 15)),
			binding.cores());
		assertEquals(List.of("/usr/bin/taskset", "-c", "2,3,10,11"), binding.before(1));
		assertEquals("Bound to processors: worker 0 to 0,1,8,9, worker 1 to 2,3,10,11, worker 2 to 4,5,12,13, worker 3 to " +
			"6,7,14,15.", binding.words());
		assertEquals(List.of(List.of(4, 5, 6, 7, 12, 13, 14, 15)), binding("GPU-3abc").cores());
	}

	@Test
	void onlyCoresThatThisProcessMayUseAreDivided() throws IOException {
		twoSockets("2-3,10-11,6");
		assertEquals(List.of(List.of(2, 10), List.of(3, 11), List.of(6)), binding("GPU-0abc", "GPU-1abc", "GPU-2abc")
			.cores());
		assertEquals("The workers are not bound to cores: 2 of them would have to divide 1 core.", binding("GPU-2abc",
			"GPU-3abc").words());
		twoSockets("0-1");
		assertEquals(List.of(List.of(0), List.of(1)), binding("GPU-2abc", "GPU-3abc").cores(), "none of the near ones");
	}

	@Test
	void workersOnTheProcessorDivideItAndOneNeedsNoBinding() throws IOException {
		twoSockets("0-15");
		assertEquals(List.of(List.of(0, 1, 8, 9), List.of(2, 3, 4, 10, 11, 12), List.of(5, 6, 7, 13, 14, 15)), binding("",
			"", "").cores());
		assertEquals(List.of(), binding("").before(0));
		assertEquals("The workers are not bound to cores: there is one on this machine, and no card with cores of its own.",
			binding("").words());
	}

	@Test
	void whereThereIsNoTasksetOrNoLinuxTheReasonIsSaid() throws IOException {
		twoSockets("0-15");
		assertEquals("The workers are not bound to cores: there is no taskset here, which belongs to Linux (package " +
			"util-linux).", Binding.of(root, null, List.of("", "")).words());
		Files.delete(root.resolve("proc/self/status"));
		assertTrue(binding("", "").words().startsWith("The workers are not bound to cores: this system does not tell which " +
			"it has"), binding("", "").words());
	}

	@Test
	void tasksetReportsWhatWasBound() throws Exception {
		final Binding binding = Binding.of(List.of("", ""));
		if (binding.taskset() == null) {
			assertFalse(Files.exists(TASKSET) && Runtime.getRuntime().availableProcessors() > 1, binding.words());
			return;
		}
		for (int worker = 0; worker < 2; worker++) {
			final List<String> command = new ArrayList<>(binding.before(worker));
			command.addAll(List.of("sh", "-c", "taskset -cp $$"));
			final Process process = new ProcessBuilder(command).start();
			final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertEquals(binding.cores().get(worker), Binding.list(text.substring(text.lastIndexOf(' '))), text);
		}
	}
}
