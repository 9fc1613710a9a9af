package dev.trellis;

import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Forgets the members and all they have linked before each test and after it, as tests
 * share one running application, whose jobs go on while other tests move the clock.
 */
final class EmptyDatabase implements BeforeEachCallback, AfterEachCallback {

	private static final List<String> STATEMENTS = List.of("""
			delete from scheduled_tasks where picked = false
			and task_instance in (select cast(id as varchar) from linked_account)""", "delete from revocation",
			"delete from linked_account", "delete from rate_limit", "delete from app_user where role = 'MEMBER'");

	@Override
	public void beforeEach(ExtensionContext context) {
		empty(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		empty(context);
	}

	private static void empty(ExtensionContext context) {
		JdbcClient database = SpringExtension.getApplicationContext(context).getBean(JdbcClient.class);
		STATEMENTS.forEach((statement) -> database.sql(statement).update());
	}

}
