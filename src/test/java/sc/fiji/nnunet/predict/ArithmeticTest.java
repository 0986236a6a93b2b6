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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

class ArithmeticTest {

	@TempDir
	private Path folder;

	private Path results;
	private final Recorded messages = new Recorded();

	@BeforeEach
	void prepare() throws IOException {
		results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6), "best", "last");
		final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				volume.plane(0, z)[i] = 1 + i % 10;
		ImageFile.write(Files.createDirectory(folder.resolve("images")).resolve("a.nii.gz"), volume);
	}

	private PredictOptions.Builder options() {
		return PredictOptions.builder().model(results).input(folder.resolve("images")).output(folder.resolve("labels"));
	}

	private PredictResult run(final PredictOptions options, final Engine engine) throws IOException {
		return Predictor.run(options, ModelFolder.open(results), engine, null, messages.again());
	}

	/** Networks of this engine are remembered with their precision; its self-test finds bfloat16 sound and faster. */
	private static final class Shorter extends ToyEngine {

		final List<Precision> asked = new ArrayList<>();

		Shorter() {
			super(spec -> ToyNetwork.perVoxel(spec, -1, 5));
		}

		@Override
		public Network network(final NetworkSpec spec, final Precision precision, final long seed) {
			asked.add(precision);
			return network(spec, seed);
		}

		@Override
		public Precision predictionPrecision(final NetworkSpec spec) {
			return Precision.BF16;
		}
	}

	private List<Precision> asked(final PredictOptions options) throws IOException {
		final Shorter shorter = new Shorter();
		run(options, shorter);
		return shorter.asked;
	}

	@Test
	void thePrecisionIsTheSelfTestsUnlessLabelsAreToBeNnUNets() throws IOException {
		assertEquals(List.of(Precision.BF16), asked(options().overwrite(true).build()));
		assertTrue(messages.lines.toString().contains(", bf16, on "), messages.lines.toString());
		assertEquals(List.of(Precision.FP32), asked(options().overwrite(true).precision("fp32").build()));
		assertEquals(List.of(Precision.FP32), asked(options().overwrite(true).accumulation("fp16").build()));
		assertEquals(List.of(Precision.BF16), asked(options().overwrite(true).accumulation("fp16").precision("bf16")
			.build()));
	}

	@Test
	void networksOfNnUNetAreFloat32WhereSumsAreItsOwn() throws IOException {
		for (final String accumulation : List.of("fp32", "fp16")) {
			final Shorter shorter = new Shorter();
			Predictor.open(PredictOptions.builder().model(Fixtures.FULL).folds("0").accumulation(accumulation).build(),
				ModelFolder.open(Fixtures.FULL), List.of(), shorter, null, messages).close();
			assertEquals(List.of(accumulation.equals("fp16") ? Precision.FP32 : Precision.BF16), shorter.asked);
		}
	}

	@Test
	void resultsInAnotherPrecisionAreOtherSettings() throws IOException {
		run(options().build(), new Shorter());
		assertEquals(1, run(options().build(), new Shorter()).skipped().size());
		final String message = assertThrows(ProblemException.class, () -> run(options().precision("fp32").build(),
			new Shorter())).getMessage();
		assertTrue(message.contains("fp32"), message);
		run(options().precision("fp32").overwrite(true).build(), new Shorter());
		assertEquals(1, run(options().precision("fp32").build(), new Shorter()).skipped().size());
		assertThrows(ProblemException.class, () -> run(options().build(), new Shorter()));
	}

	@Test
	void aPrecisionThatTheDeviceLacksIsRefused() throws IOException {
		final String message = assertThrows(ProblemException.class, () -> run(options().precision("fp16").build(),
			new Shorter())).getMessage();
		assertTrue(message.contains("precision") && message.contains("GPUs"), message);
		assertEquals(1, options().device("cpu").precision("fp16").build().validate().size());
		assertEquals(1, options().device("gpu:0").precision("bf16").build().validate().size());
		assertEquals(List.of(), options().device("cpu").precision("bf16").build().validate());
		assertEquals("precision", options().precision("fp8").build().validate().get(0).where());
	}
}
