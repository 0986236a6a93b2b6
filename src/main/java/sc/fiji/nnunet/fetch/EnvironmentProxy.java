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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Selects the proxy that the environment names ({@code https_proxy}, {@code http_proxy}, {@code no_proxy}, in lower
 * or upper case), which clusters set but Java ignores. Java's own settings ({@code -Dhttps.proxyHost}) take
 * precedence.
 */
final class EnvironmentProxy extends ProxySelector {

	private final Map<String, String> environment;

	private EnvironmentProxy(final Map<String, String> environment) {
		this.environment = environment;
	}

	/** The proxy selector for new connections. */
	static ProxySelector select(final Map<String, String> environment) {
		final boolean configured = System.getProperty("https.proxyHost") != null || System.getProperty(
			"http.proxyHost") != null || Boolean.getBoolean("java.net.useSystemProxies");
		return configured ? ProxySelector.getDefault() : new EnvironmentProxy(environment);
	}

	@Override
	public List<Proxy> select(final URI uri) {
		final String address = variable(uri.getScheme() + "_proxy");
		if (address.isBlank() || isExcepted(uri.getHost())) return List.of(Proxy.NO_PROXY);
		final URI proxy = URI.create(address.contains("://") ? address : "http://" + address);
		if (proxy.getHost() == null) throw new IllegalArgumentException(uri.getScheme() + "_proxy is '" + address +
			"', which is not the address of a host");
		return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort() < 0
			? 80 : proxy.getPort())));
	}

	/** Whether a host is this computer, or no_proxy contains its name or domain. */
	private boolean isExcepted(final String host) {
		if (HttpFetcher.LOOPBACK.contains(host)) return true;
		for (final String one : variable("no_proxy").split(",")) {
			final String name = one.trim().replaceFirst("^\\*?\\.", "");
			if (name.equals("*") || !name.isEmpty() && (host.equalsIgnoreCase(name) || host.toLowerCase(Locale.ROOT)
				.endsWith("." + name.toLowerCase(Locale.ROOT)))) return true;
		}
		return false;
	}

	private String variable(final String name) {
		final String value = environment.get(name);
		return value != null ? value : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
	}

	@Override
	public void connectFailed(final URI uri, final SocketAddress address, final IOException e) {
		// NB: the connection fails with an exception of its own
	}
}
