package dev.trellis.provider;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * A provider's resource API as one linked account sees it: the access token, fixed
 * headers and limits are seen to. Every answer is bounded in size and time and is JSON,
 * or the call fails with a {@link ProviderException}.
 */
public interface ResourceApi {

	/**
	 * Reads a resource.
	 * @param path the path within the API, starting with a slash, its segments already
	 * encoded
	 * @param query query parameters, unencoded, in order
	 * @return the answer's body
	 * @throws ProviderException if there is no usable answer
	 */
	JsonNode get(String path, Map<String, String> query);

	/**
	 * Asks with a body where a provider reads by POST.
	 * @param path the path within the API, starting with a slash, its segments already
	 * encoded
	 * @param body what is sent as JSON
	 * @return the answer's body
	 * @throws ProviderException if there is no usable answer
	 */
	JsonNode post(String path, Map<String, Object> body);

	/**
	 * The path of a call that the description lets an operator change.
	 * @param call the name of the call, a key of {@link Provider.Api#paths()}
	 * @param otherwise the path where the description says nothing
	 * @return the path
	 */
	String path(String call, String otherwise);

}
