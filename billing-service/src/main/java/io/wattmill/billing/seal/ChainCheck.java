// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.ChainVerifier;
import io.wattmill.billing.chain.SealedBlock;
import io.wattmill.billing.sql.Sequence;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** B-I9: gives the verifier every block with the rows that are there. */
public final class ChainCheck {

    private static final int BLOCKS_AT_ONCE = 100;

    private final SqlConnection connection;
    private final BlockStore store;
    private final LongConsumer progress;
    private final ChainVerifier verifier = new ChainVerifier(Optional.empty());

    private ChainCheck(SqlConnection connection, LongConsumer progress) {
        this.connection = connection;
        this.store = new BlockStore(connection);
        this.progress = progress;
    }

    /**
     * Reads every block and every row that is sealed, in the transaction of the connection.
     *
     * @param progress hears the number of each block that was made again
     */
    public static Future<ChainVerifier.Verdict> run(
            SqlConnection connection, LongConsumer progress) {
        ChainCheck check = new ChainCheck(connection, progress);
        return check.store
                .keys()
                .onSuccess(keys -> keys.forEach(check.verifier::key))
                .compose(_ -> check.after(0))
                .map(_ -> check.verifier.verdict());
    }

    private Future<Void> after(long number) {
        return store.after(number, BLOCKS_AT_ONCE)
                .compose(
                        blocks ->
                                blocks.isEmpty()
                                        ? Future.succeededFuture()
                                        : Sequence.each(blocks, this::block)
                                                .compose(
                                                        _ ->
                                                                after(
                                                                        blocks.getLast()
                                                                                .block()
                                                                                .number())));
    }

    private Future<Void> block(SealedBlock sealed) {
        verifier.block(sealed);
        return store.bookings(sealed.block())
                .compose(ids -> ChainedTable.each(connection, ids, this::rows))
                .onSuccess(_ -> progress.accept(sealed.block().number()));
    }

    private Future<Void> rows(List<String> lines) {
        lines.forEach(verifier::row);
        return Future.succeededFuture();
    }
}
