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

import java.util.List;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;

/**
 * One configuration of an ensemble.
 *
 * @param plan its plan
 * @param networks its folds; their logits are averaged in one pass
 * @param windows how its windows go over an image
 * @param previous what predicts the previous stage of a cascade first; null if there is none, or if its labels are given
 * @param weight how much its probabilities count among those of the other members, above 0
 */
public record Member(Plan plan, List<Network> networks, WindowOptions windows, Member previous, double weight) {

	/** A configuration of weight 1 that has no previous stage, or to which the labels of that stage are given. */
	public Member(final Plan plan, final List<Network> networks, final WindowOptions windows) {
		this(plan, networks, windows, null, 1);
	}

	public Member {
		networks = List.copyOf(networks);
		if (networks.isEmpty()) throw new IllegalArgumentException("a member needs at least one network");
	}

	/** The stages in the order in which they predict. */
	List<Member> stages() {
		return previous == null ? List.of(this) : List.of(previous, this);
	}

	/** Closes the networks of all stages. */
	public void close() {
		for (final Member stage : stages())
			stage.networks.forEach(Network::close);
	}
}
