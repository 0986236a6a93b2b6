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
package sc.fiji.nnunet;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.MachineMemory;
import sc.fiji.nnunet.plan.MachineSpeed;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanReport;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.Outlook;
import sc.fiji.nnunet.train.TrainOptions;

/** Says what plans and trainings will cost on this machine. */
final class Costs {

	/** Steps in an epoch of nnU-Net (recipe-nnunet.md 1.9), the unit in which a plan's cost is reported. */
	private static final int EPOCH = 250;

	private Costs() {
		// static methods only
	}

	/** One sentence about a training: {@link NnUNet#outlook}. */
	static String of(final TrainOptions options, final boolean processor, final ExecutorService executor)
		throws IOException
	{
		final Outlook outlook = Outlook.of(options, processor);
		return processor ? outlook.words(MachineMemory.here(), MachineSpeed.operationsPerSecond(executor)) : outlook
			.words();
	}

	/** Reports what plans mean and cost. */
	static void report(final Map<String, Plan> plans, final ExecutorService executor, final Progress progress) {
		final double speed = MachineSpeed.operationsPerSecond(executor);
		for (final Plan plan : plans.values())
			PlanReport.lines(plan, EPOCH, speed).forEach(progress::message);
	}
}
