// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** What became of a request that was submitted to an engine. */
public enum Submission {
    /** It waits or runs. */
    QUEUED,
    /** It needs more KV cache than there is. */
    TOO_LONG,
    /** Too many wait already. */
    QUEUE_FULL
}
