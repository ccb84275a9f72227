// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.contract.ledger.v1.EngineCount;
import io.wattmill.contract.ledger.v1.GatewayCounts;
import io.wattmill.contract.ledger.v1.SettleBatch;

import java.util.List;
import java.util.Optional;

/**
 * What a gateway's process had closed up to a place of its journal.
 *
 * @param sinceSequence where the journal stood when the process began
 * @param throughSequence up to where it is counted
 * @param takenAtUs when, by the gateway's clock, epoch microseconds
 */
public record GatewayTally(
        long sinceSequence, long throughSequence, long takenAtUs, List<EngineTally> engines) {

    /** Most engines that one gateway counts. */
    static final int MAX_ENGINES = 10_000;

    public GatewayTally {
        engines = List.copyOf(engines);
    }

    /** The counts of a batch; none when it has none, or none that can be. */
    public static Optional<GatewayTally> of(SettleBatch batch) {
        return Optional.of(batch)
                .filter(SettleBatch::hasCounts)
                .map(SettleBatch::getCounts)
                .filter(GatewayTally::isPossible)
                .map(GatewayTally::of);
    }

    private static boolean isPossible(GatewayCounts counts) {
        return counts.getSinceSequence() >= 0
                && counts.getThroughSequence() >= counts.getSinceSequence()
                && counts.getTakenAtUs() > 0
                && counts.getEnginesCount() <= MAX_ENGINES
                && counts.getEnginesList().stream().allMatch(GatewayTally::isPossible);
    }

    private static boolean isPossible(EngineCount count) {
        return count.getNodeId().indexOf('\0') < 0
                && count.getEngineId().indexOf('\0') < 0
                && count.getAttempts() >= 0
                && count.getPromptTokens() >= 0
                && count.getCachedTokens() >= 0
                && count.getOutputTokens() >= 0;
    }

    private static GatewayTally of(GatewayCounts counts) {
        return new GatewayTally(
                counts.getSinceSequence(),
                counts.getThroughSequence(),
                counts.getTakenAtUs(),
                counts.getEnginesList().stream().map(GatewayTally::engine).toList());
    }

    private static EngineTally engine(EngineCount count) {
        return new EngineTally(
                new EngineKey(count.getNodeId(), count.getEngineId()),
                count.getAttempts(),
                count.getPromptTokens(),
                count.getCachedTokens(),
                count.getOutputTokens());
    }
}
