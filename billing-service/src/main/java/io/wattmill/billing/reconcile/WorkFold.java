// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.ArrayList;
import java.util.List;

/**
 * Gathers attempts one by one, millions if need be, and keeps the few that matter by themselves.
 */
public final class WorkFold {

    private final List<Range> unsure = new ArrayList<>();
    private final List<Work> near = new ArrayList<>();
    private Summed inside = Summed.NONE;

    /**
     * For a span.
     *
     * @param readings in order of time; at least one
     * @param marginUs how far clocks may differ, microseconds
     */
    public WorkFold(List<Reading> readings, long marginUs) {
        around(readings.getFirst(), readings.getFirst(), marginUs);
        around(readings.getLast(), readings.getLast(), marginUs);
        for (int i = 1; i < readings.size(); i++) {
            if (readings.get(i - 1).boot() != readings.get(i).boot()) {
                around(readings.get(i - 1), readings.get(i), marginUs);
            }
        }
    }

    private void around(Reading from, Reading to, long marginUs) {
        unsure.add(new Range(from.atUs() - marginUs, to.atUs() + marginUs));
    }

    /** Takes one attempt. */
    public void add(Work work) {
        if (isNear(work)) {
            near.add(work);
        } else {
            inside = inside.plus(work);
        }
    }

    /** What ended before the span or began behind it is near one of its ends, or is not of it. */
    private boolean isNear(Work work) {
        boolean within =
                work.startedUs() > unsure.getFirst().high() && work.endedUs() < unsure.get(1).low();
        return !within
                || unsure.stream().anyMatch(range -> work.overlaps(range.low(), range.high()));
    }

    /** All that was taken. */
    public Worked worked() {
        return new Worked(near, inside);
    }
}
