// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.outcome;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.BillingWorld.Reply;
import io.wattmill.billing.Records;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.OutcomeRow;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutcomesTest {

    private static final Principal OWNER = tenant("p1", "key-1");
    private static final Principal STRANGER = tenant("p2", "key-2");

    private final BillingWorld world = BillingWorld.start();
    private volatile UsageCounters counters = UsageCounters.getDefaultInstance();

    @BeforeAll
    void requests() {
        long now = world.clock.nowUs();
        var labelled = WorkContext.newBuilder().setLabel("triage");
        world.settle(
                Records.batch(
                        Records.record(1, now),
                        Records.record(2, now).setWork(labelled),
                        Records.record(3, now).setWork(labelled),
                        Records.record(4, now).setPrincipal(STRANGER),
                        inRun(5, now).setOutcome(Outcome.OUTCOME_FAILED),
                        inRun(6, now),
                        inRun(7, now),
                        inRun(8, now).setPrincipal(STRANGER)));
        world.context()
                .bus()
                .<UsageCounters>subscribe(
                        LedgerAddresses.USAGE_COUNTERS,
                        UsageCounters.parser(),
                        heard -> counters = heard);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theSameReportTwiceIsOneAndADifferentOneCountsFromThenOn() {
        assertEquals(1, report(1, "true").json().get("revision").intValue());
        assertEquals(1, report(1, "true").json().get("revision").intValue());
        Reply second = report(1, "false, \"score\": 0.25");
        assertEquals(2, second.json().get("revision").intValue());
        assertEquals(Records.id(1), second.json().get("request_id").textValue());

        var shown = world.get("/v1/requests/" + Records.id(1), OWNER).json().get("reported");
        assertEquals(new BigDecimal("0.25"), shown.get("score").decimalValue());
        assertTrue(!shown.get("success").booleanValue(), shown::toString);
        assertEquals(
                2,
                world.number(
                        "SELECT count(*) FROM outcome WHERE request_id = '" + Records.id(1) + "'"));
    }

    @Test
    void aRowOnceWrittenStays() {
        report(1, "true");
        for (String change : List.of("UPDATE outcome SET success = true", "DELETE FROM outcome")) {
            assertThrows(IllegalStateException.class, () -> world.execute(change));
        }
    }

    @Test
    void aTenantReportsOnlyItsOwnRequests() {
        assertEquals(404, post(4, "true", OWNER).status());
        assertEquals(200, post(4, "true", STRANGER).status());
        assertEquals(200, post(4, "true", admin()).status());
    }

    @Test
    void saysWhatIsWrongWithAReport() {
        Reply reply = report(1, "\"yes\"");
        assertEquals(400, reply.status());
        assertEquals("success", reply.json().at("/error/param").textValue());
        Reply huge = post(1, "true, \"label\": \"" + "x".repeat(20_000) + "\"", OWNER);
        assertEquals(413, huge.status());
        assertEquals("body_too_large", huge.json().at("/error/code").textValue());
        assertEquals(404, report(99, "true").status());
    }

    /** Two labelled requests of 3 J at the device, one of them in vain. */
    @Test
    void countersTellWhatASuccessTakesFailuresIncluded() {
        report(2, "true, \"value\": 0.5");
        report(3, "false");
        Await.until(() -> row("triage").map(r -> r.getRequests() == 2).orElse(false), "counted");
        OutcomeRow row = row("triage").orElseThrow();
        assertEquals(1, row.getSuccesses());
        assertEquals(2 * 26_100, row.getChargedNano());
        assertEquals(0, row.getMeasuredUj());
        // 3 J of the device each, 12 % of it in the host.
        assertEquals(6_720_000, row.getPredictedUj());
        assertEquals(500_000_000, row.getValueNano());
    }

    /** One report on the last of three: its run's failure and retry count with it, once. */
    @Test
    void aReportBringsTheRestOfItsRun() {
        report(7, "true, \"label\": \"fix\"");
        Await.until(() -> row("fix").isPresent(), "counted");
        OutcomeRow row = row("fix").orElseThrow();
        assertEquals(3, row.getRequests());
        assertEquals(1, row.getSuccesses());
        assertEquals(3 * 26_100, row.getChargedNano());
        assertEquals(3 * 2_000_000, row.getDurationUs());
        assertEquals(0, row.getMeasuredRequests());
        OutcomeRow agent = row(OutcomeRow.Dimension.DIMENSION_AGENT, "coder").orElseThrow();
        assertEquals(3, agent.getRequests());
    }

    private static UsageRecord.Builder inRun(int n, long startUs) {
        return Records.record(n, startUs)
                .setWork(WorkContext.newBuilder().setRunId("run-1").setAgent("coder"));
    }

    private Optional<OutcomeRow> row(String label) {
        return row(OutcomeRow.Dimension.DIMENSION_LABEL, label);
    }

    private Optional<OutcomeRow> row(OutcomeRow.Dimension dimension, String name) {
        return counters.getOutcomesList().stream()
                .filter(row -> row.getDimension() == dimension)
                .filter(row -> row.getName().equals(name))
                .findFirst();
    }

    private Reply report(int n, String success) {
        return post(n, success, OWNER);
    }

    private Reply post(int n, String success, Principal who) {
        String body = "{\"request_id\":\"" + Records.id(n) + "\",\"success\":" + success + "}";
        return world.post("/v1/outcomes", body, who);
    }
}
