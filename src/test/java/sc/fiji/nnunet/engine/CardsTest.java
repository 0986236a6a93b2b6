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
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what is understood of nvidia-smi's words and of CUDA_VISIBLE_DEVICES; the words are those of driver 580. */
public class CardsTest {

	/** Two cards, one of them in use. */
	public static final String TWO = """
		0, GPU-aaaa1111-0000-0000-0000-000000000000, NVIDIA H100 80GB HBM3, 580.65.06, 81559, 61440, 9.0
		1, GPU-bbbb2222-0000-0000-0000-000000000000, NVIDIA H100 80GB HBM3, 580.65.06, 81559, 4, 9.0
		""";

	private static final String PROGRAMS =
		"GPU-aaaa1111-0000-0000-0000-000000000000, 4711, /usr/bin/python3, 61000\n";

	@TempDir
	Path folder;

	private static Cards cards(final String variable) {
		return Cards.of(TWO, PROGRAMS, variable);
	}

	private static List<Integer> seen(final String variable) {
		return cards(variable).visible().stream().map(Card::index).toList();
	}

	@Test
	public void cardsAreReadFromNvidiaSmi() {
		final Card card = cards(null).all().get(0);
		assertEquals(new Card(0, "GPU-aaaa1111-0000-0000-0000-000000000000", "NVIDIA H100 80GB HBM3", "580.65.06",
			81559L << 20, 61440L << 20, 9.0), card);
		assertEquals((81559L - 61440) << 20, card.free());
		assertEquals("", card.remark());
		for (final String answer : List.of("", "No devices were found\n",
			"NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"))
			assertEquals(List.of(), Cards.of(answer, answer, null).all(), answer);
		assertEquals(0, Cards.of("0, GPU-1, Old, 390.1, 2048, 0, [N/A]\n", "", null).all().get(0).capability());
	}

	@Test
	public void theVariableHidesAndOrdersCards() {
		assertEquals(List.of(0, 1), seen(null));
		assertEquals(List.of(), seen(""));
		assertEquals(List.of(), seen("-1"));
		assertEquals(List.of(1), seen("1"));
		assertEquals(List.of(1, 0), seen("1, 0"));
		assertEquals(List.of(0), seen("0,7,1"), "CUDA stops at the first word that names no card");
		assertEquals(List.of(1), seen("GPU-bbbb2222"));
		assertEquals("", cards(null).hidden());
		assertEquals("CUDA_VISIBLE_DEVICES is set to '', which hides 2 of 2 cards from this program; unset it, or give the" +
			" numbers of the cards to use", cards("").hidden());
		assertTrue(Cards.of(TWO.lines().findFirst().orElseThrow(), "", "-1").hidden().contains(
			"hides the only card (NVIDIA H100 80GB HBM3)"));
	}

	@Test
	public void oneCardIsChosenByTheNameThatDoesNotDependOnOrders() {
		assertEquals("GPU-bbbb2222-0000-0000-0000-000000000000", cards(null).only(1));
		assertEquals("1", cards("1,0").only(0), "the user's own word stays");
		assertEquals("3", Cards.of("", "", null).only(3));
		assertEquals("1", Cards.of("", "", "1").only(0), "where the driver does not tell its cards");
		assertEquals("5", Cards.of("", "", "4, 5").only(1));
	}

	@Test
	public void aHiddenCardStaysHidden() {
		assertEquals("", cards("").only(0));
		assertEquals("-1", cards("-1").only(0));
		assertEquals("-1,0", cards("-1,0").only(1), "CUDA stops at the first word");
		assertEquals("7", cards("7").only(0));
		assertEquals("0", Cards.of("", "", "0").only(1), "a launcher shows each process its own card");
	}

	private static List<Integer> inTurn(final Cards cards) {
		return IntStream.range(0, 3).map(cards::inTurn).boxed().toList();
	}

	@Test
	public void workersTakeTheCardsInTurn() {
		assertEquals(List.of(0, 1, 0), inTurn(cards(null)));
		assertEquals(List.of(0, 0, 0), inTurn(cards("1")), "a launcher shows each process its own card");
		assertEquals(List.of(1, 1, 1), inTurn(Cards.of(TWO.replace(", 61440, 9.0", ", 61440, 3.5"), "", null)),
			"the other one is too old");
		assertEquals(List.of(0, 0, 0), inTurn(cards("")));
		assertEquals(List.of(0, 1, 2), inTurn(Cards.of("", "", null)), "the driver does not tell its cards");
	}

