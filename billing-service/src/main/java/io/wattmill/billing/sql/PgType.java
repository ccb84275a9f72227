// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.IntFunction;

/** Column types, with the array that the driver sends for each. */
public enum PgType {
    UUID("uuid", UUID[]::new),
    TEXT("text", String[]::new),
    SMALLINT("smallint", Short[]::new),
    INTEGER("integer", Integer[]::new),
    BIGINT("bigint", Long[]::new),
    NUMERIC("numeric", BigDecimal[]::new),
    BOOLEAN("boolean", Boolean[]::new),
    TIMESTAMPTZ("timestamptz", OffsetDateTime[]::new),
    BYTEA("bytea", Buffer[]::new);

    private final String sqlName;
    private final IntFunction<@Nullable Object[]> array;

    PgType(String sqlName, IntFunction<@Nullable Object[]> array) {
        this.sqlName = sqlName;
        this.array = array;
    }

    String sqlName() {
        return sqlName;
    }

    @Nullable Object[] array(int length) {
        return array.apply(length);
    }
}
