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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * Tests with predictions whose objects are known. The network finds class 1 where an image is from 100 to 199 and class 2
 * where it is from 200 to 299, slice by slice and without resampling.
 */
abstract class WithObjects {

	static final Plan PLAN = ToyNetwork.plan("nvidia", 3, 1, 16, 16);

	static final String OBJECTS = "image,class,object,voxels,size,unit,x,y,z,mean_1,min_1,max_1\n";
	static final String COUNTS = "image,class,objects,total_size,mean_size,unit\n";

	/** Does something when the second of two cases is about to be measured. */
	static final class AtMeasuring extends Recorded {

		private final Runnable action;

		AtMeasuring(final Runnable action) {
			this.action = action;
		}

		@Override
		public synchronized void update(final double fraction, final String status) {
			super.update(fraction, status);
			if (status.startsWith("measuring case 2 of 2")) action.run();
		}
	}

	@TempDir
	Path folder;

	Path images;
	Path labels;
	ExecutorService executor;
	ToyEngine engine;
	Recorded log;

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = folder.resolve("labels");
		ToyEngine.fold(folder.resolve("results_2d"), "0", PLAN, "best");
		executor = Executors.newFixedThreadPool(3);
		log = new Recorded();
		engine = new ToyEngine(spec -> new ToyNetwork(spec, (input, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++)
				for (int output = 0; output < spec.outputs(); output++)
					logits[out + v * spec.outputs() + output] = output == (int) (input[base + v * spec.inputChannels()] / 100) ? 1
						: 0;
		}));
	}

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	PredictOptions.Builder options() {
		return PredictOptions.builder().model(folder.resolve("results_2d")).input(images).output(labels);
	}

	PredictOptions.Builder tables() {
		return options().table(true);
	}

	PredictOptions.Builder table(final String image) {
		return tables().input(images.resolve(image));
	}

	PredictResult run(final PredictOptions options) throws IOException {
		return run(options, log.again());
	}

	PredictResult run(final PredictOptions options, final Progress progress) throws IOException {
		return Predictor.run(options, ModelFolder.open(options.model()), engine, executor, progress);
	}

	String objects() throws IOException {
		return Files.readString(labels.resolve("objects.csv"));
	}

	String counts() throws IOException {
		return Files.readString(labels.resolve("counts.csv"));
	}

	/** The images that are in the table of counts. */
	List<String> counted() throws IOException {
		return counts().lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).distinct().toList();
	}

	/** An image of background. */
	static Volume volume(final Geometry grid, final int channels) {
		final Volume volume = new Volume(grid, channels);
		for (int channel = 0; channel < channels; channel++)
			for (int z = 0; z < volume.size()[0]; z++)
				Arrays.fill(volume.plane(channel, z), 10);
		return volume;
	}

	static void set(final Volume volume, final int x, final int y, final int z, final float value) {
		volume.plane(0, z)[y * volume.size()[2] + x] = value;
	}

	/** What another process does meanwhile, in a thread of its own, after which temporary files are named. */
	void meanwhile(final PredictOptions options) {
		try {
			executor.submit(() -> run(options, new Recorded())).get();
		}
		catch (final InterruptedException | ExecutionException e) {
			throw new AssertionError(e);
		}
	}

	/** A slice of 6 x 5 pixels of 1 mm with one object of class 1: a pixel of 150 at x = 2, y = 1. */
	Path slice(final String name) throws IOException {
		final Volume volume = volume(Geometry.of(new long[] { 6, 5, 1 }, 1, 1, 1), 1);
		set(volume, 2, 1, 0, 150);
		final Path file = images.resolve(name);
		ImageFile.write(file, volume);
		return file;
	}

	/** A slice with two objects of class 1, each a pixel. */
	void pair(final String name) throws IOException {
		final Volume volume = volume(Geometry.of(new long[] { 6, 5, 1 }, 1, 1, 1), 1);
		set(volume, 2, 1, 0, 150);
		set(volume, 5, 3, 0, 150);
		ImageFile.write(images.resolve(name), volume);
	}

	static String object(final String name) {
		return name + ",class1,1,1,1,mm^2,2.5,1.5,,150,150,150\n";
	}

	static String count(final String name) {
		return name + ",class1,1,1,1,mm^2\n" + name + ",class2,0,0,,mm^2\n";
	}

	/** The plan with other labels and so many channels. */
	static Plan with(final Labels meaning, final int channels) {
		final NetworkSpec one = PLAN.network();
		return new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), PLAN.configuration(), Collections.nCopies(channels,
			"MRI"), meaning, PLAN.transpose(), PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN.batchSize(),
			new NetworkSpec(one.dimensions(), channels, one.outputs(), one.shape(), one.blocks(), one.deepSupervision()),
			Collections.nCopies(channels, PLAN.normalization().get(0)), PLAN.batchDice(), PLAN.previous(), PLAN.reasons());
	}
}
