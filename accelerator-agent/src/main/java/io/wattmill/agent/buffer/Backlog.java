// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import java.util.Optional;

/**
 * Things on their way to a receiver, in order, each kept until it is acknowledged. Bounded: the
 * oldest goes for the newest. Belongs to one event-loop context, and never blocks it.
 *
 * @param <T> what waits
 */
public interface Backlog<T> {

    /** Before every position. */
    long START = Long.MIN_VALUE;

    /** Adds the newest. */
    void append(T item);

    /** Forgets everything up to this position: the receiver has it for good. */
    void acknowledge(long position);

    /**
     * The oldest behind this position. Empty when there is none, or when it has to be fetched
     * first: {@link #onReady} tells when to ask again.
     */
    Optional<Kept<T>> after(long position);

    /** How many wait, as far as is known. */
    long size();

    /** Calls {@code listener} on the owner's context when more can be had than before. */
    void onReady(Runnable listener);
}
