package dev.trellis.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.web.util.HtmlUtils;

/**
 * The sandbox's HTML pages, everything that was said from outside escaped.
 */
final class Page {

	private Page() {
	}

	/**
	 * The page on which a person chooses who to be, and agrees or denies.
	 */
	static Reply consent(SandboxProvider provider, AuthorizationRequest request, String ticket, List<String> scopes) {
		List<Person> people = People.of(provider);
		return page(200, provider, """
				<p><strong>%s</strong> would like to see your %s account.</p>
				%s
				<form method="post" action="/%s/consent">
				<input type="hidden" name="ticket" value="%s">
				<fieldset><legend>Who are you today?</legend>
				%s
				</fieldset>
				<div class="buttons">
				<button type="submit" name="decision" value="agree">Agree</button>
				<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
				</div>
				</form>
				<p class="note">You will be sent back to %s.</p>
				""".formatted(escape(request.clientId()), provider.title(), scopes(scopes), provider.id(), ticket,
				choices(people), escape(request.redirectUri())));
	}

	/**
	 * The front door, which says who lives here.
	 */
	static Reply home() {
		String providers = Arrays.stream(SandboxProvider.values())
			.map((provider) -> "<tr><td>%s</td><td>%s</td></tr>".formatted(provider.title(),
					People.of(provider).stream().map(Person::name).collect(Collectors.joining(", "))))
			.collect(Collectors.joining("\n"));
		return page(200, "Trellis", "home", """
				<p>Five simulated providers, and the made-up people who have accounts there.</p>
				<table><thead><tr><th>Provider</th><th>People</th></tr></thead><tbody>%s</tbody></table>
				<p><a href="/treesnap/developer">Personal tokens of TreeSnap</a></p>
				<h2>Treats, live</h2>
				<form method="post" action="/treatstream/treats">
				<fieldset><legend>For whom at TreatStream?</legend>
				%s
				</fieldset>
				<div class="buttons"><button type="submit">Send a treat</button></div>
				</form>
				""".formatted(providers, choices(People.of(SandboxProvider.TREATSTREAM))));
	}

	/**
	 * A refusal that is shown instead of sending the browser anywhere.
	 */
	static Reply refusal(int status, SandboxProvider provider, String words) {
		return page(status, provider, "<p class=\"refusal\" role=\"alert\">%s</p>".formatted(escape(words)));
	}

	static Reply page(int status, SandboxProvider provider, String content) {
		return page(status, provider.title(), provider.id(), content);
	}

	private static Reply page(int status, String title, String style, String content) {
		return Reply.html(status, """
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<title>%1$s (sandbox)</title>
				<link rel="stylesheet" href="/assets/sandbox.css">
				<link rel="icon" href="data:,">
				</head>
				<body class="%2$s">
				<main>
				<p class="badge">Sandbox: nothing here is real</p>
				<h1>%1$s (sandbox)</h1>
				%3$s
				</main>
				</body>
				</html>
				""".formatted(title, style, content));
	}

	static String escape(String text) {
		return (text != null) ? HtmlUtils.htmlEscape(text) : "";
	}

	private static String scopes(List<String> scopes) {
		if (scopes.isEmpty()) {
			return "";
		}
		return scopes.stream()
			.map((scope) -> "<li><code>%s</code></li>".formatted(escape(scope)))
			.collect(Collectors.joining("", "<p>It asks for:</p><ul class=\"scopes\">", "</ul>"));
	}

	private static String choices(List<Person> people) {
		return IntStream.range(0, people.size())
			.mapToObj((index) -> choice(people.get(index), index == 0))
			.collect(Collectors.joining("\n"));
	}

	private static String choice(Person person, boolean first) {
		return """
				<label><input type="radio" name="person" value="%s"%s> %s <small>%s</small></label>"""
			.formatted(person.login(), (first) ? " checked" : "", escape(person.name()), person.holdings().words());
	}

}
