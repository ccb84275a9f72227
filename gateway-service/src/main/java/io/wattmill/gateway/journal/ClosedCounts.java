// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.EngineCount;
import io.wattmill.contract.ledger.v1.GatewayCounts;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this process has closed, engine by engine: counted when it is closed, apart from the records
 * that settle it, so that a record that is lost on its way is missed. Not for several threads at
 * once.
 */
final class ClosedCounts {

    private record Engine(String nodeId, String engineId) {}

    private static final class Count {
        private long attempts;
        private long prompt;
        private long cached;
        private long output;
    }

    private final long sinceSequence;
    private final Map<Engine, Count> counts = new HashMap<>();
    private long throughSequence;

    /**
     * Nothing is counted yet.
     *
     * @param sinceSequence the highest sequence that was handed out before
     */
    ClosedCounts(long sinceSequence) {
        this.sinceSequence = sinceSequence;
        this.throughSequence = sinceSequence;
    }

    /** A request was closed as {@code sequence}, the next one. */
    void add(long sequence, UsageRecord record) {
        throughSequence = sequence;
        List<Attempt> attempts = record.getAttemptsList();
        int last = 0;
        for (Attempt attempt : attempts) {
            last = Math.max(last, attempt.getNumber());
        }
        for (Attempt attempt : attempts) {
            add(attempt, tokens(record, attempt, last));
        }
    }

    /** What the last attempt does not say itself, its request says. */
    private static TokenVector tokens(UsageRecord record, Attempt attempt, int last) {
        boolean saysItself = attempt.hasTokens() || attempt.getNumber() != last;
        return saysItself ? attempt.getTokens() : record.getTokens();
    }

    private void add(Attempt attempt, TokenVector tokens) {
        Engine engine = new Engine(attempt.getNodeId(), attempt.getEngineId());
        Count count = counts.computeIfAbsent(engine, _ -> new Count());
        count.attempts++;
        count.prompt += tokens.getInputUncached() + tokens.getCacheRead() + tokens.getCacheWrite();
        count.cached += tokens.getCacheRead();
        count.output += tokens.getOutput() + attempt.getWasteTokens();
    }

    /** What was counted until now, epoch microseconds. */
    GatewayCounts at(long nowUs) {
        return GatewayCounts.newBuilder()
                .setSinceSequence(sinceSequence)
                .setThroughSequence(throughSequence)
                .setTakenAtUs(nowUs)
                .addAllEngines(
                        counts.entrySet().stream()
                                .map(one -> told(one.getKey(), one.getValue()))
                                .sorted(
                                        Comparator.comparing(EngineCount::getNodeId)
                                                .thenComparing(EngineCount::getEngineId))
                                .toList())
                .build();
    }

    private static EngineCount told(Engine engine, Count count) {
        return EngineCount.newBuilder()
                .setNodeId(engine.nodeId())
                .setEngineId(engine.engineId())
                .setAttempts(count.attempts)
                .setPromptTokens(count.prompt)
                .setCachedTokens(count.cached)
                .setOutputTokens(count.output)
                .build();
    }
}
