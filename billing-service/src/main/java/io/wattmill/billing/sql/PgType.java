// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;

/** Column types, with the array that the driver sends for each. */
public enum PgType {
    UUID,
    TEXT,
    SMALLINT,
    INTEGER,
    BIGINT,
    NUMERIC,
    BOOLEAN,
    TIMESTAMPTZ,
    BYTEA;

    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Nullable Object[] array(int length) {
        return switch (this) {
            case UUID -> new UUID[length];
            case TEXT -> new String[length];
            case SMALLINT -> new Short[length];
            case INTEGER -> new Integer[length];
            case BIGINT -> new Long[length];
            case NUMERIC -> new BigDecimal[length];
            case BOOLEAN -> new Boolean[length];
            case TIMESTAMPTZ -> new OffsetDateTime[length];
            case BYTEA -> new Buffer[length];
        };
    }
}
