package dev.trellis;

import java.util.List;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Forgets the members and all they have linked before each test, as tests share one
 * running application.
 */
final class EmptyDatabase implements BeforeEachCallback {

	private static final List<String> STATEMENTS = List.of("""
			delete from scheduled_tasks where picked = false
			and task_instance in (select cast(id as varchar) from linked_account)""", "delete from linked_account",
			"delete from app_user where role = 'MEMBER'");

	@Override
	public void beforeEach(ExtensionContext context) {
		JdbcClient database = SpringExtension.getApplicationContext(context).getBean(JdbcClient.class);
		STATEMENTS.forEach((statement) -> database.sql(statement).update());
	}

}
