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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.ProblemException;

class PlanFileTest {

	@TempDir
	Path folder;

	@Test
	void aPlanThatIsWrittenCanBeRead() throws Exception {
		final Plan plan = plan();
		final Path file = PlanFile.of(folder, "3d");
		assertEquals("plan_3d.json", file.getFileName().toString());
		PlanFile.write(file, plan);
		assertEquals(plan, PlanFile.read(file));
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(List.of(file), left.toList());
		}
		// lists of numbers are on one line, for human readers
		assertTrue(Files.readString(file).contains("\"patch\": [40, 56, 40]"), Files.readString(file));
	}

	@Test
	void aTruncatedFileIsAProblemThatNamesIt() throws Exception {
		final Path file = PlanFile.of(folder, "3d");
		PlanFile.write(file, plan());
		final String whole = Files.readString(file).strip();
		for (int length = 0; length < whole.length(); length += 7) {
			Files.writeString(file, whole.substring(0, length));
			final ProblemException thrown = assertThrows(ProblemException.class, () -> PlanFile.read(file));
			assertEquals(file.toString(), thrown.problems().get(0).where());
		}
	}

	@Test
	void missingFieldsAndLaterFormatsAreNamed() throws Exception {
		final Path file = PlanFile.of(folder, "3d");
		PlanFile.write(file, plan());
		final String whole = Files.readString(file);
		Files.writeString(file, whole.replace("\"format\": 1", "\"format\": 3"));
		assertTrue(assertThrows(ProblemException.class, () -> PlanFile.read(file)).getMessage().contains("format 3"));
		for (final String field : new String[] { "patch", "network", "transpose", "labels", "recipe", "spacing" }) {
			Files.writeString(file, whole.replace("\"" + field + "\":", "\"other\":"));
			assertThrows(ProblemException.class, () -> PlanFile.read(file), field);
		}
		Files.write(file, new byte[] { (byte) 0xff, (byte) 0xfe, 0 });
		assertThrows(ProblemException.class, () -> PlanFile.read(file));
		assertTrue(assertThrows(ProblemException.class, () -> PlanFile.read(folder.resolve("none.json"))).getMessage()
			.contains("does not exist"));
	}

	/** Earlier versions of this program read up to format 1: they would take objects for classes. */
	@Test
	void plansOfNumberedObjectsHaveAFormatOfTheirOwn() throws Exception {
		final Plan numbered = plan(Labels.ofObjects("nucleus"));
		assertEquals(1, plan().format());
		assertEquals(2, numbered.format());
		final Path file = PlanFile.of(folder, "3d");
		PlanFile.write(file, numbered);
		assertEquals(numbered, PlanFile.read(file));
		assertTrue(PlanReport.lines(numbered, 1, 0).toString().contains("background, nucleus, border; objects are numbered"));
	}

	/** NB: earlier versions did not know how small objects are, and do not ask. */
	@Test
	void thePlanOfAnEarlierVersionDoesNotSayHowSmallObjectsAre() throws Exception {
		final Path file = PlanFile.of(folder, "3d");
		final Plan numbered = plan(Labels.ofObjects("nucleus"));
		PlanFile.write(file, numbered);
		assertFalse(Files.readString(file).contains("smallest"), Files.readString(file));
		assertNull(PlanFile.read(file).smallestObject());
		PlanFile.write(file, numbered.withSmallestObject(12.5));
		final Plan read = PlanFile.read(file);
		assertEquals(12.5, read.smallestObject());
		assertEquals(12.5, read.withNetwork(read.network()).withBatchSize(7).withPatch(List.of(8, 8, 8)).mirrored(false)
			.smallestObject());
		assertTrue(PlanReport.lines(read, 1, 0).toString().contains(
			"objects are numbered, the smallest insides have 12.5 voxels"));
		Files.writeString(file, Files.readString(file).replace("\"smallestObject\": 12.5", "\"smallestObject\": -1"));
		assertTrue(assertThrows(ProblemException.class, () -> PlanFile.read(file)).getMessage().contains(
			"its smallest object has the size -1.0"));
	}

	/** These numbers decide how much memory is allocated. */
	@Test
	void numbersOutOfRangeAreRefused() throws Exception {
		final Path file = folder.resolve("plan.json");
		PlanFile.write(file, plan());
		final String text = Files.readString(file);
		for (final String[] change : new String[][] { { "\"inputChannels\": \\d+", "\"inputChannels\": 2147483647" },
			{ "\"batchSize\": \\d+", "\"batchSize\": 0" }, { "\"outputs\": \\d+", "\"outputs\": -1" },
			{ "\"format\": 1", "\"format\": null" }, { "\"dataset\": \"", "\"dataset\": \"\\\\ud800" } })
		{
			final String changed = text.replaceFirst(change[0], change[1]);
			assertNotEquals(text, changed, change[0]);
			Files.writeString(file, changed);
			final String message = assertThrows(ProblemException.class, () -> PlanFile.read(file)).getMessage();
			assertTrue(message.contains("plan.json"), message);
		}
	}

	@Test
	void theFileHoldsTheNameOfTheRecipe() throws Exception {
		final Path file = PlanFile.of(folder, "3d");
		PlanFile.write(file, plan());
		final String whole = Files.readString(file);
		assertTrue(whole.contains("\"recipe\": \"nvidia\""), whole);
		Files.writeString(file, whole.replace("\"nvidia\"", "\"monai\""));
		final String message = assertThrows(ProblemException.class, () -> PlanFile.read(file)).getMessage();
		assertTrue(message.contains("is not a plan: recipe: is 'monai'. Give nvidia or nnunet."), message);
	}

	/** A plan that was written before {@link NetworkSpec} had groups. */
	@Test
	void aNetworkIsStoredAsBeforeItHadGroups() throws Exception {
		final Path old = Path.of(PlanFileTest.class.getResource("/formats/preprocessed_1/plan_3d.json").toURI());
		final NetworkSpec network = PlanFile.read(old).network();
		assertEquals(List.of(32, 64), network.features());
		assertEquals(NetworkSpec.DecoderKernels.BELOW, network.blocks().decoderKernels());
		final Path file = PlanFile.of(folder, "3d");
		PlanFile.write(file, PlanFile.read(old));
		assertEquals(network(Files.readString(old)), network(Files.readString(file)));
		assertEquals("NetworkSpec[dimensions=3, inputChannels=1, outputs=3, features=[32, 64], " +
			"kernels=[[3, 3, 3], [3, 3, 3]], strides=[[1, 1, 1], [2, 2, 2]], encoderBlocks=[2, 2], decoderBlocks=[2], " +
			"norm=INSTANCE, normEpsilon=0.001, convolutionBias=false, symmetricPadding=false, residual=false, " +
			"decoderKernels=BELOW, negativeSlope=0.01, deepSupervision=0]", network.toString(),
			"checkpoints compare this text");
	}

	private static String network(final String plan) {
		return plan.substring(plan.indexOf("\"network\""), plan.indexOf("\"normalization\""));
	}

	private static Plan plan() throws ProblemException {
		return plan(Labels.of("background", "a \"b\""));
	}

	private static Plan plan(final Labels labels) throws ProblemException {
		return new Planner(new Dataset("Task04_Hippocampus", Path.of("."), List.of("MRI [1,\n2]"), labels, List.of(), List
			.of(), ".nii.gz"), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get("3d");
	}
}
