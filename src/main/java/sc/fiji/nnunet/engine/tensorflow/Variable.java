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
package sc.fiji.nnunet.engine.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * A weight of a network in its graph: a float32 resource variable.
 *
 * @param name such as {@code enc0/conv0/kernel}
 * @param shape kernels are (z ×) y × x × in × out; those of transposed convolutions (z ×) y × x × out × in
 * @param role its use
 * @param scale standard deviation (kernels), half width (up-convolution kernels of NVIDIA's nnU-Net) or value of the
 *          initial draw
 * @param handle its resource; null if it is a constant
 * @param value its value in the current step
 */
record Variable(String name, Shape shape, Role role, double scale, Operand<? extends TType> handle,
	Operand<TFloat32> value)
{

	/** The use of a weight. */
	enum Role {
			/** A kernel that is initially normally distributed. */
			KERNEL,
			/** A kernel that is initially uniformly distributed. */
			UNIFORM_KERNEL,
			/** Added by a convolution; decays as kernels do (recipe-nvidia.md 6.4). */
			BIAS,
			/** Parameter of a norm; never decays. */
			NORM,
			/** Running statistic; not trained. */
			STATISTIC
	}

	boolean trained() {
		return role != Role.STATISTIC;
	}

	boolean decays() {
		return role != Role.NORM && role != Role.STATISTIC;
	}
}
