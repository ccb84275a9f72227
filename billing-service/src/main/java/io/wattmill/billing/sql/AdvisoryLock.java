// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A lock of the database that one transaction at a time holds, until it ends. */
public record AdvisoryLock(long key) {

    private static final Statement TRY =
            new Statement("SELECT pg_try_advisory_xact_lock($1) AS taken");
    private static final Statement WAIT = new Statement("SELECT pg_advisory_xact_lock($1)");

    /**
     * The lock of a name, the same for every service on the database.
     *
     * @param name eight ASCII letters: the key's bytes
     */
    public static AdvisoryLock named(String name) {
        byte[] letters = name.getBytes(StandardCharsets.US_ASCII);
        if (letters.length != Long.BYTES) {
            throw new IllegalArgumentException("not eight letters: " + name);
        }
        return new AdvisoryLock(ByteBuffer.wrap(letters).getLong());
    }

    /** True when the transaction has it now; false when another has, without waiting. */
    public Future<Boolean> tryTake(SqlConnection connection) {
        return TRY.row(connection, key).map(row -> row.getBoolean("taken"));
    }

    /** Completes when the transaction has it. */
    public Future<Void> take(SqlConnection connection) {
        return WAIT.run(connection, key);
    }
}
