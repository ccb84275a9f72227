// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import io.wattmill.billing.reconcile.Work.Doubt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * An engine that really counts, its process dying now and then, and a ledger that knows what a
 * gateway would know. Time is in ticks.
 */
final class Site {

    static final long WINDOW = 1_000;
    private static final int MOST_OUTPUT = 60;
    private static final long MOST_LATE = 1_500;

    /**
     * What an engine did for a request: prompt at its first step, then a token each few ticks.
     *
     * @param counted whether it counts as a request once it is over
     */
    record Served(
            long startedUs,
            long promptAtUs,
            int prompt,
            int cached,
            int output,
            long paceUs,
            long doneUs,
            boolean counted) {

        Counts by(long atUs) {
            long finished = counted && atUs >= doneUs ? 1 : 0;
            if (atUs < promptAtUs) {
                return new Counts(finished, 0, 0, 0);
            }
            long made = Math.min(output, (atUs - promptAtUs) / paceUs);
            return new Counts(finished, prompt, cached, made);
        }

        /** Over at an instant, with so many tokens made. */
        Served until(long endUs, long made, boolean isCounted) {
            boolean began = endUs >= promptAtUs;
            return new Served(
                    startedUs,
                    promptAtUs,
                    began ? prompt : 0,
                    began ? cached : 0,
                    (int) made,
                    paceUs,
                    endUs,
                    isCounted);
        }
    }

    private final RandomGenerator random;
    private final List<Served> served = new ArrayList<>();
    final List<Work> ledger = new ArrayList<>();
    private final List<Long> deaths = new ArrayList<>();
    private final long endUs;

    Site(RandomGenerator random, int windows) {
        this.random = random;
        this.endUs = WINDOW * windows;
    }

    private Served some() {
        long startedUs = random.nextLong(endUs - WINDOW);
        long promptAtUs = startedUs + random.nextLong(1, 200);
        int prompt = random.nextInt(1, 500);
        int output = random.nextInt(1, MOST_OUTPUT);
        long paceUs = random.nextLong(1, 40);
        return new Served(
                startedUs,
                promptAtUs,
                prompt,
                random.nextInt(prompt + 1),
                output,
                paceUs,
                promptAtUs + paceUs * output,
                true);
    }

    /** A request that came to its end, unless the engine died under it. */
    void complete() {
        Served whole = some();
        long death = deathIn(whole.startedUs(), whole.doneUs());
        if (death >= 0) {
            failed(whole, death);
        } else {
            served.add(whole);
            ledger.add(
                    new Work(
                            whole.startedUs(),
                            OptionalLong.of(whole.promptAtUs()),
                            noticed(whole.doneUs()),
                            whole.by(whole.doneUs()),
                            Doubt.NONE));
        }
    }

    /** When a gateway sees the end of what is over for its engine: at once, or some time later. */
    private long noticed(long overUs) {
        return random.nextInt(4) == 0 ? overUs + random.nextLong(MOST_LATE) : overUs;
    }

    private long deathIn(long fromUs, long toUs) {
        return deaths.stream()
                .mapToLong(Long::longValue)
                .filter(death -> death >= fromUs && death <= toUs)
                .min()
                .orElse(-1);
    }

    private void failed(Served whole, long death) {
        Counts seen = whole.by(death - 1);
        served.add(whole.until(death, seen.output(), false));
        Counts known = new Counts(1, seen.output() > 0 ? whole.prompt() : 0, 0, seen.output());
        ledger.add(
                new Work(
                        whole.startedUs(),
                        OptionalLong.empty(),
                        noticed(death),
                        known,
                        doubt(whole, known)));
    }

    private static Doubt doubt(Served whole, Counts known) {
        Counts more =
                new Counts(
                        0,
                        whole.prompt() - known.prompt(),
                        whole.prompt() - known.cached(),
                        MOST_OUTPUT - known.output());
        return new Doubt(more, false, true);
    }

