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
package sc.fiji.nnunet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	private Path folder;

	@Test
	void aClaimHasOneHolderUntilItIsReleased() throws IOException {
		try (Claims one = new Claims(folder, HOUR); Claims two = new Claims(folder, HOUR)) {
			assertTrue(one.take("case 1"));
			assertFalse(one.take("case 1"), "not twice");
			assertFalse(two.take("case 1"));
			assertTrue(two.take("case 2"));
			one.release("case 1");
			assertTrue(two.take("case 1"));
			one.release("case 2");
			assertFalse(one.take("case 2"), "only its holder can release it");
		}
		assertEquals(List.of(), files(), "nothing is left at the end");
	}

	@Test
	void whetherAClaimIsHeldIsSeenWithoutTakingIt() throws IOException {
		try (Claims one = new Claims(folder, HOUR); Claims two = new Claims(folder, HOUR)) {
			assertFalse(two.isHeld("case 1"));
			assertTrue(one.take("case 1"));
			assertTrue(two.isHeld("case 1"));
			Files.setLastModifiedTime(files().get(0), FileTime.from(Instant.now().minus(HOUR.multipliedBy(2))));
			assertFalse(two.isHeld("case 1"), "it has expired");
			one.release("case 1");
			assertFalse(two.isHeld("case 1"));
		}
	}

	@Test
	void workThatIsDoneIsNotClaimed() throws IOException {
		try (Claims one = new Claims(folder, HOUR); Claims two = new Claims(folder, HOUR)) {
			assertFalse(one.take("case 1", () -> true));
			assertEquals(List.of(), files());
			assertFalse(one.take("case 1", () -> !files().isEmpty()), "done between the look and the claim");
			assertEquals(List.of(), files(), "the claim is given back");
			assertThrows(IOException.class, () -> one.take("case 1", () -> {
				if (!files().isEmpty()) throw new IOException("unreadable");
				return false;
			}));
			assertTrue(two.take("case 1", () -> false));
			assertFalse(one.take("case 1", () -> false));
		}
	}

	/** Looking whether work is done now may take a while. */
	@Test
	void whatWasSeenOrIsClaimedIsNotLookedAtAgain() throws IOException {
		final AtomicInteger asked = new AtomicInteger();
		final Claims.Done done = () -> asked.incrementAndGet() > 1;
		try (Claims one = new Claims(folder, HOUR); Claims two = new Claims(folder, HOUR)) {
			assertFalse(one.take("case 1", () -> true, done));
			assertEquals(List.of(), files());
			assertTrue(two.take("case 2"));
			assertFalse(one.take("case 2", () -> false, done));
			assertEquals(0, asked.get());
			assertTrue(one.take("case 1", () -> false, done));
			assertEquals(1, asked.get(), "the former holder may have done it");
			assertFalse(one.take("case 3", () -> false, done));
			assertTrue(two.take("case 3"), "the claim is given back");
		}
	}

	/** Their hash codes are the same. */
	@Test
	void namesThatLookAlikeToAHashAreTwoClaims() throws IOException {
		try (Claims claims = new Claims(folder, HOUR)) {
			assertTrue(claims.take("case_Aa"));
			assertTrue(claims.take("case_BB"));
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList();
		}
	}

	@Test
	void aClaimThatIsNotRenewedExpires() throws IOException {
		try (Claims dead = new Claims(folder, HOUR); Claims next = new Claims(folder, HOUR)) {
			assertTrue(dead.take("case"));
			age(Duration.ofMinutes(59));
			assertFalse(next.take("case"));
			age(Duration.ofMinutes(61));
			assertTrue(next.take("case"));
			dead.renew();
			dead.release("case");
			assertFalse(dead.take("case"), "the former holder does not remove the claim of the next one");
		}
	}

	@Test
	void aClaimOfAKilledProcessOfThisComputerIsFreeAtOnce() throws Exception {
		try (Claims one = new Claims(folder, HOUR); Claims two = new Claims(folder, HOUR)) {
			assertTrue(one.take("a"));
			assertFalse(two.take("a"), "its process is alive");
			final Process gone = new ProcessBuilder("true").start();
			gone.waitFor();
			try (Stream<Path> files = Files.list(folder)) {
				final Path claim = files.findFirst().orElseThrow();
				Files.writeString(claim, Files.readString(claim).replaceFirst("^\\d+", Long.toString(gone.pid())));
			}
			assertTrue(two.take("a"));
			one.sweep();
			assertFalse(one.take("a"), "a claim that is held is not removed");
			age(Duration.ofHours(2));
			one.sweep();
		}
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of(), files.toList());
		}
	}

	@Test
	void aHolderThatRenewsKeepsItsClaim() throws IOException {
		try (Claims busy = new Claims(folder, HOUR); Claims other = new Claims(folder, HOUR)) {
			assertTrue(busy.take("case"));
			age(Duration.ofMinutes(61));
			busy.renew();
			assertFalse(other.take("case"));
		}
	}

	private void age(final Duration by) throws IOException {
		for (final Path file : files())
			Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
	}

	/** Eight threads want the same forty claims, half of which have expired. */
	@Test
	void ofManyWhoWantAClaimOneGetsIt() throws Exception {
		try (Claims dead = new Claims(folder, HOUR)) {
			for (int i = 0; i < 20; i++)
				assertTrue(dead.take("case " + i));
			age(Duration.ofHours(2));
			final ExecutorService executor = Executors.newFixedThreadPool(8);
			final List<Claims> all = new ArrayList<>();
			final List<Future<Integer>> counts = new ArrayList<>();
			for (int thread = 0; thread < 8; thread++) {
				final Claims claims = new Claims(folder, HOUR);
				all.add(claims);
				counts.add(executor.submit(() -> {
					int count = 0;
					for (int i = 0; i < 40; i++)
						if (claims.take("case " + i)) count++;
					return count;
				}));
			}
			int sum = 0;
			for (final Future<Integer> count : counts)
				sum += count.get();
			executor.shutdownNow();
			assertEquals(40, sum);
			for (final Claims claims : all)
				claims.close();
		}
	}
}
