// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.PredictedEnergy;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.contract.placement.v1.Candidate;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.Prediction;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Usage records as a gateway would send them. */
public final class Records {

    public static final String GATEWAY = "gateway-1";
    public static final String JOURNAL = "journal-1";
    public static final String NODE = "node-1";
    public static final String ENGINE = "engine-1";

    private Records() {}

    /** The id of the n-th request. */
    public static String id(int n) {
        return new UUID(0x0198_0000_0000_7000L + ((long) n << 16), 0x8000_0000_0000_0000L | n)
                .toString();
    }

    /**
     * A completed request of project p1 that began at {@code startUs} and took two seconds, 100+50
     * in, 20 out.
     */
    public static UsageRecord.Builder record(int n, long startUs) {
        TokenVector tokens =
                TokenVector.newBuilder()
                        .setInputUncached(100)
                        .setCacheRead(50)
                        .setOutput(20)
                        .setReasoning(5)
                        .build();
        return UsageRecord.newBuilder()
                .setRequestId(id(n))
                .setJournalSequence(n)
                .setPrincipal(BillingWorld.tenant("p1", "key-1"))
                .setApi("chat.completions")
                .setModel("llama-3.1-8b")
                .setStream(true)
                .setResponseId("chatcmpl-" + n)
                .setAdmittedAtUs(startUs)
                .setFirstTokenAtUs(startUs + 500_000)
                .setEndedAtUs(startUs + 2_000_000)
                .setOutcome(Outcome.OUTCOME_COMPLETED)
                .setFinishReason("stop")
                .setTokens(tokens)
                .setUsageSource(UsageSource.USAGE_SOURCE_ENGINE)
                .setPredicted(
                        PredictedEnergy.newBuilder().setPrefillUj(1_000_000).setDecodeUj(2_000_000))
                .setPriceVersion(1)
                .setCurrency("USD")
                // 100 x 0.18 + 50 x 0.09 + 20 x 0.18 per Mtok, in nano-dollars.
                .setChargedNano(18_000 + 4_500 + 3_600)
                .addAttempts(attempt(1, startUs, startUs + 500_000, startUs + 2_000_000, tokens))
                .setDecision(
                        DecisionRecord.newBuilder()
                                .setMode("least-ttft")
                                .setDecidedInNs(6_000)
                                .setFleetNodes(2)
                                .addCandidates(
                                        Candidate.newBuilder()
                                                .setNodeId(NODE)
                                                .setEngineId(ENGINE)
                                                .setChosen(true)
                                                .setNote("least time to first token"))
                                .addCandidates(
                                        Candidate.newBuilder()
                                                .setNodeId("node-2")
                                                .setExcludedBecause(
                                                        "draining since 16:58 (operator)")))
                .setPrediction(
                        Prediction.newBuilder()
                                .setTtftUs(450_000)
                                .setTtftP90Us(600_000)
                                .setTpotUs(70_000))
                .setHttpStatus(200);
    }

    public static Attempt attempt(
            int number, long startUs, long firstUs, long endUs, TokenVector tokens) {
        return Attempt.newBuilder()
                .setNumber(number)
                .setNodeId(NODE)
                .setEngineId(ENGINE)
                .setEngineKind("vllm")
                .setStartedAtUs(startUs)
                .setFirstTokenAtUs(firstUs)
                .setEndedAtUs(endUs)
                .setOutcome(Outcome.OUTCOME_COMPLETED)
                .setTokens(tokens)
                .build();
    }

    /** A batch of records; everything below the highest sequence counts as handed out. */
    public static SettleBatch batch(UsageRecord.Builder... records) {
        List<UsageRecord> built = Arrays.stream(records).map(UsageRecord.Builder::build).toList();
        return batch(built).build();
    }

    public static SettleBatch.Builder batch(List<UsageRecord> records) {
        long newest = records.stream().mapToLong(UsageRecord::getJournalSequence).max().orElse(0);
        return SettleBatch.newBuilder()
                .setGatewayId(GATEWAY)
                .setJournalId(JOURNAL)
                .setBatch(1)
                .setClosedThrough(newest)
                .addAllRecords(records);
    }

    /** A heartbeat: everything admitted before the watermark is settled. */
    public static SettleBatch watermark(long watermarkUs) {
        return batch(List.of()).setWatermarkUs(watermarkUs).build();
    }
}
