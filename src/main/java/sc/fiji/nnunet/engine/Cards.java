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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The graphics cards of this computer, which programs hold their memory, and which of them a process sees.
 *
 * @param all the cards in the order of nvidia-smi
 * @param programs programs that compute on them
 * @param variable the value of CUDA_VISIBLE_DEVICES; null if it is not set
 */
public record Cards(List<Card> all, List<Program> programs, String variable) {

	/** The variable by which users and schedulers choose the cards that a program sees. */
	public static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

	private static final int SECONDS = 10;
	private static final long MIB = 1L << 20;
	/** Memory that programs may hold without being mentioned. */
	private static final long LITTLE = 1024 * MIB;

	/**
	 * A program that computes on a card.
	 *
	 * @param uuid the card's
	 * @param pid the process
	 * @param name its file
	 * @param used bytes of the card's memory
	 */
	public record Program(String uuid, long pid, String name, long used) {
	}

	public Cards {
		all = List.copyOf(all);
		programs = List.copyOf(programs);
	}

	/** The cards of this computer; none if there is no driver. */
	public static Cards here() {
		return of(ask("--query-gpu=index,uuid,name,driver_version,memory.total,memory.used,compute_cap"), ask(
			"--query-compute-apps=gpu_uuid,pid,process_name,used_memory"), System.getenv(VISIBLE));
	}

	/**
	 * Reads what nvidia-smi says.
	 *
	 * @param cards its lines about cards
	 * @param programs its lines about programs
	 * @param variable the value of CUDA_VISIBLE_DEVICES; null if it is not set
	 */
	static Cards of(final String cards, final String programs, final String variable) {
		final List<Card> all = new ArrayList<>();
		for (final String line : cards.lines().toList()) {
			final String[] cells = line.split(",");
			if (cells.length < 7 || !cells[0].strip().matches("\\d+")) continue;
			final long total = (long) (MIB * number(cells[4]));
			final long used = (long) (MIB * number(cells[5]));
			all.add(new Card(Integer.parseInt(cells[0].strip()), cells[1].strip(), cells[2].strip(), cells[3].strip(), total,
				used, number(cells[6])));
		}
		final List<Program> found = new ArrayList<>();
		for (final String line : programs.lines().toList()) {
			final String[] cells = line.split(",");
			if (cells.length < 4 || !cells[1].strip().matches("\\d+")) continue;
			found.add(new Program(cells[0].strip(), Long.parseLong(cells[1].strip()), cells[2].strip(), (long) (MIB * number(
				cells[3]))));
		}
		return new Cards(all, found, variable);
	}

	/** A number; 0 for words such as [N/A]. */
	private static double number(final String cell) {
		final String text = cell.strip();
		return text.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
	}

