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
package sc.fiji.nnunet.plan;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.ProblemException;

/** What may change in the preparation of cases under a fold that was trained, and what may not. */
class PreparationTest {

	private static final Normalization CT = Normalization.ct(-100, 300, 50, 40);

	@TempDir
	private Path temp;

	private static Plan with(final Plan plan, final Labels labels, final List<Double> spacing, final Normalization normalization) {
		return new Plan(plan.format(), plan.dataset(), plan.recipe(), plan.configuration(), plan.channels(), labels, plan
			.transpose(), spacing, plan.medianShape(), plan.patch(), plan.batchSize(), plan.network(), List.of(normalization),
			plan.batchDice(), plan.previous(), plan.reasons());
	}

	private static Plan plan() throws IOException {
		final Plan plan = PlanFile.read(Path.of("src/test/resources/earlier/plan_nvidia_3d.json"));
		return with(plan, plan.labels(), plan.spacing(), CT);
	}

	private void refused(final String words, final Plan then, final Plan now) throws IOException {
		final Path file = temp.resolve("plan.json");
		PlanFile.write(file, then);
		final String message = assertThrows(ProblemException.class, () -> Preparation.requireSame(file, now)).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.contains(words) && message.contains("force=true"), message);
	}

	@Test
	void classesSpacingAndNormalizationMustBeTheSame() throws IOException {
		final Plan plan = plan();
		refused("names [background, smooth, striped], now [background, striped, smooth]", plan, with(plan, Labels.of(
			"background", "striped", "smooth"), plan.spacing(), CT));
		refused("spacing [1.0, 1.0, 1.0], now [2.0, 1.0, 1.0]", plan, with(plan, plan.labels(), List.of(2.0, 1.0, 1.0),
			CT));
		refused("scheme Z_SCORE, now CT", with(plan, plan.labels(), plan.spacing(), Normalization.zScore(false)), plan);
		refused("masked false, now true", with(plan, plan.labels(), plan.spacing(), Normalization.zScore(false)), with(plan,
			plan.labels(), plan.spacing(), Normalization.zScore(true)));
	}

	/** As they do if a label is corrected, or a case is added that this fold does not learn from. */
	@Test
	void theStatisticsOfCtMayChangeALittle() throws IOException {
		final Plan plan = plan();
		final Path file = temp.resolve("plan.json");
		PlanFile.write(file, plan);
		assertDoesNotThrow(() -> Preparation.requireSame(file, with(plan, plan.labels(), plan.spacing(), Normalization.ct(-103,
			303, 51, 41))));
		refused("mean 50.0, now 60.0", plan, with(plan, plan.labels(), plan.spacing(), Normalization.ct(-100, 300, 60, 40)));
	}

	/** Each case is prepared at the spacing of now; the median of different ones moves a little with each case. */
	@Test
	void theSpacingMayMoveByOnePercent() throws IOException {
		final Plan plan = plan();
		final Path file = temp.resolve("plan.json");
		PlanFile.write(file, plan);
		assertDoesNotThrow(() -> Preparation.requireSame(file, with(plan, plan.labels(), List.of(1.001, 0.992, 1.0), CT)));
		refused("spacing [1.0, 1.0, 1.0], now [1.0, 1.0, 1.02]", plan, with(plan, plan.labels(), List.of(1.0, 1.0, 1.02),
			CT));
	}

	/** Slices keep their distance; recipe nvidia does not resample them in their plane either. */
	@Test
	void aSpacingThatIsNotResampledToMayChange() throws IOException {
		final Path file = temp.resolve("plan.json");
		for (final String recipe : List.of("nvidia", "nnunet")) {
			final Plan plan = PlanFile.read(Path.of("src/test/resources/earlier/plan_" + recipe + "_2d.json"));
			final List<Double> planned = plan.spacing();
			PlanFile.write(file, plan);
			Preparation.requireSame(file, with(plan, plan.labels(), List.of(9.0, planned.get(1), planned.get(2)), plan
				.normalization().get(0)));
			final Plan coarse = with(plan, plan.labels(), List.of(planned.get(0), 9.0, 9.0), plan.normalization().get(0));
			if (recipe.equals("nvidia")) Preparation.requireSame(file, coarse);
			else refused("now [" + planned.get(0) + ", 9.0, 9.0]", plan, coarse);
		}
	}

	/** NB: patch, batch and network are compared with the checkpoint, and some of them may change. */
	@Test
	void whatDoesNotConcernTheCasesIsNotComparedHere() throws IOException {
		final Path file = temp.resolve("plan.json");
		PlanFile.write(file, plan());
		Preparation.requireSame(file, plan().withPatch(List.of(16, 16, 16)).withBatchSize(7).mirrored(false));
	}
}
