// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import java.util.Iterator;
import java.util.LinkedHashSet;

/** One engine's blocks in the order of their use, written as plainly as can be. */
final class NaiveCache {
    private final LinkedHashSet<Long> blocks = new LinkedHashSet<>();
    private int capacity = Integer.MAX_VALUE;

    void placed(PrefixBlocks prompt) {
        for (int i = prompt.count() - 1; i >= 0; i--) {
            blocks.remove(prompt.hash(i));
            blocks.add(prompt.hash(i));
        }
        shrink();
    }

    void capacity(int most) {
        capacity = most;
        shrink();
    }

    private void shrink() {
        Iterator<Long> oldest = blocks.iterator();
        while (blocks.size() > capacity) {
            oldest.next();
            oldest.remove();
        }
    }

    int depth(PrefixBlocks prompt) {
        int depth = 0;
        while (depth < prompt.count() && blocks.contains(prompt.hash(depth))) {
            depth++;
        }
        return depth;
    }

    /** Whether all blocks of the prompt that are here are its first ones. */
    boolean isClosed(PrefixBlocks prompt) {
        for (int i = depth(prompt); i < prompt.count(); i++) {
            if (blocks.contains(prompt.hash(i))) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        blocks.clear();
    }

    int size() {
        return blocks.size();
    }
}
