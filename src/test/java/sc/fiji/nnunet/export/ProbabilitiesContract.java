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
package sc.fiji.nnunet.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;

/**
 * What every format in which a network can be run has to do: give the probabilities of the engine, for all
 * architectures, for labels and regions, and for several folds in one file. A subclass says how to write a model and
 * run it.
 */
abstract class ProbabilitiesContract extends WithEngine {

	private final float tolerance;

	/** @param tolerance the largest difference from the engine's probabilities */
	ProbabilitiesContract(final float tolerance) {
		this.tolerance = tolerance;
	}

	/**
	 * Writes a model to the folder and runs it.
	 *
	 * @param image samples × (z ×) y × x × channels
	 * @param size (z,) y and x of the image
	 * @return probabilities, samples × (z ×) y × x × outputs
	 */
	abstract float[] run(TrainedModel model, float[] image, int samples, int[] size) throws Exception;

	@TestFactory
	Stream<DynamicTest> everyArchitectureGivesTheEnginesProbabilities() {
		return Examples.all().entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
			final NetworkSpec spec = entry.getValue();
			// NB: more than one sample
			agrees(Examples.model(engine, spec, Examples.labels(false), 1), 2, size(spec));
		}));
	}

	/** The size of the images of every architecture, (z,) y and x, which is another than that of the patch. */
	int[] size(final NetworkSpec spec) {
		return spec.dimensions() == 3 ? new int[] { 6, 12, 8 } : new int[] { 12, 20 };
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void regionsHaveASigmoid(final int dimensions) throws Exception {
		agrees(Examples.model(engine, Examples.network(dimensions, Recipe.NNUNET, false), Examples.labels(true), 1), 1,
			dimensions == 3 ? new int[] { 2, 4, 8 } : new int[] { 4, 8 });
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void theLogitsOfFoldsAreAveraged(final int dimensions) throws Exception {
		agrees(Examples.model(engine, Examples.network(dimensions, Recipe.NVIDIA, false), Examples.labels(false), 3), 1,
			dimensions == 3 ? new int[] { 4, 8, 8 } : new int[] { 4, 8 });
	}

	private void agrees(final TrainedModel model, final int samples, final int... size) throws Exception {
		final float[] image = Examples.image(model.network(), samples, size);
		assertArrayEquals(Examples.probabilities(engine, model, image, samples, size), run(model, image, samples, size),
			tolerance);
	}
}
