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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.WorkerLostException;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Workers in threads of this process, over loopback. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MeetingTest {

	@TempDir
	private Path temp;

	private final ExecutorService executor = Executors.newCachedThreadPool();
	private final List<Peers> open = new ArrayList<>();
	private FreePorts ports;
	private int port;

	@BeforeEach
	void findPorts() throws IOException {
		ports = new FreePorts(5);
		port = ports.first();
	}

	@AfterEach
	void close() throws IOException {
		for (final Peers peers : open)
			peers.close();
		executor.shutdownNow();
		ports.close();
	}

	/** A meeting whose workers wait for long, so that they come together on a busy machine, too. */
	private Meeting meeting(final int rank, final int count, final Path secret) {
		return meeting(rank, count, secret, 200, 200);
	}

	private Meeting meeting(final int rank, final int count, final Path secret, final int first, final int later) {
		return new Meeting(Place.after(rank, count, rank, "localhost", port, ""), new Exchange(Exchange.Way.AUTO, false,
			first, later), secret, false, true);
	}

	private Future<Peers> join(final Meeting meeting) {
		return join(meeting, Progress.none());
	}

	private Future<Peers> join(final Meeting meeting, final Progress progress) {
		return executor.submit(() -> {
			final Peers peers = meeting.join(progress);
			synchronized (open) {
				open.add(peers);
			}
			return peers;
		});
	}

	private Path secret(final String name, final String text) throws IOException {
		return Files.writeString(temp.resolve(name), text);
	}

	private List<Peers> met(final int count) throws Exception {
		final Path secret = secret("secret", "open sesame\n");
		final List<Future<Peers>> joining = new ArrayList<>();
		for (int rank = count - 1; rank >= 0; rank--)
			joining.add(0, join(meeting(rank, count, secret)));
		final List<Peers> peers = new ArrayList<>();
		for (final Future<Peers> one : joining)
			peers.add(one.get());
		return peers;
	}

	private static String failure(final Future<?> future) {
		final Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
		assertTrue(cause instanceof IOException, cause.toString());
		return cause.getMessage();
	}

	@Test
	void threeWorkersMeetAndAgree() throws Exception {
		final List<Peers> peers = met(3);
		final List<String> addresses = List.of("localhost:" + (port + 1), "localhost:" + (port + 2), "localhost:" + (port +
			3));
		final List<Future<double[]>> sums = new ArrayList<>();
		for (final Peers one : peers) {
			assertEquals(addresses, one.addresses());
			sums.add(executor.submit(() -> one.sum(one.rank(), 0.1, 1e300)));
		}
		for (final Future<double[]> sum : sums)
			assertArrayEquals(new double[] { 3, 0.1 + 0.1 + 0.1, 3e300 }, sum.get());
		final List<Future<List<String>>> texts = new ArrayList<>();
		for (final Peers one : peers)
			texts.add(executor.submit(() -> one.gather("I am \u2460 " + one.rank())));
		for (final Future<List<String>> text : texts)
			assertEquals(List.of("I am \u2460 0", "I am \u2460 1", "I am \u2460 2"), text.get());
	}

	@Test
	void worker0WritesTheSecretThatTheOthersFind() throws Exception {
		final Path file = temp.resolve("results/.workers");
		Files.createDirectories(file.getParent());
		Files.writeString(file, "left by an earlier training");
		final Place place = Place.after(0, 2, 0, "localhost", port, "");
		final Exchange exchange = new Exchange(Exchange.Way.AUTO, false, 200, 200);
		final Future<Peers> other = join(new Meeting(Place.after(1, 2, 1, "localhost", port, ""), exchange, file, true, true));
		final Future<Peers> first = join(new Meeting(place, exchange, file, true, true));
		assertEquals(2, first.get().count());
		assertEquals(1, other.get().rank());
		assertFalse(Files.exists(file), "it is of no use any more");
	}

	@Test
	void aWorkerWithAnotherSecretIsSentAway() throws Exception {
		final AtomicBoolean over = new AtomicBoolean();
		final Recorded progress = new Recorded(told -> over.get());
		final Future<Peers> first = join(meeting(0, 2, secret("a", "one")), progress);
		connected().close(); // NB: the other's limit is short, and begins when the first one listens
		final Future<Peers> other = join(meeting(1, 2, secret("b", "two"), 1, 1));
		assertTrue(failure(other).contains("was not let in by worker 0 at localhost:" + port), failure(other));
		over.set(true);
		assertInstanceOf(CancelledException.class, assertThrows(ExecutionException.class, first::get).getCause());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("does not know the secret, and was sent away")),
			progress.lines.toString());
	}

	@Test
	void worker0DoesNotWaitForever() throws Exception {
		final Future<Peers> first = join(meeting(0, 2, secret("secret", "x"), 1, 1));
		assertTrue(failure(first).startsWith("workers: has waited 1 s, and of 2 workers these did not come: 1."), failure(
			first));
	}

	/** A connection to worker 0, as soon as it listens. */
	private Socket connected() throws InterruptedException {
		while (true)
			try {
				return new Socket(InetAddress.getLoopbackAddress(), port);
			}
			catch (final IOException e) {
				Thread.sleep(20);
			}
	}

	@Test
	void worker0IsNotBelievedWithoutTheSecret() throws Exception {
		final Secret mine = Secret.read(secret("a", "one"));
		final Secret other = Secret.read(secret("b", "two"));
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
				Socket accepted = server.accept())
		{
			final Future<Hello> asking = executor.submit(() -> Hello.ask(new Link(accepted), other));
			final boolean believed = Hello.of(Place.after(1, 2, 1, "localhost", port, "")).tell(new Link(socket), mine);
			assertFalse(believed);
			assertEquals(null, asking.get());
		}
	}

	@Test
	void aStrangerDoesNotDisturb() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> first = join(meeting(0, 2, secret));
		final Socket stranger = connected();
		stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
		final Future<Peers> other = join(meeting(1, 2, secret));
		assertEquals(1, other.get().rank());
		assertEquals(0, first.get().rank());
		stranger.close();
	}

	@Test
	void workersThatExpectAnotherNumberOrHaveAnotherVersionEndTheMeeting() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> first = join(meeting(0, 3, secret));
		final Future<Peers> other = join(meeting(1, 2, secret));
		assertTrue(failure(first).startsWith("Worker 1 (127.0.0.1): expects 2 workers, not 3."), failure(first));
		assertTrue(failure(other).contains("expects 2 workers, not 3."), failure(other));
		final Future<Peers> again = join(meeting(0, 2, secret));
		final Future<Boolean> older = executor.submit(() -> {
			try (Socket socket = connected()) {
				return new Hello("0.1", 1, 2, "", 1).tell(new Link(socket), Secret.read(secret));
			}
		});
		assertTrue(older.get());
		assertTrue(failure(again).contains("has version 0.1, not"), failure(again));
	}

	/** A worker 0 that dies while the others wait for the last one is started again by its supervisor. */
	@Test
	void aWorkerWaitsForAWorker0ThatIsStartedAgain() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> other;
		try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
			other = join(meeting(1, 2, secret));
			try (Link lost = new Link(server.accept())) {
				assertEquals(1, Hello.ask(lost, Secret.read(secret)).rank());
			}
		}
		final Future<Peers> first = join(meeting(0, 2, secret));
		assertEquals(1, other.get().rank());
		assertEquals(0, first.get().rank());
	}

	/** The end of a connection to worker 0 that a worker has which is not there. */
	private Link told(final int rank, final int count, final Path secret) throws Exception {
		final Link link = new Link(connected());
		assertTrue(Hello.of(Place.after(rank, count, rank, "localhost", port, "")).tell(link, Secret.read(secret)));
		return link;
	}

	@Test
	void aWorkerThatIsStartedAgainTakesItsPlaceInTheMeeting() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> first = join(meeting(0, 3, secret));
		told(1, 3, secret).close();
		try (Link again = told(1, 3, secret)) {
			final Future<Peers> other = join(meeting(2, 3, secret));
			assertEquals(2, other.get().rank());
			assertEquals(0, first.get().rank());
			assertTrue(new String(again.receive(200), java.nio.charset.StandardCharsets.UTF_8).contains("localhost:" + (port +
				2)));
		}
	}

	@Test
	void aNumberThatALivingWorkerHasIsTaken() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> first = join(meeting(0, 3, secret));
		try (Link one = told(1, 3, secret); Link same = told(1, 3, secret)) {
			assertTrue(failure(first).startsWith("Worker 1 (127.0.0.1): has a number that is taken."), failure(first));
			assertInstanceOf(WorkerFailedException.class, assertThrows(WorkerLostException.class, () -> one.receive(200)));
			assertInstanceOf(WorkerFailedException.class, assertThrows(WorkerLostException.class, () -> same.receive(200)));
		}
	}

	@Test
	void aPortInUseIsNamed() throws Exception {
		final Path secret = secret("secret", "x");
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("localhost"))) {
			assertTrue(failure(join(meeting(0, 2, secret))).startsWith("workers: needs port " + port), "of worker 0");
		}
		try (ServerSocket socket = new ServerSocket(port + 2)) {
			assertTrue(failure(join(meeting(1, 2, secret))).startsWith("workers: needs port " + (port + 2)),
				"of an engine");
		}
	}

	@Test
	void aWorker0ThatDoesNotExistIsReportedAfterTheTimeLimit() throws Exception {
		final Future<Peers> other = join(meeting(1, 2, secret("secret", "x"), 1, 1));
		assertTrue(failure(other).startsWith("workers: could not reach worker 0 at localhost:" + port + " within 1 s"),
			failure(other));
	}

	@Test
	void aSecretThatIsNotThereIsNamed() {
		final ProblemException problem = assertThrows(ProblemException.class, () -> meeting(0, 2, temp.resolve("none"))
			.join(Progress.none()));
		assertTrue(problem.getMessage().startsWith(temp.resolve("none") + ": cannot be read as the secret"), problem
			.getMessage());
	}

	@Test
	void aWorkerThatFailsTellsTheOthersWhy() throws Exception {
		final List<Peers> peers = met(3);
		peers.get(2).leave("case x is damaged.");
		final Future<double[]> one = executor.submit(() -> peers.get(1).sum(1));
		final Future<double[]> first = executor.submit(() -> peers.get(0).sum(1));
		assertTrue(failure(first).startsWith("Worker 2 (127.0.0.1) ended: case x is damaged."), failure(first));
		assertTrue(failure(one).contains("Worker 2 (127.0.0.1) ended: case x is damaged."), failure(one));
	}

	@Test
	void aWorkerThatIsGoneIsNoticedAtOnce() throws Exception {
		final List<Peers> peers = met(2);
		assertEquals("", peers.get(0).missing());
		peers.get(1).close();
		final Future<double[]> first = executor.submit(() -> peers.get(0).sum(1));
		assertTrue(failure(first).startsWith("Worker 1 (127.0.0.1) died"), failure(first));
		assertTrue(peers.get(0).missing().startsWith("Worker 1 (127.0.0.1) died"), peers.get(0).missing());
	}

	@Test
	void aWorkerThatWorksShowsSignsOfLifeAndOneThatHangsIsLost() throws Exception {
		final Path secret = secret("secret", "x");
		final Future<Peers> first = join(meeting(0, 2, secret, 200, 2));
		final Future<Link> silent = executor.submit(() -> {
			final Link link = new Link(connected());
			Hello.of(Place.after(1, 2, 1, "localhost", port, "")).tell(link, Secret.read(secret));
			return link;
		});
		try (Link link = silent.get()) {
			final Peers alone = first.get();
			for (int sign = 0; sign < 3; sign++)
				assertEquals("", link.complaint(200), "worker 0 is alive, though it has nothing to say");
			final WorkerLostException lost = assertThrows(WorkerLostException.class, () -> alone.gather(""));
			assertTrue(lost.getMessage().startsWith("Worker 1 (127.0.0.1) has not answered for 2 s: it hangs"), lost
				.getMessage());
		}
	}

	@Test
	void signsOfLifeAreNoAnswer() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				Link one = new Link(new Socket(server.getInetAddress(), server.getLocalPort()));
				Link other = new Link(server.accept()))
		{
			for (int sign = 0; sign < 3; sign++)
				one.live();
			one.send(new byte[] { 7 });
			assertArrayEquals(new byte[] { 7 }, other.receive(200));
		}
	}
}
