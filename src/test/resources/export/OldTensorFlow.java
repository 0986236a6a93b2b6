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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.framework.SignatureDef;
import org.tensorflow.types.TFloat32;

/**
 * Runs SavedModels in TensorFlow 2.10.1; a program for Java's source launcher, because its classes have the same names
 * as ours. Each folder that is an argument has a SavedModel, input.bin and the shape of the input in shape.txt, and
 * gets output.bin.
 */
public class OldTensorFlow {

	public static void main(final String[] folders) throws Exception {
		System.out.println("TensorFlow " + TensorFlow.version());
		for (final String name : folders) {
			final Path folder = Path.of(name);
			final long[] shape = Stream.of(Files.readString(folder.resolve("shape.txt")).trim().split(",")).mapToLong(
				Long::parseLong).toArray();
			final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("input.bin"))).order(
				ByteOrder.LITTLE_ENDIAN);
			final float[] values = new float[bytes.remaining() / Float.BYTES];
			bytes.asFloatBuffer().get(values);
			try (SavedModelBundle bundle = SavedModelBundle.load(name, "serve");
					TFloat32 input = TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values)))
			{
				final SignatureDef signature = bundle.metaGraphDef().getSignatureDefOrThrow("serving_default");
				try (TFloat32 output = (TFloat32) bundle.session().runner().feed(signature.getInputsOrThrow("input")
					.getName(), input).fetch(signature.getOutputsOrThrow("output").getName()).run().get(0))
				{
					final float[] result = new float[(int) output.size()];
					output.read(DataBuffers.of(result));
					final ByteBuffer out = ByteBuffer.allocate(result.length * Float.BYTES)
						.order(ByteOrder.LITTLE_ENDIAN);
					out.asFloatBuffer().put(result);
					Files.write(folder.resolve("output.bin"), out.array());
				}
			}
		}
	}
}
