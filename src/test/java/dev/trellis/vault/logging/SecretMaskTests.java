package dev.trellis.vault.logging;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is masked in logs, and what is not.
 */
class SecretMaskTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					GET /getMonthTreats?access_token=9f3c&x=1                | GET /getMonthTreats?access_token=***&x=1
					Securing GET /link/x/callback?code=abc&state=st          | Securing GET /link/x/callback?code=***&state=st
					grant_type=refresh_token&refresh_token=r&client_secret=s | grant_type=refresh_token&refresh_token=***&client_secret=***
					?auth_code=abc                                           | ?auth_code=***
					{"access_token" : "9f3c","expires_in":60}                | {"access_token":"***","expires_in":60}
					{"password":"hush hush"}                                 | {"password":"***"}
					Authorization: Bearer 9f3c-8d7e                          | Authorization: Bearer ***
					authorization: basic dHJlbGxpczpodXNo                    | authorization: basic ***
					the token eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.c2ln here  | the token *** here
					GET /overlay/Zm9vYmFyZm9vYmFyZm9vYmFyMTIzNDU2Nzg5MA/events | GET /overlay/***/events
					GET /requests/Zm9vYmFyZm9vYmFyZm9vYmFyMTIzNDU2Nzg5MA     | GET /requests/***
					key trl_3f2a90c417be55d0_Zm9vYmFyZm9vYmFyZm9vYmF         | key trl_3f2a90c417be55d0_***
					secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw            | secret whsec_***
					GET /linked-accounts/7/overlay                           | GET /linked-accounts/7/overlay
					status=200, kind=TREAT, error_code=1000                  | status=200, kind=TREAT, error_code=1000
					A bearer of good news                                    | A bearer of good news
					""")
	void masks(String text, String masked) {
		assertThat(SecretMask.mask(text)).isEqualTo(masked);
	}

}