    /** A client that leaves in the middle: the engine makes a few more tokens, unseen. */
    void abort() {
        Served whole = some();
        if (deathIn(whole.startedUs(), whole.doneUs()) >= 0) {
            return;
        }
        long leftUs = random.nextLong(whole.startedUs() + 1, whole.doneUs() + 1);
        Counts seen = whole.by(leftUs);
        long tail =
                leftUs < whole.promptAtUs()
                        ? 0
                        : random.nextLong(whole.output() - seen.output() + 1);
        long overUs = leftUs + tail * whole.paceUs();
        served.add(whole.until(overUs, seen.output() + tail, random.nextBoolean()));
        Counts known = new Counts(1, seen.output() > 0 ? whole.prompt() : 0, 0, seen.output());
        ledger.add(
                new Work(
                        whole.startedUs(),
                        OptionalLong.empty(),
                        noticed(overUs),
                        known,
                        doubt(whole, known)));
    }

    /** Somebody speaks to the engine behind the gateway's back; what it made. */
    Counts foreign() {
        Served strange = some();
        served.add(strange);
        return strange.by(endUs * 2);
    }

    void die() {
        deaths.add(random.nextLong(1, endUs - WINDOW));
        deaths.sort(Long::compare);
    }

    private Counts countedBy(long atUs, long sinceUs) {
        return served.stream()
                .map(one -> one.by(atUs).minus(one.by(sinceUs)))
                .reduce(Counts.NONE, Counts::plus);
    }

    private Reading reading(long atUs) {
        long bornUs =
                deaths.stream().mapToLong(Long::longValue).filter(d -> d <= atUs).max().orElse(-1);
        long boot = 1 + deaths.stream().filter(death -> death <= atUs).count();
        long inFlight =
                served.stream()
                        .filter(one -> one.startedUs() <= atUs && one.doneUs() > atUs)
                        .filter(one -> one.startedUs() >= bornUs)
                        .count();
        return new Reading(atUs, boot, countedBy(atUs, bornUs), inFlight);
    }

    /** A reading at each boundary, and some before and after a death. */
    private List<Reading> readings(long fromUs, long toUs) {
        return LongStream.concat(
                        LongStream.of(fromUs, toUs),
                        deaths.stream()
                                .flatMap(d -> List.of(Math.max(fromUs, d - 7), d + 5).stream())
                                .mapToLong(Long::longValue)
                                .filter(at -> at > fromUs && at < toUs))
                .distinct()
                .sorted()
                .mapToObj(this::reading)
                .toList();
    }

    /** A window, with attempts folded as they are in life. */
    private Span span(long fromUs, Tally tally) {
        List<Reading> readings = readings(fromUs, fromUs + WINDOW);
        return new Span(readings, worked(readings, ledger), tally, 0);
    }

    static Worked worked(List<Reading> readings, List<Work> works) {
        WorkFold fold = new WorkFold(readings, 0);
        works.forEach(fold::add);
        return fold.worked();
    }

    /** Every window twice: with folded attempts, and with each by itself. */
    List<List<Span>> inTwoWays() {
        return LongStream.range(-1, endUs / WINDOW + 1)
                .mapToObj(i -> span(i * WINDOW, Tally.AGREED))
                .map(folded -> List.of(folded, oneByOne(folded)))
                .toList();
    }

    private Span oneByOne(Span folded) {
        return new Span(folded.readings(), new Worked(ledger, Summed.NONE), folded.tally(), 0);
    }

    /** Some attempts were not counted by their engine: their figures are guesses. */
    void guess(int every) {
        for (int i = 0; i < ledger.size(); i += every) {
            Work sure = ledger.get(i);
            Doubt doubt = new Doubt(sure.doubt().more(), true, sure.doubt().unfinished());
            ledger.set(
                    i,
                    new Work(
                            sure.startedUs(),
                            sure.firstTokenUs(),
                            sure.endedUs(),
                            sure.counts(),
                            doubt));
        }
    }

    /** Every window, one after the other. */
    List<Line> reconciled(Tally tally) {
        List<Line> all = new ArrayList<>();
        Carried carried = Carried.NOTHING;
        for (long from = -WINDOW; from < endUs * 4; from += WINDOW) {
            Span span = span(from, from == 0 ? tally : Tally.AGREED);
            Reconciled window = EngineReconciliation.of(span, carried);
            carried = window.carried();
            all.addAll(window.lines());
        }
        return all;
    }
}
