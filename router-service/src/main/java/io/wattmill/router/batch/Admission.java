// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/** What became of a sequence that asked to be served. */
public sealed interface Admission {
    /** It waits for its turn, behind {@code ahead} others. */
    record Queued(int ahead) implements Admission {}

    /** It could never run: it needs more KV cache than there is. */
    record TooLong(long neededTokens, long capacityTokens) implements Admission {}

    /** Too many wait already. */
    record QueueFull(int waiting) implements Admission {}

    /** This id waits or runs already. */
    record Duplicate(long id) implements Admission {}
}
