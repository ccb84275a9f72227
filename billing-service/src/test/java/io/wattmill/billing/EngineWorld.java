// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.wattmill.contract.ledger.v1.EngineCount;
import io.wattmill.contract.ledger.v1.GatewayCounts;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Billing with one engine and one gateway that count what they do: a request of two seconds begins
 * each second, and each second there is a report and a batch.
 */
public final class EngineWorld {

    private static final long S = 1_000_000L;

    private static final String YAML =
            """
            billing:
              meter: {window: 1s, patience: 3s}
              energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
              chain: {interval: 50ms}
              reconciliation:
                {window: 10s, readings: 1s, interval: 50ms, clock-margin: 0ms, attempts-per-read: 2}
            """;

    public final BillingWorld world = BillingWorld.start(YAML);
    public final Engine engine = new Engine();
    private final List<UsageRecord> running = new ArrayList<>();
    private final List<UsageRecord> withheld = new ArrayList<>();
    private GatewayCounts counts = GatewayCounts.getDefaultInstance();
    private int sequence;
    private int reports;
    private long wattSeconds;
    private boolean withholding;
    private boolean resting;

    /** What an engine counts. */
    public static final class Engine {

        private long startedMs = 1_000;
        private long requests;
        private long prompt;
        private long cached;
        private long output;

        /** It served so many requests, which together had so many tokens. */
        public void serve(long more, long morePrompt, long moreCached, long moreOutput) {
            requests += more;
            prompt += morePrompt;
            cached += moreCached;
            output += moreOutput;
        }

        /** Its process ends, and another one begins. */
        public void die() {
            startedMs += 1_000;
            requests = 0;
            prompt = 0;
            cached = 0;
            output = 0;
        }
    }

    /** So many seconds go by. */
    public void serve(int seconds) {
        for (int second = 0; second < seconds; second++) {
            world.clock.advance(Duration.ofSeconds(1));
            tick(world.clock.nowUs());
        }
    }

    /** So many seconds in which nobody asks for anything. */
    public void rest(int seconds) {
        resting = true;
        serve(seconds);
    }

    private void tick(long nowUs) {
        List<UsageRecord> ended =
                running.stream().filter(record -> record.getEndedAtUs() <= nowUs).toList();
        running.removeAll(ended);
        ended.forEach(_ -> engine.serve(1, 0, 0, 20));
        running.stream()
                .filter(record -> record.getFirstTokenAtUs() > nowUs - S)
                .forEach(_ -> engine.serve(0, 150, 50, 0));
        List<UsageRecord> closed = ended.stream().map(this::closed).toList();
        if (withholding && !closed.isEmpty()) {
            withheld.addAll(closed);
            withholding = false;
            closed = List.of();
        }
        if (!resting) {
            running.add(Records.record(sequence + running.size() + 1, nowUs - S / 4).build());
        }
        report(nowUs);
        settle(closed, nowUs);
    }

    private UsageRecord closed(UsageRecord record) {
        sequence++;
        counts =
                counts.toBuilder()
                        .setThroughSequence(sequence)
                        .clearEngines()
                        .addEngines(
                                EngineCount.newBuilder()
                                        .setNodeId(Records.NODE)
                                        .setEngineId(Records.ENGINE)
                                        .setAttempts(counted().getAttempts() + 1)
                                        .setPromptTokens(counted().getPromptTokens() + 150)
                                        .setCachedTokens(counted().getCachedTokens() + 50)
                                        .setOutputTokens(counted().getOutputTokens() + 20))
                        .build();
        return record.toBuilder().setJournalSequence(sequence).build();
    }

    private EngineCount counted() {
        return counts.getEnginesCount() == 0
                ? EngineCount.getDefaultInstance()
                : counts.getEngines(0);
    }

    /** Energy windows are this long. */
    public void energyEach(String length) {
        world.restart(YAML.replace("window: 1s, patience", "window: " + length + ", patience"));
    }

    /** Device counters begin at 0 again. */
    public void forgetCounters() {
        wattSeconds = 0;
    }

    /** Device counters jump by so many joules. */
    public void jump(long joules) {
        wattSeconds += joules;
    }

    private void report(long nowUs) {
        wattSeconds += 50;
        MeterReport.Builder report =
                Meters.report(++reports, nowUs, wattSeconds * S, wattSeconds * S, wattSeconds * S);
        report.getEnginesBuilder(0)
                .setReadAtUs(nowUs)
                .setProcessStartedAtMs(engine.startedMs)
                .setFinishedRequestsTotal(engine.requests)
                .setPromptTokensTotal(engine.prompt)
                .setCachedTokensTotal(engine.cached)
                .setGenerationTokensTotal(engine.output)
                .setInFlight(running.size());
        world.report(List.of(report.build()));
    }

    private void settle(List<UsageRecord> closed, long nowUs) {
        SettleBatch batch =
                Records.batch(closed)
                        .setClosedThrough(sequence)
                        .setSettledThrough(sequence)
                        .setWatermarkUs(
                                running.stream()
                                        .mapToLong(UsageRecord::getAdmittedAtUs)
                                        .min()
                                        .orElse(nowUs))
                        .setCounts(counts.toBuilder().setTakenAtUs(nowUs))
                        .build();
        world.settle(batch);
    }

    /** The gateway's process ends after it closed one more than it had told, and begins again. */
    public void gatewayDies() {
        counts =
                GatewayCounts.newBuilder()
                        .setSinceSequence(sequence)
                        .setThroughSequence(sequence)
                        .build();
    }

    /** The next closed record stays behind, though the gateway believes it settled. */
    public void withhold() {
        withholding = true;
    }

    /** It comes after all. */
    public void deliver() {
        settle(List.copyOf(withheld), world.clock.nowUs());
        withheld.clear();
    }

    /** Waits until so many windows are reconciled. */
    public void awaitWindows(int windows) {
        Await.until(
                () ->
                        world.number(
                                        "SELECT count(*) FROM reconciliation WHERE node_id = '"
                                                + Records.NODE
                                                + "' AND engine_id <> ''")
                                >= windows,
                windows + " windows");
    }

    /** The sum of a cause over all measures of engines, on either side. */
    public long amount(String cause) {
        int id = cause.equals("foreign") ? 6 : 20;
        return world.number(
                "SELECT coalesce(sum(amount), 0) FROM reconciliation_cause c JOIN"
                        + " reconciliation_current r ON r.id = c.reconciliation_id WHERE c.measure"
                        + " <= 4 AND c.cause = "
                        + id);
    }

    public double gauge(String name, String measure) {
        return world.metrics("wattmill_reconciliation_" + name, measure);
    }

    /** Output tokens on the ledger in the n-th window. */
    public long ledgerOutput(int window) {
        return world.number(
                "SELECT sum(output) FROM usage_attempt a JOIN (SELECT * FROM reconciliation WHERE"
                        + " scope = 1 ORDER BY started_at OFFSET "
                        + window
                        + " LIMIT 1) r ON a.ended_at > r.from_at AND a.ended_at <= r.to_at");
    }
}
