package dev.trellis.sandbox;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes a connection without a word where a fault asks for it, which a servlet cannot.
 */
final class ConnectionDropValve extends ValveBase {

	/**
	 * The request attribute that asks for it.
	 */
	static final String DROP = ConnectionDropValve.class.getName() + ".drop";

	ConnectionDropValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (request.getAttribute(DROP) != null) {
			if (response.isCommitted()) {
				response.getResponse().flushBuffer();
			}
			response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
		}
	}

}
