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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Architecture;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Golden;

/** Whole cases of recipe nvidia against NumPy and scikit-image. */
class PreprocessorGoldenTest {

	@Test
	void casesMatchTheReference() throws Exception {
		int compared = 0;
		for (final JsonElement element : Golden.index("preprocess").getAsJsonObject().getAsJsonArray("cases")) {
			final JsonObject row = element.getAsJsonObject();
			final String name = row.get("name").getAsString();
			final double[] spacing = numbers(row.get("spacing_zyx"));
			final double[] target = numbers(row.get("target_zyx"));
			final Golden image = golden(row, "image");
			final Plan plan = plan(row.get("ct").getAsBoolean(), image.shape().length == 4 ? image.shape()[0] : 1, target);
			final PreparedCase prepared = new Preprocessor(null).prepare(image.volume(spacing), golden(row, "label").labels(
				spacing), plan);
			final double[] start = numbers(row.get("box_start"));
			final double[] end = numbers(row.get("box_end"));
			assertEquals(new Box(ints(start), ints(end)), prepared.cropBox(), name);
			final Golden x = golden(row, "x");
			assertArrayEquals(Arrays.copyOfRange(x.shape(), x.shape().length - 3, x.shape().length), prepared.x()
				.size(), name);
			assertArrayEquals(x.values(), Golden.flat(prepared.x()), 1e-3f, name);
			final float[] y = golden(row, "y").values();
			final float[] tie = golden(row, "tie").values();
			final short[] labels = Golden.flat(prepared.y());
			for (int i = 0; i < y.length; i++)
				if (tie[i] == 0) assertEquals(y[i], labels[i], name + " voxel " + i);
			compared++;
		}
		assertEquals(4, compared);
	}

	private static Plan plan(final boolean ct, final int channels, final double[] target) throws Exception {
		final Dataset dataset = new Dataset(ct ? "Task09_Spleen" : "Task02_Heart", Path.of("."), Collections
			.nCopies(channels, ct ? "CT" : "MRI"), Labels.of("background", "a", "b"), List.of(), List.of(), ".nii.gz");
		return new Planner(dataset, Recipe.NVIDIA, new PlanChoices(List.of(target[0], target[1], target[2]), List.of(), 0,
			null, 0, Architecture.PLAIN)).plan(null).get("3d");
	}

	private static Golden golden(final JsonObject row, final String key) throws Exception {
		return Golden.read("preprocess", row.get(key).getAsString().split(" ")[0]);
	}

	private static double[] numbers(final JsonElement list) {
		final double[] numbers = new double[list.getAsJsonArray().size()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = list.getAsJsonArray().get(i).getAsDouble();
		return numbers;
	}

	private static int[] ints(final double[] numbers) {
		return Arrays.stream(numbers).mapToInt(n -> (int) n).toArray();
	}
}
