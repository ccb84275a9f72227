// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is known of one engine from one of its readings to another.
 *
 * @param readings in order of time, the first and the last one included; at least one
 * @param worked attempts that touch it, with the margin
 * @param tally what gateways say
 * @param marginUs how far clocks may differ, microseconds
 */
public record Span(List<Reading> readings, Worked worked, Tally tally, long marginUs) {

    public Span {
        readings = List.copyOf(readings);
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
        return near().filter(work -> work.endedUs() > fromUs() && work.endedUs() <= toUs())
                .map(Work::counts)
                .reduce(worked.inside().counts(), Counts::plus);
    }

    /** How far the engine may have been ahead of the ledger when it was first read. */
    Range aheadAtStart(Measure measure) {
        return ahead(measure, readings.getFirst());
    }

    /** How far it may have been ahead when it was last read. */
    Range aheadAtEnd(Measure measure) {
        return ahead(measure, readings.getLast());
    }

    private Range ahead(Measure measure, Reading reading) {
        return measure == Measure.REQUESTS
                ? requestsAhead(reading)
                : near().map(work -> work.ahead(measure, reading.atUs(), marginUs))
                        .reduce(Range.ZERO, Range::plus);
    }

    /**
     * The engine has finished what is open at gateways and not in flight with it: a slow reader's
     * request, for one. Or it has let go of it uncounted, and the gateway has not noticed yet.
     * Strangers in flight make this less than it can be.
     */
    private Range requestsAhead(Reading reading) {
        long atUs = reading.atUs();
        long inFlight = reading.inFlight();
        long surely = count(work -> work.ranAround(atUs, marginUs));
        long perhaps = count(work -> work.mayRunAt(atUs, marginUs));
        long unfinished =
                count(work -> work.doubt().unfinished() && work.ranAround(atUs, marginUs));
        long letGo = Math.min(unfinished, Math.max(0, perhaps - inFlight));
        return new Range(surely - letGo - inFlight, perhaps - inFlight);
    }

    private Stream<Work> near() {
        return worked.near().stream();
    }

    private long count(Predicate<Work> which) {
        return near().filter(which).count();
    }

    /** What ended in it, or so shortly before that the engine may have gone on into it. */
    private boolean mayEndIn(Work work) {
        return work.endedUs() > fromUs() - marginUs && work.endedUs() <= toUs() + marginUs;
    }

    /** What engines may have counted beyond what was delivered; 0 or more. */
    long waste(Measure measure) {
        return worked.inside().waste(measure)
                + near().filter(this::mayEndIn)
                        .filter(work -> !work.doubt().estimated())
                        .mapToLong(work -> work.doubt(measure).high())
                        .sum();
    }

    /** What estimates may be off by. */
    Range estimates(Measure measure) {
        return near().filter(this::mayEndIn)
                .map(work -> estimate(work, measure))
                .reduce(worked.inside().estimates(measure), Range::plus);
    }

    private static Range estimate(Work work, Measure measure) {
        Range doubt = work.doubt(measure);
        return work.doubt().estimated() ? doubt : new Range(doubt.low(), 0);
    }

    /** What processes that ended may have counted since they were last read; 0 or more. */
    long lost(Measure measure) {
        return near().filter(this::ranAtARestart)
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
        return near().anyMatch(work -> work.ranAt(fromUs()) || work.ranAt(toUs()));
    }

    /** Whether requests came to their end and the engine's counter of them is still 0. */
    boolean lacksCounterOfRequests() {
        return readings.getLast().counts().requests() == 0
                && (worked.inside().clear() > 0 || near().anyMatch(this::clearlyEndedIn));
    }

    private boolean clearlyEndedIn(Work work) {
        return work.endedUs() <= toUs()
                && work.endedUs() > fromUs()
                && work.doubt().equals(Work.Doubt.NONE);
    }

    /** Whether the engine had more in flight at an end than gateways had placed on it. */
    boolean hasStrangersInFlight() {
        return hasStrangers(readings.getFirst()) || hasStrangers(readings.getLast());
    }

    private boolean hasStrangers(Reading reading) {
        return reading.inFlight() > count(work -> work.mayRunAt(reading.atUs(), marginUs));
    }
}
