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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.NumberedObjects;

/** Keys that change when the input of a stored result changes. */
final class CaseKey {

	/** NB: raise this when the same input yields other arrays than before; if only some, {@link CaseRecord#ARITHMETIC}. */
	private static final int VERSION = 1;

	private CaseKey() {
		// static methods only
	}

	/** The files of a case: path, size and time of the last change. */
	static String files(final Case one, final boolean labelled) throws IOException {
		final StringBuilder text = new StringBuilder(one.name());
		for (final Path image : one.images())
			append(text, image);
		if (labelled) append(text, one.label());
		return text.toString();
	}

	private static void append(final StringBuilder text, final Path given) throws IOException {
		final Path file = given.toAbsolutePath();
		try {
			text.append('|').append(file).append('|').append(Files.size(file)).append('|').append(Files.getLastModifiedTime(
				file).toMillis());
		}
		catch (final NoSuchFileException e) {
			// NB: the check, which comes next, reports this together with all other problems
			text.append('|').append(file).append("|missing");
		}
	}

	/**
	 * A digest of everything in a plan that changes what is stored. NB: field by field, so that a record that grows does
	 * not invalidate the cases of earlier versions.
	 */
	static String settings(final Plan plan) throws ProblemException {
		final Recipe recipe = plan.recipe();
		final List<String> texts = new ArrayList<>(List.of(VERSION + "", recipe.name(), plan.is2d() + "", plan.transpose() +
			"", plan.spacing() + "", recipe.padToPatch() ? plan.patch() + "" : ""));
		for (final Normalization rule : plan.normalization())
			texts.add(rule.scheme() + "|" + rule.masked() + "|" + rule.clipMin() + "|" + rule.clipMax() + "|" + rule.mean() +
				"|" + rule.std());
		texts.addAll(plan.labels().names());
		for (final Labels.Region region : plan.labels().regions())
			texts.add(region.name() + "|" + region.labels() + "|" + region.paint());
		texts.add(plan.labels().ignore() + "");
		if (plan.labels().instances()) texts.add("instances " + NumberedObjects.RULE);
		return digest(texts);
	}

	/** A digest of some texts. */
	static String digest(final List<String> texts) {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (final String text : texts) {
				digest.update(text.getBytes(StandardCharsets.UTF_8));
				digest.update((byte) 0);
			}
			return HexFormat.of().formatHex(digest.digest(), 0, 16);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
