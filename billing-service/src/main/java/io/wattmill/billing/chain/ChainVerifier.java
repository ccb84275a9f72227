// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes every block again from its rows, and compares: keys, then blocks in their order, each
 * followed by its rows, then what no block holds yet. It keeps one hash for each level of a tree,
 * not rows.
 */
public final class ChainVerifier {

    private final Optional<Hash> trusted;
    private final Map<Hash, VerifyingKey> keys = new HashMap<>();
    private final Map<Long, Hash> remembered = new TreeMap<>();
    private final List<String> named = new ArrayList<>();
    private Optional<Block> current = Optional.empty();
    private MerkleTree tree = new MerkleTree();
    private Hash previous = Hash.ZERO;
    private long number;
    private long blocks;
    private long bookings;
    private long unsealed;
    private long breaches;

    /**
     * What is known about the chain.
     *
     * @param blocks how many were made again
     * @param unsealed bookings that no block holds yet
     * @param named the first breaches
     * @param breaches how many there are; 0 when the chain holds
     */
    public record Verdict(long blocks, long unsealed, List<String> named, long breaches) {

        /** Breaches that are named. */
        public static final int NAMED = 3;

        /** Whether every block is what it was. */
        public boolean holds() {
            return breaches == 0;
        }
    }

    /**
     * A verifier at the beginning of the chain.
     *
     * @param trusted the key that must have signed every block; empty: any key that is given
     */
    public ChainVerifier(Optional<Hash> trusted) {
        this.trusted = trusted;
    }

    /** A key that blocks may name. */
    public void key(VerifyingKey key) {
        keys.put(key.id(), key);
    }

    /**
     * A block that somebody saw, by its number and Merkle root. Books from a backup have a chain
     * that holds; only who saw a later block knows that they were set back.
     */
    public void remember(long blockNumber, Hash merkleRoot) {
        remembered.put(blockNumber, merkleRoot);
    }

    /** The next block; the rows that follow are its. */
    public void block(SealedBlock sealed) {
        close();
        blocks++;
        checkRemembered(sealed.block());
        checkLink(sealed);
        checkSignature(sealed);
        current = Optional.of(sealed.block());
    }

    /** From here on come rows that no block holds yet. */
    public void open() {
        close();
    }

    /** A row, as {@link Line#text} gives it. */
    public void row(String text) {
        boolean isBooking = Layout.BOOKING.owns(text);
        if (current.isPresent()) {
            tree.add(text);
            bookings += isBooking ? 1 : 0;
        } else {
            unsealed += isBooking ? 1 : 0;
        }
    }

    /** What came of it, after the last row. */
    public Verdict verdict() {
        close();
        remembered.keySet().forEach(seen -> breach(seen, "was seen before and is missing"));
        return new Verdict(blocks, unsealed, List.copyOf(named), breaches);
    }

    private void checkRemembered(Block block) {
        Optional<Hash> seen = Optional.ofNullable(remembered.remove(block.number()));
        if (seen.isPresent() && !seen.get().equals(block.merkleRoot())) {
            breach(block.number(), "is not the one that was seen before");
        }
    }

    private void checkLink(SealedBlock sealed) {
        Block block = sealed.block();
        if (block.number() != number + 1 || !block.previous().equals(previous)) {
            breach(block, "does not follow the one before");
        }
        if (!block.hash().equals(sealed.hash())) {
            breach(block, "is not what its hash says");
        }
        number = block.number();
        previous = sealed.hash();
    }

    private void checkSignature(SealedBlock sealed) {
        Optional<Hash> keyId = sealed.seal().map(SealedBlock.Seal::keyId);
        if (trusted.isPresent() && !trusted.equals(keyId)) {
            breach(sealed.block(), "is not signed by the key you trust");
        } else if (!sealed.seal().map(seal -> isSigned(sealed.block(), seal)).orElse(true)) {
            breach(sealed.block(), "is not signed by the key it names");
        }
    }

    private boolean isSigned(Block block, SealedBlock.Seal seal) {
        return Optional.ofNullable(keys.get(seal.keyId()))
                .filter(key -> key.signed(block, seal.signature()))
                .isPresent();
    }

    private void close() {
        current.ifPresent(this::checkRows);
        current = Optional.empty();
        tree = new MerkleTree();
        bookings = 0;
    }

    private void checkRows(Block block) {
        if (block.format() != Layout.FORMAT) {
            breach(block, Layout.unknown(block.format()));
        } else if (bookings != block.bookings() || tree.leaves() != block.rows()) {
            breach(
                    block,
                    "holds %d bookings and %d rows where %d and %d were sealed"
                            .formatted(bookings, tree.leaves(), block.bookings(), block.rows()));
        } else if (!tree.root().equals(block.merkleRoot())) {
            breach(block, "has a row that was changed");
        }
    }

    private void breach(Block block, String what) {
        breach(block.number(), what);
    }

    private void breach(long blockNumber, String what) {
        breaches++;
        if (named.size() < Verdict.NAMED) {
            named.add("block " + blockNumber + " " + what);
        }
    }
}