	@Test
	public void processesThatStartSeveralWorkersShareNoCard() {
		final Cards four = Cards.of(IntStream.range(0, 4).mapToObj(n -> n + ", GPU-" + n + ", A100, 550, 40960, 0, 8.0\n")
			.reduce("", String::concat), "", null);
		assertEquals(0, four.own(0, 0));
		assertEquals(1, four.own(0, 1));
		assertEquals(2, four.own(2, 0), "the second process with two workers");
		assertEquals(3, four.own(2, 1));
		assertEquals(1, cards(null).own(2, 1), "a launcher shows each process its own two cards");
		assertEquals(2, cards(null).own(0, 2), "there are too few");
		assertEquals(3, Cards.of("", "", null).own(2, 1), "the driver does not tell its cards");
		assertEquals(1, Cards.of("", "", "0,1").own(2, 1), "nor those that each process is shown");
		assertEquals(1, Cards.of("", "", "0,1").inTurn(3));
	}

	@Test
	public void theCardWithTheMostFreeMemoryIsChosen() {
		assertEquals(1, cards(null).freest());
		assertEquals(0, cards("1,0").freest(), "numbers count in the order that this process sees");
		assertEquals(0, Cards.of(TWO.replace("61440", "4"), "", null).freest(), "the first of equals");
		assertEquals(0, Cards.of("", "", null).freest());
		assertEquals(0, Cards.of(TWO.replace(", 4, 9.0", ", 4, 3.5"), "", null).freest(), "the other one is too old");
	}

	@Test
	public void oldAndNewCardsAreTold() {
		final Card old = new Card(0, "u", "Tesla K80", "470", 1, 0, 3.7);
		assertTrue(old.tooOld());
		assertTrue(old.remark().startsWith("Tesla K80 has compute capability 3.7, and TensorFlow's library is made for 5.0" +
			" to 9.0, so that it cannot use"), old.remark());
		final Card fresh = new Card(0, "u", "NVIDIA B200", "580", 1, 0, 10.0);
		assertTrue(!fresh.tooOld() && fresh.remark().contains("10.0 and is newer") && fresh.remark().contains(
			"translate"), fresh.remark());
		assertEquals("", new Card(0, "u", "any", "580", 1, 0, 0).remark(), "unknown");
	}

	@Test
	public void otherProgramsAreToldApartFromThisOne() {
		final Cards cards = cards(null);
		assertEquals("Other programs hold 59.6 GiB of the 79.6 GiB of NVIDIA H100 80GB HBM3: /usr/bin/python3 (process 4711," +
			" 59.6 GiB).", cards.others(cards.all().get(0), 1));
		assertEquals("", cards.others(cards.all().get(0), 4711), "this process itself");
		assertEquals("", cards.others(cards.all().get(1), 1));
		final Cards container = Cards.of(TWO, "", null);
		assertEquals("Other programs hold 60.0 GiB of the 79.6 GiB of NVIDIA H100 80GB HBM3.", container.others(container
			.all().get(0), 1));
	}

	@Test
	public void librariesAreLookedForUnderTheNamesThatTensorFlowAsksFor() throws IOException {
		final Path maps = Files.writeString(folder.resolve("maps"), "7f00-7f01 r-xp 00000000 08:01 12    /usr/lib/libcuda.so.580.65.06\n" +
			"7f02-7f03 r-xp 00000000 08:01 13    /opt/cuda/lib/libcublasLt.so.12.3.4.1\n" +
			"7f04-7f05 r-xp 00000000 08:01 14    /opt/cuda/lib/libcublas.so.12.3.4.1\n7f06-7f07 rw-p 00000000 00:00 0\n");
		final CudaLibraries all = CudaLibraries.load(name -> true, maps);
		assertEquals("", all.reason());
		assertEquals("/opt/cuda/lib/libcublas.so.12.3.4.1", all.found().get("libcublas.so.12"));
		assertEquals("/opt/cuda/lib/libcublasLt.so.12.3.4.1", all.found().get("libcublasLt.so.12"));
		assertTrue(all.files().startsWith("/usr/lib/libcuda.so.580.65.06, libcudart.so.12, "), all.files());
		assertEquals(8, all.found().size());
		final CudaLibraries some = CudaLibraries.load(name -> !name.equals("libcudnn.so.8") && !name.equals(
			"libcufft.so.11"), maps);
		assertTrue(some.reason().startsWith("the driver is installed, but libcufft.so.11, libcudnn.so.8 cannot be loaded."),
			some.reason());
		assertTrue(CudaLibraries.load(name -> false, folder.resolve("none")).reason().startsWith("NVIDIA's driver (libcuda.so.1) is not"));
	}
}
