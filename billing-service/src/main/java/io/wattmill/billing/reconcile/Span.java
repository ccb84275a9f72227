// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.List;

/**
 * What is known of one engine from one of its readings to another.
 *
 * @param readings in order of time, the first and the last one included; at least one
 * @param works attempts that touch it, with the margin
 * @param tally what gateways say
 * @param marginUs how far clocks may differ, microseconds
 */
public record Span(List<Reading> readings, List<Work> works, Tally tally, long marginUs) {

    public Span {
        readings = List.copyOf(readings);
        works = List.copyOf(works);
    }

    long fromUs() {
        return readings.getFirst().atUs();
    }

    long toUs() {
        return readings.getLast().atUs();
    }

    /** What the engine counted; each of its processes from 0. */
    Counts counted() {
        Counts sum = Counts.NONE;
        for (int i = 1; i < readings.size(); i++) {
            Reading before = readings.get(i - 1);
            Reading after = readings.get(i);
            Counts base = before.boot() == after.boot() ? before.counts() : Counts.NONE;
            sum = sum.plus(after.counts().minus(base));
        }
        return sum;
    }

    /** What ended in it. */
    Counts onLedger() {
        return works.stream()
                .filter(work -> work.endedUs() > fromUs() && work.endedUs() <= toUs())
                .map(Work::counts)
                .reduce(Counts.NONE, Counts::plus);
    }

    /** How far the engine may be ahead of the ledger at an instant. */
    Range ahead(Measure measure, long atUs) {
        return works.stream()
                .map(work -> work.ahead(measure, atUs, marginUs))
                .reduce(Range.ZERO, Range::plus);
    }

    /** What ended in it, or so shortly before that the engine may have gone on into it. */
    private boolean mayEndIn(Work work) {
        return work.endedUs() > fromUs() - marginUs && work.endedUs() <= toUs() + marginUs;
    }

    /** What engines may have counted beyond what was delivered; 0 or more. */
    long waste(Measure measure) {
        return works.stream()
                .filter(this::mayEndIn)
                .filter(work -> !work.doubt().estimated())
                .mapToLong(work -> work.doubt(measure).high())
                .sum();
    }

    /** What estimates may be off by. */
    Range estimates(Measure measure) {
        return works.stream()
                .filter(this::mayEndIn)
                .map(work -> estimate(work, measure))
                .reduce(Range.ZERO, Range::plus);
    }

    private static Range estimate(Work work, Measure measure) {
        Range doubt = work.doubt(measure);
        return work.doubt().estimated() ? doubt : new Range(doubt.low(), 0);
    }

    /** What processes that ended may have counted since they were last read; 0 or more. */
    long lost(Measure measure) {
        return works.stream()
                .filter(this::ranAtARestart)
                .mapToLong(work -> work.counts().of(measure) + work.doubt(measure).high())
                .sum();
    }

    private boolean ranAtARestart(Work work) {
        for (int i = 1; i < readings.size(); i++) {
            Reading before = readings.get(i - 1);
            Reading after = readings.get(i);
            if (before.boot() != after.boot()
                    && work.overlaps(before.atUs() - marginUs, after.atUs() + marginUs)) {
                return true;
            }
        }
        return false;
    }

    /** Whether something ran at one of its ends. */
    boolean cutsThroughWork() {
        return works.stream().anyMatch(work -> work.ranAt(fromUs()) || work.ranAt(toUs()));
    }

    /** Whether the engine had more in flight at an end than gateways had placed on it. */
    boolean hasStrangersInFlight() {
        return hasStrangers(readings.getFirst()) || hasStrangers(readings.getLast());
    }

    private boolean hasStrangers(Reading reading) {
        return reading.inFlight()
                > works.stream()
                        .filter(
                                work ->
                                        work.overlaps(
                                                reading.atUs() - marginUs,
                                                reading.atUs() + marginUs))
                        .count();
    }
}
