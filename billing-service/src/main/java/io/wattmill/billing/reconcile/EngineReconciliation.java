// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Explains one engine's window. What may explain a difference is known as a range: work in flight
 * at the ends, what an engine made of abandoned attempts, what a process that ended took with it.
 * Where the ranges leave no room, the rest is foreign or unexplained; nothing is rounded and
 * nothing is tolerated.
 *
 * <p>What was ahead at the end of a window is what is ahead at the start of the next one, so that a
 * token that was put down to work in flight is missed there unless it then ends on the ledger.
 */
public final class EngineReconciliation {

    private final Span span;
    private final Carried carried;
    private final boolean foreign;

    private EngineReconciliation(Span span, Carried carried) {
        this.span = span;
        this.carried = carried;
        this.foreign =
                carried.strangers()
                        || !countsRequests()
                        || span.hasStrangersInFlight()
                        || leavesRoomForStrangers();
    }

    /**
     * Explains a window.
     *
     * @param carried out of the window before
     */
    public static Reconciled of(Span span, Carried carried) {
        EngineReconciliation reconciliation = new EngineReconciliation(span, carried);
        List<Line> lines = new ArrayList<>();
        for (Measure measure : Measure.OF_ENGINES) {
            if (measure != Measure.REQUESTS || reconciliation.countsRequests()) {
                lines.add(reconciliation.line(measure));
            }
        }
        return new Reconciled(lines, reconciliation.mayHideStrangers(lines));
    }

    /** Foreign tokens can be taken for work in flight for as long as that is not known exactly. */
    private boolean mayHideStrangers(List<Line> lines) {
        return countsRequests()
                && foreign
                && lines.stream().anyMatch(line -> !line.carried().equals(Range.ZERO));
    }

    /** Some engines have no counter of requests. */
    private boolean countsRequests() {
        return !span.lacksCounterOfRequests();
    }

    /** Whether one of the requests that the engine finished may be nobody's. */
    private boolean leavesRoomForStrangers() {
        long difference = span.counted().requests() - span.onLedger().requests();
        return difference > flight(Measure.REQUESTS).plus(doubt(Measure.REQUESTS)).low();
    }

    /**
     * How a difference is taken apart: it is {@code flight + doubt + rest}.
     *
     * @param rest what no range has room for
     * @param carried how far the engine may be ahead at the end
     */
    private record Fit(long flight, long doubt, long rest, Range carried) {}

    private Fit fit(Measure measure) {
        long difference = span.counted().of(measure) - span.onLedger().of(measure);
        Range before = before(measure);
        Range after = span.aheadAtEnd(measure);
        Range flight = flight(measure);
        Range doubt = doubt(measure);
        long explained = flight.plus(doubt).nearest(difference);
        // As little of doubt as the work in flight leaves necessary.
        long doubted = doubt.nearest(explained - flight.nearest(explained));
        Range possible = before.minus(doubt).shifted(explained);
        return new Fit(
                explained - doubted, doubted, difference - explained, after.within(possible));
    }

    private Range before(Measure measure) {
        return carried.of(measure).orElseGet(() -> span.aheadAtStart(measure));
    }

    private Range flight(Measure measure) {
        return span.aheadAtEnd(measure).minus(before(measure));
    }

    private Range doubt(Measure measure) {
        return new Range(-span.lost(measure), span.waste(measure)).plus(span.estimates(measure));
    }

    private Line line(Measure measure) {
        long ledger = span.onLedger().of(measure);
        long source = span.counted().of(measure);
        Tally tally = span.tally();
        long missing = tally.missing().of(measure);
        long uncounted = tally.uncounted().of(measure);
        Fit fit = fit(measure);
        return new Line(
                measure,
                ledger,
                ledger + missing - uncounted,
                source,
                gatewaySide(tally, missing, uncounted),
                sourceSide(measure, fit, missing),
                fit.carried());
    }

    private static Map<Cause, Long> gatewaySide(Tally tally, long missing, long uncounted) {
        Map<Cause, Long> causes = new EnumMap<>(Cause.class);
        causes.put(tally.why(), missing);
        causes.put(Cause.GATEWAY_RESTARTED, -uncounted);
        return causes;
    }

    private Map<Cause, Long> sourceSide(Measure measure, Fit fit, long missing) {
        Map<Cause, Long> causes = new EnumMap<>(Cause.class);
        causes.put(span.cutsThroughWork() ? Cause.IN_FLIGHT : Cause.CLOCK, fit.flight());
        putDoubt(causes, measure, fit.doubt());
        long lacking = Math.clamp(fit.rest(), 0, Math.max(0, missing));
        causes.put(Cause.MISSING_IN_LEDGER, lacking);
        long rest = fit.rest() - lacking;
        causes.put(rest > 0 && foreign ? Cause.FOREIGN : Cause.UNEXPLAINED, rest);
        return causes;
    }

    private void putDoubt(Map<Cause, Long> causes, Measure measure, long doubt) {
        Cause first = doubt < 0 ? Cause.ENGINE_RESTARTED : Cause.WASTE;
        Range room = new Range(-span.lost(measure), span.waste(measure));
        long taken = room.nearest(doubt);
        causes.put(first, taken);
        causes.put(Cause.ESTIMATED, doubt - taken);
    }
}
