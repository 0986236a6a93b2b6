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
package sc.fiji.nnunet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.ImageAxes;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/** plans.json of nnU-Net v2 as our plans. */
class NnUNetPlansTest {

	@TempDir
	Path folder;

	private Plan changed(final String from, final String to) throws IOException {
		final Path model = folder.resolve("m");
		if (!Files.exists(model)) Fixtures.copy(Fixtures.FULL, model);
		final Path file = model.resolve("plans.json");
		final String text = Files.readString(Fixtures.FULL.resolve("plans.json")).replaceAll("\\s+", " ");
		assertTrue(text.contains(from), from);
		Files.writeString(file, text.replace(from, to));
		return Models.open(model).plan();
	}

	@Test
	void aPlanHasWhatPlansJsonSays() throws IOException {
		final Plan plan = Models.open(Fixtures.FULL).plan();
		assertEquals(List.of(8, 20, 24), plan.patch());
		assertEquals(List.of(3.0, 0.9, 0.75), plan.spacing());
		assertEquals(List.of(2, 0, 1), plan.transpose());
		assertEquals(List.of("CT"), plan.channels());
		assertEquals(Labels.of("background", "organ", "tumour"), plan.labels());
		assertEquals(List.of(Normalization.ct(-310.25, 260.5, -20.5, 118.75)), plan.normalization());
		final NetworkSpec network = plan.network();
		assertEquals(List.of(6, 12, 16), network.features());
		assertEquals(List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(2, 2, 2)), network.strides());
		assertEquals(List.of(List.of(1, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3)), network.kernels());
		assertEquals(List.of(2, 2, 2), network.encoderBlocks());
		assertEquals(0.01, network.blocks().negativeSlope());
		assertEquals(List.of(0, 1, 2), plan.recipe().inference().mirrors());
		assertEquals(ResampleRule.NNUNET, plan.recipe().resampling());
	}

	@Test
	void plansOfTheFirstVersionsGiveTheSamePlan() throws IOException {
		final Path model = Fixtures.copy(Fixtures.FULL, folder.resolve("m"));
		Files.copy(Fixtures.CT.resolve("plans_2.0_to_2.3.json"), model.resolve("plans.json"),
			StandardCopyOption.REPLACE_EXISTING);
		assertEquals(Models.open(Fixtures.FULL).plan(), Models.open(model).plan());
	}

	@Test
	void regionsKeepTheOrderOfTheFile() throws IOException {
		final Plan plan = Models.open(Fixtures.REGIONS).plan();
		assertEquals(List.of(new Labels.Region("whole", List.of(1, 2, 3), 1), new Labels.Region("core", List.of(2, 3), 2),
			new Labels.Region("enhancing", List.of(3), 3)), plan.labels().regions());
		assertTrue(plan.is2d() && plan.network().blocks().residual());
		assertEquals(List.of(1, 2), plan.recipe().inference().mirrors());
		assertEquals(List.of(Normalization.zScore(true), Normalization.zScore(false)), plan.normalization());
	}

	@Test
	void aConfigurationHasWhatItInheritsAndTheChannelsOfAnEarlierStage() throws IOException {
		final Plan plan = Models.open(Fixtures.CASCADE).plan();
		assertEquals("3d_lowres", plan.previous());
		assertEquals(List.of(8, 20, 24), plan.patch());
		assertEquals(3, plan.network().inputChannels());
		assertEquals(List.of("CT"), plan.channels());
	}

	@Test
	void oneNumberStandsForAllAxesAndStages() throws IOException {
		final String kernels = "\"kernel_sizes\": [ [ 1, 3, 3 ], [ 3, 3, 3 ], [ 3, 3, 3 ] ]";
		assertEquals(Models.open(Fixtures.FULL).plan().network(), changed(kernels,
			"\"kernel_sizes\": [ [ 1, 3, 3 ], 3, 3 ]").network());
	}

	@Test
	void readersThatReorientAndPhotographsAreKnown() throws IOException {
		final String reader = "\"image_reader_writer\": \"SimpleITKIO\"";
		assertEquals(ImageAxes.STORED, changed(reader, "\"image_reader_writer\": \"NibabelIO\"").recipe().inference()
			.axes());
		assertEquals(ImageAxes.RAS, changed(reader, "\"image_reader_writer\": \"NibabelIOWithReorient\"").recipe()
			.inference().axes());
		assertEquals(ImageAxes.PIXELS, changed(reader, "\"image_reader_writer\": \"NaturalImage2DIO\"").recipe()
			.inference().axes());
	}

	@Test
	void theInterpolationOfPyTorchIsLinear() throws IOException {
		final String before = "\"resampling_fn_data\": \"resample_data_or_seg_to_shape\", " +
			"\"resampling_fn_data_kwargs\": { \"is_seg\": false, \"order\": 3, \"order_z\": 0, \"force_separate_z\": null }";
		final Plan plan = changed(before, "\"resampling_fn_data\": \"resample_torch_fornnunet\", " +
			"\"resampling_fn_data_kwargs\": { \"is_seg\": false, \"force_separate_z\": false }");
		assertEquals(Kernel.LINEAR, plan.recipe().resampling().volume());
		assertEquals(-1, plan.recipe().resampling().separateAxis(new double[] { 9, 1, 1 }, new double[] { 9, 1, 1 }));
	}

	/** What nnU-Net allows and this program does not compute, with the key that the message must name. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"architectures.unet.PlainConvUNet | architectures.unet.ResidualUNet | architecture.network_class_name", //
		"architectures.unet.PlainConvUNet | primus.Primus | architecture.network_class_name", //
		"\"conv_bias\": true | \"conv_bias\": true, \"nonlin_first\": true | arch_kwargs.nonlin_first", //
		"\"conv_bias\": true | \"conv_bias\": true, \"bottleneck_channels\": 4 | arch_kwargs.bottleneck_channels", //
		"\"conv_bias\": true | \"conv_bias\": true, \"gates\": 4 | arch_kwargs.gates", //
		"instancenorm.InstanceNorm3d | normalization.LayerNorm | arch_kwargs.norm_op", //
		"torch.nn.LeakyReLU | torch.nn.GELU | arch_kwargs.nonlin", //
		"\"DefaultPreprocessor\" | \"MyPreprocessor\" | preprocessor_name", //
		"\"LabelManager\" | \"MyLabels\" | label_manager", //
		"\"CTNormalization\" | \"MyNormalization\" | normalization_schemes", //
		"\"SimpleITKIO\" | \"DicomIO\" | image_reader_writer", //
		"\"resampling_fn_data\": \"resample_data | \"resampling_fn_data\": \"my_data | resampling_fn_data", //
		"\"order\": 3 | \"order\": 5 | resampling_fn_data_kwargs.order", //
		"\"patch_size\": [ 8, 20, 24 ] | \"patch_size\": [ 8, 20, 23 ] | patch_size", //
		"\"patch_size\": [ 8, 20, 24 ] | \"patch_size\": [ 8, 20, \"24\" ] | patch_size", //
		"\"n_stages\": 3 | \"n_stages\": 4 | features_per_stage" })
	void whatCannotBeComputedIsRefusedWithItsKey(final String from, final String to, final String key) throws IOException {
		final String message = assertThrows(ProblemException.class, () -> changed(from, to)).getMessage();
		assertTrue(message.contains("plans.json: Its key ") && message.contains(key + " "), message);
	}

	@Test
	void aConfigurationThatInheritsFromItselfIsRefused() throws IOException {
		final Path model = Fixtures.copy(Fixtures.CASCADE, folder.resolve("m"));
		final Path file = model.resolve("plans.json");
		Files.writeString(file, Files.readString(file).replace("\"inherits_from\": \"3d_fullres\"",
			"\"inherits_from\": \"3d_cascade_fullres\""));
		assertTrue(assertThrows(ProblemException.class, () -> Models.open(model)).getMessage().contains(
			"configurations.3d_cascade_fullres inherits from itself"));
	}

	@Test
	void dropoutChangesNothingInATrainedNetwork() throws IOException {
		assertEquals(Models.open(Fixtures.FULL).plan(), changed("\"dropout_op\": null", "\"dropout_op\": \"a.Dropout3d\""));
	}
}
