// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

import java.util.List;

/**
 * How far one objective is met.
 *
 * @param wantedShare of the requests that has to keep every limit, 0 to 1
 * @param share of the requests that keeps every limit
 * @param limits one by one
 */
public record ObjectiveAnswer(double wantedShare, Figure share, List<LimitShare> limits) {

    /** Copies its limits. */
    public ObjectiveAnswer {
        limits = List.copyOf(limits);
    }

    /** Whether enough requests keep every limit. */
    public boolean holds() {
        return share.value() >= wantedShare;
    }

    /**
     * One limit.
     *
     * @param latency TTFT, TPOT or E2E
     * @param limitMs longest
     * @param share of the requests that keeps it
     */
    public record LimitShare(String latency, long limitMs, Figure share) {}
}