	/** The answer of nvidia-smi; empty if it is missing, fails or does not answer. */
	private static String ask(final String question) {
		try {
			final Process process = new ProcessBuilder("nvidia-smi", question, "--format=csv,noheader,nounits")
				.redirectErrorStream(true).start();
			if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return "";
			}
			final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return process.exitValue() == 0 ? text : "";
		}
		catch (final IOException exc) {
			return ""; // NB: without the program there is no driver
		}
		catch (final InterruptedException exc) {
			Thread.currentThread().interrupt();
			return "";
		}
	}

	/** The words of CUDA_VISIBLE_DEVICES up to the first one that names no card, where CUDA stops. */
	private List<String> words() {
		final List<String> words = new ArrayList<>();
		for (final String word : variable.split(",")) {
			if (find(word.strip()) == null) break;
			words.add(word.strip());
		}
		return words;
	}

	/** The card that a word of CUDA_VISIBLE_DEVICES names; null if none. NB: parts of a card (MIG) count as the card. */
	private Card find(final String word) {
		if (word.startsWith("MIG-")) return all.isEmpty() ? null : all.get(0);
		for (final Card card : all)
			if (word.equals(Integer.toString(card.index())) || word.length() > 4 && card.uuid().startsWith(word)) return card;
		return null;
	}

	/** The cards that this process sees, in its order: number N of this list is gpu:N. */
	public List<Card> visible() {
		if (variable == null) return all;
		return words().stream().map(this::find).toList();
	}

	/** The value of CUDA_VISIBLE_DEVICES with which a process sees number N alone, or nothing if N is hidden from it. */
	public String only(final int number) {
		if (variable == null) return number < all.size() ? all.get(number).uuid() : Integer.toString(number);
		final String[] given = variable.split(",");
		// NB: a word that names no card stays, and hides those behind it
		final boolean read = all.isEmpty() || number <= words().size();
		return read && number < given.length ? given[number].strip() : variable;
	}

	/** The number of the visible card with the most free memory among those that the library can use; 0 without cards. */
	public int freest() {
		final List<Card> seen = visible();
		final List<Card> usable = seen.stream().filter(card -> !card.tooOld()).toList();
		return usable.isEmpty() ? 0 : seen.indexOf(usable.stream().max(Comparator.comparingLong(Card::free).thenComparing(
			Comparator.comparingInt(seen::indexOf).reversed())).orElseThrow());
	}

	/**
	 * The number of the visible card for one of several workers, which take in turn those that the library can use; 0 if it
	 * can use none. NB: a launcher shows a process all cards of the machine, or its own ones only.
	 *
	 * @param worker the worker's number on this machine, which is its card's if the driver does not tell of any
	 */
	public int inTurn(final int worker) {
		final List<Card> seen = visible();
		final List<Integer> usable = new ArrayList<>();
		for (int number = 0; number < seen.size(); number++)
			if (!seen.get(number).tooOld()) usable.add(number);
		if (!usable.isEmpty()) return usable.get(worker % usable.size());
		if (!all.isEmpty()) return 0;
		return variable == null ? worker : worker % variable.split(",").length;
	}

	/**
	 * The number of the card for one of the workers that a process starts, each of which needs a card of its own.
	 *
	 * @param before workers of this machine that other processes start, and that have smaller numbers
	 * @param number the worker's number among those of this process
	 * @return a number that no visible card has if there are too few
	 */
	public int own(final int before, final int number) {
		// NB: where the driver does not tell of any, as in some containers, the variable still lists them
		final int seen = all.isEmpty() && variable != null ? variable.split(",").length : visible().size();
		return (seen == 0 ? before : before % seen) + number;
	}

	/** Which cards are hidden from this process, and by what; empty if none is. */
	public String hidden() {
		final int seen = (int) visible().stream().distinct().count();
		if (seen == all.size()) return "";
		return String.format(Locale.ROOT, "%s is set to '%s', which hides %s from this program; unset it, or give the" +
			" numbers of the cards to use", VISIBLE, variable, all.size() == 1 ? "the only card (" + all.get(0).name() + ")"
				: all.size() - seen + " of " + all.size() + " cards");
	}

	/**
	 * Who else holds memory of a card.
	 *
	 * @param self the number of this process, which does not count
	 * @return a sentence; empty if nobody holds much
	 */
	public String others(final Card card, final long self) {
		long others = 0;
		final List<String> names = new ArrayList<>();
		boolean known = false;
		for (final Program program : programs) {
			if (!program.uuid().equals(card.uuid())) continue;
			known = true;
			if (program.pid() == self) continue;
			others += program.used();
			names.add(program.name() + " (process " + program.pid() + ", " + gib(program.used()) + ")");
		}
		if (!known) others = card.used(); // NB: in a container the driver does not tell the processes
		if (others < LITTLE) return "";
		return "Other programs hold " + gib(others) + " of the " + gib(card.total()) + " of " + card.name() + (names.isEmpty()
			? "" : ": " + String.join(", ", names)) + ".";
	}

	private static String gib(final long bytes) {
		return MemoryEstimate.text(bytes);
	}
}
