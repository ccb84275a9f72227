// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recording;

import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.List;
import java.util.OptionalLong;

/**
 * A request that has ended, as whoever ran it hands it over.
 *
 * @param usage its closed record
 * @param promptBytes bytes of the prompt, of which the blocks are hashes
 * @param blocks chained hashes of the prompt's blocks, first to last, as the router was told; not
 *     copied
 * @param ttftUs from arrival to the first output; empty when there was none
 * @param e2eUs from arrival to the end
 */
public record FinishedRequest(
        UsageRecord usage, long promptBytes, List<Long> blocks, OptionalLong ttftUs, long e2eUs) {

    /** Epoch microseconds at which its first bytes were read. */
    public long arrivedAtUs() {
        return usage.getEndedAtUs() - e2eUs;
    }
}
