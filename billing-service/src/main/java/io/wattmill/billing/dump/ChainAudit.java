// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.dump;

import io.wattmill.billing.chain.Block;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.chain.MerkleTree;
import io.wattmill.billing.chain.VerifyingKey;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** B-I9 on a dump: each block's rows follow it, and what no block holds follows the last. */
final class ChainAudit {

    private final Optional<Hash> trusted;
    private final Map<Hash, VerifyingKey> keys = new HashMap<>();
    private final Findings findings = new Findings();
    private Optional<Block> current = Optional.empty();
    private MerkleTree tree = new MerkleTree();
    private Hash previous = Hash.ZERO;
    private long blocks;
    private long bookings;
    private long unsealed;

    ChainAudit(Optional<Hash> trusted) {
        this.trusted = trusted;
    }

    void key(Fields fields) {
        VerifyingKey key = VerifyingKey.of(HexFormat.of().parseHex(fields.text(1)));
        keys.put(key.id(), key);
    }

    void block(Fields fields) {
        close();
        Block block =
                new Block(
                        fields.number(0),
                        Math.toIntExact(fields.number(1)),
                        fields.number(2),
                        fields.number(3),
                        fields.number(4),
                        fields.number(5),
                        fields.number(6),
                        Hash.parse(fields.text(7)),
                        Hash.parse(fields.text(8)),
                        fields.number(10));
        checkLink(block, Hash.parse(fields.text(9)));
        checkSignature(block, fields.maybe(11).map(Hash::parse), fields.maybe(12));
        current = Optional.of(block);
    }

    private void checkLink(Block block, Hash stored) {
        blocks++;
        if (block.number() != blocks || !block.previous().equals(previous)) {
            findings.add("block " + block.number() + " does not follow the one before");
        }
        if (!block.hash().equals(stored)) {
            findings.add("block " + block.number() + " is not what its hash says");
        }
        previous = stored;
    }

    private void checkSignature(Block block, Optional<Hash> keyId, Optional<String> signature) {
        if (trusted.isPresent() && !trusted.equals(keyId)) {
            findings.add("block " + block.number() + " is not signed by the key you trust");
        } else if (keyId.isPresent() && !isSigned(block, keyId.get(), signature.orElse(""))) {
            findings.add("block " + block.number() + " is not signed by the key it names");
        }
    }

    private boolean isSigned(Block block, Hash keyId, String signature) {
        return Optional.ofNullable(keys.get(keyId))
                .filter(key -> key.signed(block, HexFormat.of().parseHex(signature)))
                .isPresent();
    }

    /** From here on come rows that no block holds yet. */
    void open() {
        close();
    }

    void row(Fields fields, String text) {
        boolean isBooking = fields.table().equals("booking");
        if (current.isPresent()) {
            tree.add(text);
            bookings += isBooking ? 1 : 0;
        } else {
            unsealed += isBooking ? 1 : 0;
        }
    }

    private void close() {
        current.ifPresent(this::checkRows);
        current = Optional.empty();
        tree = new MerkleTree();
        bookings = 0;
    }

    private void checkRows(Block block) {
        if (bookings != block.bookings() || tree.leaves() != block.rows()) {
            findings.add(
                    "block %d holds %d bookings and %d rows where %d and %d were sealed"
                            .formatted(
                                    block.number(),
                                    bookings,
                                    tree.leaves(),
                                    block.bookings(),
                                    block.rows()));
        } else if (!tree.root().equals(block.merkleRoot())) {
            findings.add("block " + block.number() + " has a row that was changed");
        }
    }

    DumpAudit.Check check() {
        close();
        return findings.check(
                "B-I9 every sealed row is what it was",
                blocks + " blocks hold, " + unsealed + " bookings are not sealed yet");
    }
}
