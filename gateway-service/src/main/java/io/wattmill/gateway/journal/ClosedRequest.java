// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

/**
 * A closed request that the ledger has not confirmed, by reference.
 *
 * @param sequence its place in the journal's order
 * @param admittedAtUs instant of its admission
 * @param segment where its record lies
 * @param offset where in the segment
 */
record ClosedRequest(long sequence, long admittedAtUs, Segment segment, int offset) {

    boolean isDurable() {
        return segment.isDurable(offset);
    }
}
