// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Layout;
import io.wattmill.billing.chain.Line;
import io.wattmill.billing.chain.TableLayout;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table whose rows are sealed: in which order its rows of some bookings come. Which columns their
 * lines have is {@link Layout}'s.
 */
final class ChainedTable {

    private static final String WINDOWS =
            "WHERE window_id IN (SELECT window_id FROM energy_share WHERE booking_id = ANY($1))"
                    + " ORDER BY window_id";

    /** In the order of {@link Layout#SEALED}. */
    private static final List<ChainedTable> ALL =
            List.of(
                    table(Layout.BOOKING, "WHERE id = ANY($1) ORDER BY id"),
                    table(
                            Layout.USAGE_EVENT,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, request_id"),
                    table(
                            Layout.USAGE_ATTEMPT,
                            "WHERE request_id IN (SELECT request_id FROM usage_event WHERE"
                                    + " booking_id = ANY($1)) ORDER BY request_id, number"),
                    table(Layout.TRANSFER, "WHERE booking_id = ANY($1) ORDER BY booking_id, id"),
                    table(
                            Layout.PRICE_ADJUSTMENT,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, transfer_id"),
                    table(
                            Layout.LEASE_USE,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, request_id, ordinal"),
                    table(
                            Layout.ENERGY_WINDOW,
                            WINDOWS.replace("window_id IN", "id IN")
                                    .replace("BY window_id", "BY id")),
                    table(Layout.ENERGY_WINDOW_DEVICE, WINDOWS + ", device_id"),
                    table(Layout.ENERGY_WINDOW_HOST, WINDOWS + ", source_id"),
                    table(Layout.ENERGY_ATTRIBUTION, WINDOWS),
                    table(
                            Layout.ENERGY_SHARE,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id, ordinal"),
                    table(
                            Layout.FACILITY_HOUR,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, kind, zone, hour"),
                    table(
                            Layout.WINDOW_COST,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id"),
                    table(
                            Layout.COST_LINE,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id, ordinal,"
                                    + " revision, sign"),
                    table(Layout.OUTCOME, "WHERE booking_id = ANY($1) ORDER BY booking_id, id"),
                    table(
                            Layout.PROVIDER_CHARGE,
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, request_id, number"),
                    table(Layout.ENERGY_WINDOW_MODEL, WINDOWS),
                    table(Layout.ENERGY_WINDOW_STEP, WINDOWS));

    private final TableLayout layout;
    private final Statement rows;

    private ChainedTable(TableLayout layout, Statement rows) {
        this.layout = layout;
        this.rows = rows;
    }

    private static ChainedTable table(TableLayout layout, String which) {
        String columns = String.join(", ", layout.columns());
        return new ChainedTable(
                layout,
                new Statement("SELECT " + columns + " FROM " + layout.name() + " " + which));
    }

    /** Gives every line of some bookings to {@code sink}, a table at a time. */
    static Future<Void> each(
            SqlConnection connection, Long[] bookings, Function<List<String>, Future<Void>> sink) {
        return Sequence.each(ALL, table -> table.lines(connection, bookings).compose(sink));
    }

    private Future<List<String>> lines(SqlConnection connection, Long[] bookings) {
        return rows.rows(connection, (Object) bookings)
                .map(found -> found.stream().map(this::line).toList());
    }

    private String line(Row row) {
        List<Optional<String>> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            values.add(Optional.ofNullable(row.getValue(i)).map(ColumnText::of));
        }
        return new Line(layout.name(), values).text();
    }
}
