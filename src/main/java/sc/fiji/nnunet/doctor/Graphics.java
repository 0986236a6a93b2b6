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
package sc.fiji.nnunet.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.engine.Card;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.CudaLibraries;
import sc.fiji.nnunet.engine.MemoryEstimate;

/** Checks for GPUs and for what TensorFlow needs to use them: driver, CUDA 12 and cuDNN 8.9 (engine.md). */
final class Graphics {

	private Graphics() {
		// only static methods
	}

	/** @param natives whether the native library that is installed can use a GPU */
	static List<Entry> examine(final boolean natives) throws IOException {
		if (!System.getProperty("os.name").startsWith("Linux")) return List.of(Entry.ok("GPU",
			"TensorFlow 2.16 in Java uses GPUs on Linux only; the processor is used here"));
		final Cards cards = Cards.here();
		if (cards.all().isEmpty()) return List.of(Entry.ok("GPU",
			"none: nvidia-smi is missing, does not respond or lists none; the processor is used"));
		final List<Entry> entries = new ArrayList<>(examine(cards));
		if (natives) entries.add(examine(CudaLibraries.load()));
		else entries.add(Entry.warning("GPU library",
			"TensorFlow for processors is installed; run \"nnU-Net Install Engine\" with gpu=true to use the GPU"));
		return entries;
	}

	/** The cards: which there are, which are hidden, which the library cannot use well, who else uses them. */
	static List<Entry> examine(final Cards cards) {
		final List<Entry> entries = new ArrayList<>();
		final List<Card> visible = cards.visible();
		for (final Card card : cards.all()) {
			final int number = visible.indexOf(card);
			entries.add(Entry.ok(number < 0 ? "GPU" : "gpu:" + number, card.name() + ", driver " + card.driver() + ", " +
				MemoryEstimate.text(card.free()) + " of " + MemoryEstimate.text(card.total()) + " free"));
		}
		if (!cards.hidden().isEmpty()) entries.add(visible.isEmpty() ? Entry.warning("Hidden GPU", cards.hidden()) : Entry
			.ok("Hidden GPU", cards.hidden()));
		for (final Card card : visible) {
			if (!card.remark().isEmpty()) entries.add(Entry.warning("Kind of GPU", card.remark()));
			final String others = cards.others(card, ProcessHandle.current().pid());
			if (!others.isEmpty()) entries.add(Entry.warning("Other programs", others));
		}
		return entries;
	}

	/** What was found of CUDA and cuDNN, with the files that the loader takes. */
	static Entry examine(final CudaLibraries libraries) {
		return libraries.reason().isEmpty() ? Entry.ok("CUDA and cuDNN", libraries.files()) : Entry.warning(
			"CUDA and cuDNN", libraries.reason());
	}

	/** The names of the GPUs that a program sees. */
	static List<String> names() {
		return Cards.here().visible().stream().map(Card::name).toList();
	}
}
