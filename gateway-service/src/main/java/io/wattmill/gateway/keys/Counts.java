// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.wattmill.gateway.tenancy.Refusal;

/** Whether there is room for one more, and whether it was made. */
final class Counts {

    private Counts() {}

    /** Refuses when the counted {@code n} is not below {@code limit}. */
    static Future<Void> below(Future<RowSet<Row>> counted, int limit, String what, String setting) {
        return counted.compose(
                rows ->
                        rows.iterator().next().getLong("n") < limit
                                ? Future.succeededFuture()
                                : Refused.future(Refusal.full(what, limit, setting)));
    }

    /** Refuses when nothing was inserted. */
    static Future<Void> made(int inserted, String id) {
        return inserted == 1
                ? Future.succeededFuture()
                : Refused.future(
                        Refusal.conflict(
                                "id", "There is something with the id '" + id + "' already."));
    }
}
