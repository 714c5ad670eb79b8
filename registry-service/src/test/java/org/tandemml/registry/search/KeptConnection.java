package org.tandemml.registry.search;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.postgresql.ds.PGSimpleDataSource;
import org.tandemml.registry.database.Sql;
import org.tandemml.registry.database.SqlFailures;

/** A connection that stays open when its user closes it. */
record KeptConnection(Connection connection) {
    /** Statements on one connection: a pool is not what is tested here. */
    static Sql sql(Connection connection) {
        return new Sql(
                new PGSimpleDataSource() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Connection getConnection() {
                        return new KeptConnection(connection).open();
                    }
                },
                new SqlFailures(() -> false));
    }

    Connection open() {
        return (Connection)
                Proxy.newProxyInstance(
                        KeptConnection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                return null;
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }
}
