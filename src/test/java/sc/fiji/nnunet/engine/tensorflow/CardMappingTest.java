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
package sc.fiji.nnunet.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Card;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.CudaLibraries;
import sc.fiji.nnunet.problem.ProblemException;

/** Tests which card a process shows to TensorFlow, and what is said if there is none; without any card. */
public class CardMappingTest {

	private static final Card FIRST = new Card(0, "GPU-a", "NVIDIA A100", "550.1", 40L << 30, 30L << 30, 8.0);
	private static final Card SECOND = new Card(1, "GPU-b", "NVIDIA A100", "550.1", 40L << 30, 0, 8.0);
	private static final CudaLibraries LOADED = new CudaLibraries(Map.of(), List.of());

	private static Cards cards(final String variable, final Card... all) {
		return new Cards(List.of(all), List.of(), variable);
	}

	@Test
	public void aProcessKeepsTheCardThatItWasGiven() throws ProblemException {
		final VariablesInMemory environment = new VariablesInMemory();
		final Cards two = cards(null, FIRST, SECOND);
		assertEquals(1, CardMapping.chosen(environment, two));
		CardMapping.choose(1, two, environment);
		assertEquals("GPU-b", environment.get(Cards.VISIBLE));
		CardMapping.choose(1, two, environment);
		assertEquals(1, CardMapping.chosen(environment, cards(null, SECOND, FIRST)));
		final String message = assertThrows(ProblemException.class, () -> CardMapping.choose(0, two, environment))
			.getMessage();
		assertTrue(message.startsWith("gpu:0: cannot be used, because this process uses gpu:1 already") && message.contains(
			"worker=process"), message);
		assertEquals("GPU-b", environment.get(Cards.VISIBLE));
	}

	/** TensorFlow opens all cards that it sees when it is asked for them, and is not shown any other one later. */
	@Test
	public void theCardIsChosenBeforeTensorFlowIsAsked() throws ProblemException {
		final VariablesInMemory environment = new VariablesInMemory();
		final Cards two = cards(null, FIRST, SECOND);
		final List<String> seen = new ArrayList<>();
		final CardMapping.Chooser chooser = number -> CardMapping.choose(number, two, environment);
		assertEquals(1, CardMapping.usable(two.inTurn(3), chooser, () -> {
			seen.add(environment.get(Cards.VISIBLE));
			return List.of("/device:GPU:0");
		}));
		assertEquals(List.of("GPU-b"), seen);
		assertEquals(-1, CardMapping.usable(1, chooser, List::of));
	}

	/** CUDA's own order begins with the fastest card, that of nvidia-smi with the first one on the bus. */
	@Test
	public void numbersMeanTheSameForCudaAndNvidiaSmi() throws ProblemException {
		final VariablesInMemory environment = new VariablesInMemory();
		CardMapping.choose(0, cards("1", FIRST, SECOND), environment);
		assertEquals("1", environment.get(Cards.VISIBLE));
		assertEquals("PCI_BUS_ID", environment.get("CUDA_DEVICE_ORDER"));
		final VariablesInMemory own = new VariablesInMemory();
		own.set("CUDA_DEVICE_ORDER", "FASTEST_FIRST");
		CardMapping.choose(0, cards("1", FIRST, SECOND), own);
		assertEquals("FASTEST_FIRST", own.get("CUDA_DEVICE_ORDER"), "the user's own choice stays");
	}

	@Test
	public void aHiddenCardIsNotShown() throws ProblemException {
		final VariablesInMemory environment = new VariablesInMemory();
		CardMapping.choose(0, cards("", FIRST, SECOND), environment);
		assertEquals("", environment.get(Cards.VISIBLE));
	}

	@Test
	public void afterTheProcessorOnlyTheFirstCardCanBeUsed() throws ProblemException {
		final VariablesInMemory environment = new VariablesInMemory();
		CardMapping.none(environment);
		CardMapping.choose(0, cards(null, FIRST, SECOND), environment);
		assertNull(environment.get(Cards.VISIBLE));
		assertThrows(ProblemException.class, () -> CardMapping.choose(1, cards(null, FIRST, SECOND), environment));
		final VariablesInMemory other = new VariablesInMemory();
		CardMapping.choose(0, cards("1", FIRST, SECOND), other);
		CardMapping.none(other);
		assertEquals("0", other.get(CardMapping.CHOSEN));
		assertEquals("1", other.get(Cards.VISIBLE));
	}

	@Test
	public void aNumberThatNoCardHasIsAnErrorThatNamesThem() throws ProblemException {
		GpuCheck.require(1, cards(null, FIRST, SECOND));
		GpuCheck.require(5, cards(null));
		final String one = assertThrows(ProblemException.class, () -> GpuCheck.require(1, cards(null, FIRST))).getMessage();
		assertTrue(one.startsWith("gpu:1: There is only one GPU, gpu:0 (NVIDIA A100). Choose gpu:0, or cpu."), one);
		final String hidden = assertThrows(ProblemException.class, () -> GpuCheck.require(1, cards("1", FIRST, SECOND)))
			.getMessage();
		assertTrue(hidden.contains("CUDA_VISIBLE_DEVICES is set to '1', which hides 1 of 2 cards"), hidden);
	}

	@Test
	public void theReasonIsTheFirstThingThatIsMissing() {
		final CudaLibraries none = new CudaLibraries(Map.of(), List.of("libcudnn.so.8"));
		assertTrue(GpuCheck.reason(none, cards("", FIRST)).contains("libcudnn.so.8 cannot be loaded"));
		assertTrue(GpuCheck.reason(LOADED, cards("", FIRST)).startsWith("CUDA_VISIBLE_DEVICES is set to ''"));
		assertTrue(GpuCheck.reason(LOADED, cards(null, new Card(0, "u", "Tesla K80", "470", 1, 0, 3.7))).contains(
			"cannot use this card"));
		assertTrue(GpuCheck.reason(LOADED, cards(null, FIRST)).contains("TensorFlow lists no device"));
	}

	@Test
	public void theEnvironmentOfTheProcessIsReadAsItWasSet() {
		ProcessEnvironment.set("NNUNET_TEST_VARIABLE", "one");
		ProcessEnvironment.setDefault("PATH", "nowhere");
		assertEquals("one", ProcessEnvironment.get("NNUNET_TEST_VARIABLE"));
		assertEquals(System.getenv("PATH"), ProcessEnvironment.get("PATH"));
		assertNull(ProcessEnvironment.get("NNUNET_TEST_NOTHING"));
	}
}
