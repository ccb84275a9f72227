// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import io.wattmill.twin.replay.report.RunReport.ErrorCount;
import io.wattmill.twin.replay.report.RunReport.Goodput;
import io.wattmill.twin.replay.report.RunReport.Latency;
import io.wattmill.twin.replay.report.RunReport.Requests;
import io.wattmill.twin.replay.report.RunReport.Tokens;

import org.HdrHistogram.Histogram;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts while requests end, and makes the report. Not for several threads. */
public final class RunTally {

    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int MEDIAN = 50;
    private static final Comparator<ErrorCount> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(ErrorCount::count).reversed();

    private final Slo slo;
    private final Histogram ttft = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram tpot = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram e2e = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram sendLag = new Histogram(SIGNIFICANT_DIGITS);
    private final CostSum cost = new CostSum();
    private final EnergyTally energy = new EnergyTally();
    private final Map<ErrorClass, ErrorCount> errors = new TreeMap<>();
    private final Map<Remark, Long> remarks = new EnumMap<>(Remark.class);
    private Requests requests = new Requests(0, 0, 0, 0);
    private Tokens tokens = new Tokens(0, 0, 0);
    private long goodRequests;
    private long lastEndUs;

    /** A tally at zero, against that SLO. */
    public RunTally(Slo slo) {
        this.slo = slo;
    }

    /** A request was sent; how late. Negative counts as zero. */
    public void sent(long lagUs) {
        sendLag.recordValue(Math.max(0, lagUs));
    }

    /** A request has its whole answer. */
    public void completed(Measurement request) {
        ended(1, 0, 0, request.endUs());
        ttft.recordValue(Math.max(0, request.ttftUs()));
        request.tpotUs().ifPresent(us -> tpot.recordValue(Math.max(0, us)));
        e2e.recordValue(Math.max(0, request.e2eUs()));
        goodRequests += slo.isMetBy(request) ? 1 : 0;
        add(request.usage());
    }

    /** A request was sent, and has failed at {@code endUs}. */
    public void failed(ErrorClass error, String message, long endUs) {
        ended(0, 1, 0, endUs);
        errors.merge(error, new ErrorCount(error, 1, message), RunTally::together);
    }

    /** A request was not sent at {@code atUs}, because the client had its most in flight. */
    public void clientLimited(long atUs) {
        ended(0, 0, 1, atUs);
    }

    /** A completed request lacked something. */
    public void remark(Remark remark) {
        remarks.merge(remark, 1L, Long::sum);
    }

    /** How requests have ended so far. */
    public Requests requests() {
        return requests;
    }

    /** Median time to first token of completed requests so far; 0 before the first. */
    public long ttftP50Us() {
        return ttft.getValueAtPercentile(MEDIAN);
    }

    /** The report of all that was counted. */
    public RunReport report(RunLabel label) {
        return new RunReport(
                label,
                lastEndUs,
                requests,
                tokens,
                new Latency(
                        LatencySummary.of(ttft),
                        LatencySummary.of(tpot),
                        LatencySummary.of(e2e),
                        LatencySummary.of(sendLag)),
                new Goodput(slo, goodRequests),
                energy.sum(),
                cost.sum(),
                errors.values().stream().sorted(MOST_FREQUENT_FIRST).toList(),
                Map.copyOf(remarks));
    }

    private void ended(int completed, int failed, int clientLimited, long atUs) {
        requests =
                new Requests(
                        requests.scheduled() + 1,
                        requests.completed() + completed,
                        requests.failed() + failed,
                        requests.clientLimited() + clientLimited);
        lastEndUs = Math.max(lastEndUs, atUs);
    }

    private void add(AnswerUsage usage) {
        tokens =
                new Tokens(
                        tokens.input() + usage.inputTokens(),
                        tokens.cachedInput() + usage.cachedTokens(),
                        tokens.output() + usage.outputTokens());
        usage.energy()
                .ifPresentOrElse(e -> energy.add(e, usage), () -> remark(Remark.WITHOUT_ENERGY));
        if (!usage.cost().map(cost::add).orElse(false)) {
            remark(Remark.WITHOUT_COST);
        }
    }

    private static ErrorCount together(ErrorCount first, ErrorCount next) {
        return new ErrorCount(first.error(), first.count() + next.count(), first.example());
    }
}
