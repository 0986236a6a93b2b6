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
package sc.fiji.nnunet.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import sc.fiji.nnunet.file.Json;

/**
 * What a worker says of itself when it joins.
 *
 * @param version the program's version
 * @param rank its number
 * @param count the number of workers that it expects
 * @param host the name at which the others reach it; empty = the address it connects from
 * @param enginePort the port of its engine
 */
record Hello(String version, int rank, int count, String host, int enginePort) {

	private static final String PROTOCOL = "nnunet workers 1";
	private static final int NONCE = 16;

	/** How long a connection that is being made may be silent, in seconds. */
	private static final int SECONDS = 5;

	private static final byte[] NOT_YOU = {};

	static Hello of(final Place place) {
		return new Hello(programVersion(), place.rank(), place.count(), place.host(), place.enginePort());
	}

	/** The version of this program; one that was not built as a jar has none. */
	static String programVersion() {
		final String version = Hello.class.getPackage().getImplementationVersion();
		return version == null ? "without a version" : version;
	}

	/**
	 * Asks the other end of a new connection who it is.
	 *
	 * @return what it says, or null if it does not know the secret
	 * @throws IOException if it is not a worker
	 */
	static Hello ask(final Link link, final Secret secret) throws IOException {
		final byte[] mine = Secret.random(NONCE);
		link.send(PROTOCOL.getBytes(StandardCharsets.UTF_8));
		link.send(mine);
		final byte[] theirs = link.receive(SECONDS);
		final byte[] text = link.receive(SECONDS);
		if (!MessageDigest.isEqual(secret.code(new byte[] { 1 }, mine, theirs, text), link.receive(SECONDS))) {
			link.send(NOT_YOU);
			return null;
		}
		link.send(secret.code(new byte[] { 2 }, mine, theirs));
		try {
			return Json.parse(new String(text, StandardCharsets.UTF_8), Hello.class);
		}
		catch (final RuntimeException e) {
			throw new IOException("not a worker of this version", e);
		}
	}

	/**
	 * Tells worker 0 who this is.
	 *
	 * @return whether both ends know the same secret
	 * @throws IOException if the other end is not worker 0
	 */
	boolean tell(final Link link, final Secret secret) throws IOException {
		if (!new String(link.receive(SECONDS), StandardCharsets.UTF_8).equals(PROTOCOL)) throw new IOException(
			"another program listens there");
		final byte[] theirs = link.receive(SECONDS);
		final byte[] mine = Secret.random(NONCE);
		final byte[] text = Json.line(this).getBytes(StandardCharsets.UTF_8);
		link.send(mine);
		link.send(text);
		link.send(secret.code(new byte[] { 1 }, theirs, mine, text));
		return MessageDigest.isEqual(secret.code(new byte[] { 2 }, theirs, mine), link.receive(SECONDS));
	}
}
