// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import static io.wattmill.billing.BillingWorld.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Books that take longer to verify than an answer may wait. */
final class VerifyJobTest {

    private static final String VERIFY = "/billing/verify";

    private final BillingWorld world =
            BillingWorld.start("billing: {http: {verify-wait: 1ms}, chain: {interval: 50ms}}");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void saysHowFarItIsAndKeepsTheVerdictForWhoeverAskedFirst() throws SQLException {
        world.settle(Records.batch(Records.record(1, world.clock.nowUs())));
        long run = whileBlocked();
        Await.until(() -> ask(run).status() == 200, "the verdict of the first run");
        JsonNode verdict = ask(run).json();
        assertTrue(verdict.get("ok").booleanValue(), verdict::toPrettyString);
        assertEquals(run, verdict.get("run").longValue());
        assertEquals(world.clock.nowUs(), verdict.get("as_of_us").longValue());
    }

    /** B-I4 reads the quarantine, and gets no further while somebody has it for himself. */
    private long whileBlocked() throws SQLException {
        try (Connection slow = TestPostgres.connect(world.database);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("LOCK TABLE billing.usage_quarantine IN ACCESS EXCLUSIVE MODE");
            BillingWorld.Reply first = world.get(VERIFY, admin());
            assertEquals(202, first.status());
            long run = first.json().get("run").longValue();
            Await.until(
                    () -> ask(run).json().at("/progress/check").intValue() == 4,
                    "it waits at the fourth check");
            JsonNode progress = ask(run).json().get("progress");
            assertTrue(progress.get("name").textValue().startsWith("B-I4 "));
            assertTrue(progress.get("checks").intValue() > 4);
            assertEquals(run, world.get(VERIFY, admin()).json().get("run").longValue());
            slow.rollback();
            return run;
        }
    }

    private BillingWorld.Reply ask(long run) {
        return world.get(VERIFY + "?run=" + run, admin());
    }

    @Test
    void knowsItsNewestRunOnly() {
        long first = world.get(VERIFY, admin()).json().get("run").longValue();
        Await.until(() -> ask(first).status() == 200, "the first verdict");
        long second = world.get(VERIFY, admin()).json().get("run").longValue();
        assertTrue(second > first);
        BillingWorld.Reply gone = ask(first);
        assertEquals(404, gone.status());
        assertEquals("run", gone.json().at("/error/param").textValue());
        assertEquals(400, world.get(VERIFY + "?run=mine", admin()).status());
        Await.until(() -> ask(second).status() == 200, "the second verdict");
    }
}
