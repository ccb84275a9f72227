// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Layout;
import io.wattmill.billing.chain.Line;
import io.wattmill.billing.chain.SealedBlock;
import io.wattmill.billing.chain.VerifyingKey;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes everything that proves the ledger, as lines of text: the keys, the accounts, each block
 * with the rows that it holds, and the rows that no block holds yet. {@code
 * io.wattmill.billing.dump.DumpAudit} reads it.
 */
public final class DumpWriter {

    private static final String FORMAT = Integer.toString(Layout.FORMAT);
    private static final int BLOCKS_AT_ONCE = 10;
    private static final int BOOKINGS_AT_ONCE = 200;
    private static final Statement ACCOUNTS =
            new Statement(
                    Layout.ACCOUNT.columns().stream()
                            .map(column -> column + "::text")
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            "SELECT ",
                                            " FROM account WHERE id > $1 ORDER BY id LIMIT 1000")));
    private static final Statement UNSEALED =
            new Statement(
                    """
                    SELECT b.id FROM booking b
                     WHERE b.id > $1 AND b.xid >= coalesce((
                           SELECT max(to_xid) FROM ledger_block s WHERE s.cluster = b.cluster), 0)::text::xid8
                     ORDER BY b.id LIMIT $2\
                    """);

    private final SqlConnection connection;
    private final BlockStore store;
    private final Function<String, Future<Void>> sink;
    private long lines;

    private DumpWriter(SqlConnection connection, Function<String, Future<Void>> sink) {
        this.connection = connection;
        this.store = new BlockStore(connection);
        this.sink = sink;
    }

    /**
     * Writes a dump, as the books are at this moment; the number of its lines.
     *
     * @param sink takes some lines at a time, each ended; completes when it wants more
     */
    public static Future<Long> write(Pool pool, long nowUs, Function<String, Future<Void>> sink) {
        return Transactions.snapshot(
                pool, connection -> new DumpWriter(connection, sink).write(nowUs));
    }

    private Future<Long> write(long nowUs) {
        return put(List.of(line(Layout.HEADER, FORMAT, Long.toString(nowUs))))
                .compose(_ -> store.keys())
                .compose(keys -> put(keys.stream().map(DumpWriter::key).toList()))
                .compose(_ -> accounts(Long.MIN_VALUE))
                .compose(_ -> blocks(0))
                .compose(_ -> put(List.of(line(Layout.OPEN))))
                .compose(_ -> unsealed(0))
                .compose(_ -> put(List.of(line(Layout.END, Long.toString(lines + 1)))))
                .map(_ -> lines);
    }

    private Future<Void> accounts(long after) {
        return ACCOUNTS.rows(connection, after)
                .compose(
                        rows ->
                                rows.isEmpty()
                                        ? Future.succeededFuture()
                                        : put(rows.stream().map(DumpWriter::account).toList())
                                                .compose(_ -> accounts(id(rows.getLast()))));
    }

    private Future<Void> blocks(long after) {
        return store.after(after, BLOCKS_AT_ONCE)
                .compose(
                        blocks ->
                                blocks.isEmpty()
                                        ? Future.succeededFuture()
                                        : Sequence.each(blocks, this::block)
                                                .compose(
                                                        _ ->
                                                                blocks(
                                                                        blocks.getLast()
                                                                                .block()
                                                                                .number())));
    }

    private Future<Void> block(SealedBlock stored) {
        return put(List.of(stored.line().text()))
                .compose(_ -> store.bookings(stored.block()))
                .compose(this::rows);
    }

    private Future<Void> unsealed(long after) {
        return UNSEALED.rows(connection, after, BOOKINGS_AT_ONCE)
                .map(rows -> rows.stream().map(row -> row.getLong("id")).toArray(Long[]::new))
                .compose(
                        ids ->
                                ids.length == 0
                                        ? Future.succeededFuture()
                                        : rows(ids).compose(_ -> unsealed(ids[ids.length - 1])));
    }

    private Future<Void> rows(Long[] bookings) {
        return ChainedTable.each(connection, bookings, this::put);
    }

    private Future<Void> put(List<String> some) {
        lines += some.size();
        return some.isEmpty()
                ? Future.succeededFuture()
                : sink.apply(String.join("\n", some) + "\n");
    }

    private static long id(Row account) {
        return Long.parseLong(account.getString(0));
    }

    private static String account(Row row) {
        return line(
                Layout.ACCOUNT.name(),
                Stream.iterate(0, i -> i < row.size(), i -> i + 1)
                        .map(row::getString)
                        .toArray(String[]::new));
    }

    private static String key(VerifyingKey key) {
        return line(Layout.KEY, key.id().toString(), HexFormat.of().formatHex(key.encoded()));
    }

    private static String line(String name, String... values) {
        return new Line(name, Arrays.stream(values).map(Optional::of).toList()).text();
    }
}
