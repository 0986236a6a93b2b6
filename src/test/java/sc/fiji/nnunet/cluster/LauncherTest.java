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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.problem.ProblemException;

class LauncherTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
		node1                    | node1
		node1,node2              | node1 node2
		n[001-003]               | n001 n002 n003
		node[01-03,07],gpu5      | node01 node02 node03 node07 gpu5
		a[1,3-4]b                | a1b a3b a4b
		x1,y[2]                  | x1 y2
		n[9-11]                  | n9 n10 n11
		n[09-11]                 | n09 n10 n11
		r[1-2]n[1-2]             | r1n1 r1n2 r2n1 r2n2
		n[1-2].cluster.edu       | n1.cluster.edu n2.cluster.edu
		gpu-a[1-2],gpu-b[08-09]  | gpu-a1 gpu-a2 gpu-b08 gpu-b09
		n[5]                     | n5
		c[099-101]-ib            | c099-ib c100-ib c101-ib
		""")
	void listsOfNodesAreExpanded(final String list, final String names) {
		assertEquals(List.of(names.split(" ")), HostList.expand(list));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "n[1-", "n]1[", "n[2-1]", "n[a]", "n[1,]", "a,,b", "n[1-99999999]", "n[[1]]" })
	void whatIsNoListOfNodesIsRefused(final String list) {
		assertThrows(IllegalArgumentException.class, () -> HostList.expand(list));
	}

	@Test
	void anSrunStepOnTwoNodesGivesRankNodeAndPort() throws Exception {
		final Place place = Launcher.place(Map.of("SLURM_PROCID", "3", "SLURM_LOCALID", "1", "SLURM_NODEID", "1",
			"SLURM_STEP_NUM_TASKS", "4", "SLURM_NTASKS", "4", "SLURM_STEP_NODELIST", "gpu[07-08]", "SLURM_JOB_ID", "4711",
			"SLURM_STEP_ID", "0", "SLURM_STEP_TASKS_PER_NODE", "2(x2)"));
		assertEquals(new Place(3, 4, 1, "gpu07", 20000 + 16 * (4711 % 798), "gpu08", 20000 + 16 * (4711 % 798) + 2), place);
	}

	@Test
	void aBatchScriptOfSlurmIsNotAWorker() {
		final ProblemException problem = assertThrows(ProblemException.class, () -> Launcher.place(Map.of("SLURM_PROCID",
			"0", "SLURM_NTASKS", "4", "SLURM_JOB_NODELIST", "n[1-4]")));
		assertTrue(problem.getMessage().startsWith("workers: is auto, but this process was started without a launcher"),
			problem.getMessage());
	}

	@Test
	void torchrunsVariablesLeaveItsOwnPortFree() throws Exception {
		assertEquals(new Place(5, 8, 1, "10.0.0.7", 29501, "", 29503), Launcher.place(Map.of("RANK", "5", "WORLD_SIZE", "8",
			"LOCAL_RANK", "1", "LOCAL_WORLD_SIZE", "4", "MASTER_ADDR", "10.0.0.7", "MASTER_PORT", "29500")));
	}

	@Test
	void tensorFlowsConfigurationNamesAllWorkers() throws Exception {
		final String workers = "{\"cluster\": {\"worker\": [\"a:2000\", \"b:2000\", \"b:2010\"]}, \"task\": {\"type\": " +
			"\"worker\", \"index\": 2}}";
		assertEquals(new Place(2, 3, 1, "a", 2000, "b", 2011), Launcher.place(Map.of("TF_CONFIG", workers)));
		final String chief = "{\"cluster\": {\"chief\": [\"a:2000\"], \"worker\": [\"b:2000\"]}, \"task\": {\"type\": " +
			"\"worker\", \"index\": 0}}";
		assertEquals(new Place(1, 2, 0, "a", 2000, "b", 2001), Launcher.place(Map.of("TF_CONFIG", chief)));
		assertThrows(ProblemException.class, () -> Launcher.place(Map.of("TF_CONFIG", "{}")));
		assertThrows(ProblemException.class, () -> Launcher.place(Map.of("TF_CONFIG", workers.replace("2}}", "3}}"))));
	}

	@Test
	void mpiOnOneMachineNeedsNoAddress() throws Exception {
		assertEquals(new Place(1, 2, 1, "localhost", Place.PORT, "", Place.PORT + 2), Launcher.place(Map.of(
			"OMPI_COMM_WORLD_RANK", "1", "OMPI_COMM_WORLD_SIZE", "2", "OMPI_COMM_WORLD_LOCAL_RANK", "1",
			"OMPI_COMM_WORLD_LOCAL_SIZE", "2")));
		assertEquals(new Place(2, 4, 2, "localhost", Place.PORT, "", Place.PORT + 3), Launcher.place(Map.of("PMI_RANK", "2",
			"PMI_SIZE", "4")));
	}

	@Test
	void mpiOnSeveralMachinesNeedsTheFirstOnesAddress() throws Exception {
		final Map<String, String> far = Map.of("OMPI_COMM_WORLD_RANK", "2", "OMPI_COMM_WORLD_SIZE", "4",
			"OMPI_COMM_WORLD_LOCAL_RANK", "0", "OMPI_COMM_WORLD_LOCAL_SIZE", "2");
		final ProblemException problem = assertThrows(ProblemException.class, () -> Launcher.place(far));
		assertTrue(problem.getMessage().contains("MASTER_ADDR is needed"), problem.getMessage());
		final Map<String, String> known = new java.util.HashMap<>(far);
		known.put("MASTER_ADDR", "node1");
		assertEquals("node1", Launcher.place(known).first());
		known.remove("MASTER_ADDR");
		known.put("SLURM_JOB_NODELIST", "n[3-4]");
		assertEquals("n3", Launcher.place(known).first(), "mpirun in an allocation of SLURM");
	}

	@Test
	void torchrunWithinSlurmIsTorchrun() throws Exception {
		assertEquals(6, Launcher.place(Map.of("RANK", "6", "WORLD_SIZE", "8", "LOCAL_RANK", "2", "MASTER_ADDR", "n1",
			"SLURM_PROCID", "1", "SLURM_STEP_NUM_TASKS", "2", "SLURM_STEP_NODELIST", "n[1-2]")).rank());
	}

	@Test
	void impossibleRanksAreRefused() {
		for (final String rank : List.of("4", "-1", "x"))
			assertThrows(ProblemException.class, () -> Launcher.place(Map.of("RANK", rank, "WORLD_SIZE", "4")), rank);
	}

	@Test
	void listsOfHostsGiveEachWorkerAPort() throws Exception {
		assertEquals(new Place(0, 2, 0, "a", Place.PORT, "a", Place.PORT + 1), Hosts.place("a,b", 0));
		assertEquals(new Place(1, 2, 0, "a", Place.PORT, "b", Place.PORT + 1), Hosts.place("a, b", 1));
		assertEquals(new Place(1, 2, 1, "a", Place.PORT, "a", Place.PORT + 2), Hosts.place("a,a", 1));
		assertEquals(new Place(1, 2, 0, "a", 5000, "b", 6001), Hosts.place("a:5000,b:6000", 1));
		assertEquals(new Place(1, 2, 0, "[::1]", 5000, "fd00::2", 5001), Hosts.place("[::1]:5000,fd00::2", 1));
		assertThrows(ProblemException.class, () -> Hosts.place("a,b", 2));
		assertThrows(ProblemException.class, () -> Hosts.place("a:x,b", 0));
		assertThrows(ProblemException.class, () -> Hosts.place("a:70000,b", 0));
	}

	@Test
	void publicAddressesAreToldFromPrivateOnes() throws Exception {
		for (final String address : List.of("8.8.8.8", "100.128.0.1", "172.32.0.1", "2001:db8::1"))
			assertTrue(Hosts.isPublic(InetAddress.getByName(address)), address);
		for (final String address : List.of("127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "100.64.0.1", "169.254.1.1",
			"::1", "fd12::1", "fe80::1"))
			assertFalse(Hosts.isPublic(InetAddress.getByName(address)), address);
		final ProblemException problem = assertThrows(ProblemException.class, () -> Hosts.requirePrivate("8.8.8.8"));
		assertTrue(problem.getMessage().contains("trustnetwork=true"), problem.getMessage());
	}
}
