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

import java.lang.reflect.Type;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;

/** Reads and writes a {@link NetworkSpec} as one flat JSON object, without the groups of the record. */
final class NetworkSpecJson implements JsonSerializer<NetworkSpec>, JsonDeserializer<NetworkSpec> {

	@Override
	public JsonElement serialize(final NetworkSpec spec, final Type type, final JsonSerializationContext context) {
		final JsonObject json = new JsonObject();
		json.addProperty("dimensions", spec.dimensions());
		json.addProperty("inputChannels", spec.inputChannels());
		json.addProperty("outputs", spec.outputs());
		context.serialize(spec.shape()).getAsJsonObject().entrySet().forEach(entry -> json.add(entry.getKey(), entry
			.getValue()));
		context.serialize(spec.blocks()).getAsJsonObject().entrySet().forEach(entry -> json.add(entry.getKey(), entry
			.getValue()));
		json.addProperty("deepSupervision", spec.deepSupervision());
		return json;
	}

	@Override
	public NetworkSpec deserialize(final JsonElement json, final Type type, final JsonDeserializationContext context) {
		final JsonObject object = json.getAsJsonObject();
		return new NetworkSpec(number(object, "dimensions"), number(object, "inputChannels"), number(object, "outputs"),
			context.deserialize(object, NetworkSpec.Shape.class), context.deserialize(object, NetworkSpec.Blocks.class),
			number(object, "deepSupervision"));
	}

	/** A whole number; 0 if it is missing, as for every number of a record. */
	private static int number(final JsonObject json, final String key) {
		return json.has(key) ? json.get(key).getAsInt() : 0;
	}
}
