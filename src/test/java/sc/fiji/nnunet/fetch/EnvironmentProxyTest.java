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
package sc.fiji.nnunet.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.progress.Progress;

/** Tests which proxy a connection uses. */
class EnvironmentProxyTest {

	private static String proxy(final String uri, final String... variables) {
		final Map<String, String> environment = new HashMap<>();
		for (int i = 0; i < variables.length; i += 2)
			environment.put(variables[i], variables[i + 1]);
		final Proxy proxy = EnvironmentProxy.select(environment).select(URI.create(uri)).get(0);
		if (proxy.type() == Proxy.Type.DIRECT) return "none";
		final InetSocketAddress address = (InetSocketAddress) proxy.address();
		return address.getHostString() + ":" + address.getPort();
	}

	@Test
	void theEnvironmentNamesTheProxy() {
		final String uri = "https://repo.maven.apache.org/maven2/";
		assertEquals("none", proxy(uri));
		assertEquals("none", proxy(uri, "http_proxy", "http://proxy:3128"));
		assertEquals("proxy:3128", proxy(uri, "https_proxy", "http://proxy:3128/"));
		assertEquals("proxy:80", proxy(uri, "HTTPS_PROXY", "proxy"));
		assertEquals("small:1", proxy(uri, "HTTPS_PROXY", "capital:2", "https_proxy", "small:1"));
		assertEquals("none", proxy(uri, "https_proxy", "proxy:1", "no_proxy", "localhost, .apache.org"));
		assertEquals("none", proxy(uri, "https_proxy", "proxy:1", "no_proxy", "apache.org"));
		assertEquals("proxy:1", proxy(uri, "https_proxy", "proxy:1", "no_proxy", "ache.org"));
		assertEquals("none", proxy(uri, "https_proxy", "proxy:1", "NO_PROXY", "*"));
		assertEquals("none", proxy("http://127.0.0.1:8080/", "http_proxy", "proxy:1"));
		assertThrows(IllegalArgumentException.class, () -> proxy(uri, "https_proxy", "http://"));
	}

	@Test
	void javasOwnSettingsTakePrecedence(@TempDir final Path folder) throws Exception {
		final List<String> asked = new ArrayList<>();
		try (LocalServer server = new LocalServer(exchange -> {
			asked.add(exchange.getRequestURI().toString());
			exchange.sendResponseHeaders(200, 3);
			exchange.getResponseBody().write(new byte[] { 1, 2, 3 });
			exchange.close();
		})) {
			System.setProperty("http.proxyHost", "127.0.0.1");
			System.setProperty("http.proxyPort", Integer.toString(server.port()));
			new HttpFetcher(URI.create("http://engine.invalid/a.jar"), folder.resolve("a"), true, 1, server.executor()).fetch(
				Progress.none());
		}
		finally {
			System.clearProperty("http.proxyHost");
			System.clearProperty("http.proxyPort");
		}
		assertEquals(List.of("http://engine.invalid/a.jar"), asked);
		assertEquals(3, Files.size(folder.resolve("a")));
	}
}
