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

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * What a benchmark measured. The device has finished each step, and copied its result if the options say so, before the
 * step's time is taken.
 *
 * @param options what was asked for
 * @param subject what was measured
 * @param machine what it ran on
 * @param imagesPerSecond slices or patches per second
 * @param latency times of a step
 * @param firstStepSeconds the first step, with all preparations and compilations
 * @param file the file that was written, or null
 */
public record BenchmarkResult(BenchmarkOptions options, Subject subject, Machine machine, double imagesPerSecond,
	Latency latency, double firstStepSeconds, Path file)
{

	/**
	 * The network and the samples.
	 *
	 * @param network the network
	 * @param parameters the number of its weights
	 * @param patch size of a sample
	 * @param batchSize samples per step
	 * @param precision arithmetic of the convolutions
	 */
	public record Subject(NetworkSpec network, long parameters, List<Integer> patch, int batchSize,
		Precision precision)
	{
	}

	/**
	 * What the benchmark ran on.
	 *
	 * @param device the device's name, such as NVIDIA H100
	 * @param engine the engine's description of itself
	 * @param xla whether XLA compiled the network
	 * @param memory bytes that the device, or on a processor this program, holds; empty if unknown
	 */
	public record Machine(String device, String engine, boolean xla, OptionalLong memory) {
	}
}
