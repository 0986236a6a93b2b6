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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.Preset;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.YesNo;

/** Tests how NVIDIA's options are translated (recipe-nvidia.md 1.4, 1.8, rows C05, C06 and C10). */
class NvidiaCommandLineTest {

	private static TrainOptions options(final Map<String, Object> inputs) throws Exception {
		final Train train = new Train();
		for (final Map.Entry<String, Object> input : inputs.entrySet()) {
			final Field field = field(Train.class, input.getKey());
			field.setAccessible(true);
			field.set(train, input.getValue());
		}
		final Method method = Train.class.getDeclaredMethod("options");
		method.setAccessible(true);
		try {
			return (TrainOptions) method.invoke(train);
		}
		catch (final InvocationTargetException e) {
			throw (Exception) e.getCause();
		}
	}

	/** NB: groups of parameters are superclasses. */
	private static Field field(final Class<?> type, final String name) throws NoSuchFieldException {
		for (final Field field : type.getDeclaredFields())
			if (field.getName().equals(name)) return field;
		if (type == NnUNetCommand.class) throw new NoSuchFieldException(name);
		return field(type.getSuperclass(), name);
	}

	@Test
	void commandsHaveTheDefaultsOfTheirOptions() throws Exception {
		assertEquals(TrainOptions.builder().build(), options(Map.of()));
	}

	@Test
	void theFormerNameOfAPresetStillWorks() throws Exception {
		assertEquals(Preset.NVIDIA, options(Map.of("preset", "nvidia")).preset());
		assertEquals(Preset.NVIDIA, options(Map.of("preset", "seed")).preset());
		assertEquals(Preset.RECIPE, options(Map.of()).preset());
	}

	@Test
	void nvidiasRareOptions() throws Exception {
		final TrainOptions options = options(Map.of("endlearningrate", 5e-5, "cosineannealingfirstcyclesteps", 512L,
			"cosineannealingpeakdecay", 0.9, "lossbatchreduction", "false", "lossincludebackground", "true", "negativeslope",
			0.2, "nvol", 4, "amp", "false"));
		assertEquals(5e-5, options.optimization().endLearningRate());
		assertEquals(512, options.optimization().firstCycle());
		assertEquals(0.9, options.optimization().peakDecay());
		assertEquals(YesNo.FALSE, options.optimization().lossBatchReduction());
		assertEquals(YesNo.TRUE, options.optimization().lossIncludeBackground());
		assertEquals(0.2, options.network().negativeSlope());
		assertEquals(4, options.sampling().volumes());
		assertEquals(Precision.FP32, options.network().amp());
		assertNull(options(Map.of("amp", "true")).network().amp());
		assertEquals(2, options(Map.of("gpus", 2)).team().gpus());
		assertTrue(TrainOptions.builder().data(Path.of("none")).firstCycle(0).peakDecay(0).negativeSlope(1).volumes(-1)
			.lossBatchReduction("x").lossIncludeBackground("y").endLearningRate(Double.NaN).build().validate().size() == 8,
			"no plan, and all seven are wrong");
	}

	@Test
	void theLogCanBeSwitchedOff() throws Exception {
		assertEquals("", options(Map.of("usedllogger", false, "logname", "mine.jsonl")).results().logName());
		assertEquals("mine.jsonl", options(Map.of("logname", "mine.jsonl")).results().logName());
	}

	@Test
	void withoutResumingATrainingStartsOver() throws Exception {
		assertTrue(options(Map.of("resumetraining", false)).results().force());
	}

	@Test
	void dimensionsSelectAConfiguration() throws Exception {
		assertEquals("2d", options(Map.of("dim", 2)).configuration());
		assertThrows(ProblemException.class, () -> options(Map.of("dim", 2, "configuration", "3d")));
		assertEquals("3d", options(Map.of("dim", 3)).configuration());
		assertEquals("3d_lowres", options(Map.of("dim", 3, "configuration", "3d_lowres")).configuration());
		assertThrows(ProblemException.class, () -> options(Map.of("dim", 3, "configuration", "2d")));
		assertThrows(ProblemException.class, () -> options(Map.of("dim", 1)));
	}

	@Test
	void taskNumbersSelectAFolder(@TempDir final Path parent) throws Exception {
		final Path hippocampus = Files.createDirectories(parent.resolve("Task04_Hippocampus"));
		Files.createDirectories(parent.resolve("Task05_Prostate"));
		final File data = parent.toFile();
		assertEquals(hippocampus, options(Map.of("data", data, "task", "04")).data());
		assertEquals(hippocampus, options(Map.of("data", data, "task", "4")).data());
		assertEquals(hippocampus, options(Map.of("data", data, "task", "Task04_Hippocampus")).data());
		assertEquals(hippocampus, options(Map.of("data", hippocampus.toFile(), "task", "04")).data());
		assertEquals(parent, options(Map.of("data", data)).data());
		final ProblemException e = assertThrows(ProblemException.class, () -> options(Map.of("data", data, "task", "07")));
		assertTrue(e.getMessage().contains("Task07_"), e.getMessage());
	}

	@Test
	void listsAreParsed() throws IOException {
		assertEquals(List.of(40, 56, 40), Inputs.integers("patch", " 40, 56,40 "));
		assertEquals(List.of(1.0, 0.5), Inputs.decimals("spacing", "1;0.5"));
		assertEquals(List.of(), Inputs.integers("patch", ""));
		assertThrows(ProblemException.class, () -> Inputs.integers("patch", "40,x"));
	}
}
