// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import java.util.ArrayDeque;

/** Holders that left, whose blocks are forgotten a few at a time. */
final class Retired {
    private final ArrayDeque<Holder> waiting = new ArrayDeque<>();

    /** It counts no more from now on. */
    void add(Holder holder) {
        holder.group().retire(holder.bit());
        waiting.add(holder);
    }

    /** Forgets at most this many blocks. Returns how many. */
    int tidy(int most) {
        int gone = 0;
        while (gone < most && !waiting.isEmpty()) {
            Holder first = waiting.peek();
            gone += first.holdings().evict(most - gone);
            if (first.holdings().size() == 0) {
                first.group().free(first.bit());
                waiting.remove();
            }
        }
        return gone;
    }
}
