// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.meter.Dispute;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;

/**
 * How a request ended.
 *
 * @param outcome what became of it
 * @param tokens what is billed
 * @param waste output tokens made and not delivered
 * @param finishReason the engine's; may be empty
 * @param httpStatus what the caller saw
 * @param errorCode why it failed; empty when it did not
 */
record RequestEnd(
        Outcome outcome,
        Tokens tokens,
        long waste,
        String finishReason,
        int httpStatus,
        String errorCode) {

    private static final int INTERNAL = 500;

    /** Of a request that nothing was made for, because something threw on its way. */
    static RequestEnd internal() {
        Tokens none = new Tally(0, 1).partial();
        return new RequestEnd(Outcome.OUTCOME_FAILED, none, 0, "", INTERNAL, "internal");
    }

    /** Whether the engine itself said what it made: nothing beyond it can have been. */
    boolean isExact() {
        return outcome == Outcome.OUTCOME_COMPLETED && tokens.isFinal();
    }

    /** What there is to say of its last attempt; empty when all went well. */
    String remark() {
        return tokens.dispute().map(Dispute::text).orElse(errorCode);
    }
}
