// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Block;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.SealedBlock;
import io.wattmill.billing.chain.SealedBlock.Seal;
import io.wattmill.billing.chain.SigningKey;
import io.wattmill.billing.chain.VerifyingKey;
import io.wattmill.billing.ledger.EndedBookings;
import io.wattmill.billing.sql.AdvisoryLock;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Blocks in PostgreSQL, and the bookings that no block holds yet. */
final class BlockStore {

    /** Held by the one service that seals. */
    private static final AdvisoryLock LOCK = AdvisoryLock.named("wattseal");

    /** Behind the last block of their cluster; one cluster at a time. */
    private static final Statement OPEN =
            new Statement(
                    EndedBookings.from(
                                    """
                                    SELECT coalesce(max(to_xid), 0)::text::xid8 FROM ledger_block
                                     WHERE cluster = c.cluster\
                                    """)
                            + "SELECT id, cluster, xid FROM ended WHERE "
                            + EndedBookings.OLDEST_CLUSTER
                            + " ORDER BY xid, id");

    private static final Statement OF_BLOCK =
            new Statement(
                    """
                    SELECT id FROM booking
                     WHERE cluster = $1 AND xid >= $2::text::xid8 AND xid < $3::text::xid8 ORDER BY id\
                    """);
    private static final String COLUMNS =
            "SELECT number, format, cluster, from_xid, to_xid, bookings, rows, merkle_root,"
                    + " previous, hash, sealed_at, key_id, signature FROM ledger_block ";
    private static final Statement LAST = new Statement(COLUMNS + "ORDER BY number DESC LIMIT 1");
    private static final Statement AFTER =
            new Statement(COLUMNS + "WHERE number > $1 ORDER BY number LIMIT $2");
    private static final Statement KEYS = new Statement("SELECT encoded FROM chain_key");
    private static final Statement ADD_KEY =
            new Statement(
                    "INSERT INTO chain_key (id, encoded) VALUES ($1, $2) ON CONFLICT DO NOTHING");
    private static final Statement ADD =
            new Statement(
                    """
                    INSERT INTO ledger_block (number, format, cluster, from_xid, to_xid, bookings, rows, merkle_root,
                                              previous, hash, sealed_at, key_id, signature)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)\
                    """);

    private final SqlConnection connection;

    /** For one transaction. */
    BlockStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** A booking that no block holds. */
    record Open(long id, long cluster, long xid) {}

    /** True when this transaction is the one that seals. */
    Future<Boolean> lead() {
        return LOCK.tryTake(connection);
    }

    /** Bookings to seal, in the order of their transactions. */
    Future<List<Open>> open(int limit) {
        return OPEN.rows(connection, limit)
                .map(
                        rows ->
                                rows.stream()
                                        .map(
                                                row ->
                                                        new Open(
                                                                row.getLong("id"),
                                                                row.getLong("cluster"),
                                                                row.getLong("xid")))
                                        .toList());
    }

    /** The bookings that a block should hold. */
    Future<Long[]> bookings(Block block) {
        return OF_BLOCK.rows(
                        connection,
                        block.cluster(),
                        Long.toString(block.fromXid()),
                        Long.toString(block.toXid()))
                .map(rows -> rows.stream().map(row -> row.getLong("id")).toArray(Long[]::new));
    }

    Future<Optional<SealedBlock>> last() {
        return LAST.rows(connection).map(rows -> rows.stream().findFirst().map(BlockStore::read));
    }

    /** Blocks that follow a number. */
    Future<List<SealedBlock>> after(long number, int limit) {
        return AFTER.rows(connection, number, limit)
                .map(rows -> rows.stream().map(BlockStore::read).toList());
    }

    Future<List<VerifyingKey>> keys() {
        return KEYS.rows(connection)
                .map(rows -> rows.stream().map(row -> bytes(row, "encoded")).toList())
                .map(keys -> keys.stream().map(VerifyingKey::of).toList());
    }

    /** Adds a block, signed if there is a key. */
    Future<Void> add(Block block, Optional<SigningKey> key) {
        return key.map(k -> addKey(k.verifyingKey()))
                .orElseGet(Future::succeededFuture)
                .compose(_ -> ADD.run(connection, parameters(block, key)));
    }

    private Future<Void> addKey(VerifyingKey key) {
        return ADD_KEY.run(
                connection, Buffer.buffer(key.id().bytes()), Buffer.buffer(key.encoded()));
    }

    private static @Nullable Object[] parameters(Block block, Optional<SigningKey> key) {
        return new @Nullable Object[] {
            block.number(),
            (short) block.format(),
            block.cluster(),
            block.fromXid(),
            block.toXid(),
            block.bookings(),
            block.rows(),
            Buffer.buffer(block.merkleRoot().bytes()),
            Buffer.buffer(block.previous().bytes()),
            Buffer.buffer(block.hash().bytes()),
            Instants.at(block.sealedAtUs()),
            key.map(k -> Buffer.buffer(k.verifyingKey().id().bytes())).orElse(null),
            key.map(k -> Buffer.buffer(k.sign(block))).orElse(null)
        };
    }

    private static SealedBlock read(Row row) {
        Block block =
                new Block(
                        row.getLong("number"),
                        row.getShort("format"),
                        row.getLong("cluster"),
                        row.getLong("from_xid"),
                        row.getLong("to_xid"),
                        row.getLong("bookings"),
                        row.getLong("rows"),
                        Hash.of(bytes(row, "merkle_root")),
                        Hash.of(bytes(row, "previous")),
                        Rows.us(row, "sealed_at"));
        Optional<Seal> seal =
                Optional.ofNullable(row.getBuffer("signature"))
                        .map(made -> new Seal(Hash.of(bytes(row, "key_id")), made.getBytes()));
        return new SealedBlock(block, Hash.of(bytes(row, "hash")), seal);
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }
}
