package dev.trellis.webhook;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.hc.client5.http.DnsResolver;

/**
 * A name whose owner answers each look-up as they like; the last answer stays, and an
 * empty one is that there is no such name.
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

	private Stream<InetAddress> next() throws UnknownHostException {
		List<InetAddress> answer = this.answers.get(Math.min(this.lookUps.getAndIncrement(), this.answers.size() - 1));
		if (answer.isEmpty()) {
			throw new UnknownHostException();
		}
		return answer.stream();
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		return next().toArray(InetAddress[]::new);
	}

	@Override
	public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
		return next().map((address) -> new InetSocketAddress(address, port)).toList();
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

}
