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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.Processor;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Tests the choice with fake networks whose time and loss are given. */
public class PrecisionCheckTest {

	@Test
	public void bfloat16IsChosenIfItIsFasterAndSound() {
		assertEquals(Precision.BF16, choose(6, 1.01, true));
	}

	@Test
	public void float32IsChosenIfBfloat16IsNotFaster() {
		assertEquals(Precision.FP32, choose(30, 1, true));
		assertEquals(Precision.FP32, choose(12, 1, true));
	}

	@Test
	public void float32IsChosenIfBfloat16IsWrong() {
		assertEquals(Precision.FP32, choose(6, 1.1, true));
		assertEquals(Precision.FP32, choose(6, Double.NaN, true));
		assertEquals(Precision.FP32, choose(6, 1, false));
	}

	/**
	 * NB: here with bfloat16, since processors have no float16. Where they have no bfloat16 either, TensorFlow adds up in
	 * that type, whose logits are not alike.
	 */
	@Test
	public void aShorterTypePredictsIfItsLogitsAreThoseOfFloat32() throws IOException {
		final boolean here = PrecisionCheck.supportsBfloat16(Processor.features(Processor.CPUINFO));
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			assertEquals(here ? Precision.BF16 : Precision.FP32, PrecisionCheck.predicting(engine, TrainStepBenchmark.spec(),
				Precision.BF16));
		}
		assertEquals(Precision.FP32, PrecisionCheck.predicting(predicting(Float.NaN), TrainStepBenchmark.spec(),
			Precision.BF16));
		assertEquals(Precision.FP32, PrecisionCheck.predicting(predicting(1.1f), TrainStepBenchmark.spec(), Precision.BF16));
		assertEquals(Precision.BF16, PrecisionCheck.predicting(predicting(1.01f), TrainStepBenchmark.spec(),
			Precision.BF16));
	}

	@Test
	public void aProcessorPredictsInBfloat16OnlyIfThatIsSoundAndFaster() {
		assertEquals(Precision.BF16, faster(1.01f, 6));
		assertEquals(Precision.FP32, faster(1.01f, 12));
		assertEquals(Precision.FP32, faster(1.1f, 6));
		assertEquals(Precision.FP32, faster(Float.NaN, 6));
	}

	/** 6 of 12 ms is clear after two rounds, 10 of 12 ms takes five. */
	@Test
	public void aClearDifferenceOfTimesEndsTheTestEarly() {
		for (final int[] expected : new int[][] { { 6, 2 }, { 10, 5 }, { 12, 5 } }) {
			final AtomicLong clock = new AtomicLong();
			final AtomicInteger passes = new AtomicInteger();
			final Precision chosen = PrecisionCheck.predictingFaster(predicting(1, precision -> {
				passes.incrementAndGet();
				clock.addAndGet(1_000_000L * (precision == Precision.FP32 ? 12 : expected[0]));
			}), TrainStepBenchmark.spec(), Precision.BF16, clock::get);
			assertEquals(expected[0] == 12 ? Precision.FP32 : Precision.BF16, chosen);
			assertEquals(2 * expected[1], passes.get());
		}
	}

	@Test
	public void networksWithoutNormAreNotTriedInBfloat16() throws IOException {
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			final Precision chosen = engine.predictionPrecision(TrainStepBenchmark.spec());
			assertTrue(chosen == Precision.FP32 || chosen == Precision.BF16 && PrecisionCheck.supportsBfloat16(Processor
				.features(Processor.CPUINFO)));
			assertSame(chosen, engine.predictionPrecision(TrainStepBenchmark.spec()));
			assertEquals(Precision.FP32, engine.predictionPrecision(TrainStepBenchmark.spec().withNorm(NetworkSpec.Norm.NONE)));
		}
	}

	@Test
	public void networksWithFewerThan32FeaturesAreNotTriedInBfloat16() {
		final NetworkSpec wide = TrainStepBenchmark.spec();
		assertTrue(PrecisionCheck.tries(wide));
		assertFalse(PrecisionCheck.tries(wide.withFeatures(List.of(31, 64, 128, 256))));
		assertEquals(Precision.FP32, PrecisionCheck.onProcessor(predicting(1, precision -> fail("tried")), wide.withFeatures(
			List.of(31, 64, 128, 256))));
	}

	@Test
	public void bfloat16IsForProcessorsThatListItsInstructions() {
		assertTrue(PrecisionCheck.supportsBfloat16(Set.of("avx", "avx512_bf16")));
		assertTrue(PrecisionCheck.supportsBfloat16(Set.of("avx", "amx_bf16")));
		assertFalse(PrecisionCheck.supportsBfloat16(Set.of("avx", "avx512f")));
		assertFalse(PrecisionCheck.supportsBfloat16(Set.of()));
	}

	/** float32 takes 12 ms of the test's own clock. */
	private static Precision faster(final float logit, final int milliseconds) {
		final AtomicLong clock = new AtomicLong();
		return PrecisionCheck.predictingFaster(predicting(logit, precision -> clock.addAndGet(1_000_000L *
			(precision == Precision.FP32 ? 12 : milliseconds))), TrainStepBenchmark.spec(), Precision.BF16, clock::get);
	}

	private static Engine predicting(final float logit) {
		return predicting(logit, precision -> {});
	}

	/** An engine whose networks have the logit 1 everywhere, in shorter types another one. */
	private static Engine predicting(final float logit, final Consumer<Precision> work) {
		return new StandInEngine() {

			@Override
			public Network network(final NetworkSpec spec, final Precision precision, final long seed) {
				return new StandInNetwork(spec) {

					@Override
					public void predict(final float[] images, final int samples, final int[] size, final float[] logits) {
						work.accept(precision);
						Arrays.fill(logits, precision == Precision.FP32 ? 1 : logit);
					}
				};
			}
		};
	}

	/** float32 takes 12 ms of the test's own clock and has a loss of 1. */
	private static Precision choose(final int milliseconds, final double loss, final boolean applied) {
		final AtomicLong clock = new AtomicLong();
		return PrecisionCheck.compare(new StandInEngine() {

			@Override
			public Network network(final NetworkSpec spec, final TrainingSpec training, final long seed) {
				assertTrue(spec.features().stream().allMatch(n -> n <= 64));
				assertEquals(training.loss().deepWeights().size(), spec.deepSupervision() + 1);
				return training.precision() == Precision.FP32 ? training(clock, spec, 12, 1, true)
					: training(clock, spec, milliseconds, loss, applied);
			}
		}, TrainStepBenchmark.spec().withDeepSupervision(2), Precision.BF16, clock::get);
	}

	private static Network training(final AtomicLong clock, final NetworkSpec spec, final int milliseconds,
		final double loss, final boolean applied)
	{
		return new StandInNetwork(spec) {

			@Override
			public StepResult step(final Batch batch, final double learningRate) {
				for (int axis = 0; axis < batch.size().length; axis++)
					assertEquals(0, batch.size()[axis] % spec.totalStride()[axis]);
				clock.addAndGet(milliseconds * 1_000_000L);
				return new StepResult(loss, 1, applied, null, null, null);
			}
		};
	}
}
