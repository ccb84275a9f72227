// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

/** What became of a request. */
public enum Fate {
    /** The run ended before it arrived. */
    NOT_ARRIVED,
    /** An engine took it; whether it was finished, its end tells. */
    ACCEPTED,
    /** The router had no engine for it. */
    UNPLACED,
    /** It needs more KV cache than its engine has. */
    TOO_LONG,
    /** Too many waited at its engine. */
    QUEUE_FULL
}
