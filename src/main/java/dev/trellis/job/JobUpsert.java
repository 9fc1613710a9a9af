package dev.trellis.job;

import dev.trellis.jdbc.Dialect;

/**
 * The statement for jobs, which differs from database to database: it adds one, or makes
 * the one that is there due at another time unless it runs. Whoever else is at the same
 * job is waited for, so that no transaction fails because of another.
 */
enum JobUpsert {

	/**
	 * For PostgreSQL, where a row that another transaction has added meanwhile would end
	 * this one.
	 */
	POSTGRESQL("""
			insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
			values (:task, :subject, :due, false, 1, :priority)
			on conflict (task_name, task_instance) do update
			set execution_time = excluded.execution_time, priority = excluded.priority,
			    version = scheduled_tasks.version + 1
			where scheduled_tasks.picked = false"""),

	/**
	 * For H2 in its regular mode.
	 */
	H2("""
			merge into scheduled_tasks using (values (cast(:task as varchar), cast(:subject as varchar),
			    cast(:due as timestamp with time zone), cast(:priority as smallint)))
			    as wish (task_name, task_instance, execution_time, priority)
			on scheduled_tasks.task_name = wish.task_name and scheduled_tasks.task_instance = wish.task_instance
			when matched and scheduled_tasks.picked = false then update
			    set execution_time = wish.execution_time, priority = wish.priority,
			        version = scheduled_tasks.version + 1
			when not matched then insert (task_name, task_instance, execution_time, picked, version, priority)
			    values (wish.task_name, wish.task_instance, wish.execution_time, false, 1, wish.priority)""");

	private final String sql;

	JobUpsert(String sql) {
		this.sql = sql;
	}

	static JobUpsert of(Dialect dialect) {
		return switch (dialect) {
			case POSTGRESQL -> POSTGRESQL;
			case H2 -> H2;
		};
	}

	String sql() {
		return this.sql;
	}

}
