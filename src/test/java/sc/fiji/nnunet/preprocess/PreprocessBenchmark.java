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

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.progress.Progress;

/**
 * Preprocesses a dataset and prints how long it took and how much heap it used.
 * <p>
 * Arguments: dataset folder, output folder, recipe, configuration, threads. To be timed
 * with the start of the virtual machine included.
 * </p>
 */
public final class PreprocessBenchmark {

	private PreprocessBenchmark() {
		// only main
	}

	public static void main(final String... args) throws Exception {
		final Path dataset = Path.of(args[0]);
		final ExecutorService executor = Executors.newFixedThreadPool(Integer.parseInt(args[4]));
		try {
			final PreprocessOptions options = PreprocessOptions.builder().dataset(dataset).output(Path.of(args[1])).recipe(
				args[2]).configuration(args[3]).force(args.length > 5).build();
			final PreprocessResult result = new Preprocessor(executor).run(Datasets.open(dataset), options, Progress.none());
			System.out.printf("%d written, %d kept, %.2f s, heap limit %d MB%n", result.written().size(), result.kept()
				.size(), result.seconds(), Runtime.getRuntime().maxMemory() >> 20);
			for (final String reason : result.plan().reasons())
				System.out.println(reason);
		}
		finally {
			executor.shutdown();
		}
	}
}
