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

import java.util.List;
import java.util.function.Supplier;

import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Which graphics card this process uses. TensorFlow numbers the cards once per process and opens all that it sees, so
 * the chosen card is the only one that it is shown, and is number 0 for it, whatever number it has for the user.
 * <p>
 * The choice is noted in the environment of the process, because it holds for the process and not for an object.
 * </p>
 */
final class CardMapping {

	/** The variable with the chosen card's number; {@link #ALL} if TensorFlow was started without a choice. */
	static final String CHOSEN = "NNUNET_GPU";

	static final String ALL = "all";

	/** The variable by which CUDA numbers the cards, and its value for the order of nvidia-smi. */
	static final String ORDER = "CUDA_DEVICE_ORDER", BUS = "PCI_BUS_ID";

	/** Access to the environment of the process. */
	interface Variables {

		String get(String name);

		void set(String name, String value);
	}

	/** The environment of this process. */
	static final Variables PROCESS = new Variables() {

		@Override
		public String get(final String name) {
			return ProcessEnvironment.get(name);
		}

		@Override
		public void set(final String name, final String value) {
			ProcessEnvironment.set(name, value);
		}
	};

	private CardMapping() {
		// static methods only
	}

	/** Notes that TensorFlow is started in this process without a choice of a card, as for the processor. */
	static void none(final Variables environment) {
		if (environment.get(CHOSEN) == null) environment.set(CHOSEN, ALL);
	}

	/** Shows TensorFlow a card. */
	@FunctionalInterface
	interface Chooser {

		void choose(int number) throws ProblemException;
	}

	/** The card that this process uses, or would best use. */
	static int chosen(final Variables environment, final Cards cards) {
		final String chosen = environment.get(CHOSEN);
		if (chosen == null) return cards.freest();
		return ALL.equals(chosen) ? 0 : Integer.parseInt(chosen);
	}

	/**
	 * Shows a card to TensorFlow, before it is started.
	 *
	 * @param number the card's number among those that this process sees
	 * @throws ProblemException if this process uses another card already
	 */
	static void choose(final int number, final Cards cards, final Variables environment) throws ProblemException {
		final String chosen = environment.get(CHOSEN);
		final String wanted = Integer.toString(number);
		if (wanted.equals(chosen) || number == 0 && ALL.equals(chosen)) return;
		if (chosen != null) throw new ProblemException(new Problem("gpu:" + number, "cannot be used, because this process" +
			" uses " + (ALL.equals(chosen) ? "TensorFlow already, which numbers the cards once." : "gpu:" + chosen +
				" already, and TensorFlow takes one card per process."), "Use a separate process for each card: worker=process," +
					" or another start of nnunet."));
		environment.set(CHOSEN, wanted);
		environment.set(Cards.VISIBLE, cards.only(number));
		// NB: otherwise CUDA counts from the fastest card on, and a number means another one than for nvidia-smi
		if (environment.get(ORDER) == null) environment.set(ORDER, BUS);
	}

	/**
	 * Shows a card to TensorFlow, and then asks whether it can use it. NB: not before, since TensorFlow opens all cards that
	 * it sees when it is asked, and keeps their numbers.
	 *
	 * @param chooser shows it the card of a number, as by {@link #choose}
	 * @param gpus asks TensorFlow for the names of the GPUs
	 * @return the card's number; -1 if TensorFlow cannot use it
	 * @throws ProblemException as the chooser
	 */
	static int usable(final int number, final Chooser chooser, final Supplier<List<String>> gpus)
		throws ProblemException
	{
		chooser.choose(number);
		return gpus.get().isEmpty() ? -1 : number;
	}
}
