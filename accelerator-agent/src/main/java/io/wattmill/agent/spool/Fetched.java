// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Kept;

import java.util.Optional;
import java.util.TreeMap;

/**
 * What was read from disk.
 *
 * @param items by their positions
 * @param unreadable how many more there were that are no items
 * @param reached everything up to here was read
 * @param exhausted whether that is all that was asked for
 */
record Fetched<T>(TreeMap<Long, T> items, int unreadable, long reached, boolean exhausted) {

    /** Decodes a batch that was read up to {@code upTo}, if it is all there is. */
    static <T> Fetched<T> of(Spool.Batch batch, long upTo, Codec<T> codec) {
        TreeMap<Long, T> items = new TreeMap<>();
        for (Kept<byte[]> kept : batch.items()) {
            Optional<T> item = codec.decode().apply(kept.item());
            item.ifPresent(it -> items.put(kept.position(), it));
        }
        long reached = batch.exhausted() ? upTo : batch.items().getLast().position();
        return new Fetched<>(
                items, batch.items().size() - items.size(), reached, batch.exhausted());
    }
}
