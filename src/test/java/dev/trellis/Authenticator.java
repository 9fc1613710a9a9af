package dev.trellis;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A device with one passkey, and the browser that speaks for it (WebAuthn Level 3): it
 * signs by ES256 and attests nothing. It can be made to lie.
 */
public final class Authenticator {

	private static final int PRESENT = 0x01;

	private static final int VERIFIED = 0x04;

	private static final int ATTESTED = 0x40;

	private final JsonMapper json = new JsonMapper();

	private final byte[] id = bytes(UUID.randomUUID());

	private final String origin;

	private KeyPair keys = generate();

	private String userHandle = "";

	private int flags = PRESENT | VERIFIED;

	private int count;

	private String rpId = "";

	/**
	 * A new device.
	 * @param origin the origin of the pages that its browser shows
	 */
	public Authenticator(String origin) {
		this.origin = origin;
	}

	/**
	 * The same device, as another page sees it.
	 * @param origin the origin of that page
	 * @return the device
	 */
	public Authenticator at(String origin) {
		Authenticator other = new Authenticator(origin);
		System.arraycopy(this.id, 0, other.id, 0, this.id.length);
		other.keys = this.keys;
		other.userHandle = this.userHandle;
		other.count = this.count;
		return other;
	}

	/**
	 * Does not look at who holds it from now on.
	 * @return this device
	 */
	public Authenticator unverified() {
		this.flags = PRESENT;
		return this;
	}

	/**
	 * Signs with another key from now on.
	 * @return this device
	 */
	public Authenticator withOtherKey() {
		this.keys = generate();
		return this;
	}

	/**
	 * Says that it belongs to somebody else from now on.
	 * @param user that person
	 * @return this device
	 */
	public Authenticator of(UUID user) {
		this.userHandle = encoded(bytes(user));
		return this;
	}

	/**
	 * Signs for another relying party from now on.
	 * @param rpId its id
	 * @return this device
	 */
	public Authenticator forParty(String rpId) {
		this.rpId = rpId;
		return this;
	}

	/**
	 * Counts its signatures from now on.
	 * @param count how many there were
	 * @return this device
	 */
	public Authenticator counting(int count) {
		this.count = count;
		return this;
	}

	/**
	 * Makes the passkey.
	 * @param options what the page asks for
	 * @return what it sends
	 */
	public String create(String options) {
		JsonNode asked = this.json.readTree(options);
		this.userHandle = asked.at("/user/id").asString();
		byte[] data = data(party(asked.at("/rp/id").asString()), this.flags | ATTESTED, concatenated(new byte[16],
				ByteBuffer.allocate(2).putShort((short) this.id.length).array(), this.id, publicKey()));
		byte[] attestation = concatenated(hex("a363666d74646e6f6e656761747453746d74a068617574684461746158"),
				new byte[] { (byte) data.length }, data);
		return credential("webauthn.create", asked,
				Map.of("attestationObject", encoded(attestation), "transports", List.of("internal", "a made-up one")));
	}

	/**
	 * Proves who holds it.
	 * @param options what the page asks for
	 * @return what it sends
	 */
	public String get(String options) {
		JsonNode asked = this.json.readTree(options);
		byte[] data = data(party(asked.at("/rpId").asString()), this.flags);
		byte[] clientData = clientData("webauthn.get", asked);
		return credential("webauthn.get", asked, Map.of("authenticatorData", encoded(data), "signature",
				encoded(sign(concatenated(data, hash(clientData)))), "userHandle", this.userHandle));
	}

	private String party(String asked) {
		return this.rpId.isEmpty() ? asked : this.rpId;
	}

	private String credential(String type, JsonNode asked, Map<String, Object> parts) {
		Map<String, Object> response = new LinkedHashMap<>(parts);
		response.put("clientDataJSON", encoded(clientData(type, asked)));
		return this.json.writeValueAsString(Map.of("id", encoded(this.id), "rawId", encoded(this.id), "type",
				"public-key", "clientExtensionResults", Map.of(), "response", response));
	}

	private byte[] clientData(String type, JsonNode asked) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("type", type);
		data.put("challenge", asked.at("/challenge").asString());
		data.put("origin", this.origin);
		data.put("crossOrigin", false);
		return this.json.writeValueAsBytes(data);
	}

	private byte[] data(String party, int flags, byte... attested) {
		return concatenated(hash(party.getBytes(StandardCharsets.UTF_8)), new byte[] { (byte) flags },
				ByteBuffer.allocate(4).putInt(this.count).array(), attested);
	}

	// As COSE writes it: an elliptic curve key for ES256 on P-256.
	private byte[] publicKey() {
		ECPublicKey key = (ECPublicKey) this.keys.getPublic();
		return concatenated(hex("a5010203262001215820"), coordinate(key.getW().getAffineX()), hex("225820"),
				coordinate(key.getW().getAffineY()));
	}

	private static byte[] coordinate(BigInteger number) {
		byte[] bytes = new byte[32];
		byte[] found = number.toByteArray();
		int length = Math.min(found.length, bytes.length);
		System.arraycopy(found, found.length - length, bytes, bytes.length - length, length);
		return bytes;
	}

	private byte[] sign(byte[] data) {
		try {
			Signature signature = Signature.getInstance("SHA256withECDSA");
			signature.initSign(this.keys.getPrivate());
			signature.update(data);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyPair generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] hash(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(UUID id) {
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	private static byte[] concatenated(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		Arrays.stream(parts).forEach(all::writeBytes);
		return all.toByteArray();
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

	private static String encoded(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
