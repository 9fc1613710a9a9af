package dev.trellis;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Links accounts at odd OAuth providers and shows what they hold.
 */
@SpringBootApplication
public class TrellisApplication {

	public static void main(String[] args) {
		SpringApplication.run(TrellisApplication.class, args);
	}

}
