// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Block;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.Layout;
import io.wattmill.billing.chain.MerkleTree;
import io.wattmill.billing.chain.SealedBlock;
import io.wattmill.billing.chain.SigningKey;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.seal.BlockStore.Open;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.Optional;

/**
 * Seals one block a round. Bookings go by the numbers of their transactions: once every transaction
 * below a number has ended, nothing can be added below it, and what is there is complete.
 */
public final class Sealer {

    private static final Future<Integer> NOTHING = Future.succeededFuture(0);

    private final Pool pool;
    private final int bookingsPerBlock;
    private final Optional<SigningKey> key;

    public Sealer(Pool pool, ChainConfig config) {
        this.pool = pool;
        this.bookingsPerBlock = config.bookingsPerBlock();
        this.key = config.key();
    }

    /** Seals what is ready; how many bookings that were. None when another service is at it. */
    public Future<Integer> round(long nowUs) {
        return Transactions.run(pool, connection -> round(connection, nowUs));
    }

    private Future<Integer> round(SqlConnection connection, long nowUs) {
        BlockStore store = new BlockStore(connection);
        return store.lead()
                .compose(
                        leads ->
                                leads
                                        ? store.open(bookingsPerBlock)
                                        : Future.succeededFuture(List.<Open>of()))
                .compose(open -> open.isEmpty() ? NOTHING : seal(connection, store, open, nowUs));
    }

    private Future<Integer> seal(
            SqlConnection connection, BlockStore store, List<Open> open, long nowUs) {
        Long[] ids = open.stream().map(Open::id).sorted().toArray(Long[]::new);
        return tree(connection, ids)
                .compose(tree -> store.last().map(last -> block(last, open, tree, nowUs)))
                .compose(block -> store.add(block, key))
                .onSuccess(_ -> CrashPoint.IN_SEALING.pass())
                .map(ids.length);
    }

    /** The tree over everything that some bookings wrote. */
    private static Future<MerkleTree> tree(SqlConnection connection, Long[] bookings) {
        MerkleTree tree = new MerkleTree();
        return ChainedTable.each(connection, bookings, lines -> add(tree, lines)).map(tree);
    }

    private static Future<Void> add(MerkleTree tree, List<String> lines) {
        lines.forEach(tree::add);
        return Future.succeededFuture();
    }

    private static Block block(
            Optional<SealedBlock> last, List<Open> open, MerkleTree tree, long nowUs) {
        return new Block(
                last.map(before -> before.block().number()).orElse(0L) + 1,
                Layout.FORMAT,
                open.getFirst().cluster(),
                open.getFirst().xid(),
                open.getLast().xid() + 1,
                open.size(),
                tree.leaves(),
                tree.root(),
                last.map(SealedBlock::hash).orElse(Hash.ZERO),
                nowUs);
    }
}
