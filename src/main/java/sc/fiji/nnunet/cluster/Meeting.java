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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Pause;
import sc.fiji.nnunet.progress.Progress;

/**
 * Brings the workers of a training together: worker 0 listens, the others connect. Each proves that it knows the secret
 * and says who it is before any engine opens a port.
 *
 * @param place the place of this worker
 * @param exchange how long the workers wait for each other, and how they exchange gradients
 * @param secretFile the file with the secret
 * @param ownSecret whether worker 0 writes that file, which the others find in a folder that all share
 * @param trusted whether public addresses are accepted
 */
public record Meeting(Place place, Exchange exchange, Path secretFile, boolean ownSecret, boolean trusted) {

	private static final int PAUSE = 200;

	/**
	 * How often a secret that does not match may be one of an earlier training, which takes ten seconds. NB: a number, not
	 * a time, so that a worker looks at the file again even if its machine is busy.
	 */
	private static final int REFUSALS = 10_000 / PAUSE;

	/**
	 * Waits for the others.
	 *
	 * @throws ProblemException if they do not come, do not fit or may not come
	 */
	public Peers join(final Progress progress) throws IOException {
		if (!trusted) requirePrivate();
		progress.message("Waiting for the others as " + place + " (" + (place.rank() == 0 ? "listening on" : "through " +
			place.first()) + " port " + place.port() + "). TensorFlow will listen on port " + place.enginePort() +
			" of all network interfaces, without a password: keep both ports behind a firewall.");
		return place.rank() == 0 ? gather(progress) : connect(progress);
	}

