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
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Blocks in PostgreSQL, and the bookings that no block holds yet. */
final class BlockStore {

    /** Held by the one service that seals; freed with the transaction. */
    private static final long LOCK_KEY = 0x77_61_74_74_73_65_61_6CL; // "wattseal"

    private static final Statement LEAD =
            new Statement("SELECT pg_try_advisory_xact_lock($1) AS leads");

    /**
     * Bookings behind the last block of their cluster whose transactions have ended: of this
     * cluster those before the oldest that is open, of another one (a dump was restored) all. One
     * cluster at a time, the one with the oldest booking first.
     */
    private static final Statement OPEN =
            new Statement(
                    """
                    WITH RECURSIVE clusters (cluster) AS (
                        (SELECT cluster FROM booking ORDER BY cluster LIMIT 1)
                        UNION ALL
                        SELECT (SELECT b.cluster FROM booking b WHERE b.cluster > c.cluster ORDER BY b.cluster LIMIT 1)
                          FROM clusters c WHERE c.cluster IS NOT NULL),
                    here AS (SELECT system_identifier AS cluster FROM pg_control_system()),
                    ended AS (
                        SELECT b.id, b.cluster, b.xid::text::bigint AS xid
                          FROM clusters c
                         CROSS JOIN LATERAL (
                               SELECT coalesce(max(to_xid), 0) AS xid FROM ledger_block WHERE cluster = c.cluster) AS sealed
                         CROSS JOIN LATERAL (
                               SELECT id, cluster, xid FROM booking
                                WHERE cluster = c.cluster AND xid >= sealed.xid::text::xid8
                                  AND (c.cluster <> (SELECT cluster FROM here)
                                       OR xid < pg_snapshot_xmin(pg_current_snapshot()))
                                ORDER BY xid LIMIT $1) AS b)
                    SELECT id, cluster, xid FROM ended
                     WHERE cluster = (SELECT cluster FROM ended ORDER BY id LIMIT 1) ORDER BY xid, id\
                    """);

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
        return LEAD.row(connection, LOCK_KEY).map(row -> row.getBoolean("leads"));
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
