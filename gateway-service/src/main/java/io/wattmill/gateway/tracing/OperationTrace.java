// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.wire.Slice;

/**
 * What engines do for one request, all attempts together. One event loop; {@link #ended} is the
 * last call.
 */
public interface OperationTrace {

    /** One that nobody records. */
    OperationTrace NONE = new OperationTrace() {};

    /**
     * An engine is called.
     *
     * @param number which attempt, from 1
     * @param placed the engine
     * @param model the model that it is asked for
     */
    default void attempt(int number, Placed placed, String model) {}

    /** The first output of an attempt came, so many seconds after the operation began. */
    default void firstOutput(double seconds) {}

    /** A chunk with output, or a whole answer; it must not be kept. */
    default void said(Slice document) {}

    /**
     * The attempt came to nothing.
     *
     * @param errorType of the closed list
     * @param httpStatus the engine's; 0 when there was none
     */
    default void attemptFailed(String errorType, int httpStatus) {}

    /**
     * The request is over.
     *
     * @param record its books; the default instance when they could not be closed
     * @param errorType of the closed list; empty when it ended well
     */
    default void ended(UsageRecord record, String errorType) {}
}
