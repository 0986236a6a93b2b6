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
package sc.fiji.nnunet.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.benchmark.BenchmarkOptions.Mode;

/**
 * A row of NVIDIA's published figures for task 01 on one GPU (recipe-nvidia.md 13).
 *
 * @param mode training or prediction
 * @param dimensions 2 or 3
 * @param batchSize slices or patches per step
 * @param machine the GPU
 * @param precision NVIDIA's name of the arithmetic
 * @param imagesPerSecond slices or patches per second
 */
public record Published(Mode mode, int dimensions, int batchSize, String machine, String precision,
	double imagesPerSecond)
{

	private static final String FILE = "published.csv";

	/** The task that NVIDIA measured. */
	static final int TASK = 1;

	/** All rows. */
	static List<Published> all() throws IOException {
		final List<Published> rows = new ArrayList<>();
		try (InputStream in = Published.class.getResourceAsStream(FILE);
				BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
		{
			reader.readLine(); // NB: the names of the columns
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				final String[] cells = line.split(",");
				rows.add(new Published(Mode.valueOf(cells[0]), Integer.parseInt(cells[1]), Integer.parseInt(cells[2]),
					cells[3], cells[4], Double.parseDouble(cells[5])));
			}
		}
		return rows;
	}

	/** The rows with the mode, dimensions and batch of a benchmark of the same task and patch; empty for others. */
	static List<Published> beside(final BenchmarkResult result) throws IOException {
		final BenchmarkOptions options = result.options();
		final BenchmarkOptions.Workload workload = options.workload();
		if (workload.task() != TASK || workload.data() != null || workload.features() > 0 || !workload.patch().isEmpty())
			return List.of();
		return all().stream().filter(row -> row.mode == options.mode() && row.dimensions == workload.dimensions() &&
			row.batchSize == result.subject().batchSize()).toList();
	}
}
