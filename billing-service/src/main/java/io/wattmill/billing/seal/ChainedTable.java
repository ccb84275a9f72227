// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Line;
import io.wattmill.billing.sql.Statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table whose rows are sealed: its columns as text and in which order its rows of some bookings
 * come. The columns are a format that blocks name. Until the first release this one is changed in
 * place; a later one must keep it for the blocks that have it.
 */
final class ChainedTable {

    /** The format of the lines below. */
    static final int FORMAT = 1;

    private static final String WINDOWS =
            "WHERE window_id IN (SELECT window_id FROM energy_share WHERE booking_id = ANY($1))"
                    + " ORDER BY window_id";

    /** In the order in which they are sealed. */
    static final List<ChainedTable> ALL =
            List.of(
                    table(
                            "booking",
                            "id kind source xid cluster booked_at@",
                            "WHERE id = ANY($1) ORDER BY id"),
                    table(
                            "usage_event",
                            "booking_id request_id content_hash# gateway_id journal_id"
                                + " journal_sequence organization_id project_id key_id user_id"
                                + " agent session_id run_id parent_id label tier end_user api model"
                                + " stream response_id idempotency_key admitted_at@ first_token_at@"
                                + " ended_at@ outcome finish_reason http_status error_code"
                                + " input_uncached cache_read cache_write output reasoning"
                                + " usage_source waste_tokens max_output_tokens price_version"
                                + " price_tier currency input_nano cache_read_nano cache_write_nano"
                                + " output_nano charged_nano claimed_version claimed_nano"
                                + " predicted_prefill_uj predicted_decode_uj predicted_ttft_us"
                                + " predicted_ttft_p90_us predicted_tpot_us decision#"
                                + " reasoning_nano",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, request_id"),
                    table(
                            "usage_attempt",
                            "request_id number project_id node_id engine_id engine_kind started_at@"
                                    + " first_token_at@ ended_at@ outcome input_uncached cache_read"
                                    + " cache_write output waste_tokens error",
                            "WHERE request_id IN (SELECT request_id FROM usage_event WHERE"
                                    + " booking_id = ANY($1)) ORDER BY request_id, number"),
                    table(
                            "transfer",
                            "booking_id id kind ledger debit_account credit_account amount event_id"
                                    + " window_id pending_id corrects_id",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, id"),
                    table(
                            "price_adjustment",
                            "booking_id project_id model meter tier currency month@ revision"
                                    + " price_version tokens charged_nano adjusted_nano"
                                    + " posted_nano transfer_id",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, transfer_id"),
                    table(
                            "lease_use",
                            "booking_id request_id ordinal lease_id budget_id unit amount late"
                                    + " fenced",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, request_id, ordinal"),
                    table(
                            "energy_window",
                            "id node_id engine_id started_at@ ended_at@ energy_uj quality_ppm"
                                + " base_power_mw prefill_uj_per_token decode_uj_per_token zone",
                            WINDOWS.replace("window_id IN", "id IN")
                                    .replace("BY window_id", "BY id")),
                    table(
                            "energy_window_device",
                            "window_id node_id device_id start_total_uj end_total_uj energy_uj"
                                    + " gpu_type",
                            WINDOWS + ", device_id"),
                    table(
                            "energy_window_host",
                            "window_id node_id source_id energy_uj",
                            WINDOWS + ", source_id"),
                    table("energy_attribution", "window_id basis attributed_at@", WINDOWS),
                    table(
                            "energy_share",
                            "booking_id window_id ordinal request_id attempt prefill_uj decode_uj"
                                    + " idle_uj empty_uj unattributed_uj",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id, ordinal"),
                    table(
                            "facility_hour",
                            "booking_id kind zone hour@ revision value",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, kind, zone, hour"),
                    table(
                            "window_cost",
                            "booking_id window_id revision zone price_version currency host_metered"
                                    + " gpu_nano_per_hour pue_ppm carbon_ug_per_kwh"
                                    + " electricity_price_per_kwh host_uj facility_uj gpu_nano"
                                    + " electricity_nano carbon_ug",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id"),
                    table(
                            "cost_line",
                            "booking_id window_id ordinal revision sign bearer owner quality_ppm"
                                    + " host_uj facility_uj gpu_nano electricity_nano carbon_ug",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, window_id, ordinal,"
                                    + " revision, sign"),
                    table(
                            "outcome",
                            "booking_id id request_id revision key_id success score value_nano"
                                    + " label reported_at@",
                            "WHERE booking_id = ANY($1) ORDER BY booking_id, id"));

    private final String name;
    private final Statement rows;

    private ChainedTable(String name, Statement rows) {
        this.name = name;
        this.rows = rows;
    }

    /**
     * A table with its columns: an instant is marked with {@code @} and bytes with {@code #},
     * because their text depends on the session.
     */
    private static ChainedTable table(String name, String columns, String which) {
        String texts =
                Arrays.stream(columns.split(" "))
                        .map(ChainedTable::text)
                        .collect(Collectors.joining(", "));
        return new ChainedTable(
                name, new Statement("SELECT " + texts + " FROM " + name + " " + which));
    }

    private static String text(String column) {
        String name = column.substring(0, column.length() - 1);
        return switch (column.charAt(column.length() - 1)) {
            case '@' -> "epoch_us(" + name + ")";
            case '#' -> "encode(" + name + ", 'hex')";
            default -> column + "::text";
        };
    }

    /** The lines of this table's rows of the bookings, in order. */
    Future<List<String>> lines(SqlConnection connection, Long[] bookings) {
        return rows.rows(connection, (Object) bookings)
                .map(found -> found.stream().map(this::line).toList());
    }

    private String line(Row row) {
        List<Optional<String>> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            values.add(Optional.ofNullable(row.getString(i)));
        }
        return new Line(name, values).text();
    }
}
