package dev.trellis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlLabel;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;

/**
 * A person's way through pages, in a browser without JavaScript, where things are found
 * as people do: by their role and their name.
 */
public final class Journey implements AutoCloseable {

	/**
	 * A password that is long enough for anybody who signs up.
	 */
	public static final String PASSWORD = "correct horse battery";

	private final WebClient client = new WebClient();

	private final String origin;

	private HtmlPage page;

	/**
	 * Begins with no page open.
	 * @param port where Trellis listens
	 */
	public Journey(int port) {
		this.origin = "http://localhost:" + port;
		this.client.getOptions().setJavaScriptEnabled(false);
		this.client.getOptions().setCssEnabled(false);
		this.client.getOptions().setThrowExceptionOnFailingStatusCode(false);
		this.client.setRefreshHandler((page, url, seconds) -> {
		});
	}

	/**
	 * Signs up by the page, which leads to the dashboard.
	 * @param email the new member's address
	 * @return this journey
	 */
	public Journey signUp(String email) {
		return open("/sign-up").fill("Email", email)
			.fill("Display name", "Somebody")
			.fill("Password", PASSWORD)
			.click("Create account");
	}

	/**
	 * Opens an address.
	 * @param path an address of Trellis, or a whole one
	 * @return this journey
	 */
	public Journey open(String path) {
		return show(() -> this.client.getPage((path.startsWith("/")) ? this.origin + path : path));
	}

	/**
	 * Presses the first button of a name.
	 * @param name its accessible name
	 * @return this journey
	 */
	public Journey click(String name) {
		return press(this.page.getBody(), ".//button | .//a[@role='button']", name);
	}

	/**
	 * Presses a button on the card of a provider.
	 * @param provider the provider's name
	 * @param name the button's accessible name
	 * @return this journey
	 */
	public Journey clickOnCard(String provider, String name) {
		return press(card(provider), ".//button", name);
	}

	/**
	 * Follows the first link of a name.
	 * @param name its accessible name
	 * @return this journey
	 */
	public Journey follow(String name) {
		return press(this.page.getBody(), ".//a[not(@role)]", name);
	}

	/**
	 * Fills a field.
	 * @param label its label
	 * @param value what to type
	 * @return this journey
	 */
	public Journey fill(String label, String value) {
		HtmlElement field = named(this.page.getBody(), "//label", label).map((found) -> (HtmlLabel) found)
			.map(HtmlLabel::getLabeledElement)
			.findFirst()
			.orElseThrow(() -> missing("field", label));
		if (field instanceof HtmlTextArea area) {
			area.setText(value);
		}
		else {
			((HtmlInput) field).setValue(value);
		}
		return this;
	}

	/**
	 * Ticks the radio button or box that stands for a value.
	 * @param value the value
	 * @return this journey
	 */
	public Journey choose(String value) {
		HtmlInput choice = this.page.getFirstByXPath("//input[@value='" + value + "']");
		choice.setChecked(true);
		return this;
	}

	/**
	 * Whether there is a button of a name.
	 * @param name its accessible name
	 * @return whether there is
	 */
	public boolean hasButton(String name) {
		return named(this.page.getBody(), "//button | //a[@role='button']", name).findAny().isPresent();
	}

	/**
	 * The card of a provider on the dashboard.
	 * @param provider the provider's name
	 * @return the article with that heading
	 */
	public HtmlElement card(String provider) {
		return this.page.<HtmlElement>getByXPath("//article")
			.stream()
			.filter((article) -> named(article, ".//h1 | .//h2 | .//h3", provider).findAny().isPresent())
			.findFirst()
			.orElseThrow(() -> missing("article", provider));
	}

	/**
	 * The pages of the linked accounts on a provider's card.
	 * @param provider the provider's name
	 * @return their addresses
	 */
	public List<String> accounts(String provider) {
		return card(provider).<DomElement>getByXPath(".//a[starts-with(@href, '/linked-accounts/')]")
			.stream()
			.map((link) -> link.getAttribute("href"))
			.toList();
	}

	/**
	 * The rows of the page's table of items, without its head.
	 * @return each row's text
	 */
	public List<String> rows() {
		return this.page.<DomNode>getByXPath("//table[@class='data']/tbody/tr").stream().map(Journey::text).toList();
	}

	/**
	 * What is said in an alert or in the error of a field.
	 * @return the words, empty if there are none
	 */
	public String alert() {
		DomNode alert = this.page.getFirstByXPath("//*[@role='alert'] | //*[@class='field-error']");
		return (alert != null) ? text(alert) : "";
	}

	/**
	 * All that can be read on the page.
	 * @return its text
	 */
	public String text() {
		return text(this.page.getBody());
	}

	/**
	 * The page.
	 * @return the page that is open
	 */
	public HtmlPage page() {
		return this.page;
	}

	/**
	 * The page as it came.
	 * @return its HTML
	 */
	public String source() {
		return this.page.getWebResponse().getContentAsString();
	}

	/**
	 * Where the person is.
	 * @return path and query within Trellis, or the whole address elsewhere
	 */
	public String location() {
		String uri = this.page.getUrl().toString();
		return (uri.startsWith(this.origin)) ? uri.substring(this.origin.length()) : uri;
	}

	private Journey press(DomNode scope, String elements, String name) {
		HtmlElement found = named(scope, elements, name).findFirst().orElseThrow(() -> missing("button or link", name));
		return show(found::click);
	}

	private Journey show(Callable<Page> action) {
		try {
			this.page = (HtmlPage) action.call();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<HtmlElement> named(DomNode scope, String elements, String name) {
		return scope.<HtmlElement>getByXPath(elements).stream().filter((element) -> text(element).equals(name));
	}

	private static String text(DomNode node) {
		return node.getTextContent().replaceAll("\\s+", " ").strip();
	}

	private AssertionError missing(String what, String name) {
		return new AssertionError("No %s \"%s\" at %s: %s".formatted(what, name, location(), text()));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
