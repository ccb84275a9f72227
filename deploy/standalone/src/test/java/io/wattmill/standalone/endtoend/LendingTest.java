// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.lease.Claim;
import io.wattmill.gateway.lease.Hold;
import io.wattmill.gateway.lease.LeaseBook;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Held;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Refused;
import io.wattmill.gateway.lending.LeaseKeeper;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The gateway's books of leases, supplied by billing's ledger on a real database. */
class LendingTest {
    private static final int REQUESTS = 50_000;

    /** The shortest time between two wishes, unless the test says otherwise. */
    private static final int SECONDS_PER_LEASE = 5;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext context = ServiceContext.of(vertx);
    private final PostgresConfig database = PatientServices.database();
    private final Seal seal = new Seal(new byte[32], 60_000_000L);
    private final BillingService billing =
            new BillingService(
                    context, Configuration.defaults(BillingConfig.class).with(database), seal);

    @BeforeEach
    void start() {
        CalendarEdge.awayFrom(ChronoUnit.DAYS);
        await(billing.start());
    }

    @AfterEach
    void stop() {
        await(billing.stop());
        await(vertx.close());
    }

    @Test
    void aBudgetIsSpentFromMemoryAndSettledOnTheLedger() throws Exception {
        budget("USD", "3");
        var keeper = keeper("{tick: 10ms}");
        long began = System.nanoTime();
        Await.until(() -> hold(keeper, 5_000) instanceof Held, "a lease has come");
        long spent = 0;
        for (int i = 0; i < REQUESTS; i++) {
            spent +=
                    hold(keeper, 5_000) instanceof Held(var hold)
                            ? settled(hold, 1).getAmount()
                            : 0;
        }
        long leases = number("SELECT count(*) FROM billing.lease");
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        assertTrue(
                1 <= leases && leases <= 1 + seconds / SECONDS_PER_LEASE,
                () -> leases + " leases in " + seconds + " s");
        assertTrue(spent > 0);
        var held = assertInstanceOf(Held.class, hold(keeper, 10)).hold();
        settle(settled(held, 10));
        assertEquals(10, number("SELECT amount - late FROM billing.lease_use"));
        keeper.stop();
    }

    @Test
    void aSpentBudgetSaysSoAndASecondIncarnationFencesTheFirst() throws Exception {
        budget("tokens", "0");
        var first = keeper("{tick: 10ms, interval: 100ms}");
        Await.until(
                () ->
                        hold(first, 1) instanceof Refused(var why)
                                && why.reason().contains("nothing left"),
                "billing refuses");
        var second = keeper("{tick: 10ms, interval: 100ms}");
        Await.until(
                () -> wants(second) && second.health().detail().equals("epoch 2"),
                "the second incarnation is known");
        Await.until(() -> wants(first) && !first.health().ok(), "the first one is told");
        first.stop();
        second.stop();
    }

    /** Asks, as callers would all the time. */
    private boolean wants(LeaseKeeper keeper) {
        return !(hold(keeper, 1) instanceof Held);
    }

    private LeaseBook.Outcome hold(LeaseKeeper keeper, long amount) {
        return keeper.leases().hold(Claim.of("b", amount), context.clock().nowUs());
    }

    private LeaseUse settled(Hold hold, long spent) {
        return hold.settle(spent, context.clock().nowUs()).getFirst();
    }

    private LeaseKeeper keeper(String lending) {
        var config =
                Configuration.parse("gateway: {lending: " + lending + "}", Map.of())
                        .section("gateway", GatewayConfig.class);
        var keeper =
                new LeaseKeeper(
                        vertx,
                        config.lending(),
                        "g1",
                        billing.ledger(),
                        context.clock(),
                        context.ticker(),
                        context.metrics());
        keeper.start();
        return keeper;
    }

    private void settle(LeaseUse use) throws Exception {
        long now = context.clock().nowUs();
        var record =
                UsageRecord.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setJournalSequence(1)
                        .setPrincipal(Principal.newBuilder().setProjectId("p").setKeyId("k"))
                        .setModel("llama-3.1-8b")
                        .setAdmittedAtUs(now)
                        .setEndedAtUs(now)
                        .setOutcome(Outcome.OUTCOME_COMPLETED)
                        .addLeases(use);
        Feed<SettleBatch> feed = Feed.of(vertx, 1);
        var ack = new CompletableFuture<SettleAck>();
        await(billing.ledger().settle(feed)).handler(ack::complete);
        feed.offer(
                SettleBatch.newBuilder()
                        .setGatewayId("g1")
                        .setJournalId("j1")
                        .setBatch(1)
                        .setClosedThrough(1)
                        .addRecords(record)
                        .build());
        assertEquals(0, ack.get().getRejectedCount());
    }

    private void budget(String unit, String amount) throws Exception {
        var body =
                """
                {"scope": "project", "scope_id": "p", "unit": "%s", "amount": %s, "window": "day"}
                """
                        .formatted(unit, amount);
        var admin = Principal.newBuilder().setKeyId("admin").addScopes("admin").build();
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(billing.httpAddress() + "/billing/budgets/b"))
                            .header(
                                    Seal.PRINCIPAL_HEADER,
                                    seal.seal(admin.toByteArray(), context.clock().nowUs()))
                            .PUT(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            assertEquals(200, http.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    private long number(String sql) throws SQLException {
        try (var connection = TestPostgres.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
