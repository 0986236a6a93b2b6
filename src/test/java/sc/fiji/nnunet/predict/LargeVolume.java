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
import java.util.List;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Predicts and restores a volume of a given size in a process of its own and says how much memory that took:
 * {@code java -Xmx2g ... LargeVolume 600 512 512 14 64 128 128}, with the sizes z, y, x, the number of classes and the
 * patch. The network is a toy: class = (value mod classes).
 */
final class LargeVolume {

	private LargeVolume() {
		// only main
	}

	public static void main(final String[] args) throws IOException {
		final int[] n = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
		final int[] size = { n[0], n[1], n[2] };
		final int classes = n[3];
		final Plan plan = ToyNetwork.plan("nvidia", classes, 1, n[4], n[5], n[6]);
		final Volume image = new Volume(Geometry.ofZyx(size, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < size[0]; z++) {
			final float[] plane = image.plane(0, z);
			for (int i = 0; i < plane.length; i++)
				plane[i] = expected(z, i, classes);
		}
		final ToyNetwork network = new ToyNetwork(plan.network(), (images, base, voxels, window, logits, out) -> {
			for (int v = 0; v < voxels; v++) {
				final int from = out + v * classes;
				final int value = (int) images[base + v];
				for (int c = 0; c < classes; c++)
					logits[from + c] = c == value ? 1 : 0;
			}
		});
		final long start = System.nanoTime();
		final Restore restore = new Restore(Placement.identity(image.geometry()), classes);
		final LabelMap labels = restore.labels(plan.labels());
		new SlidingWindow(plan, WindowOptions.of(plan, 0.5, Blend.GAUSSIAN, false)).run(List.of(network), image,
			restore, Progress.none());
		final double seconds = (System.nanoTime() - start) / 1e9;
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				if (labels.plane(z)[i] != expected(z, i, classes)) throw new IllegalStateException("wrong label at " + z +
					", " + i);
		System.out.printf("right; %d windows in %.1f s; heap of %d MB%n", network.samples, seconds, Runtime.getRuntime()
			.maxMemory() >> 20);
		final Path status = Path.of("/proc/self/status");
		if (Files.exists(status)) Files.readAllLines(status).stream().filter(line -> line.matches(
			"(VmHWM|RssAnon|RssFile).*")).forEach(System.out::println);
	}

	private static int expected(final int z, final int i, final int classes) {
		return (z * 7 + i / 5) % classes;
	}
}
