// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import java.util.Optional;

/** How a request stands to those that named its key before. */
public sealed interface Standing {

    /**
     * It is the first, or all before it came to nothing. Whatever comes of it must be told to the
     * tape.
     *
     * @param before the request that was cut off with its gateway, where there was one: what it had
     *     delivered is billed too
     */
    record First(Tape tape, Optional<String> before) implements Standing {}

    /** The first is still running, here or elsewhere. */
    record Running() implements Standing {}

    /** The key was used for something else. */
    record Different() implements Standing {}

    /** The first was answered so. */
    record Answered(Answer answer) implements Standing {}

    /**
     * The first was answered in full and billed, and its answer was not kept.
     *
     * @param requestId the first
     * @param why as {@link NotKept#why}
     */
    record Forgotten(String requestId, String why) implements Standing {}

    /** The project has as many keys as it may. */
    record Full() implements Standing {}
}
