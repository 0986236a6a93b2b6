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

import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.doctor.Entry.Health;

/**
 * The result of an examination, and what to do next.
 *
 * @param entries everything that was checked
 * @param verdict one sentence: whether nnU-Net can work here
 * @param advice one sentence: what to do next
 */
public record Diagnosis(List<Entry> entries, String verdict, String advice) {

	public Diagnosis {
		entries = List.copyOf(entries);
	}

	/** Whether nnU-Net can work here. */
	public boolean isOk() {
		return entries.stream().noneMatch(entry -> entry.health() == Health.ERROR);
	}

	/** The complete report as text: a line for each entry, then verdict and advice. */
	public String text() {
		final StringBuilder text = new StringBuilder();
		for (final Entry entry : entries) {
			final String mark = switch (entry.health()) {
				case OK -> "  ";
				case WARNING -> "! ";
				case ERROR -> "X ";
			};
			text.append(String.format(Locale.ROOT, "%s%-16s %s%n", mark, entry.topic(), entry.text()));
		}
		return text.append(String.format(Locale.ROOT, "%n%s%nNext: %s%n", verdict, advice)).toString();
	}
}
