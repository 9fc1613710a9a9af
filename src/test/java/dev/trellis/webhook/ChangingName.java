package dev.trellis.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.hc.client5.http.DnsResolver;

/**
 * A name whose owner answers each look-up as they like; the last answer stays.
 */
final class ChangingName implements DnsResolver {

	private final List<List<InetAddress>> answers;

	private final AtomicInteger lookUps = new AtomicInteger();

	/**
	 * Makes a name.
	 * @param answers what the look-ups are answered with, one after the other
	 */
	ChangingName(List<List<InetAddress>> answers) {
		this.answers = answers;
	}

	int lookUps() {
		return this.lookUps.get();
	}

	private Stream<InetAddress> next() {
		return this.answers.get(Math.min(this.lookUps.getAndIncrement(), this.answers.size() - 1)).stream();
	}

	@Override
	public InetAddress[] resolve(String host) {
		return next().toArray(InetAddress[]::new);
	}

	@Override
	public List<InetSocketAddress> resolve(String host, int port) {
		return next().map((address) -> new InetSocketAddress(address, port)).toList();
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

}
