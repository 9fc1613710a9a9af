package dev.trellis;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Has PostgreSQL tell how it would go about queries instead of running them: each finds
 * nothing.
 */
public final class ExplainingClient implements JdbcClient {

	private final JdbcClient jdbc;

	private final List<String> plan = new ArrayList<>();

	/**
	 * Begins with no plan.
	 * @param jdbc the database
	 */
	public ExplainingClient(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The plan of the last query.
	 * @return its lines
	 */
	public List<String> plan() {
		return List.copyOf(this.plan);
	}

	@Override
	public StatementSpec sql(String sql) {
		StatementSpec statement = this.jdbc.sql("explain " + sql);
		return proxy(StatementSpec.class, (proxy, method, arguments) -> {
			if (method.getName().equals("query")) {
				this.plan.clear();
				this.plan.addAll(statement.query(String.class).list());
				return proxy(MappedQuerySpec.class, (mapped, end, none) -> List.of());
			}
			invoke(method, statement, arguments);
			return proxy;
		});
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

	private static void invoke(Method method, Object target, Object[] arguments) throws Throwable {
		try {
			method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
