// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Merkle tree hash of RFC 6962 section 2.1 over lines of text, made as they come: it keeps one
 * hash for each level, not one for each line.
 */
public final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** A subtree that is full. */
    private record Subtree(Hash root, long leaves) {}

    /** Full subtrees from left to right, each larger than all to its right. */
    private final Deque<Subtree> full = new ArrayDeque<>();

    private long leaves;

    /** Adds the next line. */
    public void add(String line) {
        add(Hash.sha256(LEAF, line.getBytes(StandardCharsets.UTF_8)), 1);
        leaves++;
    }

    private void add(Hash root, long size) {
        Subtree last = full.peekLast();
        if (last != null && last.leaves() == size) {
            full.removeLast();
            add(node(last.root(), root), 2 * size);
        } else {
            full.addLast(new Subtree(root, size));
        }
    }

    /** How many lines were added. */
    public long leaves() {
        return leaves;
    }

    /** The hash of everything that was added so far; of nothing, the hash of an empty text. */
    public Hash root() {
        return full.reversed().stream()
                .map(Subtree::root)
                .reduce((right, left) -> node(left, right))
                .orElseGet(Hash::sha256);
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.sha256(NODE, left.bytes(), right.bytes());
    }
}
