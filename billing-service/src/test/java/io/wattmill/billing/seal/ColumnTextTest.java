// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.chain.Layout;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is sealed of a value is what PostgreSQL itself writes. */
final class ColumnTextTest {

    /** An expression, and the text that stands for it in a line. */
    private record Sample(String sql, String text) {
        static Sample plain(String sql) {
            return new Sample(sql, "(" + sql + ")::text");
        }
    }

    private static final List<Sample> SAMPLES =
            List.of(
                    Sample.plain("9223372036854775807::bigint"),
                    Sample.plain("(-9223372036854775807 - 1)::bigint"),
                    Sample.plain("(-2147483648)::integer"),
                    Sample.plain("(-32768)::smallint"),
                    Sample.plain("true"),
                    Sample.plain("false"),
                    Sample.plain("'0198c0de-0000-7000-8000-00000000000a'::uuid"),
                    Sample.plain("E'tab\\there, backslash \\\\ and \\u20ac'::text"),
                    Sample.plain("''::text"),
                    Sample.plain("0::numeric(24,15)"),
                    Sample.plain("0.00000015::numeric(24,15)"),
                    Sample.plain("(-123456789.123456789012345)::numeric(24,15)"),
                    Sample.plain("0.92::numeric"),
                    Sample.plain("100::numeric"),
                    Sample.plain("1e20::numeric"),
                    Sample.plain("'18446744073709551615'::xid8"),
                    new Sample(
                            "'2026-11-22T01:02:03.456789Z'::timestamptz",
                            "billing.epoch_us('2026-11-22T01:02:03.456789Z')"),
                    new Sample(
                            "'1969-12-31T23:59:59.999999Z'::timestamptz",
                            "billing.epoch_us('1969-12-31T23:59:59.999999Z')"),
                    new Sample("'\\x00ff10'::bytea", "encode('\\x00ff10'::bytea, 'hex')"),
                    new Sample("''::bytea", "encode(''::bytea, 'hex')"));

    private final BillingWorld world = BillingWorld.start();
    private final SqlClient client =
            Await.await(Database.open(world.vertx, world.database, "billing"));

    @AfterEach
    void close() {
        Await.await(client.close());
        world.close();
    }

    @Test
    void isWhatPostgresWrites() {
        for (Sample sample : SAMPLES) {
            Row row =
                    rows("SELECT " + sample.sql() + " AS v, " + sample.text() + " AS t").getFirst();
            assertEquals(row.getString("t"), ColumnText.of(row.getValue("v")), sample.sql());
        }
    }

    @Test
    void coversEveryKindOfColumnThatIsSealed() {
        Set<String> known =
                Set.of(
                        "bigint",
                        "integer",
                        "smallint",
                        "boolean",
                        "uuid",
                        "text",
                        "numeric",
                        "xid8",
                        "timestamp with time zone",
                        "bytea");
        String tables =
                Layout.SEALED.stream()
                        .map(layout -> "'" + layout.name() + "'")
                        .collect(Collectors.joining(", "));
        List<Row> types =
                rows(
                        "SELECT DISTINCT data_type::text AS type FROM information_schema.columns"
                                + " WHERE table_schema = 'billing' AND table_name IN ("
                                + tables
                                + ")");
        types.forEach(row -> assertTrue(known.contains(row.getString("type")), row::deepToString));
    }

    private List<Row> rows(String sql) {
        List<Row> list = new ArrayList<>();
        Await.await(client.preparedQuery(sql).execute()).forEach(list::add);
        return list;
    }
}
