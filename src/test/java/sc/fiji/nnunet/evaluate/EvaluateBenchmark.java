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
package sc.fiji.nnunet.evaluate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** Benchmarks the measures of one case: two nested ellipsoids, of which the prediction's are shifted and rippled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluateBenchmark {

	private static final List<Target> TARGETS = Target.of(List.of(1, 2));

	/** Voxels along each axis; 40 is a hippocampus, 160 an organ in CT. */
	@Param({ "40", "160" })
	int size;

	private final CaseMeasurer overlap = new CaseMeasurer(-1, false, 1, EmptyRule.NAN);
	private final CaseMeasurer surfaces = new CaseMeasurer(-1, true, 1, EmptyRule.NAN);
	private LabelMap reference;
	private LabelMap prediction;

	/** Runs all benchmarks of this class: {@code java -cp … sc.fiji.nnunet.evaluate.EvaluateBenchmark}. */
	public static void main(final String... arguments) throws RunnerException {
		new Runner(new OptionsBuilder().include(EvaluateBenchmark.class.getSimpleName()).build()).run();
	}

	@Setup
	public void setUp() {
		reference = ellipsoids(0, 0);
		prediction = ellipsoids(1, 0.1);
	}

	/** Counts only. */
	@Benchmark
	public Map<String, Metrics> overlap() {
		return overlap.measure(reference, prediction, TARGETS);
	}

	/** Counts and all surface distances. */
	@Benchmark
	public Map<String, Metrics> surfaces() {
		return surfaces.measure(reference, prediction, TARGETS);
	}

	/** Connected parts of the foreground. */
	@Benchmark
	public int components() {
		return Components.in(prediction, label -> label > 0, false).list().size();
	}

	private LabelMap ellipsoids(final int shift, final double ripple) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { size, size, size }, new double[] { 1.5, 1, 1 }));
		for (int z = 0; z < size; z++)
			for (int y = 0; y < size; y++)
				for (int x = 0; x < size; x++) {
					final double a = (z - size / 2.0) / (0.3 * size);
					final double b = (y - shift - size / 2.0) / (0.4 * size);
					final double c = (x - size / 2.0) / (0.35 * size);
					final double d = a * a + b * b + c * c + ripple * Math.sin(0.5 * x) * Math.sin(0.4 * y) * Math.cos(0.3 * z);
					if (d < 1) map.plane(z)[size * y + x] = (short) (d < 0.4 ? 2 : 1);
				}
		return map;
	}
}
