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
package sc.fiji.nnunet.paint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Tests of learning from strokes without a window, on bright discs in noise. */
class LearningTest {

	private static final int EDGE = 48;

	private static ExecutorService executor;
	private static NnUNet nn;

	@TempDir
	private Path temp;

	@BeforeAll
	static void open() {
		executor = Executors.newFixedThreadPool(2);
		nn = new NnUNet(executor);
	}

	@AfterAll
	static void shutDown() {
		nn.close();
		executor.shutdown();
	}

	@Test
	void strokesOfALabelImageBecomeAModelThatPredictionTakes() throws IOException {
		ImageFile.write(temp.resolve("discs.tif"), discs(2));
		ImageFile.writeLabels(temp.resolve("strokes.tif"), strokes(2));
		final Recorded progress = new Recorded();
		final LearnResult result = nn.learn(LearnOptions.builder().image(temp.resolve("discs.tif")).labels(temp.resolve(
			"strokes.tif")).output(temp.resolve("p")).classes("paper, disc").rounds(2).steps(10).device("cpu").build(),
			progress);
		assertEquals(2, result.rounds());
		assertEquals(20, result.steps());
		assertEquals("forest", result.better(), "before it has learned enough the network is not taken");
		assertTrue(result.forestDice() > 0.9, "forest: " + result.forestDice());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("on held-back strokes (optimistic)")),
			progress.lines
			.toString());
		assertEquals(3, result.suggestions().size());
		assertTrue(Files.size(result.picture()) > 1000);
		final LabelMap learned = ImageFile.readLabels(result.predictions().get(0));
		nn.predict(PredictOptions.builder().model(result.model()).input(temp.resolve("discs.tif")).output(temp.resolve(
			"out.tif")).device("cpu").build(), Progress.none());
		final LabelMap predicted = ImageFile.readLabels(temp.resolve("out.tif"));
		for (int z = 0; z < 2; z++)
			assertArrayEquals(learned.plane(z), predicted.plane(z));
		assertEquals(List.of("paper", "disc"), PaintProject.read(temp.resolve("p")).classes().stream()
			.map(PaintClass::name)
			.toList());
	}

	/** A stack of noise with a bright disc of radius 12 in each slice. */
	static Volume discs(final int slices) {
		final Volume volume = new Volume(Geometry.of(new long[] { EDGE, EDGE, slices }, 1, 1, 5), 1);
		final Random random = new Random(7);
		for (int z = 0; z < slices; z++)
			for (int i = 0; i < EDGE * EDGE; i++)
				volume.plane(0, z)[i] = (float) (100 + 20 * random.nextGaussian() + (inDisc(i) ? 60 : 0));
		return volume;
	}

	private static boolean inDisc(final int i) {
		return Math.hypot(i % EDGE - 24, i / EDGE - 24) < 12;
	}

	/** Three strokes of each class in each slice: 1 is background, 2 is disc, 0 is unknown. */
	static LabelMap strokes(final int slices) {
		final LabelMap labels = new LabelMap(discs(slices).geometry());
		for (int z = 0; z < slices; z++)
			for (int n = 0; n < 3; n++)
				for (int x = 0; x < 8; x++) {
					labels.plane(z)[(2 + 3 * n) * EDGE + 3 + x] = 1;
					labels.plane(z)[(20 + 3 * n) * EDGE + 20 + x] = 2;
				}
		return labels;
	}
}
