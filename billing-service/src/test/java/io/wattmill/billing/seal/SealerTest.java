// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.seal;

import static io.wattmill.billing.BillingWorld.tenant;
import static io.wattmill.billing.Records.batch;
import static io.wattmill.billing.Records.record;

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

final class SealerTest {

    private final BillingWorld world = BillingWorld.start();

    @AfterEach
    void close() {
        world.verify();
        world.close();
    }

    @Test
    void sealsEveryBookingOnceAndSignsTheBlocks() {
        for (int n = 1; n <= 5; n++) {
            world.settle(batch(record(n, world.clock.nowUs())));
        }
        awaitSealed(5);
        assertEquals(0, world.number("SELECT count(*) FROM ledger_block WHERE signature IS NULL"));
        assertEquals(1, world.number("SELECT count(*) FROM chain_key"));
        // Each: the booking, the event, its attempt, money, and three kinds of token in and out.
        assertEquals(5 * (1 + 1 + 1 + 7), world.number("SELECT sum(rows) FROM ledger_block"));
    }

    @Test
    void aRequestSaysInWhichBlockItWasSealed() throws SQLException {
        try (Connection slow = TestPostgres.connect(world.database);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO billing.booking (kind, source) VALUES (5, 'slow')");
            world.settle(batch(record(1, world.clock.nowUs())));
            assertTrue(explained(1).get("block").isNull());
            slow.commit();
        }
        awaitSealed(2);
        JsonNode block = explained(1).get("block");
        assertEquals(1, block.get("number").intValue());
        assertEquals(
                world.text("SELECT encode(merkle_root, 'hex') FROM ledger_block"),
                block.get("merkle_root").textValue());
    }

    private JsonNode explained(int n) {
        return world.get("/v1/requests/" + Records.id(n), tenant("p1", "key-1")).json();
    }

    @Test
    void waitsForATransactionThatIsStillOpen() throws SQLException {
        try (Connection slow = TestPostgres.connect(world.database);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO billing.booking (kind, source) VALUES (5, 'slow')");
            world.settle(batch(record(1, world.clock.nowUs())));
            world.awaitRounds("wattmill_ledger_seal_rounds", 2);
            assertEquals(0, world.number("SELECT count(*) FROM ledger_block"));
            slow.commit();
        }
        awaitSealed(2);
        assertEquals(1, world.number("SELECT count(*) FROM ledger_block"));
    }

    @Test
    void sealsWhatAnotherClusterLeftBehind() {
        world.settle(batch(record(1, world.clock.nowUs())));
        awaitSealed(1);
        world.execute(
                "INSERT INTO booking (kind, source, xid, cluster) VALUES (5, 'restored',"
                        + " '9000000000', 7)");
        world.settle(batch(record(2, world.clock.nowUs())));
        awaitSealed(3);
        assertEquals(2, world.number("SELECT count(DISTINCT cluster) FROM ledger_block"));
    }

    private void awaitSealed(int bookings) {
        Await.until(
                () ->
                        world.number("SELECT coalesce(sum(bookings), 0) FROM ledger_block")
                                == bookings,
                bookings + " bookings are sealed");
    }
}
