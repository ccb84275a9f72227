// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.evaluate.RunFigures.WindowEnergy;
import io.wattmill.twin.simulate.Fate;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Chains;

import java.util.Arrays;

/** Reads the figures off a run. For one reading. */
final class Reading {
    private static final double NANOS_PER_MS = 1e6;
    private static final double NANOS = 1e9;

    private final SimulationRun run;
    private final RequestTable requests;
    private final Decisions decisions;
    private final GoodputCriterion criterion;
    private final double[] ttftMs;
    private final double[] tpotMs;
    private final Long[] nodeTokens;
    private int answers;
    private int paced;
    private int good;
    private long promptTokens;
    private long cachedTokens;

    Reading(SimulationRun run, Decisions decisions, GoodputCriterion criterion) {
        this.run = run;
        this.requests = run.requests();
        this.decisions = decisions;
        this.criterion = criterion;
        this.ttftMs = new double[requests.size()];
        this.tpotMs = new double[requests.size()];
        this.nodeTokens = new Long[run.fleet().entrances().size()];
        Arrays.fill(nodeTokens, 0L);
    }

    RunFigures figures(long seed) {
        for (int i = 0; i < requests.size(); i++) {
            if (isAnswered(i)) {
                answer(i);
            }
        }
        return new RunFigures(
                seed,
                requests.size(),
                good,
                sorted(ttftMs, answers),
                sorted(tpotMs, paced),
                promptTokens,
                cachedTokens,
                Arrays.asList(nodeTokens),
                energy(),
                decisions.nanos(),
                run.whole());
    }

    private boolean isAnswered(int request) {
        return run.fate(request) == Fate.ACCEPTED
                && requests.endNanos(request) != RequestTable.NEVER;
    }

    private void answer(int i) {
        double ttft = requests.firstTokenNanos(i) - requests.arrivalNanos(i);
        int later = requests.outputTokens(i) - 1;
        double streamed = requests.endNanos(i) - requests.firstTokenNanos(i);
        double tpot = later > 0 ? streamed / later : 0;
        ttftMs[answers++] = ttft / NANOS_PER_MS;
        if (later > 0) {
            tpotMs[paced++] = tpot / NANOS_PER_MS;
        }
        good += criterion.isGood(requests.promptTokens(i), ttft, tpot) ? 1 : 0;
        count(i);
    }

    private void count(int i) {
        int prompt = requests.promptTokens(i);
        int cached = requests.cachedTokens(i);
        promptTokens += prompt;
        cachedTokens += cached;
        nodeTokens[decisions.engine(i)] += prompt - cached + requests.outputTokens(i);
    }

    private static double[] sorted(double[] all, int count) {
        double[] some = Arrays.copyOf(all, count);
        Arrays.sort(some);
        return some;
    }

    private WindowEnergy energy() {
        double windowNanos = Math.floor(lastArrivalUs() / 1e6) * NANOS;
        double nanos = 0;
        double joules = 0;
        double idleJoules = 0;
        for (LoadProfile.Bin bin : run.profile().bins()) {
            if (nanos + bin.nanos() > windowNanos) {
                break;
            }
            nanos += bin.nanos();
            joules += bin.gpuWatts() * bin.nanos() / NANOS;
            idleJoules += bin.idleWatts() * bin.nanos() / NANOS;
        }
        return new WindowEnergy(nanos / NANOS, joules, idleJoules, tokensUntil(nanos));
    }

    /** The earliest that the last request could come, whatever engines do: the same for all. */
    private long lastArrivalUs() {
        var trace = run.trace();
        long last = trace.spanUs();
        if (!trace.chains().isEmpty()) {
            long[] earliestUs = new long[requests.size()];
            for (int i = 0; i < earliestUs.length; i++) {
                int after = trace.chains().after(i);
                long ready =
                        after == Chains.FIRST ? 0 : earliestUs[after] + trace.chains().waitUs(i);
                earliestUs[i] = Math.max(trace.requests().get(i).arrivalUs(), ready);
                last = Math.max(last, earliestUs[i]);
            }
        }
        return last;
    }

    /** Answers that the end of the window cuts count by time. */
    private double tokensUntil(double nanos) {
        double tokens = 0;
        for (int i = 0; i < requests.size(); i++) {
            if (isAnswered(i)) {
                double from = requests.firstTokenNanos(i);
                double to = requests.endNanos(i);
                double share = to <= nanos ? 1 : from >= nanos ? 0 : (nanos - from) / (to - from);
                tokens += requests.outputTokens(i) * share;
            }
        }
        return tokens;
    }
}
