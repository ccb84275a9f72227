// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.MerkleTree;
import io.wattmill.billing.chain.VerifyingKey;
import io.wattmill.billing.sql.Sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** B-I9: makes every block again from the rows that are there, and compares. */
public final class ChainCheck {

    private static final int BLOCKS_AT_ONCE = 100;

    private final SqlConnection connection;
    private final BlockStore store;
    private final List<String> breaches = new ArrayList<>();
    private Map<Hash, VerifyingKey> keys = Map.of();
    private Hash previous = Hash.ZERO;
    private long number;

    private ChainCheck(SqlConnection connection) {
        this.connection = connection;
        this.store = new BlockStore(connection);
    }

    /**
     * What is known about the chain.
     *
     * @param blocks how many were made again
     * @param breaches what is wrong, empty when the chain holds
     */
    public record Findings(long blocks, List<String> breaches) {}

    /** Reads every block and every row that is sealed, in the transaction of the connection. */
    public static Future<Findings> run(SqlConnection connection) {
        ChainCheck check = new ChainCheck(connection);
        return check.store
                .keys()
                .onSuccess(found -> check.keys = byId(found))
                .compose(_ -> check.next())
                .map(_ -> new Findings(check.number, List.copyOf(check.breaches)));
    }

    private static Map<Hash, VerifyingKey> byId(List<VerifyingKey> keys) {
        return keys.stream().collect(Collectors.toMap(VerifyingKey::id, Function.identity()));
    }

    private Future<Void> next() {
        return store.after(number, BLOCKS_AT_ONCE)
                .compose(
                        blocks ->
                                blocks.isEmpty()
                                        ? Future.succeededFuture()
                                        : Sequence.each(blocks, this::check).compose(_ -> next()));
    }

    private Future<Void> check(SealedBlock sealed) {
        checkLink(sealed);
        checkSignature(sealed);
        return store.bookings(sealed.block())
                .compose(
                        ids ->
                                Sealer.tree(connection, ids)
                                        .onSuccess(tree -> checkRows(sealed, ids.length, tree)))
                .mapEmpty();
    }

    private void checkLink(SealedBlock sealed) {
        number++;
        if (sealed.block().number() != number || !sealed.block().previous().equals(previous)) {
            breaches.add("block " + sealed.block().number() + " does not follow the one before");
            number = sealed.block().number();
        }
        if (!sealed.block().hash().equals(sealed.hash())) {
            breaches.add("block " + sealed.block().number() + " is not what its hash says");
        }
        previous = sealed.hash();
    }

    private void checkSignature(SealedBlock sealed) {
        sealed.seal()
                .filter(
                        seal -> {
                            VerifyingKey key = keys.get(seal.keyId());
                            return key == null || !key.signed(sealed.block(), seal.signature());
                        })
                .ifPresent(
                        _ ->
                                breaches.add(
                                        "block " + number + " is not signed by the key it names"));
    }

    private void checkRows(SealedBlock sealed, long bookings, MerkleTree tree) {
        if (bookings != sealed.block().bookings() || tree.leaves() != sealed.block().rows()) {
            breaches.add(
                    "block %d holds %d bookings and %d rows where %d and %d were sealed"
                            .formatted(
                                    sealed.block().number(),
                                    bookings,
                                    tree.leaves(),
                                    sealed.block().bookings(),
                                    sealed.block().rows()));
        } else if (!tree.root().equals(sealed.block().merkleRoot())) {
            breaches.add("block " + sealed.block().number() + " has a row that was changed");
        }
    }
}
