// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Something that waits, and its place.
 *
 * @param position grows from one to the next; what an earlier run of the agent left has negative
 *     ones
 */
public record Kept<T>(long position, T item) {

    /** The first of {@code items} behind a position. */
    public static <T> Optional<Kept<T>> after(long position, NavigableMap<Long, T> items) {
        Map.Entry<Long, T> next = items.higherEntry(position);
        return next == null
                ? Optional.empty()
                : Optional.of(new Kept<>(next.getKey(), next.getValue()));
    }
}
