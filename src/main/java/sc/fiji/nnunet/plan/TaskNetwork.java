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

import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The network that NVIDIA's nnU-Net makes for a task of the Medical Segmentation Decathlon, without the task's data
 * and without deep supervision.
 *
 * @param patch z, y, x or y, x
 * @param network the network
 */
public record TaskNetwork(List<Integer> patch, NetworkSpec network) {

	/** Image channels and classes of the ten tasks, as their own descriptions state them. */
	private static final int[] CHANNELS = { 4, 1, 1, 1, 2, 1, 1, 1, 1, 1 };
	private static final int[] CLASSES = { 4, 2, 3, 3, 3, 2, 3, 3, 2, 2 };

	/** The largest number of a task. */
	public static final int TASKS = CHANNELS.length;

	/**
	 * Makes the network of a task (recipe-nvidia.md 2.2, 4.1).
	 *
	 * @param task 1 to {@value #TASKS}
	 * @param dimensions 2 or 3
	 * @param patch another patch than the task's, or empty
	 * @throws ProblemException if that patch cannot be halved as often as the network does
	 */
	public static TaskNetwork of(final int task, final int dimensions, final List<Integer> patch)
		throws ProblemException
	{
		final NvidiaTask row = NvidiaTask.ALL.get(task - 1);
		final boolean flat = dimensions == 2;
		final List<Integer> size = !patch.isEmpty() ? patch : flat ? row.patch2d() : row.patch3d();
		final Topology topology = Topology.nvidia(size, flat ? row.spacing().subList(1, 3) : row.spacing());
		final int[] divisor = topology.divisor();
		for (int axis = 0; axis < divisor.length; axis++)
			if (size.get(axis) % divisor[axis] != 0) throw new ProblemException(new Problem("patch", "is " + size +
				", which this network cannot halve as often as it does.", "Give multiples of " + Arrays.toString(divisor) +
					"."));
		return new TaskNetwork(size, Networks.of(Recipe.NVIDIA, Architecture.PLAIN, topology, CHANNELS[task - 1],
			CLASSES[task - 1]).withDeepSupervision(0));
	}
}
