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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Lists of workers that a user gives: {@code host1[:port],host2[:port]}. */
public final class Hosts {

	private static final int HIGHEST = 65_000;

	private Hosts() {
		// static methods only
	}

	/**
	 * The place of a worker in a list.
	 *
	 * @param list host names with or without a port, separated by commas; a host appears once per worker
	 * @throws ProblemException if the list or the rank cannot be used
	 */
	public static Place place(final String list, final int rank) throws ProblemException {
		final List<String> hosts = Arrays.stream(list.split(",")).map(String::trim).filter(host -> !host.isEmpty())
			.toList();
		if (rank < 0 || rank >= hosts.size()) throw new ProblemException(new Problem("rank", "is " + rank + ", and there are " +
			hosts.size() + " workers.", "Give the number of this worker, from 0 to " + (hosts.size() - 1) + "."));
		try {
			return place(hosts, rank);
		}
		catch (final IllegalArgumentException e) {
			throw new ProblemException(new Problem("workers", "is '" + list + "': " + e.getMessage() + ".",
				"Give host names with or without a port, such as workers=host1,host2:2222."));
		}
	}

	/** @throws IllegalArgumentException if a host is not of the form host or host:port */
	static Place place(final List<String> hosts, final int rank) {
		final List<String> names = new ArrayList<>();
		final List<Integer> ports = new ArrayList<>();
		for (final String host : hosts) {
			final int colon = host.lastIndexOf(':');
			final boolean bare = colon < 0 || host.endsWith("]") || host.indexOf(':') < colon && !host.startsWith("[");
			names.add(bare ? host : host.substring(0, colon));
			ports.add(bare ? -1 : port(host.substring(colon + 1), host));
		}
		final int local = (int) names.subList(0, rank).stream().filter(names.get(rank)::equals).count();
		final int control = ports.get(0) < 0 ? Place.PORT : ports.get(0);
		final int same = (int) hosts.subList(0, rank).stream().filter(hosts.get(rank)::equals).count();
		final int engine = ports.get(rank) < 0 ? control + 1 + local : ports.get(rank) + 1 + same;
		return new Place(rank, hosts.size(), local, names.get(0), control, names.get(rank), engine);
	}

	private static int port(final String text, final String host) {
		if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > HIGHEST)
			throw new IllegalArgumentException("the port of '" + host + "' is not a number from 1 to " + HIGHEST);
		return Integer.parseInt(text);
	}

	/** Whether an address can be reached from other networks: neither loopback, nor link-local, nor private. */
	static boolean isPublic(final InetAddress address) {
		final byte[] bytes = address.getAddress();
		final boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc; // NB: fc00::/7, IPv6's private addresses
		final boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64; // NB: 100.64.0.0/10
		return !(address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address
			.isAnyLocalAddress() || unique || shared);
	}

	/**
	 * Refuses a host with a public address.
	 *
	 * @throws ProblemException if it has one, or is unknown
	 */
	static void requirePrivate(final String host) throws ProblemException {
		final InetAddress[] addresses;
		try {
			addresses = InetAddress.getAllByName(host);
		}
		catch (final UnknownHostException e) {
			throw new ProblemException(new Problem("workers", "names the host " + host + ", which is unknown here.",
				"Correct the name, or give its address."));
		}
		for (final InetAddress address : addresses)
			if (isPublic(address)) throw new ProblemException(new Problem("workers", "names " + host + ", whose address " +
				address.getHostAddress() + " is public: TensorFlow's server would be open to everybody who can reach it.",
				"Use addresses of a private network, or give trustnetwork=true if a firewall protects these machines."));
	}
}