	private void requirePrivate() throws IOException {
		Hosts.requirePrivate(place.first());
		if (!place.host().isEmpty()) Hosts.requirePrivate(place.host());
		for (final NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces()))
			for (final InetAddress address : Collections.list(card.getInetAddresses()))
				if (Hosts.isPublic(address)) throw new ProblemException(new Problem("workers",
					"would open TensorFlow's server to everybody, since this machine has the public address " + address
						.getHostAddress() + ".", "Give trustnetwork=true if a firewall protects port " + place.enginePort() +
							"."));
	}

	private Peers gather(final Progress progress) throws IOException {
		if (ownSecret) Secret.create(secretFile);
		final Secret secret = secret();
		final Link[] links = new Link[place.count()];
		final String[] addresses = new String[place.count()];
		final long end = System.nanoTime() + exchange.firstSeconds() * 1_000_000_000L;
		boolean met = false;
		try (ServerSocket server = listen()) {
			while (Arrays.stream(links).filter(link -> link != null).count() < place.count() - 1) {
				if (System.nanoTime() > end) throw absent(links);
				progress.check();
				final Link link = accept(server);
				if (link != null) welcome(link, secret, links, addresses, progress);
			}
			final List<Link> others = Arrays.asList(links).subList(1, links.length);
			final boolean near = others.stream().allMatch(link -> link.remote().isLoopbackAddress());
			addresses[0] = own(near) + ":" + place.enginePort();
			final byte[] list = Json.line(addresses).getBytes(StandardCharsets.UTF_8);
			for (final Link link : others)
				link.send(list);
			met = true;
			return new Peers(place, List.of(addresses), exchange, others);
		}
		finally {
			if (!met) close(links);
			if (ownSecret) Files.deleteIfExists(secretFile);
		}
	}

	private String own(final boolean near) {
		return near ? "localhost" : place.host().isEmpty() ? place.first() : place.host();
	}

	private ServerSocket listen() throws IOException {
		final ServerSocket server = new ServerSocket();
		server.setReuseAddress(true);
		server.setSoTimeout(PAUSE);
		try {
			final InetAddress first = InetAddress.getByName(place.first());
			server.bind(first.isLoopbackAddress() ? new InetSocketAddress(first, place.port()) : new InetSocketAddress(place
				.port()));
			new ServerSocket(place.enginePort()).close();
			return server;
		}
		catch (final IOException e) {
			final int port = server.isBound() ? place.enginePort() : place.port();
			server.close();
			throw busy(port, e);
		}
	}

	private static ProblemException busy(final int port, final IOException cause) {
		final ProblemException problem = new ProblemException(new Problem("workers", "needs port " + port +
			", which cannot be opened (" + cause.getMessage() + ").",
			"End the program that uses it, or give another port: workers=host1:PORT,host2."));
		problem.initCause(cause);
		return problem;
	}

	private static Link accept(final ServerSocket server) throws IOException {
		try {
			return new Link(server.accept());
		}
		catch (final SocketTimeoutException e) {
			return null;
		}
	}

	/** Lets a worker in. A stranger is sent away; a worker that does not fit ends the meeting. */
	private void welcome(final Link link, final Secret secret, final Link[] links, final String[] addresses,
		final Progress progress) throws IOException
	{
		link.setOther("the process at " + link.address());
		final Hello hello;
		try {
			hello = Hello.ask(link, secret);
		}
		catch (final IOException e) {
			link.close(); // NB: such as a scanner of ports
			return;
		}
		if (hello == null) {
			progress.message("A process at " + link.address() + " does not know the secret, and was sent away.");
			link.close();
			return;
		}
		final String name = "Worker " + hello.rank() + " (" + (hello.host().isEmpty() ? link.address() : hello.host()) + ")";
		link.setOther(name);
		final boolean numbered = hello.rank() >= 1 && hello.rank() < place.count();
		final Link before = numbered ? links[hello.rank()] : null;
		// NB: a worker that was lost is started again, and takes its place
		final boolean taken = !numbered || before != null && !before.isGone();
		final String wrong = !hello.version().equals(Hello.programVersion()) ? "has version " + hello.version() +
			", not " + Hello.programVersion() : hello.count() != place.count() ? "expects " + hello.count() +
				" workers, not " + place.count() : taken ? "has a number that is taken" : !trusted && Hosts.isPublic(link
					.remote()) ? "comes from a public address" : "";
		if (!wrong.isEmpty()) {
			final Problem problem = new Problem(name, wrong + ".", "Start all workers with the same program and options, " +
				"each with a number of its own.");
			link.fail(problem.toString());
			for (final Link other : links)
				if (other != null) other.fail(problem.toString());
			link.close();
			throw new ProblemException(problem);
		}
		final boolean local = link.remote().isLoopbackAddress();
		final String host = !hello.host().isEmpty() ? hello.host() : local ? place.first() : link.address();
		if (before != null) before.close();
		addresses[hello.rank()] = host + ":" + hello.enginePort();
		links[hello.rank()] = link;
		progress.message(name + " has joined.");
	}

	private ProblemException absent(final Link[] links) {
		final List<String> missing = new ArrayList<>();
		for (int rank = 1; rank < links.length; rank++)
			if (links[rank] == null) missing.add(Integer.toString(rank));
		final String what = "has waited " + exchange.firstSeconds() + " s, and of " + place.count() +
			" workers these did not come: " + String.join(", ", missing) + ".";
		for (final Link link : links)
			if (link != null) link.fail("Worker 0 " + what);
		return new ProblemException(new Problem("workers", what,
			"Look at their output, and whether they can reach port " + place.port() + " of this machine."));
	}

	private Peers connect(final Progress progress) throws IOException {
		try {
			new ServerSocket(place.enginePort()).close();
		}
		catch (final IOException e) {
			throw busy(place.enginePort(), e);
		}
		final long begin = System.nanoTime();
		IOException last = null;
		int refused = 0;
		while (System.nanoTime() - begin < exchange.firstSeconds() * 1_000_000_000L && refused < REFUSALS) {
			progress.check();
			try {
				final Peers peers = tryOnce();
				if (peers != null) return peers;
				refused++;
			}
			catch (final ProblemException e) {
				throw e;
			}
			catch (final IOException e) {
				last = e;
			}
			Pause.millis(PAUSE);
		}
		if (refused > 0) throw new ProblemException(new Problem("workers", "was not let in by worker 0 at " + place.first() +
			":" + place.port() + ", because the secret in " + secretFile + " is not the same there.",
			"Give all workers the same secretfile, or one results folder that they share."));
		throw new ProblemException(new Problem("workers", "could not reach worker 0 at " + place.first() + ":" + place
			.port() + " within " + exchange.firstSeconds() + " s (" + (last == null ? "" : last.getMessage()) + ").",
			"Look at its output, at the host's name and at the firewall" + (last instanceof NoSuchFileException
				? "; the file is the secret, which worker 0 writes to the results folder that all share, unless secretfile " +
					"names another." : ".")));
	}

	/** One attempt: null if worker 0 has another secret. */
	private Peers tryOnce() throws IOException {
		final Secret secret = secret();
		final Socket socket = new Socket();
		boolean met = false;
		try {
			socket.connect(new InetSocketAddress(place.first(), place.port()), 1000 * 5);
			final Link link = new Link(socket);
			link.setOther("Worker 0 (" + place.first() + ")");
			if (!Hello.of(place).tell(link, secret)) return null;
			final String[] addresses;
			try {
				addresses = Json.parse(new String(link.receive(exchange.firstSeconds()),
					StandardCharsets.UTF_8), String[].class);
			}
			catch (final WorkerFailedException e) {
				// NB: one that is lost without a word is started again, and then is there to be reached
				throw new ProblemException(new Problem("workers", "do not come together. " + e.getMessage(), ""));
			}
			met = true;
			return new Peers(place, List.of(addresses), exchange, List.of(link));
		}
		finally {
			if (!met) socket.close();
		}
	}

	private Secret secret() throws IOException {
		try {
			return Secret.read(secretFile);
		}
		catch (final IOException e) {
			if (ownSecret && place.rank() > 0) throw e; // NB: worker 0 may not have written it yet
			throw new ProblemException(secretFile, "cannot be read as the secret of the workers (" + e.getMessage() + ").",
				"Give a text file that only you can read, the same for all workers.", e);
		}
	}

	private static void close(final Closeable... links) throws IOException {
		for (final Closeable link : links)
			if (link != null) link.close();
	}
}
