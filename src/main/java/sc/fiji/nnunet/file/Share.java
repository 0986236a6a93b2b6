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
package sc.fiji.nnunet.file;

import sc.fiji.nnunet.problem.Checks;

/**
 * Which cases or folds a process takes if several share an output folder.
 *
 * @param claims whether cases are claimed one by one, by whichever process is free
 * @param number otherwise, the number of this process from 1
 * @param count otherwise, the number of processes; 1 = all cases are this process's
 */
public record Share(boolean claims, int number, int count) {

	/** All cases. */
	public static final Share ALL = new Share(false, 1, 1);

	/** Cases that no other process has claimed. */
	public static final Share CLAIMS = new Share(true, 1, 1);

	private static final int MOST = 1_000_000;

	/** The share of a text: empty, claims, or a number and a count such as 2/4; null, and a problem, for others. */
	public static Share of(final Checks checks, final String text) {
		if (text == null || text.isBlank()) return ALL;
		if (text.trim().equals("claims")) return CLAIMS;
		final String[] parts = text.trim().split("/");
		if (text.trim().matches("\\d{1,6}/\\d{1,6}")) {
			final Share share = new Share(false, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
			if (share.number >= 1 && share.number <= share.count && share.count <= MOST) return share;
		}
		checks.that(false, "share", "is '" + text + "'.", "Give claims, or the number of this process and how many there " +
			"are, such as 2/4.");
		return null;
	}

	/** Whether other processes write to the same folder. */
	public boolean several() {
		return claims || count > 1;
	}

	/** Whether a case belongs to this process, unless cases are claimed. */
	public boolean holds(final int index) {
		return index % count == number - 1;
	}
}
