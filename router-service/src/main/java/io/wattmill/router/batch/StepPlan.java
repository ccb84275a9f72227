// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import io.wattmill.router.engine.StepLoad;

import java.util.List;

/**
 * The next step of the batch.
 *
 * @param number counts from 1
 * @param load what it computes: its time and power follow from it
 * @param shares what each sequence in it gets
 * @param preempted ids that lost their KV cache to make room and wait again
 */
public record StepPlan(long number, StepLoad load, List<Share> shares, List<Long> preempted) {
    /**
     * One sequence's part.
     *
     * @param id the sequence
     * @param tokens computed for it: 1 when it decodes, a chunk while its prompt is computed
     */
    public record Share(long id, int tokens) {}

    /** Nothing is to be done until a sequence is admitted. */
    public boolean isEmpty() {
        return shares.isEmpty();
    }
}
