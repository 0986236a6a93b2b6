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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

class ValidationTest {

	private static final int MILLISECONDS = 400;

	/** A case that takes longer each time, as one with a picture does, must count in the plan of the next validations. */
	@Test
	void fromTheSecondOnAllSecondsCount(@TempDir final Path folder) throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(PreparedPhantom.write(folder, 3), "3d");
		final Plan plan = data.plan().withNetwork(data.plan().network().scaledTo(2));
		final ExecutorService executor = Executors.newCachedThreadPool();
		try (Network network = TensorFlowEngine.open(Device.cpu()).network(plan.network(), 1)) {
			final Validation validation = new Validation(TrainOptions.builder().build().validation(), plan, data, data
				.caseNames(), executor, new Together(Workers.alone()));
			for (int i = 0; i < 2; i++)
				validation.dice(network, Progress.none(), 1, (name, image, reference, prediction) -> pause());
			assertTrue(validation.lastSeconds() >= MILLISECONDS / 1e3);
			assertEquals(validation.lastSeconds(), validation.typicalSeconds());
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** The first question is whether the case is to be begun, the second comes amid its windows. */
	@Test
	void aValidationThatIsCancelledDoesNotFinishItsCase(@TempDir final Path folder) throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(PreparedPhantom.write(folder, 1), "3d");
		final Plan plan = data.plan().withNetwork(data.plan().network().scaledTo(2));
		final ExecutorService executor = Executors.newCachedThreadPool();
		try (Network network = TensorFlowEngine.open(Device.cpu()).network(plan.network(), 1)) {
			final Validation validation = new Validation(TrainOptions.builder().build().validation(), plan, data, data
				.caseNames(), executor, new Together(Workers.alone()));
			final AtomicInteger asked = new AtomicInteger();
			final List<String> finished = new CopyOnWriteArrayList<>();
			assertThrows(CancelledException.class, () -> validation.dice(network, new Recorded(one -> asked
				.incrementAndGet() > 1), 1, (name, image, reference, prediction) -> finished.add(name)));
			assertEquals(List.of(), finished);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void pause() throws IOException {
		try {
			TimeUnit.MILLISECONDS.sleep(MILLISECONDS);
		}
		catch (final InterruptedException exc) {
			throw new IOException(exc);
		}
	}
}
